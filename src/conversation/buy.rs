//! From a pressed Buy to an invoice: the terms first, then a quote, an invoice and an open order in one commit. Pressing
//! the same button again finds what it made before.

use std::time::Duration;

use super::{
    Books, Change, Decision, Effect, InvoiceMessage, Missing, Place, Screen, TapEvent, Toast, Turn, browse, desk::Desk,
    sellable,
};
use crate::{
    ids::{ChatId, Code, MessageId, OrderId, Payload, PostId, UserId},
    order::{Form, Order, Quote, Refusal, State, Step},
    payment::{Audience, Invoice, still_sold},
    shop::{Payable, PolicyRefusal, Selection},
};

/// A second press within this time is a finger, not a wish to see the invoice again.
const DOUBLE_TAP: Duration = Duration::from_secs(5);

pub(super) fn buy(turn: &Turn, books: &Books, tap: &TapEvent, selection: &Selection) -> Result<Decision, Missing> {
    let mut desk = Desk::open(turn, books, &tap.from)?;
    if !tap.private {
        desk.answer_tap(&tap.query, Some(Toast::Gone));
        return Ok(desk.close());
    }
    go_on_to_buy(&mut desk, tap, selection, tap.message)?;
    Ok(desk.close())
}

/// "I have read and agree": written once per version, then on to what the customer wanted.
pub(super) fn agree(
    turn: &Turn,
    books: &Books,
    tap: &TapEvent,
    terms: Code,
    then: Option<&(Selection, MessageId)>,
) -> Result<Decision, Missing> {
    let mut desk = Desk::open(turn, books, &tap.from)?;
    if !tap.private {
        desk.answer_tap(&tap.query, Some(Toast::Gone));
    } else if Code::of(desk.shop.terms.version.as_str()) != terms {
        desk.answer_tap(&tap.query, None);
        let agreed = desk.has_agreed();
        desk.show(
            tap.chat,
            Place::New,
            Screen::Terms {
                then: then.cloned(),
                agreed,
            },
        );
    } else {
        agree_and_go_on(&mut desk, tap, then)?;
    }
    Ok(desk.close())
}

fn agree_and_go_on(desk: &mut Desk<'_>, tap: &TapEvent, then: Option<&(Selection, MessageId)>) -> Result<(), Missing> {
    let before = desk.has_agreed();
    if !before {
        desk.agree("button");
        desk.keep_customer();
    }
    if let Some((selection, origin)) = then {
        return go_on_to_buy(desk, tap, selection, *origin);
    }
    desk.answer_tap(&tap.query, before.then_some(Toast::AlreadyAgreed));
    desk.show(
        tap.chat,
        browse::instead(tap),
        Screen::Terms {
            then: None,
            agreed: true,
        },
    );
    Ok(())
}

/// "I am 18 or older": written once, then on to what the customer wanted.
pub(super) fn of_age(
    turn: &Turn,
    books: &Books,
    tap: &TapEvent,
    years: u8,
    (selection, origin): &(Selection, MessageId),
) -> Result<Decision, Missing> {
    let mut desk = Desk::open(turn, books, &tap.from)?;
    if !tap.private {
        desk.answer_tap(&tap.query, Some(Toast::Gone));
        return Ok(desk.close());
    }
    if desk.customer.age < i64::from(years) {
        desk.is_of_age(years.into());
        desk.keep_customer();
    }
    go_on_to_buy(&mut desk, tap, selection, *origin)?;
    Ok(desk.close())
}

fn go_on_to_buy(desk: &mut Desk<'_>, tap: &TapEvent, selection: &Selection, card: MessageId) -> Result<(), Missing> {
    if bought_before(desk, tap, selection, card)? {
        return Ok(());
    }
    if !desk.has_agreed() && desk.shop.terms.rule == crate::shop::TermsRule::BeforePaying {
        desk.answer_tap(&tap.query, None);
        desk.show(
            tap.chat,
            Place::New,
            Screen::Terms {
                then: Some((selection.clone(), card)),
                agreed: false,
            },
        );
        return Ok(());
    }
    match sellable::sellable(desk, selection)? {
        Ok(quote) => {
            desk.answer_tap(&tap.query, None);
            desk.keep_customer();
            let invoice = open_order(desk, tap.chat, card, quote)?;
            send_invoice(desk, tap.chat, &invoice);
        }
        Err(Refusal::Policy(PolicyRefusal::AgeUnknown { years })) => {
            desk.answer_tap(&tap.query, None);
            let then = (selection.clone(), card);
            desk.show(tap.chat, Place::New, Screen::Age { years, then });
        }
        Err(refusal) => {
            desk.turned_away(&refusal);
            desk.answer_tap(&tap.query, Some(Toast::Refused(refusal.clone())));
            desk.show(tap.chat, Place::New, Screen::Refused(refusal));
        }
    }
    Ok(())
}

