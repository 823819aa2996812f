//! The Bot API as data: names, types and required flags of all methods and types, read from `bot-api.txt` (origin and
//! licence in `ORIGIN.md`). `judge` holds requests and answers against it. Nothing here refuses a request: the real
//! server ignores what it does not know, so what is odd is only told to the sandbox's owner.

mod judge;

use std::collections::HashMap;
use std::sync::LazyLock;

use judge::Judge;

use super::api::Fields;

const TEXT: &str = include_str!("bot-api.txt");

static SPEC: LazyLock<Spec> = LazyLock::new(|| Spec::parse(TEXT));

/// Does the Bot API have a method of this name, whatever its case?
pub(super) fn is_method(name: &str) -> bool {
    SPEC.methods.keys().any(|known| known.eq_ignore_ascii_case(name))
}

/// What the documentation does not allow in a request, in words.
pub(super) fn judge_request(method: &str, fields: &Fields) -> Vec<String> {
    let mut judge = Judge::new(&SPEC);
    if let Some(call) = SPEC.methods.get(method) {
        judge.request(call, fields);
    }
    judge.complaints
}

/// What the documentation does not allow in the result of a method.
#[cfg(test)]
pub(super) fn judge_result(method: &str, result: &serde_json::Value) -> Vec<String> {
    let mut judge = Judge::new(&SPEC);
    match SPEC.methods.get(method) {
        Some(call) => judge.value("result", result, &call.returns),
        None => judge.complaints.push(format!("`{method}` is no method")),
    }
    judge.complaints
}

/// The parameters that a method must have.
#[cfg(test)]
pub(super) fn required(method: &str) -> Vec<&'static str> {
    let fields = SPEC.methods.get(method).map_or(&[][..], |call| &call.fields);
    fields
        .iter()
        .filter(|field| field.is_required)
        .map(|field| field.name)
        .collect()
}

/// What the documentation does not allow in an update.
#[cfg(test)]
pub(super) fn judge_update(update: &serde_json::Value) -> Vec<String> {
    let mut judge = Judge::new(&SPEC);
    judge.value(
        "update",
        update,
        &[Kind {
            name: "Update",
            depth: 0,
        }],
    );
    judge.complaints
}

struct Spec {
    types: HashMap<&'static str, Shape>,
    methods: HashMap<&'static str, Call>,
}

/// What a type is made of.
enum Shape {
    Object(Vec<Field>),
    OneOf(Vec<Kind>),
}

struct Call {
    fields: Vec<Field>,
    #[cfg_attr(not(test), expect(dead_code, reason = "answers are judged by tests"))]
    returns: Vec<Kind>,
}

/// A field of an object or a parameter of a method.
struct Field {
    name: &'static str,
    is_required: bool,
    kinds: Vec<Kind>,
}

/// A type, or an array of it: `MessageEntity[]` has depth 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Kind {
    name: &'static str,
    depth: usize,
}

impl Spec {
    /// Three kinds of lines: `Type { field: Kind, field?: A|B }`, `Type = A | B`, `method(parameters) -> Kind`.
    fn parse(text: &'static str) -> Spec {
        let (mut types, mut methods) = (HashMap::new(), HashMap::new());
        for line in text.lines() {
            if let Some((name, rest)) = line.split_once(" { ") {
                types.insert(name, Shape::Object(fields(rest.trim_end_matches(" }"))));
            } else if let Some((name, kinds)) = line.split_once(" = ") {
                types.insert(name, Shape::OneOf(self::kinds(kinds)));
            } else if let Some((call, returns)) = line.split_once(") -> ") {
                let (name, parameters) = call.split_once('(').unwrap_or((call, ""));
                let (fields, returns) = (fields(parameters), kinds(returns));
                methods.insert(name, Call { fields, returns });
            }
        }
        Spec { types, methods }
    }
}

fn fields(text: &'static str) -> Vec<Field> {
    let field = |text: &'static str| {
        let (name, kinds) = text.split_once(": ")?;
        Some(Field {
            name: name.trim_end_matches('?'),
            is_required: !name.ends_with('?'),
            kinds: self::kinds(kinds),
        })
    };
    text.split(", ").filter_map(field).collect()
}

fn kinds(text: &'static str) -> Vec<Kind> {
    let kind = |text: &'static str| {
        let text = text.trim();
        let name = text.trim_end_matches("[]");
        let depth = (text.len() - name.len()) / 2;
        Kind { name, depth }
    };
    text.split('|').map(kind).collect()
}

#[cfg(test)]
mod tests;
