//! What is said where a list, a group or a single value stands in the place of another, and what to write instead.

use serde_yaml::Value;

use super::super::kinds::Kind;
use super::super::lint::WRONG_DASHES;
use super::super::tree::{Node, Shape};
use super::de::{De, Stop};
use super::elsewhere;
use super::suggest::slug;

/// `whole`, `Croissant;1,80`, `Anna`: what stands alone where an entry with an id is needed, as such an entry.
fn as_an_entry(raw: &str, fields: &[&'static str]) -> Option<String> {
    if fields.starts_with(&["id", "role"]) {
        return Some("id: 123456789, role: helper".to_owned());
    }
    let mut cells = raw.split([';', '\t', '|', ',']).map(str::trim);
    let first = cells.next()?;
    let title = cells
        .next()
        .filter(|cell| cell.starts_with(char::is_alphabetic))
        .unwrap_or(first);
    let is_short = first.split_whitespace().count() <= 3;
    let id = slug(first).filter(|_| fields.starts_with(&["id", "title"]) && is_short)?;
    Some(format!("id: {id}, title: {title}"))
}

impl De<'_> {
    /// Its text, if it stands on one line.
    fn written(&self) -> &str {
        let text = self.text.get(self.node.span.clone()).unwrap_or("");
        if text.contains('\n') { "" } else { text }
    }

    /// What to write for a list in brackets, or for one with a single value.
    fn instead_of_a_list(&self) -> Option<String> {
        let inside = self.written().strip_prefix('[').and_then(|text| text.strip_suffix(']'));
        match (self.node.items(), inside) {
            ([one], _) if one.raw().is_some() => Some(format!("write it alone: `{}`", one.raw().unwrap_or(""))),
            (items, Some(inside)) if items.iter().all(|item| !item.entries().is_empty()) => {
                Some(format!("write it in braces: `{{{inside}}}`"))
            }
            ([one, ..], _) if one.raw().is_some() => Some(format!(
                "write one of them alone, such as `{}`",
                one.raw().unwrap_or("")
            )),
            _ => None,
        }
    }

    /// `- We bake at dawn.` below a name: a text of lines, which YAML takes for a list.
    fn looks_like_a_text(&self) -> bool {
        let is_sentence = |item: &Node| item.raw().is_some_and(|raw| raw.split_whitespace().count() > 2);
        let begins = self.text.get(self.node.span.clone()).unwrap_or("");
        begins.starts_with("- ") && self.node.items().iter().any(is_sentence)
    }

    pub(super) fn not_single(&self) -> Stop {
        if self.looks_like_a_text() {
            let help = "write `|` behind the colon above, if these lines are one text; else one of them alone";
            return self.not("a single value", Some(help.to_owned()));
        }
        let group = || "write the value alone, behind the colon".to_owned();
        self.not("a single value", Some(self.instead_of_a_list().unwrap_or_else(group)))
    }

    fn found(&self) -> &'static str {
        match (&self.value, &self.node.shape) {
            (Value::Null, _) => "nothing",
            (_, Shape::Scalar { .. }) => "a single value",
            (_, Shape::List(_)) => "a list",
            (_, Shape::Map(_)) => "a group of settings",
        }
    }

    pub(super) fn not(&self, wanted: &'static str, help: Option<String>) -> Stop {
        let message = format!("{wanted} is needed here, and this is {}", self.found());
        Stop {
            kind: Kind::WrongType,
            message,
            label: "has another form",
            help,
        }
    }

    pub(super) fn not_a_group(&self, fields: &[&'static str]) -> Stop {
        let help = match self.node.shape {
            Shape::List(_) if fields == ["categories", "products"] => {
                "write `products:` on a line of its own above the first entry".to_owned()
            }
            Shape::List(ref items) if items.iter().any(|item| !item.entries().is_empty()) => self
                .instead_of_a_list()
                .unwrap_or("take off the `- ` before its settings".to_owned()),
            _ if elsewhere::is_price(fields) => return elsewhere::not_one_amount(self.found()),
            _ if fields.starts_with(&["text", "version"]) => {
                "write `text: |` on a line above, and two spaces before each line of the text".to_owned()
            }
            _ if fields.is_empty() => "write each line of it as `name: value`, below the colon".to_owned(),
            _ => {
                // A number alone is most likely the value of the first.
                let number = self.node.raw().filter(|raw| raw.bytes().all(|b| b.is_ascii_digit()));
                let entry = self.node.raw().and_then(|raw| as_an_entry(raw, fields));
                let first: Vec<String> = match (number.filter(|raw| !raw.is_empty()), fields) {
                    (Some(number), [first, ..]) => vec![format!("{first}: {number}")],
                    _ => fields.iter().take(2).map(|field| format!("{field}: …")).collect(),
                };
                let known = fields.join(", ");
                let example = entry.unwrap_or_else(|| first.join(", "));
                format!("write its settings in braces, such as `{{{example}}}`; known here: {known}")
            }
        };
        self.not("a group of settings", Some(help))
    }

    pub(super) fn not_a_list(&self) -> Stop {
        if let Some(entry) = self.node.raw().and_then(|raw| raw.strip_prefix(WRONG_DASHES)) {
            return Stop {
                kind: Kind::WrongDash,
                message: "an entry of a list begins with a plain `- `".to_owned(),
                label: "not the minus sign of the keyboard",
                help: Some(format!(
                    "write `- {}`, and every entry on a line of its own",
                    entry.trim()
                )),
            };
        }
        let close = |raw: &&str| raw.starts_with('-') && raw[1..].starts_with(char::is_alphanumeric);
        if let Some(raw) = self.node.raw().filter(close) {
            let entry = raw[1..].split(" -").next().unwrap_or("").trim();
            return Stop {
                kind: Kind::MissingSpace,
                message: "the space after the dash is missing".to_owned(),
                label: "not read as an entry of a list",
                help: Some(format!("write `- {entry}`, and every entry on a line of its own")),
            };
        }
        let help = match (self.node.raw(), self.node.entries()) {
            (None, [_, ..]) if self.written().starts_with('{') => {
                format!("write it in brackets: `[{}]`", self.written())
            }
            (Some(raw), _) => {
                let bare = raw.trim_start_matches(['(', '[']).trim_end_matches([')', ']']);
                let is_slashed = bare.contains('/') && !bare.contains([',', ' ', ':']);
                let bare = if is_slashed {
                    bare.replace('/', ", ")
                } else {
                    bare.replace(" and ", ", ").replace(" & ", ", ")
                };
                format!("write it in brackets: `[{bare}]`")
            }
            (None, [first, ..]) if !first.value.entries().is_empty() => format!(
                "write each as an entry, such as `- id: {}`, with its settings below, two spaces further in than the dash",
                first.name()
            ),
            (None, [first, ..]) => format!(
                "write `- ` before the first setting of each entry, as in `- {}: …`, and two spaces more before each of its other settings",
                first.name()
            ),
            (None, []) => "begin each entry with `- `".to_owned(),
        };
        self.not("a list", Some(help))
    }
}