/// Answers a second press under the same card for the same thing; it changes nothing.
fn bought_before(desk: &mut Desk<'_>, tap: &TapEvent, selection: &Selection, card: MessageId) -> Result<bool, Missing> {
    let orders = desk.books.orders_from(&desk.shop.id, tap.from.user(), card)?;
    let latest = orders
        .into_iter()
        .rev()
        .find(|(_, invoice)| invoice.quote.selection.is_same_wish(selection));
    let Some((order, invoice)) = latest else {
        return Ok(false);
    };
    if order.state.has_money() {
        desk.answer_tap(&tap.query, Some(Toast::AlreadyBought(order.id)));
        let selection = selection.clone();
        desk.show(
            tap.chat,
            Place::New,
            Screen::AlreadyBought {
                order: order.id,
                selection,
            },
        );
        return Ok(true);
    }
    if !order.state.is_live() || (order.state == State::Open && !is_open(desk, order, invoice)) {
        return Ok(false);
    }
    desk.answer_tap(&tap.query, Some(Toast::StillOpen(order.id)));
    if order.state == State::Open && desk.turn.now.since(order.created_at) > DOUBLE_TAP {
        send_invoice(desk, tap.chat, invoice);
    }
    Ok(true)
}

/// Whether an order's invoice can be paid as it is: open, young enough, quoted under the terms of today, asking what is
/// asked today, and for something that is still sold at that price.
pub(super) fn is_open(desk: &Desk<'_>, order: &Order, invoice: &Invoice) -> bool {
    order.state == State::Open
        && !desk.turn.revision.closing
        && desk.turn.now <= invoice.quote.valid_until
        && invoice.quote.terms == desk.shop.terms.version
        && asks_the_same(desk, &invoice.quote)
        && still_sold(&desk.turn.revision, &invoice.quote).is_ok()
}

fn asks_the_same(desk: &Desk<'_>, quote: &Quote) -> bool {
    let product = desk.shop.catalog.product_by_code(quote.selection.product);
    product.is_none_or(|product| Form::of(desk.shop, product) == quote.form)
}

/// Writes the invoice and its order, and takes back the customer's older unpaid ones for the same.
pub(super) fn open_order(desk: &mut Desk<'_>, chat: ChatId, card: MessageId, quote: Quote) -> Result<Invoice, Missing> {
    let user = desk.customer.user;
    supersede(desk, user, &quote.selection)?;
    let invoice = Invoice {
        id: desk.books.next.invoice,
        shop: desk.shop.id.clone(),
        payload: Payload::new(desk.turn.now.0, desk.turn.nonce),
        audience: Audience::private(user, desk.shop.invoices.payer),
        payable: Payable::Once,
        post: PostId(0),
        standing: String::new(),
        quote,
        created_at: desk.turn.now,
    };
    let order = Order {
        chat,
        origin: card,
        ..new_order(desk, &invoice, user, State::Open, 1)
    };
    desk.change(Change::Invoice(invoice.clone()));
    desk.note(order.id, State::Open.word(), Some(user), "invoice made");
    desk.ordered(order.id);
    desk.change(Change::Order(order));
    Ok(invoice)
}

/// An order as it is born. The history line of its birth is the caller's.
pub(super) fn new_order(desk: &Desk<'_>, invoice: &Invoice, payer: UserId, state: State, n: i64) -> Order {
    let (id, shop) = (desk.books.next.order, desk.shop.id.clone());
    Order {
        n,
        once: invoice.payable == Payable::Once,
        language: desk.language.as_str().into(),
        ..Order::born(id, shop, invoice.id, payer, state, desk.turn.now)
    }
}

/// One open invoice for one wish: older ones for the same are taken back. A held one is being paid and stays.
fn supersede(desk: &mut Desk<'_>, user: UserId, selection: &Selection) -> Result<(), Missing> {
    let live = desk.books.live_orders(&desk.shop.id, user)?;
    let same = live.into_iter().filter(|(order, invoice)| {
        let is_own = invoice.audience.customer() == Some(user);
        order.state == State::Open && is_own && invoice.quote.selection.is_same_wish(selection)
    });
    let older: Vec<(Order, bool)> = same
        .map(|(order, invoice)| (order.clone(), desk.turn.now > invoice.quote.valid_until))
        .collect();
    for (mut order, ran_out) in older {
        let (step, note) = if ran_out {
            (Step::Expire, "ran out")
        } else {
            (Step::Cancel, "a newer invoice was made")
        };
        if desk.step(&mut order, step, None, note).is_ok() {
            desk.change(Change::Order(order));
        }
    }
    Ok(())
}

pub(super) fn send_invoice(desk: &mut Desk<'_>, chat: ChatId, invoice: &Invoice) {
    let language = desk.language.clone();
    let message = InvoiceMessage {
        chat,
        payload: invoice.payload,
        quote: invoice.quote.clone(),
        language,
    };
    desk.effect(Effect::SendInvoice(Box::new(message)));
}

/// Takes back an unpaid order of one's own.
pub(super) fn cancel(turn: &Turn, books: &Books, tap: &TapEvent, id: OrderId) -> Result<Decision, Missing> {
    let mut desk = Desk::open(turn, books, &tap.from)?;
    let found = books.order(&desk.shop.id, id)?;
    let Some((order, _)) = found.filter(|(order, _)| order.payer == tap.from.user() && tap.private) else {
        desk.answer_tap(&tap.query, Some(Toast::Gone));
        return Ok(desk.close());
    };
    let mut order = order.clone();
    desk.answer_tap(&tap.query, None);
    let screen = match order.state {
        State::Cancelled => Screen::OrderCancelled { order: id },
        state => match desk.step(
            &mut order,
            Step::Cancel,
            Some(tap.from.user()),
            "taken back by the customer",
        ) {
            Ok(()) => {
                desk.change(Change::Order(order));
                Screen::OrderCancelled { order: id }
            }
            Err(_) => Screen::NotCancelled { order: id, state },
        },
    };
    desk.show(tap.chat, Place::New, screen);
    Ok(desk.close())
}
