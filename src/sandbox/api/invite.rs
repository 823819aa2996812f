//! `createChatInviteLink` and `createChatSubscriptionInviteLink`.

use super::refusal::Checked;
use super::{ChatName, Fields, Refusal, chat_name};

/// `TDLib` cuts longer names.
const NAME_CHARACTERS_MAX: usize = 32;
/// Bot API, "createChatInviteLink": `member_limit`.
const MEMBERS_MAX: i64 = 99_999;
/// Thirty days.
const SUBSCRIPTION_PERIOD_S: i64 = 2_592_000;
const SUBSCRIPTION_PRICE_MAX: i64 = 10_000;

/// A link by which people come into a group or channel.
#[derive(Debug, Clone)]
pub(crate) struct NewInvite {
    pub(crate) chat: ChatName,
    pub(crate) name: String,
    /// Unix seconds; 0 is never.
    pub(crate) expire_date: i64,
    /// How many may come by it; 0 is no limit.
    pub(crate) member_limit: i64,
    /// What a stay costs, for each period.
    pub(crate) subscription: Option<Subscription>,
}

/// Stars that go to a channel for each period of somebody's stay.
#[derive(Debug, Clone, Copy, serde::Serialize, serde::Deserialize)]
pub(crate) struct Subscription {
    pub(crate) period_s: i64,
    pub(crate) price: i64,
}

pub(super) fn invite(fields: &Fields) -> Checked<NewInvite> {
    if fields.truth("creates_join_request") {
        // invented wording
        return Err(Refusal::bad(
            "the sandbox plays no join requests: make the link without creates_join_request",
        ));
    }
    Ok(NewInvite {
        chat: chat_name::chat(fields)?,
        name: name(fields),
        subscription: None,
        expire_date: fields.clamped("expire_date", 0, 0, i64::from(i32::MAX)),
        member_limit: fields.clamped("member_limit", 0, 0, MEMBERS_MAX),
    })
}

/// Bot API, "createChatSubscriptionInviteLink": the period "must always be 2592000", the price is 1-10000.
pub(super) fn subscription(fields: &Fields) -> Checked<NewInvite> {
    let number = |name| fields.clamped(name, 0, 0, i64::MAX);
    let subscription = Subscription {
        period_s: number("subscription_period"),
        price: number("subscription_price"),
    };
    if subscription.period_s != SUBSCRIPTION_PERIOD_S {
        return Err(Refusal::bad("SUBSCRIPTION_PERIOD_INVALID"));
    }
    if !(1..=SUBSCRIPTION_PRICE_MAX).contains(&subscription.price) {
        return Err(Refusal::bad("SUBSCRIPTION_AMOUNT_INVALID"));
    }
    Ok(NewInvite {
        chat: chat_name::chat(fields)?,
        name: name(fields),
        expire_date: 0,
        member_limit: 0,
        subscription: Some(subscription),
    })
}

fn name(fields: &Fields) -> String {
    fields.text("name").trim().chars().take(NAME_CHARACTERS_MAX).collect()
}
