//! Pre-checkout: the last word before money moves, and what becomes of a yes. A yes is written down as a hold before it
//! is said; a payer's second question about what they hold is a retry and counts against nothing.

use std::time::Duration;

use super::{
    Books, Change, Customer, Decision, Effect, Missing, Person, Turn, buy,
    checks::{self, Paying, Wish},
    desk::Desk,
    sellable,
};
use crate::{
    ids::{MessageId, OrderId, QueryId, Sku, UserId},
    order::{Answer, Hold, Order, Quote, Refusal, State, Step},
    payment::{Audience, Invoice, PreCheckout, Situation, judge},
    shop::TermsRule,
    time::Timestamp,
};

/// Telegram gives up after ten seconds; a question older than this is refused before anything is promised.
const DECIDED_WITHIN: Duration = Duration::from_secs(7);
/// So many payments that one customer has not finished may keep pieces of one sku at a time.
const HOLDS_PER_SKU_MAX: usize = 2;

pub(super) fn pre_checkout(
    turn: &Turn,
    books: &Books,
    query: &PreCheckout,
    person: &Person,
) -> Result<Decision, Missing> {
    let mut desk = Desk::open(turn, books, person)?;
    let verdict = decide(&mut desk, query)?;
    desk.answered(query, &verdict)?;
    let (query, language) = (query.query.clone(), desk.language.clone());
    desk.effect(Effect::AnswerPreCheckout {
        query,
        verdict,
        language,
    });
    Ok(desk.close())
}

fn decide(desk: &mut Desk<'_>, query: &PreCheckout) -> Result<Result<OrderId, Refusal>, Missing> {
    if desk.turn.now.since(desk.turn.arrived) > DECIDED_WITHIN {
        return Ok(Err(Refusal::TryAgain));
    }
    let Some(payload) = query.payload else {
        return Ok(Err(Refusal::UnknownInvoice));
    };
    let books = desk.books;
    let Some((invoice, orders)) = books.invoice(&desk.shop.id, payload, query.payer)? else {
        return Ok(Err(Refusal::UnknownInvoice));
    };
    let situation = Situation {
        revision: &desk.turn.revision,
        invoice,
        orders: orders.clone(),
        closed: books.is_closed(invoice),
        agreed: desk.has_agreed(),
        buyer: desk.buyer()?,
        now: desk.turn.now,
    };
    if let Err(refusal) = judge(&situation, query) {
        offer_fresh(desk, &refusal, invoice, &orders)?;
        return Ok(Err(refusal));
    }
    let held = orders
        .iter()
        .find(|order| order.payer == query.payer && order.state == State::Held);
    if held.is_none()
        && let Some(refusal) = unavailable(desk, invoice, query.payer)?
    {
        return Ok(Err(refusal));
    }
    let wish = Wish {
        quote: &invoice.quote,
        paying: Some(Paying {
            invoice,
            info: &query.info,
            held: held.map(|order| order.id),
        }),
    };
    if let Err(refusal) = checks::check(desk, &wish)? {
        return Ok(Err(refusal));
    }
    match held {
        Some(held) => Ok(Ok(rearm(desk, held, invoice, query))),
        None => hold(desk, invoice, &orders, query),
    }
}

/// The payer tries again, as after a declined card: the same goods, a new question.
fn rearm(desk: &mut Desk<'_>, held: &Order, invoice: &Invoice, query: &PreCheckout) -> OrderId {
    let mut order = held.clone();
    order.hold = Some(new_hold(desk, query));
    take_down(&mut order, invoice, query);
    if let Some(hold) = order.hold.as_mut() {
        hold.answer = Answer::Renewed;
    }
    order.updated_at = desk.turn.now;
    desk.note(order.id, "rearmed", Some(query.payer), "");
    desk.change(Change::Order(order));
    held.id
}

/// Whether there is too little left, or the payer keeps too much already.
fn unavailable(desk: &Desk<'_>, invoice: &Invoice, payer: UserId) -> Result<Option<Refusal>, Missing> {
    if let Some(refusal) = desk.shortage(&invoice.quote)? {
        return Ok(Some(refusal));
    }
    too_many_holds(desk, invoice, payer)
}

fn hold(
    desk: &mut Desk<'_>,
    invoice: &Invoice,
    orders: &[&Order],
    query: &PreCheckout,
) -> Result<Result<OrderId, Refusal>, Missing> {
    desk.reserve(&invoice.quote, 1)?;
    if desk.shop.terms.rule == TermsRule::ByPaying && !desk.has_agreed() {
        desk.agree("by_paying");
    }
    desk.keep_customer();
    let open = orders
        .iter()
        .find(|order| order.payer == query.payer && order.state == State::Open);
    let mut order = match open {
        Some(open) => (*open).clone(),
        None => {
            let n = orders.iter().filter(|order| order.payer == query.payer).count();
            buy::new_order(
                desk,
                invoice,
                query.payer,
                State::Open,
                i64::try_from(n).unwrap_or(0) + 1,
            )
        }
    };
    if desk.step(&mut order, Step::Hold, Some(query.payer), "").is_err() {
        return Ok(Err(Refusal::TryAgain));
    }
    order.hold = Some(new_hold(desk, query));
    take_down(&mut order, invoice, query);
    let id = order.id;
    desk.change(Change::Order(order));
    Ok(Ok(id))
}

