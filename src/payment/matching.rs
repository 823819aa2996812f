//! Where money belongs: matched by payload and payer, never by chat. Money is never refused and never lost; where it
//! fits nothing it becomes a visible surplus.

use serde::{Deserialize, Serialize};

use crate::{
    ids::{ChargeId, OrderId, Payload, UserId},
    money::Currency,
    order::{Order, OrderInfo, State},
    payment::Invoice,
    shop::Payable,
};

/// More than this was never charged: Telegram's own bounds lie below 10^12 minor units of the smallest currency. Sums of
/// such amounts stay numbers; what is bigger is no amount, and people look at it.
pub const AMOUNT_MAX: u64 = 1_000_000_000_000_000;

/// One charge, as Telegram reports it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Charge {
    pub id: ChargeId,
    /// The provider's own number of it; empty for Stars.
    pub provider_id: String,
    pub payer: UserId,
    /// As it arrived: also what this engine cannot have made.
    pub payload: String,
    pub currency_code: String,
    pub amount: i64,
    /// What the payer filled in. It is kept with the order, and is empty in a charge that is read from the books.
    pub info: OrderInfo,
}

/// What a charge is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Match {
    /// The order that this payer holds.
    Held(OrderId),
    /// This payer's newest unpaid order: the money comes without a hold.
    Late(OrderId),
    /// The payer's first order of this invoice, born paid.
    New,
    Surplus(Surplus),
}

/// Why a charge fits no order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Surplus {
    UnknownPayload,
    /// The invoice was for somebody else.
    UnknownPayer,
    /// The invoice was paid already.
    PaidTwice,
}

impl Charge {
    pub fn parsed_payload(&self) -> Option<Payload> {
        Payload::parse(&self.payload)
    }

    pub fn currency(&self) -> Option<Currency> {
        Currency::parse(&self.currency_code)
    }
}

impl Surplus {
    pub fn word(self) -> &'static str {
        match self {
            Surplus::UnknownPayload => "unknown_payload",
            Surplus::UnknownPayer => "unknown_payer",
            Surplus::PaidTwice => "paid_twice",
        }
    }
}

/// Finds the order of a charge among the orders of its invoice: the payer's and, where it is payable once, everybody's.
pub fn match_money(invoice: &Invoice, orders: &[&Order], payer: UserId) -> Match {
    let mine = || orders.iter().filter(|order| order.payer == payer);
    if let Some(held) = mine().find(|order| order.state == State::Held) {
        return Match::Held(held.id);
    }
    if !invoice.audience.admits(payer) {
        return Match::Surplus(Surplus::UnknownPayer);
    }
    let once = invoice.payable == Payable::Once;
    if once && orders.iter().any(|order| order.state.takes_the_only_place()) {
        return Match::Surplus(Surplus::PaidTwice);
    }
    let paid_before = mine().any(|order| order.state.takes_the_only_place());
    if invoice.payable == Payable::OncePerCustomer && paid_before {
        return Match::Surplus(Surplus::PaidTwice);
    }
    let late = mine()
        .filter(|order| !order.state.has_money())
        .max_by_key(|order| order.n);
    late.map_or(Match::New, |late| Match::Late(late.id))
}
