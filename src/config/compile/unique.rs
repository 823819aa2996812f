//! What may stand once only: ids and their codes, and titles that customers could not tell apart.

use std::collections::HashMap;

use super::super::kinds::Kind;
use super::super::place::Span;
use super::super::problem::Problem;
use super::super::raw::Text;
use super::super::read::{Either, Entries};
use super::context::Context;
use super::shop::duplicate;
use crate::ids::Code;

/// Ids of one sort, and the codes that buttons carry for them.
pub(super) struct Unique {
    sort: &'static str,
    places: HashMap<String, Span>,
    codes: HashMap<Code, String>,
}

impl Unique {
    pub(super) fn new(sort: &'static str) -> Unique {
        Unique {
            sort,
            places: HashMap::new(),
            codes: HashMap::new(),
        }
    }

    pub(super) fn add(&mut self, cx: &mut Context<'_>, id: &str, code: Code, at: Span) {
        if let Some(first) = self.places.get(id) {
            return cx.push(duplicate(self.sort, id, at, *first));
        }
        let other = self.codes.insert(code, id.to_owned());
        if let Some(first) = other.and_then(|other| self.places.get(&other)) {
            cx.push(
                Problem::new(
                    Kind::CodeCollision,
                    at,
                    "two ids happen to share the short code that Telegram's buttons carry",
                )
                .label("this one")
                .also(*first, "and this one")
                .help("change one of the two ids; this is chance, and no mistake of yours"),
            );
        }
        self.places.insert(id.to_owned(), at);
    }
}

/// Titles that stand side by side. Two that are the same are odd, and no error.
pub(super) struct Titles {
    things: &'static str,
    places: HashMap<(String, String), Span>,
}

impl Titles {
    pub(super) fn new(things: &'static str) -> Titles {
        Titles {
            things,
            places: HashMap::new(),
        }
    }

    /// `group` is where it stands side by side with others.
    pub(super) fn add(&mut self, cx: &mut Context<'_>, group: &str, text: &str, at: Span) {
        let key = (group.to_owned(), text.to_lowercase());
        let Some(first) = self.places.get(&key) else {
            self.places.insert(key, at);
            return;
        };
        let message = format!("two {} have the title “{text}”", self.things);
        cx.push(
            Problem::new(Kind::SameTitle, at, message)
                .label("the same again")
                .also(*first, "first here")
                .help("customers cannot tell them apart: add what makes the difference"),
        );
    }
}

/// In the language that stands first.
pub(super) fn first_text(text: &Text) -> Option<&str> {
    match text {
        Either::One(text) => Some(text),
        Either::More(Entries(entries)) => entries.iter().find_map(|(_, text)| Some(text.good()?.v.as_str())),
    }
}
