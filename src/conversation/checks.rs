//! The owner's own checks, asked at one place: when a quote is made, so that a customer hears a "no" before the payment
//! form, and at pre-checkout, where they decide. What they may know is one value, `Input`, made here from the books. Rules
//! run outside: a turn that needs their word says so (`Missing::Verdict`), and comes back with it as a `Ruling`. It counts
//! only for exactly the question that would be asked now: what changed meanwhile is asked again.

use std::sync::Arc;

use super::{Alert, Missing, Owed, Ruling, desk::Desk};
use crate::{
    ids::{CategoryId, OrderId, PostId},
    order::{OrderInfo, Quote, Refusal},
    payment::{Audience, Invoice},
    rules::{CustomerFacts, DeliveryFacts, Denial, Input, InvoiceFacts, LineFacts, QuoteFacts, ShopFacts, Verdict},
};

/// So often a turn may ask: a customer whose history changes each time is told to try again.
pub(super) const ROUNDS_MAX: usize = 3;

/// What a customer wishes to buy, and how far they are.
pub(super) struct Wish<'a> {
    pub(super) quote: &'a Quote,
    /// `None` while the quote is only being made.
    pub(super) paying: Option<Paying<'a>>,
}

/// A pre-checkout.
pub(super) struct Paying<'a> {
    pub(super) invoice: &'a Invoice,
    pub(super) info: &'a OrderInfo,
    /// The order that this payer holds already: it does not count against itself.
    pub(super) held: Option<OrderId>,
}

/// Whether the owner's checks let this be bought, here and now.
pub(super) fn check(desk: &mut Desk<'_>, wish: &Wish<'_>) -> Result<Result<(), Refusal>, Missing> {
    if desk.shop.rules.is_empty() {
        return Ok(Ok(()));
    }
    let turn = desk.turn;
    let input = input(desk, wish)?;
    let ruling = turn.rulings.iter().find(|ruling| *ruling.input == input);
    if ruling.is_none() && turn.rulings.len() < ROUNDS_MAX {
        return Err(Missing::Verdict(Arc::new(input)));
    }
    report_failures(desk);
    let Some(ruling) = ruling else {
        return Ok(Err(Refusal::TryAgain));
    };
    let refusal = match &ruling.verdict {
        Verdict::Allow => None,
        Verdict::Deny(denial) => Some(refusal(desk, wish.quote, denial)),
    };
    desk.ruled(ruling, refusal.as_ref());
    Ok(refusal.map_or(Ok(()), Err))
}

/// Whoever wrote a rule that fails must hear of it, whatever became of the question.
fn report_failures(desk: &mut Desk<'_>) {
    let turn = desk.turn;
    for failure in turn.rulings.iter().flat_map(Ruling::failures) {
        let alert = Owed::Alert(Alert::RuleFailed(failure.clone()));
        if desk.reported.insert(failure.rule.clone()) {
            desk.owe_staff(&alert);
        }
    }
}

fn refusal(desk: &Desk<'_>, quote: &Quote, denial: &Denial) -> Refusal {
    let first = desk.shop.languages[0].as_str();
    let line = denial.line.and_then(|line| quote.lines.get(line));
    Refusal::OwnRule {
        rule: denial.rule.to_string(),
        words: denial.words.get(desk.language.as_str(), first).map(ToOwned::to_owned),
        product: line.map(crate::order::Line::name),
    }
}

fn input(desk: &Desk<'_>, wish: &Wish<'_>) -> Result<Input, Missing> {
    let shop = desk.shop;
    let held = wish.paying.as_ref().and_then(|paying| paying.held);
    Ok(Input {
        now: desk.turn.arrived,
        shop: ShopFacts {
            id: shop.id.to_string(),
            name: shop.name.first.to_string(),
            timezone: shop.timezone.clone(),
        },
        quote: quote_facts(desk, wish.quote),
        customer: CustomerFacts {
            id: desk.customer.user,
            language: desk.language.as_str().to_owned(),
            first_seen: desk.customer.first_seen,
            purchases: desk.books.purchases(
                (&shop.id, desk.customer.user),
                &shop.timezone,
                wish.quote.currency,
                held,
            )?,
        },
        invoice: invoice_facts(desk, wish),
        delivery: wish
            .paying
            .as_ref()
            .map(|paying| delivery(paying.info))
            .unwrap_or_default(),
    })
}

fn quote_facts(desk: &Desk<'_>, quote: &Quote) -> QuoteFacts {
    let sold = desk.shop.catalog.product_by_code(quote.selection.product);
    let category = sold.and_then(|product| product.category.as_ref());
    let category = category.map(CategoryId::shared).unwrap_or_default();
    let choices = sold.and_then(|product| product.resolve(&quote.selection).ok());
    let choices: Arc<[Arc<str>]> = choices
        .map(|picked| picked.choices.iter().map(|choice| choice.id.shared()).collect())
        .unwrap_or_default();
    let lines = quote.lines.iter().map(|line| LineFacts {
        product: line.product.shared(),
        title: line.title.clone(),
        category: category.clone(),
        choices: choices.clone(),
        quantity: line.quantity,
        price: line.unit,
        physical: line.goods == crate::order::Goods::Physical,
    });
    QuoteFacts {
        lines: lines.collect(),
        currency: quote.currency,
        total: quote.total,
    }
}

fn invoice_facts(desk: &Desk<'_>, wish: &Wish<'_>) -> InvoiceFacts {
    match &wish.paying {
        None => InvoiceFacts {
            place: "private".to_owned(),
            made_for: Some(desk.customer.user),
            paying: false,
        },
        Some(paying) => InvoiceFacts {
            place: place(desk, paying.invoice).to_owned(),
            made_for: paying.invoice.audience.customer(),
            paying: true,
        },
    }
}

fn place(desk: &Desk<'_>, invoice: &Invoice) -> &'static str {
    match (invoice.audience, invoice.post) {
        (Audience::Anyone, PostId(0)) => "inline",
        (Audience::Anyone, _) if desk.books.is_link(invoice) => "link",
        (Audience::Anyone, _) => "post",
        _ => "private",
    }
}

fn delivery(info: &OrderInfo) -> DeliveryFacts {
    let address = info.address.as_deref().cloned().unwrap_or_default();
    let street = [address.street_line1, address.street_line2];
    let street: Vec<String> = street.into_iter().filter(|line| !line.is_empty()).collect();
    DeliveryFacts {
        name: info.name.clone(),
        phone: info.phone.clone(),
        email: info.email.clone(),
        country: address.country_code,
        state: address.state,
        city: address.city,
        street: street.join(", "),
        postcode: address.post_code,
    }
}
