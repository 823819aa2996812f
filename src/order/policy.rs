//! The owner's policies, asked about a quote: what they say of it is in `shop`.

use super::{OrderInfo, Quote, Refusal};
use crate::{
    shop::{Ask, Buyer, Shop, Wish},
    time::Timestamp,
};

/// Everything but the address, which nobody has given before the payment form.
pub fn refused_by_policy(shop: &Shop, quote: &Quote, buyer: &Buyer, now: Timestamp) -> Option<Refusal> {
    if shop.policies.is_empty() {
        return None;
    }
    let lines = quote.lines.iter();
    let wish = Wish {
        total: quote.total(),
        counted: lines.clone().any(|line| line.counted),
        lines: lines.map(|line| (&line.product, line.quantity)).collect(),
        now,
    };
    shop.refuses(&wish, buyer).map(Refusal::Policy)
}

/// Whether goods are brought to where the payer lives, as far as the form asks for it.
pub fn refused_by_address(shop: &Shop, quote: &Quote, info: &OrderInfo) -> Option<Refusal> {
    if !shop.policies.ask_for_address() || !quote.form.ask.contains(&Ask::Address) {
        return None;
    }
    let address = info.address.as_deref().cloned().unwrap_or_default();
    shop.refuses_address(&address.country_code, &address.post_code)
        .map(Refusal::Policy)
}
