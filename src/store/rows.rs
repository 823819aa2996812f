//! The shapes in which rows come out of the database: one JSON array a row, its columns in the order of the fields.
//! The column lists stand beside the structs that read them.

use serde::{Deserialize, Deserializer, de::Error as _};

use crate::{
    conversation::{Balance, Post, PostKind, PostState, StockRow},
    ids::{
        ChatId, InvoiceId, MessageId, OrderId, Payload, PostId, ProductId, QueryId, RevisionId, ShopId, Sku, TopicId,
        UserId,
    },
    money::Currency,
    order::{Answer, Hold, Order, OrderInfo, Progress, Quote, State},
    payment::{Audience, Invoice},
    shop::{Payable, Selection},
    time::Timestamp,
};

/// The columns of an order `o`.
macro_rules! order_columns {
    () => {
        "json_array(o.id, o.shop, o.invoice, o.payer, o.n, o.state, o.version, o.once, o.chat, o.origin, o.language, \
         o.progress, o.hold_query, o.hold_since, o.hold_until, o.hold_answer, o.tip, o.info, \
         o.created_at, o.updated_at)"
    };
}

/// The columns of an invoice `i`.
macro_rules! invoice_columns {
    () => {
        "json_array(i.id, i.shop, i.payload, i.audience, i.customer, i.payable, i.post, i.standing, json(i.quote), \
         i.created_at)"
    };
}

/// The columns of a post `p`.
macro_rules! post_columns {
    () => {
        "json_array(p.id, p.shop, p.kind, p.chat, p.topic, p.product, json(p.selection), p.payable, p.invoice, p.state, p.message, \
         p.url, p.face, p.note, p.revision, p.created_at, p.version)"
    };
}

/// The columns of a count `s`.
macro_rules! stock_columns {
    () => {
        "json_array(s.shop, s.sku, s.on_hand, s.reserved, s.in_file, s.version)"
    };
}

pub(super) use {invoice_columns, order_columns, post_columns, stock_columns};

#[derive(Deserialize)]
pub(super) struct InvoiceRow {
    id: InvoiceId,
    shop: ShopId,
    payload: Payload,
    audience: String,
    customer: UserId,
    payable: Payable,
    post: PostId,
    standing: String,
    quote: Quote,
    created_at: Timestamp,
}

#[derive(Deserialize)]
pub(super) struct PostRow {
    id: PostId,
    shop: ShopId,
    kind: PostKind,
    chat: ChatId,
    topic: TopicId,
    product: ProductId,
    selection: Selection,
    payable: Payable,
    invoice: InvoiceId,
    state: PostState,
    message: MessageId,
    url: String,
    face: String,
    note: String,
    revision: RevisionId,
    created_at: Timestamp,
    version: i64,
}

#[derive(Deserialize)]
pub(super) struct CountRow(ShopId, Sku, i64, i64, i64, i64);

#[derive(Deserialize)]
pub(super) struct BalanceRow(ShopId, UserId, Currency, i64);

#[derive(Deserialize)]
pub(super) struct OrderRow {
    id: OrderId,
    shop: ShopId,
    invoice: InvoiceId,
    payer: UserId,
    n: i64,
    state: State,
    version: i64,
    once: i64,
    chat: ChatId,
    origin: MessageId,
    language: String,
    progress: Progress,
    hold_query: QueryId,
    hold_since: Timestamp,
    hold_until: Timestamp,
    hold_answer: String,
    tip: i64,
    #[serde(deserialize_with = "order_info")]
    info: OrderInfo,
    created_at: Timestamp,
    updated_at: Timestamp,
}

impl From<InvoiceRow> for Invoice {
    fn from(row: InvoiceRow) -> Invoice {
        let audience = match row.audience.as_str() {
            "customer" => Audience::Customer(row.customer),
            "only_customer" => Audience::OnlyCustomer(row.customer),
            _ => Audience::Anyone,
        };
        Invoice {
            id: row.id,
            shop: row.shop,
            payload: row.payload,
            audience,
            payable: row.payable,
            post: row.post,
            standing: row.standing,
            quote: row.quote,
            created_at: row.created_at,
        }
    }
}

impl From<PostRow> for Post {
    fn from(row: PostRow) -> Post {
        Post {
            id: row.id,
            shop: row.shop,
            kind: row.kind,
            chat: row.chat,
            topic: row.topic,
            product: row.product,
            selection: row.selection,
            payable: row.payable,
            invoice: (row.invoice.0 != 0).then_some(row.invoice),
            state: row.state,
            message: row.message,
            url: row.url,
            face: row.face,
            note: row.note,
            revision: row.revision,
            created_at: row.created_at,
            version: row.version,
        }
    }
}

impl From<CountRow> for StockRow {
    fn from(row: CountRow) -> StockRow {
        let CountRow(shop, sku, on_hand, reserved, in_file, version) = row;
        StockRow {
            shop,
            sku,
            on_hand,
            reserved,
            in_file,
            version,
        }
    }
}

impl From<BalanceRow> for Balance {
    fn from(row: BalanceRow) -> Balance {
        let BalanceRow(shop, user, currency, amount) = row;
        Balance {
            shop,
            user,
            currency,
            amount,
        }
    }
}

impl From<OrderRow> for Order {
    fn from(row: OrderRow) -> Order {
        let hold = answer(&row.hold_answer).map(|answer| Hold {
            query: row.hold_query,
            since: row.hold_since,
            until: row.hold_until,
            answer,
        });
        Order {
            id: row.id,
            shop: row.shop,
            invoice: row.invoice,
            payer: row.payer,
            n: row.n,
            state: row.state,
            version: row.version,
            once: row.once != 0,
            chat: row.chat,
            origin: row.origin,
            language: row.language,
            progress: row.progress,
            hold,
            tip: row.tip,
            info: row.info,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}

/// Nothing filled in is the empty text.
pub(super) fn info_cell(order: &Order) -> Result<String, serde_json::Error> {
    if order.info.is_empty() {
        return Ok(String::new());
    }
    serde_json::to_string(&order.info)
}

/// Empty where nothing was filled in.
fn order_info<'de, D: Deserializer<'de>>(from: D) -> Result<OrderInfo, D::Error> {
    let text = String::deserialize(from)?;
    if text.is_empty() {
        return Ok(OrderInfo::default());
    }
    serde_json::from_str(&text).map_err(D::Error::custom)
}

fn answer(word: &str) -> Option<Answer> {
    match word {
        "pending" => Some(Answer::Pending),
        "renewed" => Some(Answer::Renewed),
        "taken" => Some(Answer::Taken),
        _ => None,
    }
}