/// Whoever keeps goods from others without paying keeps few: a hold costs nothing.
fn too_many_holds(desk: &Desk<'_>, invoice: &Invoice, payer: UserId) -> Result<Option<Refusal>, Missing> {
    let demand = invoice.quote.demand();
    if demand.is_empty() {
        return Ok(None);
    }
    let live = desk.books.live_orders(&desk.shop.id, payer)?;
    let held: Vec<&Quote> = live
        .into_iter()
        .filter(|(order, _)| order.state == State::Held)
        .map(|(_, invoice)| &invoice.quote)
        .collect();
    let full = |sku: &Sku| held.iter().filter(|quote| quote.wants(sku)).count() >= HOLDS_PER_SKU_MAX;
    let product = invoice.quote.lines.iter().find(|line| line.counted && full(&line.sku));
    Ok(product.map(|line| Refusal::TooManyHolds { product: line.name() }))
}

/// Writes down what the payer filled in, of a query that was judged.
fn take_down(order: &mut Order, invoice: &Invoice, query: &PreCheckout) {
    order.tip = invoice.quote.tip_in(query.amount).unwrap_or(0);
    order.info = query.info.clone();
}

fn new_hold(desk: &Desk<'_>, query: &PreCheckout) -> Hold {
    let length = desk.shop.payments.provider.profile().hold;
    Hold {
        query: query.query.clone(),
        since: desk.turn.arrived,
        until: desk.turn.now.plus(length),
        answer: Answer::Pending,
    }
}

/// An invoice that is refused for its age or its price is followed by a fresh one, in the customer's own chat.
fn offer_fresh(desk: &mut Desk<'_>, refusal: &Refusal, invoice: &Invoice, orders: &[&Order]) -> Result<(), Missing> {
    let payer = desk.customer.user;
    let old = orders
        .iter()
        .find(|order| order.payer == payer && invoice.audience.customer() == Some(payer));
    let Some(old) = old.filter(|_| matches!(refusal, Refusal::Expired | Refusal::PriceChanged { .. })) else {
        return Ok(());
    };
    let Ok(quote) = sellable::sellable(desk, &invoice.quote.selection)? else {
        return Ok(());
    };
    let live = desk.books.live_orders(&desk.shop.id, payer)?;
    let waiting = live.into_iter().find(|(order, other)| {
        other.quote.selection.is_same_wish(&quote.selection)
            && other.quote.total() == quote.total()
            && buy::is_open(desk, order, other)
    });
    match waiting {
        Some((order, waiting)) => {
            desk.ordered(order.id);
            buy::send_invoice(desk, old.chat, waiting);
        }
        None => {
            let fresh = buy::open_order(desk, old.chat, MessageId(0), quote)?;
            buy::send_invoice(desk, old.chat, &fresh);
        }
    }
    Ok(())
}

/// What became of a yes. Only a certain no to the only yes, on the first attempt, gives the goods back early.
pub(super) fn answered(
    turn: &Turn,
    books: &Books,
    id: OrderId,
    query: &QueryId,
    taken: bool,
) -> Result<Decision, Missing> {
    let mut desk = Desk::of_engine(turn, books);
    let found = books.order(&desk.shop.id, id)?;
    let Some((order, invoice)) = found.filter(|(order, _)| order.hold.as_ref().is_some_and(|h| h.query == *query))
    else {
        return Ok(desk.close());
    };
    let mut order = order.clone();
    if taken {
        if let Some(hold) = order.hold.as_mut() {
            hold.answer = Answer::Taken;
        }
        desk.note(id, "yes_taken", None, "");
        desk.change(Change::Order(order));
    } else if order.hold.as_ref().is_some_and(|hold| hold.answer != Answer::Renewed) {
        release(
            &mut desk,
            &mut order,
            invoice,
            "Telegram no longer waits for this answer",
        )?;
        desk.change(Change::Order(order));
    }
    Ok(desk.close())
}

/// Time has passed: holds end, invoices run out; nothing that ended after we were last caught up.
pub(super) fn due(turn: &Turn, books: &Books, id: OrderId, caught_up: Timestamp) -> Result<Decision, Missing> {
    let mut desk = Desk::of_engine(turn, books);
    let Some((order, invoice)) = books.order(&desk.shop.id, id)? else {
        return Ok(desk.close());
    };
    let mut order = order.clone();
    let before = order.state;
    if let Some(hold) = order.hold.clone().filter(|hold| hold.until <= caught_up) {
        count_unpaid(&mut desk, &order, invoice, hold.until)?;
        release(&mut desk, &mut order, invoice, "the hold ended without a payment")?;
    }
    if order.state == State::Open && invoice.quote.valid_until <= caught_up {
        // Open orders may expire: the table says so.
        let _ = desk.step(&mut order, Step::Expire, None, "the invoice ran out");
    }
    if order.state != before {
        desk.change(Change::Order(order));
    }
    Ok(desk.close())
}

/// Counts a hold of goods that ended without money against its customer, where the owner wants that.
fn count_unpaid(desk: &mut Desk<'_>, order: &Order, invoice: &Invoice, at: Timestamp) -> Result<(), Missing> {
    let Some(rule) = desk.shop.policies.after_unpaid else {
        return Ok(());
    };
    if invoice.quote.demand().is_empty() {
        return Ok(());
    }
    if let Some(customer) = desk.books.customer(&desk.shop.id, order.payer)? {
        let unpaid = customer.unpaid.and_one(at, rule);
        desk.change(Change::Customer(Customer {
            unpaid,
            ..customer.clone()
        }));
    }
    Ok(())
}

fn release(desk: &mut Desk<'_>, order: &mut Order, invoice: &Invoice, why: &str) -> Result<(), Missing> {
    if desk.step(order, Step::Release, None, why).is_ok() {
        desk.reserve(&invoice.quote, -1)?;
    }
    if invoice.audience == Audience::Anyone {
        // Born by a pre-checkout, it ends with it: a standing invoice has no end that would expire it. The payer's next
        // one makes another order, and money that comes late still finds this one. Open orders may expire: the table
        // says so.
        let _ = desk.step(order, Step::Expire, None, "");
    }
    Ok(())
}
