//! Stars: `refundStarPayment`, `getStarTransactions`, `editUserStarSubscription`. Bot API, "Payments"; a missing charge
//! is refused as `telegram-bot-api` does (`Client.cpp`, `process_refund_star_payment_query`).

use super::Fields;
use super::refusal::Checked;

/// A payment in Stars as a bot names it.
#[derive(Debug, Clone)]
pub(crate) struct StarPayment {
    pub(crate) user: i64,
    pub(crate) charge: String,
}

/// A page of a bot's transactions.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Page {
    pub(crate) offset: usize,
    pub(crate) limit: usize,
}

pub(super) fn payment(fields: &Fields) -> Checked<StarPayment> {
    let user = fields.user("user_id")?;
    let charge = fields.required("telegram_payment_charge_id")?.to_owned();
    Ok(StarPayment { user, charge })
}

/// Whether a subscription may go on after the time that is paid.
#[derive(Debug, Clone)]
pub(crate) struct EditSubscription {
    pub(crate) payment: StarPayment,
    pub(crate) is_canceled: bool,
}

pub(super) fn edit_subscription(fields: &Fields) -> Checked<EditSubscription> {
    Ok(EditSubscription {
        payment: payment(fields)?,
        is_canceled: fields.truth("is_canceled"),
    })
}

pub(super) fn page(fields: &Fields) -> Page {
    let number = |name, absent, least, greatest| {
        let number = fields.clamped(name, absent, least, greatest);
        usize::try_from(number).unwrap_or(0)
    };
    Page {
        offset: number("offset", 0, 0, i64::from(i32::MAX)),
        limit: number("limit", 100, 1, 100),
    }
}
