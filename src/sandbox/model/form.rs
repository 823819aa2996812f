//! The payment form: what a payer must and may hand over before the bot is asked.

use super::currency;
use super::purchase::Purchase;
use crate::sandbox::Error;
use crate::sandbox::api::NewInvoice;
use crate::sandbox::view::{ChatId, OrderInfo, Outcome, Payment};

pub(super) fn purchase(
    bot: i64,
    payer: i64,
    (invoice_chat, invoice_message): (ChatId, i64),
    chat: ChatId,
    invoice: NewInvoice,
    payment: Payment,
    now_ms: i64,
) -> Result<Purchase, Error> {
    if !(0..=invoice.max_tip_amount).contains(&payment.tip) {
        return Err(Error::refused(format!(
            "this invoice takes a tip of at most {}",
            currency::words(invoice.max_tip_amount, &invoice.currency)
        )));
    }
    let order_info = asked_for(&invoice, payment.order_info)?;
    Ok(Purchase {
        bot,
        payer,
        invoice_chat,
        invoice_message,
        chat,
        total_amount: invoice.total_amount.saturating_add(payment.tip),
        payload: invoice.payload,
        currency: invoice.currency,
        order_info,
        shipping_option_id: None,
        subscription_period_s: invoice.subscription_period_s,
        at_ms: now_ms,
        outcome: Outcome::Waiting,
    })
}

/// What the form asked for, and nothing else; the app does not let anybody pay without it.
fn asked_for(invoice: &NewInvoice, given: OrderInfo) -> Result<OrderInfo, Error> {
    let needs = invoice.needs;
    let missing = [
        (needs.name && given.name.is_none(), "name"),
        (needs.phone_number && given.phone_number.is_none(), "phone number"),
        (needs.email && given.email.is_none(), "e-mail address"),
        (
            needs.shipping_address && given.shipping_address.is_none(),
            "shipping address",
        ),
    ];
    if let Some((_, what)) = missing.iter().find(|(missing, _)| *missing) {
        return Err(Error::refused(format!("this invoice asks for the payer's {what}")));
    }
    Ok(OrderInfo {
        name: given.name.filter(|_| needs.name),
        phone_number: given.phone_number.filter(|_| needs.phone_number),
        email: given.email.filter(|_| needs.email),
        shipping_address: given.shipping_address.filter(|_| needs.shipping_address),
    })
}
