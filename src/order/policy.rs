//! What the owner's policies say of an order. Asked twice: before an invoice is made, so that a customer hears a "no"
//! before the payment form, and at pre-checkout, where it counts.

use super::{OrderInfo, Quote, Refusal};
use crate::{
    ids::UserId,
    shop::{Ask, Shop},
    time::Timestamp,
};

/// Everything but the address, which nobody has given before the payment form.
pub fn refused_by_policy(shop: &Shop, quote: &Quote, payer: UserId, now: Timestamp) -> Option<Refusal> {
    let policies = &shop.policies;
    if policies.blocked_customers.contains(&payer) {
        return Some(Refusal::NotServed);
    }
    let here = now.civil(&shop.timezone);
    if let Some(hours) = policies.opening_hours.as_ref().filter(|hours| !hours.is_open(here)) {
        let next = hours.next(here);
        return Some(Refusal::OutOfHours {
            day: next.day,
            minute: next.minute,
        });
    }
    let total = quote.total();
    let same = |bound: &&crate::money::Money| bound.currency == total.currency;
    if let Some(min) = policies.minimum_order.as_ref().filter(same)
        && total.minor < min.minor
    {
        return Some(Refusal::OrderTooSmall { min: *min });
    }
    let max = policies.maximum_order.as_ref().filter(same);
    max.filter(|max| total.minor > max.minor)
        .map(|max| Refusal::OrderTooLarge { max: *max })
}

/// Whether goods are brought to where the payer lives, as far as the form asks for it.
pub fn refused_by_address(shop: &Shop, quote: &Quote, info: &OrderInfo) -> Option<Refusal> {
    let policies = &shop.policies;
    if !policies.ask_for_address() || !quote.form.ask.contains(&Ask::Address) {
        return None;
    }
    let address = info.address.as_deref().cloned().unwrap_or_default();
    let delivers =
        policies.delivers_to_country(&address.country_code) && policies.delivers_to_postcode(&address.post_code);
    let to = format!("{} {}", address.country_code, address.post_code);
    (!delivers).then(|| Refusal::NotDelivered { to: to.trim().into() })
}
