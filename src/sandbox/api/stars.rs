//! Stars: `refundStarPayment`, `getStarTransactions`, `editUserStarSubscription`. Bot API, "Payments".

use super::refusal::Checked;
use super::{Fields, Refusal};

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
    match fields.text("telegram_payment_charge_id") {
        "" => Err(Refusal::bad("CHARGE_ID_EMPTY")),
        charge => Ok(StarPayment {
            user,
            charge: charge.to_owned(),
        }),
    }
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
