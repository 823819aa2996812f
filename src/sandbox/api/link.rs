//! `createInvoiceLink`: an invoice without a chat. Bot API, "createInvoiceLink"; codes of subscriptions as seen in
//! production.

use super::refusal::Checked;
use super::{Fields, NewInvoice, Refusal, invoice};
use crate::sandbox::model::currency::STARS;

/// "Currently, it must always be 2592000 (30 days) if specified."
const SUBSCRIPTION_PERIOD_S: i64 = 2_592_000;
/// "Subscription price must no exceed 10000 Telegram Stars."
const SUBSCRIPTION_STARS_MAX: i64 = 10_000;

pub(super) fn invoice_link(fields: &Fields) -> Checked<NewInvoice> {
    if !fields.text("business_connection_id").is_empty() {
        return Err(Refusal::bad("business connection not found")); // none is ever made here
    }
    let mut invoice = invoice::invoice(fields)?;
    // The method has no such field: a link is nothing that could be forwarded as an invoice.
    invoice.start_parameter.clear();
    invoice.subscription_period_s = subscription_period(fields, &invoice)?;
    Ok(invoice)
}

fn subscription_period(fields: &Fields, invoice: &NewInvoice) -> Checked<i64> {
    let period_s = fields.clamped("subscription_period", 0, 0, i64::from(i32::MAX));
    if period_s == 0 {
        return Ok(0);
    }
    if invoice.currency != STARS {
        return Err(Refusal::bad("SUBSCRIPTION_CURRENCY_INVALID")); // invented wording
    }
    if period_s != SUBSCRIPTION_PERIOD_S {
        return Err(Refusal::bad("SUBSCRIPTION_PERIOD_INVALID"));
    }
    if invoice.total_amount > SUBSCRIPTION_STARS_MAX {
        return Err(Refusal::bad("SUBSCRIPTION_AMOUNT_INVALID"));
    }
    Ok(period_s)
}
