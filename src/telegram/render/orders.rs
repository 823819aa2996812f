//! What a customer sees of orders outside of receipts.

use super::{button, home_button, with_home};
use crate::{
    conversation::{OrderSummary, Tap},
    ids::OrderId,
    money::Money,
    order::State,
    shop::Selection,
    telegram::{
        names::short,
        outgoing::{Button, Outgoing},
        rich::{Rich, TEXT_MAX},
        voice::Voice,
    },
};

/// The customer's orders with their states in words, and a button for each that leads somewhere.
pub(super) fn orders(voice: Voice<'_>, orders: &[OrderSummary], balance: Option<Money>) -> Outgoing {
    let mut text = Rich::default().bold(&voice.say("orders-title", &[]));
    if orders.is_empty() {
        text = text.paragraph(Rich::plain(&voice.say("orders-none", &[])));
    }
    for order in orders {
        text = text.paragraph(summary(voice, order));
    }
    let mut screen = Outgoing::default();
    for order in orders {
        screen = screen.row(order_buttons(voice, order));
    }
    if !screen.buttons.is_empty() {
        text = text.paragraph(Rich::default().italic(&voice.say("orders-hint", &[])));
    }
    if let Some(balance) = balance {
        text = text.paragraph(Rich::plain(
            &voice.say("balance", &[("amount", balance.shown().into())]),
        ));
    }
    Outgoing {
        text: text.cut(TEXT_MAX).into_owned(),
        ..screen.row([home_button(voice)])
    }
}

fn summary(voice: Voice<'_>, order: &OrderSummary) -> Rich {
    let when = order.at.local(&voice.shop.timezone);
    let what = short(&order.what);
    Rich::default().bold(&voice.order(order.order)).push(&format!(
        " · {when}\n{what}\n{} · {}",
        order.total.shown(),
        state(voice, order.state)
    ))
}

fn order_buttons(voice: Voice<'_>, order: &OrderSummary) -> Vec<Button> {
    let number = || [("order", voice.order(order.order).into())];
    let open = Tap::Order(order.order);
    if order.state.has_money() {
        return vec![Button::new(voice.say("button-receipt", &number()), open)];
    }
    match order.state {
        State::Open => vec![
            Button::new(voice.say("button-pay", &number()), open),
            button(voice, "button-cancel", Tap::CancelOrder(order.order)),
        ],
        _ => Vec::new(),
    }
}

/// Buying again starts from this message, so that it is no second press of the first button.
pub(super) fn already_bought(voice: Voice<'_>, order: OrderId, selection: &Selection) -> Outgoing {
    let text = about(voice, "already-bought", order);
    Outgoing::words(text)
        .row([
            button(voice, "button-buy-again", Tap::Buy(selection.clone())),
            Button::new(
                voice.say("button-receipt", &[("order", voice.order(order).into())]),
                Tap::Order(order),
            ),
        ])
        .row([home_button(voice)])
}

pub(super) fn still_open(voice: Voice<'_>, order: OrderId) -> Outgoing {
    Outgoing::words(about(voice, "still-open", order)).row([button(voice, "button-cancel", Tap::CancelOrder(order))])
}

pub(super) fn cancelled(voice: Voice<'_>, order: OrderId) -> Outgoing {
    with_home(voice, about(voice, "order-cancelled", order))
}

pub(super) fn not_cancelled(voice: Voice<'_>, order: OrderId, now: State) -> Outgoing {
    let args = [
        ("order", voice.order(order).into()),
        ("state", state(voice, now).into()),
    ];
    with_home(voice, Rich::plain(&voice.say("not-cancelled", &args)))
}

/// A state in a customer's words.
pub(super) fn state(voice: Voice<'_>, state: State) -> String {
    voice.say("state", &[("state", state.word().into())])
}

fn about(voice: Voice<'_>, key: &str, order: OrderId) -> Rich {
    Rich::plain(&voice.say(key, &[("order", voice.order(order).into())]))
}
