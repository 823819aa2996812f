//! Why a call to the Bot API did not do what was asked, sorted by what the caller must do about it.
//! Telegram's texts change in case and wording: they are matched as lower-cased parts. Nothing here holds a token.

use std::{fmt, time::Duration};

use serde::Deserialize;

use crate::{
    http::{HttpFault, Reply},
    ids::ChatId,
};

/// What an answer without a number of seconds is taken to mean.
const RETRY_DEFAULT: Duration = Duration::from_secs(5);

/// A call that failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ApiFault {
    /// Certainly not received: try again freely.
    NotSent(String),
    /// Perhaps received and done: only what may be seen twice is tried again.
    Unknown(String),
    /// Flood control for the whole bot.
    Retry { after: Duration },
    /// The token was revoked or never existed.
    Unauthorized,
    /// Another program polls with the same token, or a webhook is set; Telegram's words.
    Conflict(String),
    /// This person or chat does not let the bot write.
    Blocked,
    /// The query waited too long, or was answered before.
    TooOld,
    /// The message looks like that already.
    NotModified,
    /// The group has a new id.
    Migrated { to: ChatId },
    /// Telegram will never take it.
    Refused { code: i64, words: String },
}

/// Telegram's envelope around every answer.
#[derive(Deserialize)]
#[serde(bound(deserialize = "T: Deserialize<'de>"))]
pub(super) struct Envelope<T> {
    #[serde(default)]
    pub(super) ok: bool,
    #[serde(default = "Option::default")]
    pub(super) result: Option<T>,
    #[serde(default)]
    error_code: i64,
    #[serde(default)]
    description: String,
    #[serde(default)]
    parameters: Parameters,
}

#[derive(Default, Deserialize)]
struct Parameters {
    retry_after: Option<u64>,
    migrate_to_chat_id: Option<i64>,
}

impl ApiFault {
    /// Reads a refusal out of an answer; anything that is not Telegram's JSON leaves the outcome unknown.
    pub(super) fn of_reply(reply: &Reply) -> ApiFault {
        match serde_json::from_slice::<Envelope<serde::de::IgnoredAny>>(&reply.bytes) {
            Ok(envelope) if !envelope.ok => ApiFault::of_envelope(&envelope, reply.status),
            _ => ApiFault::Unknown(format!(
                "an answer with HTTP status {} that is not Telegram's",
                reply.status
            )),
        }
    }

    pub(super) fn of_envelope<T>(envelope: &Envelope<T>, status: u16) -> ApiFault {
        if let Some(to) = envelope.parameters.migrate_to_chat_id {
            return ApiFault::Migrated { to: ChatId(to) };
        }
        if let Some(seconds) = envelope.parameters.retry_after {
            let after = Duration::from_secs(seconds);
            return ApiFault::Retry { after };
        }
        let code = match envelope.error_code {
            0 => i64::from(status),
            code => code,
        };
        ApiFault::of_words(code, &envelope.description)
    }

    /// Sorts one of Telegram's refusals by its code and its words.
    pub(super) fn of_words(code: i64, words: &str) -> ApiFault {
        let lower = words.to_lowercase();
        let says = |part: &str| lower.contains(part);
        match code {
            500.. => ApiFault::Unknown(format!("Telegram failed inside: {code} {words}")),
            401 => ApiFault::Unauthorized,
            403 => ApiFault::Blocked,
            409 => ApiFault::Conflict(words.to_string()),
            429 => ApiFault::Retry { after: RETRY_DEFAULT },
            _ if says("query is too old") || says("query id is invalid") => ApiFault::TooOld,
            _ if says("message is not modified") => ApiFault::NotModified,
            _ if says("bot was blocked by the user") || says("user is deactivated") => ApiFault::Blocked,
            _ => ApiFault::Refused {
                code,
                words: words.to_string(),
            },
        }
    }

    /// In a private chat, "chat not found" means that this person never opened the bot, which they may yet do.
    pub(super) fn in_chat(self, chat: ChatId) -> ApiFault {
        match self {
            ApiFault::Refused { words, .. } if chat.0 > 0 && words.to_lowercase().contains("chat not found") => {
                ApiFault::Blocked
            }
            other => other,
        }
    }
}

