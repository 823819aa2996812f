//! The answers of a rule.

use rhai::{Dynamic, Map, NativeCallContext, Position};

use super::{Failure, Item, ItemKind, quote::Line};
use crate::rules::Words;

/// The most characters that a customer is told; Telegram shows a pre-checkout error in a small box.
const WORDS_CHARACTERS_MAX: usize = 200;

/// What a rule returns.
#[derive(Clone, Debug)]
pub(in crate::rules) enum Answer {
    Allow,
    Deny {
        words: Words,
        line: Option<usize>,
        /// Where the script says it.
        at: Position,
    },
}

pub(super) const ITEMS: &[Item] = &[
    Item {
        name: "allow",
        kind: ItemKind::Function,
        signature: "allow() -> answer",
        doc: "Nothing against it. A rule that returns nothing says the same.",
        example: ("allow()", "allow"),
        register: |engine| {
            engine.register_fn("allow", || Answer::Allow);
        },
    },
    Item {
        name: "deny",
        kind: ItemKind::Function,
        signature: "deny(words: text or map) -> answer",
        doc: "A no, with the words that the customer reads (at most 200 characters): one text, or one per language.",
        example: (
            r#"deny(#{en: "Closed today", ru: "Сегодня закрыто"})"#,
            "deny: Closed today",
        ),
        register: |engine| {
            engine.register_fn("deny", |context: NativeCallContext, words: Dynamic| {
                deny(words, None, context.call_position())
            });
        },
    },
    Item {
        name: "deny",
        kind: ItemKind::Function,
        signature: "deny(line: line, words: text or map) -> answer",
        doc: "A no that is about one line of the quote; the customer reads its title before the words.",
        example: (
            r#"deny(quote.lines[1], "only two left")"#,
            "deny: only two left (line 2)",
        ),
        register: |engine| {
            engine.register_fn("deny", |context: NativeCallContext, line: Line, words: Dynamic| {
                deny(words, Some(line.1), context.call_position())
            });
        },
    },
];

fn deny(words: Dynamic, line: Option<usize>, at: Position) -> Result<Answer, Failure> {
    let words = match words.type_name() {
        "string" => Words::One(checked(words)?),
        "map" => per_language(words)?,
        other => {
            let what = super::type_words(other);
            return Err(format!("deny(…) needs a text, or a text per language, not {what}").into());
        }
    };
    Ok(Answer::Deny { words, line, at })
}

fn per_language(map: Dynamic) -> Result<Words, Failure> {
    let map = map.try_cast::<Map>().unwrap_or_default();
    let mut all = Vec::new();
    for (language, words) in map {
        if language.len() != 2 || !language.bytes().all(|b| b.is_ascii_lowercase()) {
            return Err(format!("`{language}` is not a language; write two small letters, such as `en`").into());
        }
        all.push((language.to_string(), checked(words)?));
    }
    if all.is_empty() {
        return Err("deny(…) needs words: the customer must hear why".into());
    }
    Ok(Words::PerLanguage(all))
}

fn checked(words: Dynamic) -> Result<String, Failure> {
    let kind = words.type_name();
    let Ok(words) = words.into_string() else {
        return Err(format!("deny(…) needs a text, not {}", super::type_words(kind)).into());
    };
    let words = words.trim();
    if words.is_empty() {
        return Err("deny(…) needs words: the customer must hear why".into());
    }
    Ok(shortened(words))
}

fn shortened(words: &str) -> String {
    match words.char_indices().nth(WORDS_CHARACTERS_MAX) {
        None => words.to_owned(),
        Some(_) => words.chars().take(WORDS_CHARACTERS_MAX - 1).chain(['…']).collect(),
    }
}

/// As examples and prints show it.
impl std::fmt::Display for Answer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Answer::Allow => f.write_str("allow"),
            Answer::Deny { words, line, .. } => {
                write!(f, "deny: {}", words.get("en", "en").unwrap_or_default())?;
                match line {
                    Some(line) => write!(f, " (line {})", line + 1),
                    None => Ok(()),
                }
            }
        }
    }
}
