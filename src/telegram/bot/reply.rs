//! What came back from a call. All that most callers need of a yes stands at its beginning, and the message that follows
//! it, with all its buttons, is not read.

use serde::{Deserialize, Deserializer, de::DeserializeOwned};
use serde_json::value::RawValue;

use crate::{
    http::Reply,
    ids::MessageId,
    telegram::fault::{ApiFault, Envelope},
};

/// How Telegram begins whatever is not a refusal.
const YES: &[u8] = br#"{"ok":true,"result":"#;
/// And then a message.
const MESSAGE: &[u8] = br#"{"message_id":"#;

/// The number of a message that was sent, all that we need to know of it; `MessageId(0)` where the answer does not tell.
/// It stays sent, whatever the answer looks like.
struct Sent(MessageId);

impl<'de> Deserialize<'de> for Sent {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Sent, D::Error> {
        #[derive(Deserialize)]
        struct Message {
            message_id: MessageId,
        }
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        let message = serde_json::from_str::<Message>(raw.get());
        Ok(Sent(message.map_or(MessageId(0), |message| message.message_id)))
    }
}

/// The result of a call.
pub(super) fn result<T: DeserializeOwned>(reply: &Reply) -> Result<T, ApiFault> {
    match serde_json::from_slice::<Envelope<T>>(&reply.bytes) {
        Ok(Envelope {
            ok: true,
            result: Some(result),
            ..
        }) => Ok(result),
        _ => Err(ApiFault::of_reply(reply)),
    }
}

/// Whether it was done, where the result says no more than that.
pub(super) fn done(reply: &Reply) -> Result<(), ApiFault> {
    if reply.bytes.starts_with(YES) {
        return Ok(());
    }
    result::<serde::de::IgnoredAny>(reply).map(drop)
}

/// The number of the message that was sent.
pub(super) fn sent(reply: &Reply) -> Result<MessageId, ApiFault> {
    match first_number(&reply.bytes) {
        Some(number) => Ok(MessageId(number)),
        None => result::<Sent>(reply).map(|sent| sent.0),
    }
}

fn first_number(bytes: &[u8]) -> Option<i64> {
    let rest = bytes.strip_prefix(YES)?.strip_prefix(MESSAGE)?;
    let end = rest.iter().position(|byte| matches!(byte, b',' | b'}'))?;
    std::str::from_utf8(&rest[..end]).ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reply(body: &str) -> Reply {
        Reply {
            status: 200,
            bytes: body.into(),
        }
    }

    #[test]
    fn a_yes_is_known_by_its_beginning_and_in_any_other_shape() {
        for yes in [
            r#"{"ok":true,"result":true}"#,
            r#"{"ok":true,"result":{"message_id":7}}"#,
            r#"{ "result": true, "ok": true }"#,
        ] {
            assert_eq!(done(&reply(yes)), Ok(()), "{yes}");
        }
        for no in ["", "{}", "true", r#"{"ok":"true","result":1}"#, r#"{"ok":false}"#] {
            assert!(done(&reply(no)).is_err(), "{no}");
        }
        let refused = r#"{"ok":false,"error_code":403,"description":"Forbidden: bot was blocked by the user"}"#;
        assert_eq!(done(&reply(refused)), Err(ApiFault::Blocked));
        assert_eq!(sent(&reply(refused)), Err(ApiFault::Blocked));
    }

    #[test]
    fn a_message_is_sent_whatever_its_answer_looks_like() {
        for (body, number) in [
            (
                r#"{"ok":true,"result":{"message_id":7,"text":"{\"message_id\":8}"}}"#,
                7,
            ),
            (r#"{"ok":true,"result":{"message_id":-7}}"#, -7),
            (r#"{"ok":true,"result":{"date":1,"message_id":7}}"#, 7),
            (r#"{"result":{"message_id": 7},"ok":true}"#, 7),
            (r#"{"ok":true,"result":{"message_id":7.5}}"#, 0),
            (r#"{"ok":true,"result":{"message_id":"7"}}"#, 0),
            (r#"{"ok":true,"result":{"message_id":99999999999999999999}}"#, 0),
            (r#"{"ok":true,"result":true}"#, 0),
        ] {
            assert_eq!(sent(&reply(body)), Ok(MessageId(number)), "{body}");
        }
    }
}
