//! The pre-checkout verdict: may this payer pay this invoice *now*?
//! Pure: invoice, orders, stock and time are arguments. Telegram allows ten seconds, so nothing here may wait.

use crate::{
    ids::{Payload, QueryId, Sku, UserId},
    money::{Currency, Money},
    order::{Goods, Line, Order, OrderInfo, Quote, Refusal, State, refused_by_address, refused_by_policy},
    payment::{Audience, Invoice},
    shop::{Buyer, Payable, Revision, TermsRule, WhenPriceChanges},
    time::Timestamp,
};

/// The question, as Telegram asks it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PreCheckout {
    pub query: QueryId,
    pub payer: UserId,
    /// `None` for a payload that this engine cannot have made.
    pub payload: Option<Payload>,
    /// `None` for a currency that Telegram's table does not know.
    pub currency: Option<Currency>,
    pub amount: i64,
    pub info: OrderInfo,
}

/// Everything that the verdict depends on.
pub struct Situation<'a> {
    pub revision: &'a Revision,
    pub invoice: &'a Invoice,
    /// Orders of this invoice: the payer's and, where it is payable once, everybody's.
    pub orders: Vec<&'a Order>,
    /// Whether the post or link to which the invoice belongs was closed.
    pub closed: bool,
    /// Whether the payer has agreed to the current terms.
    pub agreed: bool,
    /// The payer, as the owner's policies know them.
    pub buyer: Buyer,
    pub now: Timestamp,
}

/// Judges everything but stock: that needs the books, and a retry never counts against it.
pub fn judge(situation: &Situation<'_>, query: &PreCheckout) -> Result<(), Refusal> {
    let quote = &situation.invoice.quote;
    if query.currency != Some(quote.currency) {
        return Err(Refusal::AmountDiffers);
    }
    quote.tip_in(query.amount)?;
    if !situation.invoice.audience.admits(query.payer) {
        return Err(Refusal::NotForYou);
    }
    judge_others(situation, query.payer)?;
    judge_age(situation, query.payer)?;
    if situation.revision.closing && !holds(situation, query.payer) {
        return Err(Refusal::ShopClosed);
    }
    if !situation.agreed && situation.revision.shop.terms.rule == TermsRule::BeforePaying {
        return Err(Refusal::TermsNotAgreed);
    }
    still_offered(situation.revision, situation.invoice)?;
    match quote.form.missing(&query.info) {
        missing if missing.is_empty() => judge_policies(situation, query),
        what => Err(Refusal::InfoMissing { what }),
    }
}

/// The owner's policies of today. A payer who holds the goods already was let in; only the address may be another one.
fn judge_policies(situation: &Situation<'_>, query: &PreCheckout) -> Result<(), Refusal> {
    let (shop, quote) = (&situation.revision.shop, &situation.invoice.quote);
    let refused = (!holds(situation, query.payer))
        .then(|| refused_by_policy(shop, quote, &situation.buyer, situation.now))
        .flatten();
    let refused = refused.or_else(|| refused_by_address(shop, quote, &query.info));
    refused.map_or(Ok(()), Err)
}

/// What other orders of the same invoice say.
fn judge_others(situation: &Situation<'_>, payer: UserId) -> Result<(), Refusal> {
    let mine = |order: &&&Order| order.payer == payer;
    let in_the_way: Vec<&&Order> = match situation.invoice.payable {
        Payable::Once => situation.orders.iter().collect(),
        Payable::OncePerCustomer => situation.orders.iter().filter(mine).collect(),
        Payable::WhileStockLasts => Vec::new(),
    };
    for order in in_the_way
        .into_iter()
        .filter(|order| order.state.takes_the_only_place())
    {
        match order.state {
            State::Held if order.payer == payer => {}
            State::Held => return Err(Refusal::BeingPaid),
            _ => return Err(Refusal::AlreadyPaid),
        }
    }
    Ok(())
}

/// Whether the invoice is still meant: not taken back, not run out. A payer who already holds it may go on.
fn judge_age(situation: &Situation<'_>, payer: UserId) -> Result<(), Refusal> {
    if holds(situation, payer) {
        return Ok(());
    }
    if situation.closed {
        return Err(Refusal::Closed);
    }
    let customer = situation.invoice.audience.customer();
    let first = situation.orders.iter().find(|order| Some(order.payer) == customer);
    match first.map(|order| order.state) {
        Some(State::Cancelled) => Err(Refusal::Cancelled),
        Some(State::Expired) => Err(Refusal::Expired),
        _ if situation.now > situation.invoice.quote.valid_until => Err(Refusal::Expired),
        _ => Ok(()),
    }
}

/// Whether this payer has had a yes that still stands.
fn holds(situation: &Situation<'_>, payer: UserId) -> bool {
    let mut orders = situation.orders.iter();
    orders.any(|order| order.payer == payer && order.state == State::Held)
}

/// Whether what an invoice offers is what the shop of today sells.
pub(crate) fn still_offered(revision: &Revision, invoice: &Invoice) -> Result<(), Refusal> {
    still_sold(revision, &invoice.quote)?;
    still_meant(revision, invoice)
}

/// Whether the shop of today still sells what was quoted, at that price.
pub(crate) fn still_sold(revision: &Revision, quote: &Quote) -> Result<(), Refusal> {
    if revision.id == quote.revision || revision.shop.invoices.when_price_changes == WhenPriceChanges::Honour {
        return Ok(());
    }
    let product = quote.lines.first().map(Line::name).unwrap_or_default();
    let now = Quote::price(
        revision,
        &quote.selection,
        &revision.shop.languages[0],
        quote.valid_until,
    );
    let Ok(now) = now else {
        return Err(Refusal::Withdrawn { product });
    };
    if now.total() == quote.total() {
        return Ok(());
    }
    let (was, now) = (quote.total(), Money::new(now.total, now.currency));
    Err(Refusal::PriceChanged { was, now })
}

/// A standing invoice has no age, so what it would deliver must be what the shop delivers today: a text of last month
/// is not sold for ever. Where the owner honours old prices, old goods are honoured too.
fn still_meant(revision: &Revision, invoice: &Invoice) -> Result<(), Refusal> {
    let quote = &invoice.quote;
    let honoured = revision.shop.invoices.when_price_changes == WhenPriceChanges::Honour;
    if invoice.audience != Audience::Anyone || revision.id == quote.revision || honoured {
        return Ok(());
    }
    let now = Quote::standing(revision, &quote.selection);
    let goods = |quote: &Quote| -> Vec<Goods> { quote.lines.iter().map(|line| line.goods.clone()).collect() };
    match now {
        Ok(now) if goods(&now) == goods(quote) => Ok(()),
        _ => Err(Refusal::Closed),
    }
}

/// The refusal for a sku of which too few are free.
pub(crate) fn short_of(quote: &Quote, sku: &Sku, free: i64) -> Refusal {
    let line = quote.lines.iter().find(|line| line.sku == *sku);
    let product = line.map(Line::name).unwrap_or_default();
    if free > 0 {
        Refusal::OnlyLeft { product, left: free }
    } else {
        Refusal::SoldOut { product }
    }
}
