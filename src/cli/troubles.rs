//! What needs a person: money that fits no order, orders that cannot go on, messages that Telegram will never take.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::{ending::Failure, words, worlds::Side};
use crate::{
    conversation::{Owed, PostState},
    ids::{PostId, ShopId},
    store::{LooseMoney, Reader, Undelivered},
};

/// Where each shop's clock hangs.
pub(super) type Zones = BTreeMap<ShopId, String>;

pub(super) fn zone<'a>(zones: &'a Zones, shop: &ShopId) -> &'a str {
    zones.get(shop).map_or("UTC", String::as_str)
}

/// One thing that waits for somebody.
pub(super) struct Trouble {
    side: Side,
    shop: ShopId,
    what: What,
}

enum What {
    Money(LooseMoney),
    Message(Undelivered),
}

/// Everything of one shop in one world, money first.
pub(super) async fn of_shop(side: Side, reader: &Reader, shop: &ShopId) -> Result<Vec<Trouble>, Failure> {
    let money = reader.surplus(shop).await.map_err(Failure::said)?;
    let mut messages = reader.undelivered(shop).await.map_err(Failure::said)?;
    if messages.iter().any(|message| post_of(message).is_some()) {
        let posts = reader.posts(shop).await.map_err(Failure::said)?;
        let closed = posts.iter().map(|row| &row.post);
        let closed = closed.filter(|post| post.state == PostState::Closed);
        let closed: BTreeSet<PostId> = closed.map(|post| post.id).collect();
        messages.retain(|message| post_of(message).is_none_or(|post| !closed.contains(&post)));
    }
    let what = money
        .into_iter()
        .map(What::Money)
        .chain(messages.into_iter().map(What::Message));
    let shop = shop.clone();
    Ok(what
        .map(|what| Trouble {
            side,
            shop: shop.clone(),
            what,
        })
        .collect())
}

/// The post that is to be brought up to date. Once it was taken back nobody misses it.
fn post_of(message: &Undelivered) -> Option<PostId> {
    match &message.owed {
        Some(Owed::Post { post }) => Some(*post),
        _ => None,
    }
}

impl Trouble {
    fn number(&self) -> Option<String> {
        let order = match &self.what {
            What::Money(money) => money.payment.order,
            What::Message(message) => message.order,
        };
        order.map(|order| order.shown(self.side.is_play()))
    }

    fn without_order(&self) -> &'static str {
        match self.side {
            Side::Live => "no order",
            Side::Sandbox => "no order (play)",
        }
    }

    /// When, where, which order, and what is the matter.
    pub(super) fn row(&self, zones: &Zones) -> Vec<String> {
        let at = match &self.what {
            What::Money(money) => money.payment.at,
            What::Message(message) => message.at,
        };
        vec![
            self.number().unwrap_or_else(|| self.without_order().to_owned()),
            at.local(zone(zones, &self.shop)),
            self.shop.to_string(),
            self.words(),
        ]
    }

    fn words(&self) -> String {
        match &self.what {
            What::Money(LooseMoney { payment, state }) => format!(
                "{} from {}: {} (charge {})",
                words::amount(payment.charge.amount, &payment.charge.currency_code),
                payment.charge.payer,
                words::loose(&payment.matched, *state),
                super::output::clean_line(payment.charge.id.as_str())
            ),
            What::Message(message) => format!(
                "{} to chat {}: {}",
                words::owed(message.owed.as_ref()),
                message.chat,
                words::end(Some(&message.end))
            ),
        }
    }

    pub(super) fn record(&self) -> Value {
        let mut record = json!({
            "shop": self.shop,
            "play": self.side.is_play(),
            "order": self.number(),
            "words": self.words(),
        });
        let more = match &self.what {
            What::Money(LooseMoney { payment, state }) => json!({
                "kind": "money",
                "at": payment.at.to_string(),
                "charge": payment.charge.id,
                "payer": payment.charge.payer,
                "amount": payment.charge.amount,
                "currency": payment.charge.currency_code,
                "matched": payment.matched,
                "state": state,
            }),
            What::Message(message) => json!({
                "kind": "message",
                "at": message.at.to_string(),
                "chat": message.chat,
            }),
        };
        if let (Value::Object(record), Value::Object(more)) = (&mut record, more) {
            record.extend(more);
        }
        record
    }
}
