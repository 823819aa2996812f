//! `createInvoiceLink`: an invoice without a chat.

use super::refusal::Checked;
use super::{Fields, NewInvoice, Refusal, invoice};

pub(super) fn invoice_link(fields: &Fields) -> Checked<NewInvoice> {
    if !fields.text("business_connection_id").is_empty() {
        return Err(Refusal::bad("business connection not found")); // none is ever made here
    }
    if fields.clamped("subscription_period", 0, 0, i64::MAX) > 0 {
        // invented wording
        return Err(Refusal::bad(
            "the sandbox plays no subscriptions: make the link without subscription_period",
        ));
    }
    let mut invoice = invoice::invoice(fields)?;
    // The method has no such field: a link is nothing that could be forwarded as an invoice.
    invoice.start_parameter.clear();
    Ok(invoice)
}
