//! Lanes of updates: what a webhook gets one after the other. Numbers as in `telegram-bot-api` (`Client.cpp`, the
//! `webhook_queue_id` of each `add_update`), so that a payment's queries and its message share no lane.

use serde::Deserialize;

use super::queue::Waiting;

/// Updates of one lane never overtake each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Lane {
    Of(i64),
    /// An update that belongs to no chat and no user goes alone.
    Alone(i64),
}

#[derive(Deserialize)]
struct Whose {
    chat: Option<Id>,
    from: Option<Id>,
    old_chat_member: Option<Whom>,
}

#[derive(Deserialize)]
struct Whom {
    user: Id,
}

#[derive(Deserialize)]
struct Id {
    id: i64,
}

/// Read from the update's JSON when it is first asked for, so that a bot that polls pays nothing for it.
pub(super) fn lane(waiting: &mut Waiting) -> Lane {
    let lane = waiting.lane.unwrap_or_else(|| read(waiting.id, waiting.json.get()));
    waiting.lane = Some(lane);
    lane
}

fn read(update: i64, json: &str) -> Lane {
    numbered(json).map_or(Lane::Alone(update), Lane::Of)
}

fn numbered(json: &str) -> Option<i64> {
    let all: serde_json::Map<String, serde_json::Value> = serde_json::from_str(json).ok()?;
    let (kind, content) = all.into_iter().find(|(name, _)| name != "update_id")?;
    let whose: Whose = serde_json::from_value(content).ok()?;
    let user = |number: i64| whose.from.as_ref().map(|user| user.id + (number << 33));
    let chat = |number: i64| whose.chat.as_ref().map(|chat| chat.id + (number << 33));
    match kind.as_str() {
        "message" | "edited_message" | "channel_post" | "edited_channel_post" => chat(0),
        "inline_query" => user(1),
        "chosen_inline_result" => user(2),
        "callback_query" => user(3),
        "shipping_query" | "pre_checkout_query" => user(4),
        "my_chat_member" => chat(5),
        // Of whom it tells, not who did it.
        "chat_member" => whose.old_chat_member.as_ref().map(|whom| whom.user.id + (6 << 33)),
        "chat_join_request" => user(6),
        // No source at hand gives their number.
        "purchased_paid_media" => user(12),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pre_checkout_query_and_the_message_of_its_payment_have_two_lanes() {
        let query = read(
            1,
            r#"{"update_id":1,"pre_checkout_query":{"id":"7","from":{"id":501}}}"#,
        );
        let shipping = read(2, r#"{"update_id":2,"shipping_query":{"id":"7","from":{"id":501}}}"#);
        let message = read(3, r#"{"update_id":3,"message":{"from":{"id":501},"chat":{"id":501}}}"#);
        let tap = read(4, r#"{"update_id":4,"callback_query":{"from":{"id":501}}}"#);
        assert_eq!((query, shipping), (Lane::Of(501 + (4 << 33)), query));
        let joined = read(
            5,
            r#"{"update_id":5,"chat_member":{"from":{"id":1},"chat":{"id":-5},"old_chat_member":{"user":{"id":501}}}}"#,
        );
        assert_eq!(joined, Lane::Of(501 + (6 << 33)));
        assert_eq!((message, tap), (Lane::Of(501), Lane::Of(501 + (3 << 33))));
    }

    #[test]
    fn what_belongs_to_nobody_goes_alone() {
        assert_eq!(
            read(9, r#"{"update_id":9,"telepathy":{"from":{"id":501}}}"#),
            Lane::Alone(9)
        );
        assert_eq!(read(9, r#"{"update_id":9,"message":7}"#), Lane::Alone(9));
    }
}
