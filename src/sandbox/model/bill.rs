//! Money as messages show it to bots: an invoice, its payment, its refund. Bot API: `Invoice`, `SuccessfulPayment`,
//! `RefundedPayment`. Payload and prices of an invoice are never shown (`telegram-bot-api`, `JsonInvoice`).

use serde::Serialize;

use super::purchase::Purchase;
use crate::sandbox::api::NewInvoice;
use crate::sandbox::view::{Charge, ChargedFor, OrderInfo};

#[derive(Serialize)]
pub(super) struct Invoice<'a> {
    title: &'a str,
    description: &'a str,
    start_parameter: &'a str,
    currency: &'a str,
    total_amount: i64,
}

#[derive(Serialize)]
pub(super) struct SuccessfulPayment<'a> {
    currency: &'a str,
    total_amount: i64,
    invoice_payload: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    subscription_expiration_date: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    is_recurring: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    is_first_recurring: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    shipping_option_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    order_info: Option<&'a OrderInfo>,
    telegram_payment_charge_id: &'a str,
    provider_payment_charge_id: &'a str,
}

#[derive(Serialize)]
pub(super) struct RefundedPayment<'a> {
    currency: &'a str,
    total_amount: i64,
    invoice_payload: &'a str,
    telegram_payment_charge_id: &'a str,
    provider_payment_charge_id: &'a str,
}

impl<'a> Invoice<'a> {
    pub(super) fn of(invoice: &'a NewInvoice) -> Invoice<'a> {
        Invoice {
            title: &invoice.title,
            description: &invoice.description,
            start_parameter: &invoice.start_parameter,
            currency: &invoice.currency,
            total_amount: invoice.total_amount,
        }
    }
}

impl<'a> SuccessfulPayment<'a> {
    /// What the payer filled in is known as long as the payment's query is.
    pub(super) fn of(charge: &'a Charge, purchase: Option<&'a Purchase>) -> SuccessfulPayment<'a> {
        let order_info = purchase.map(|purchase| &purchase.order_info);
        let term = match charge.charged_for {
            ChargedFor::Subscription(term) => Some(term),
            ChargedFor::Invoice | ChargedFor::Media => None,
        };
        SuccessfulPayment {
            currency: &charge.currency,
            total_amount: charge.total_amount,
            invoice_payload: &charge.invoice_payload,
            subscription_expiration_date: term.map(|term| term.until_s),
            is_recurring: term.map(|_| true),
            is_first_recurring: term.filter(|term| term.is_first).map(|_| true),
            shipping_option_id: purchase.and_then(|purchase| purchase.shipping_option_id.as_deref()),
            order_info: order_info.filter(|info| !info.is_empty()),
            telegram_payment_charge_id: &charge.telegram_payment_charge_id,
            provider_payment_charge_id: &charge.provider_payment_charge_id,
        }
    }
}

impl<'a> RefundedPayment<'a> {
    pub(super) fn of(charge: &'a Charge) -> RefundedPayment<'a> {
        RefundedPayment {
            currency: &charge.currency,
            total_amount: charge.total_amount,
            invoice_payload: &charge.invoice_payload,
            telegram_payment_charge_id: &charge.telegram_payment_charge_id,
            provider_payment_charge_id: &charge.provider_payment_charge_id,
        }
    }
}
