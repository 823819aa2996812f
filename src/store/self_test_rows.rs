//! The rows that the self-test writes and takes back: one of each table, and a change of whatever can change.

use std::sync::Arc;

use crate::{
    conversation::{
        Alert, Balance, Change, Consent, Customer, Decision, DeliveryEnd, Move, OrderEvent, Owed, OwedRow, Payment,
        Post, PostKind, PostState, Reason, StockRow,
    },
    ids::{
        ChargeId, ChatId, Code, InvoiceId, KeyId, MessageId, OrderId, OutboxId, Payload, PostId, ProductId, RevisionId,
        ShopId, Sku, TermsVersion, TopicId, UserId,
    },
    money::Currency,
    order::{Form, Goods, Line, Order, OrderInfo, Quote, State},
    payment::{Audience, Charge, Invoice, Settled, entries},
    rules::sample,
    shop::{Payable, Selection, Unpaid},
    time::Timestamp,
};

/// Ids that no row has: the sequences begin above 0.
pub(super) const ID: i64 = -1;

/// One row of each table.
pub(super) fn first(shop: &ShopId) -> Decision {
    let charge = charge();
    let entries = entries(&charge.id, "XTR", 1, Some(Settled::default()));
    let mut changes = vec![
        Change::Customer(customer(shop)),
        Change::Consent(Consent {
            shop: shop.clone(),
            user: UserId(ID),
            to: "1".into(),
            how: "button",
            at: Timestamp(1),
        }),
        Change::Invoice(invoice(shop)),
        Change::Order(order(shop, ID, 0, State::Open)),
        Change::Order(order(shop, ID - 1, 0, State::Open)),
        Change::Stock(count(shop, 0)),
        Change::Move(Move {
            shop: shop.clone(),
            sku: Sku::new("self test"),
            units: 1,
            why: "recount",
            order: Some(OrderId(ID)),
            at: Timestamp(1),
        }),
        Change::Balance(Balance {
            shop: shop.clone(),
            user: UserId(ID),
            currency: Currency::stars(),
            amount: 1,
        }),
        Change::Payment(Payment {
            shop: shop.clone(),
            charge,
            order: Some(OrderId(ID)),
            matched: "held",
            at: Timestamp(1),
        }),
        Change::Event(OrderEvent {
            shop: shop.clone(),
            order: OrderId(ID),
            what: "open",
            actor: None,
            revision: RevisionId::new("1"),
            note: String::new(),
            at: Timestamp(1),
        }),
        Change::Reason(Box::new(reason(shop))),
        Change::Owe(owed(shop, ID)),
        Change::Owe(owed(shop, ID - 1)),
    ];
    changes.extend(post(shop, 0).map(Change::Post));
    changes.extend(
        entries
            .into_iter()
            .map(|entry| Change::Entry(shop.clone(), entry, Timestamp(1))),
    );
    Decision {
        changes,
        effects: Vec::new(),
        paid: None,
    }
}

/// Changes of what `first` wrote. The row that ends as blocked is revived by the same text.
pub(super) fn second(shop: &ShopId) -> Decision {
    let end = |row, end| Change::OutboxEnd {
        row: OutboxId(row),
        end,
        at: Timestamp(2),
    };
    let mut changes = vec![
        Change::Order(order(shop, ID, 1, State::Expired)),
        Change::Order(order(shop, ID - 1, 1, State::Held)),
        Change::Stock(count(shop, 1)),
        Change::KeyAllotted {
            key: KeyId(ID),
            order: OrderId(ID),
            line: 0,
        },
        end(ID, DeliveryEnd::Blocked),
        end(ID - 1, DeliveryEnd::Sent),
        Change::Revive {
            shop: shop.clone(),
            chat: ChatId(ID),
        },
    ];
    changes.extend(post(shop, 1).map(Change::Post));
    Decision {
        changes,
        effects: Vec::new(),
        paid: None,
    }
}

fn customer(shop: &ShopId) -> Customer {
    Customer {
        shop: shop.clone(),
        user: UserId(ID),
        name: String::new(),
        username: String::new(),
        language: String::new(),
        agreed: String::new(),
        age: 0,
        unpaid: Unpaid::default(),
        blocked: false,
        seen_at: Timestamp(1),
        first_seen: Timestamp(1),
    }
}

fn invoice(shop: &ShopId) -> Invoice {
    let line = ProductId::parse(shop.as_str()).ok().map(|product| Line {
        product,
        title: Arc::default(),
        choices: Vec::new(),
        sku: Sku::new("self test"),
        counted: true,
        quantity: 1,
        unit: 1,
        goods: Goods::Keys,
    });
    let quote = Quote {
        lines: line.into_iter().collect(),
        currency: Currency::stars(),
        total: 1,
        terms: TermsVersion::new("1"),
        revision: RevisionId::new("1"),
        valid_until: Timestamp(1),
        selection: selection(),
        form: Form::default(),
    };
    Invoice {
        id: InvoiceId(ID),
        shop: shop.clone(),
        payload: Payload(u128::MAX),
        audience: Audience::Anyone,
        payable: Payable::WhileStockLasts,
        post: PostId(ID),
        standing: "self test".into(),
        quote,
        created_at: Timestamp(1),
    }
}

fn selection() -> Selection {
    Selection {
        product: Code(0),
        choices: Vec::new(),
        quantity: 1,
        amount: None,
        campaign: None,
    }
}

/// The name of the shop can be a product's too.
fn post(shop: &ShopId, version: i64) -> Option<Post> {
    Some(Post {
        id: PostId(ID),
        shop: shop.clone(),
        kind: PostKind::Link,
        chat: ChatId(ID),
        topic: TopicId(0),
        product: ProductId::parse(shop.as_str()).ok()?,
        selection: selection(),
        payable: Payable::WhileStockLasts,
        invoice: Some(InvoiceId(ID)),
        state: PostState::Open,
        message: MessageId(version),
        url: String::new(),
        face: String::new(),
        note: String::new(),
        revision: RevisionId::new("1"),
        created_at: Timestamp(1),
        version,
    })
}

fn order(shop: &ShopId, id: i64, version: i64, state: State) -> Order {
    let own = Order::born(
        OrderId(id),
        shop.clone(),
        InvoiceId(ID),
        UserId(ID),
        state,
        Timestamp(1),
    );
    Order { n: -id, version, ..own }
}

fn count(shop: &ShopId, version: i64) -> StockRow {
    StockRow {
        shop: shop.clone(),
        sku: Sku::new("self test"),
        on_hand: 1 + version,
        reserved: 0,
        in_file: -1,
        version,
    }
}

fn charge() -> Charge {
    Charge {
        id: ChargeId::new("self test"),
        provider_id: String::new(),
        payer: UserId(ID),
        payload: String::new(),
        currency_code: "XTR".into(),
        amount: 1,
        info: OrderInfo::default(),
    }
}

fn reason(shop: &ShopId) -> Reason {
    Reason {
        shop: shop.clone(),
        at: Timestamp(1),
        order: Some(OrderId(ID)),
        payer: UserId(ID),
        paying: true,
        revision: RevisionId::new("1"),
        refusal: None,
        said: Arc::default(),
        input: Some(sample()),
    }
}

fn owed(shop: &ShopId, id: i64) -> OwedRow {
    OwedRow {
        id: OutboxId(id),
        shop: shop.clone(),
        chat: ChatId(ID),
        language: "en".into(),
        owed: Owed::Alert(Alert::PaidLate { order: OrderId(ID) }),
    }
}