impl From<HttpFault> for ApiFault {
    fn from(fault: HttpFault) -> ApiFault {
        match fault {
            HttpFault::NotSent(why) => ApiFault::NotSent(why),
            HttpFault::Unknown(why) => ApiFault::Unknown(why),
        }
    }
}

impl fmt::Display for ApiFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ApiFault::NotSent(why) => write!(f, "Telegram could not be reached: {why}"),
            ApiFault::Unknown(why) => write!(f, "Telegram did not answer clearly, it may have been done: {why}"),
            ApiFault::Retry { after } => write!(f, "Telegram asks to wait {} s", after.as_secs()),
            ApiFault::Unauthorized => f.write_str(
                "Telegram does not accept the bot's token: it was revoked or is misspelled. BotFather shows the valid one",
            ),
            ApiFault::Conflict(words) => write!(
                f,
                "another program uses the same bot token ({words}): stop it, or give this shop a bot of its own"
            ),
            ApiFault::Blocked => f.write_str("this person or chat does not let the bot write"),
            ApiFault::TooOld => f.write_str("the query waited too long or was answered before"),
            ApiFault::NotModified => f.write_str("the message looks like that already"),
            ApiFault::Migrated { to } => write!(f, "the group is now the supergroup {to}: put this id into the shop's files"),
            ApiFault::Refused { code, words } => write!(f, "Telegram refused: {code} {words}"),
        }
    }
}

impl std::error::Error for ApiFault {}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(status: u16, body: &str) -> ApiFault {
        ApiFault::of_reply(&Reply {
            status,
            bytes: body.as_bytes().to_vec(),
        })
    }

    fn said(code: i64, words: &str) -> ApiFault {
        let body = serde_json::json!({"ok": false, "error_code": code, "description": words});
        fault(u16::try_from(code).unwrap(), &body.to_string())
    }

    #[test]
    fn telegrams_own_texts_are_sorted() {
        let old = "Bad Request: query is too old and response timeout expired or query ID is invalid";
        assert_eq!(said(400, old), ApiFault::TooOld);
        let same = "Bad Request: message is not modified: specified new message content and reply markup are exactly \
                    the same as a current content and reply markup of the message";
        assert_eq!(said(400, same), ApiFault::NotModified);
        for words in [
            "Forbidden: bot was blocked by the user",
            "Forbidden: user is deactivated",
            "Forbidden: bot can't initiate conversation with a user",
            "Forbidden: bot was kicked from the group chat",
        ] {
            assert_eq!(said(403, words), ApiFault::Blocked);
        }
        assert_eq!(said(401, "Unauthorized"), ApiFault::Unauthorized);
        let two = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running";
        assert_eq!(said(409, two), ApiFault::Conflict(two.into()));
        let refused = ApiFault::Refused {
            code: 400,
            words: "Bad Request: chat not found".into(),
        };
        assert_eq!(said(400, "Bad Request: chat not found"), refused);
        assert_eq!(refused.clone().in_chat(ChatId(7)), ApiFault::Blocked);
        assert_eq!(refused.clone().in_chat(ChatId(-7)), refused);
    }

    #[test]
    fn parameters_win_over_words() {
        let flood = r#"{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 7","parameters":{"retry_after":7}}"#;
        let after = Duration::from_secs(7);
        assert_eq!(fault(429, flood), ApiFault::Retry { after });
        let moved = r#"{"ok":false,"error_code":400,"description":"x","parameters":{"migrate_to_chat_id":-1009}}"#;
        assert_eq!(fault(400, moved), ApiFault::Migrated { to: ChatId(-1009) });
    }

    #[test]
    fn servers_that_fail_inside_leave_the_outcome_unknown() {
        for (status, body) in [
            (502, "<html>Bad Gateway</html>"),
            (
                500,
                r#"{"ok":false,"error_code":500,"description":"Internal Server Error: restart"}"#,
            ),
            (200, "{\"ok\":tr"),
            (200, ""),
        ] {
            assert!(matches!(fault(status, body), ApiFault::Unknown(_)), "{status} {body}");
        }
    }
}
