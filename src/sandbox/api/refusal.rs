//! What a bot hears when a request fails: code, description, and for floods how long to wait.

use serde::{Deserialize, Serialize};

/// An error answer of the Bot API.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Refusal {
    pub(crate) code: u16,
    pub(crate) description: String,
    /// Seconds, for code 429.
    pub(crate) retry_after: Option<u32>,
    /// The supergroup that a basic group has become.
    #[serde(default)]
    pub(crate) migrate_to_chat_id: Option<i64>,
}

/// What a request must pass.
pub(crate) type Checked<T> = Result<T, Refusal>;

const QUERY_TOO_OLD: &str = "query is too old and response timeout expired or query ID is invalid";

impl Refusal {
    /// 400 by the server's own rule: the first letter becomes small unless `CODE_LIKE` words follow.
    pub(crate) fn bad(words: impl AsRef<str>) -> Refusal {
        Refusal::plain(400, format!("Bad Request: {}", lowered(words.as_ref())))
    }

    pub(crate) fn forbidden(words: &str) -> Refusal {
        Refusal::plain(403, format!("Forbidden: {words}"))
    }

    /// An answer to a query that is unknown, answered already or out of time.
    pub(crate) fn query_too_old() -> Refusal {
        Refusal::bad(QUERY_TOO_OLD)
    }

    /// A basic group was asked for that is a supergroup now.
    pub(crate) fn migrated(to: i64) -> Refusal {
        Refusal {
            migrate_to_chat_id: Some(to),
            ..Refusal::bad("group chat was upgraded to a supergroup chat")
        }
    }

    pub(crate) fn too_many(retry_after: u32) -> Refusal {
        let description = format!("Too Many Requests: retry after {retry_after}");
        Refusal {
            code: 429,
            description,
            retry_after: Some(retry_after),
            migrate_to_chat_id: None,
        }
    }

    pub(crate) fn plain(code: u16, description: impl Into<String>) -> Refusal {
        Refusal {
            code,
            description: description.into(),
            retry_after: None,
            migrate_to_chat_id: None,
        }
    }
}

fn lowered(words: &str) -> String {
    let mut letters = words.chars();
    let (first, second) = (letters.next(), letters.next());
    let code_like = second.is_some_and(|letter| letter == '_' || letter.is_ascii_uppercase());
    match first {
        Some(first) if !code_like => {
            format!(
                "{}{}",
                first.to_ascii_lowercase(),
                words.get(first.len_utf8()..).unwrap_or("")
            )
        }
        _ => words.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_lowered_and_codes_are_not() {
        let cases = [
            ("Message text is empty", "Bad Request: message text is empty"),
            ("BUTTON_DATA_INVALID", "Bad Request: BUTTON_DATA_INVALID"),
            ("chat not found", "Bad Request: chat not found"),
            (
                "Can't parse \"amount\" as Number",
                "Bad Request: can't parse \"amount\" as Number",
            ),
            ("X_Y", "Bad Request: X_Y"),
            ("", "Bad Request: "),
        ];
        for (words, description) in cases {
            assert_eq!(Refusal::bad(words), Refusal::plain(400, description));
        }
    }
}
