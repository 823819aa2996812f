//! Sample rows for the tests of the store.

use std::sync::Arc;

use super::fixture::{ANN, NOW, eur, shop, sku};
use crate::{
    conversation::{
        Alert, Balance, Customer, Event, Move, OrderEvent, Owed, OwedRow, Payment, Person, Reason, StockRow,
    },
    ids::{
        ChargeId, ChatId, Code, InvoiceId, MessageId, OrderId, OutboxId, Payload, PostId, ProductId, QueryId,
        RevisionId, TermsVersion, UserId,
    },
    order::{Address, Answer, Form, Goods, Hold, Line, Order, OrderInfo, Quote, Refusal, State},
    payment::{Audience, Charge, Invoice},
    rules::{Reply, Said, Words, sample},
    shop::{Payable, Selection, Unpaid},
    time::Timestamp,
};

pub(super) fn line(sku_: &str, quantity: i64, goods: Goods) -> Line {
    Line {
        product: ProductId::parse(sku_.split('/').next().unwrap()).unwrap(),
        title: format!("A {sku_}").into(),
        choices: vec!["sliced".into()],
        sku: sku(sku_),
        counted: true,
        quantity,
        unit: 650,
        goods,
    }
}

pub(super) fn quote(lines: Vec<Line>) -> Quote {
    Quote {
        currency: eur(),
        total: lines.iter().map(Line::total).sum(),
        lines,
        terms: TermsVersion::new("t1"),
        revision: RevisionId::new("0123456789abcdef"),
        valid_until: Timestamp(NOW.0 + 1_800_000),
        selection: Selection {
            product: Code(7),
            choices: vec![Code(8)],
            quantity: 1,
            amount: None,
            campaign: None,
        },
        form: Form::default(),
    }
}

pub(super) fn invoice(id: i64, payable: Payable, lines: Vec<Line>) -> Invoice {
    Invoice {
        id: InvoiceId(id),
        shop: shop(),
        payload: Payload(id.unsigned_abs().into()),
        audience: Audience::Customer(ANN),
        payable,
        post: PostId(0),
        standing: String::new(),
        quote: quote(lines),
        created_at: NOW,
    }
}

pub(super) fn order(id: i64, invoice: &Invoice, payer: UserId, state: State) -> Order {
    Order {
        once: invoice.payable == Payable::Once,
        origin: MessageId(40),
        language: "en".into(),
        hold: (state == State::Held).then(|| hold(NOW)),
        tip: 50,
        info: info(),
        ..Order::born(OrderId(id), shop(), invoice.id, payer, state, NOW)
    }
}

pub(super) fn info() -> OrderInfo {
    OrderInfo {
        name: "Ann \"Lee\"".into(),
        phone: "+351210000000".into(),
        email: String::new(),
        address: Some(Box::new(Address {
            city: "Lisboa".into(),
            ..Address::default()
        })),
    }
}

pub(super) fn hold(since: Timestamp) -> Hold {
    Hold {
        query: QueryId::new("q1"),
        since,
        until: Timestamp(since.0 + 900_000),
        answer: Answer::Pending,
    }
}

pub(super) fn count(sku_: &str, on_hand: i64, reserved: i64) -> StockRow {
    StockRow {
        shop: shop(),
        sku: sku(sku_),
        on_hand,
        reserved,
        in_file: on_hand,
        version: 0,
    }
}

pub(super) fn moved(sku_: &str, units: i64) -> Move {
    Move {
        shop: shop(),
        sku: sku(sku_),
        units,
        why: "recount",
        order: None,
        at: NOW,
    }
}

pub(super) fn customer(user: UserId, name: &str) -> Customer {
    Customer {
        shop: shop(),
        user,
        name: name.into(),
        username: "ann_1".into(),
        language: String::new(),
        agreed: "t1".into(),
        age: 0,
        unpaid: Unpaid::default(),
        blocked: false,
        seen_at: NOW,
        first_seen: NOW,
    }
}

pub(super) fn balance(user: UserId, amount: i64) -> Balance {
    Balance {
        shop: shop(),
        user,
        currency: eur(),
        amount,
    }
}

pub(super) fn charge(id: &str, payer: UserId, amount: i64) -> Charge {
    Charge {
        id: ChargeId::new(id),
        provider_id: format!("p-{id}"),
        payer,
        payload: Payload(1).to_string(),
        currency_code: "EUR".into(),
        amount,
        info: OrderInfo::default(),
    }
}

pub(super) fn paid(id: &str, payer: UserId) -> Event {
    let person = Person {
        id: payer.0,
        ..Person::default()
    };
    Event::Paid(charge(id, payer, 650), person, ChatId::of(payer))
}

pub(super) fn payment(id: &str, order: Option<OrderId>) -> Payment {
    Payment {
        shop: shop(),
        charge: charge(id, ANN, 650),
        order,
        matched: "held",
        at: NOW,
    }
}

pub(super) fn happened(order: i64, what: &'static str) -> OrderEvent {
    OrderEvent {
        shop: shop(),
        order: OrderId(order),
        what,
        actor: Some(ANN),
        revision: RevisionId::new("0123456789abcdef"),
        note: String::new(),
        at: NOW,
    }
}

/// The rules said no to an order, some milliseconds from now.
pub(super) fn reason(order: i64, at: i64) -> Reason {
    let said = |rule: &str, answer| Said {
        rule: rule.into(),
        answer,
        microseconds: 12,
    };
    let no = Reply::Deny {
        words: Words::PerLanguage(vec![("en".into(), "At most two".into())]),
        line: Some(1),
        at: Some((4, 16)),
    };
    let failed = Reply::Failed {
        problem: "limits.rhai:3:9: oh".into(),
        allowed: true,
    };
    Reason {
        shop: shop(),
        at: Timestamp(NOW.0 + at),
        order: (order != 0).then_some(OrderId(order)),
        payer: ANN,
        paying: true,
        revision: RevisionId::new("0123456789abcdef"),
        refusal: Some(Refusal::OwnRule {
            rule: "limits.two".into(),
            words: Some("At most two".into()),
            product: None,
        }),
        said: Arc::new([
            said("limits.first", Reply::Allow),
            said("limits.fails", failed),
            said("limits.two", no),
        ]),
        input: Some(sample()),
    }
}

pub(super) fn owed(id: i64, chat: UserId, order: i64) -> OwedRow {
    OwedRow {
        id: OutboxId(id),
        shop: shop(),
        chat: ChatId::of(chat),
        language: "en".into(),
        owed: Owed::Alert(Alert::PaidLate { order: OrderId(order) }),
    }
}
