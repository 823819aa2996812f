//! What the values of settings look like, sort by sort: texts, amounts, whole numbers, spans, words, lists. Each says it to
//! editors (`type`, `pattern`, …) and to people (`x-type`, `x-limits`, which the reference page shows).
//! An editor must not mark what `check` takes; so a schema is never stricter than the loader.

use schemars::{Schema, json_schema};
use serde_json::{Map, Value};

use super::super::compile::Words;

/// One text for all languages, or one for each, with at most so many characters.
pub(crate) fn text(sort: &str, max: usize) -> Schema {
    // What stands in a block of lines ends with a line break, which does not count.
    let max_written = max + 1;
    json_schema!({
        "type": ["string", "number", "object"],
        "pattern": "\\S", "patternErrorMessage": "write a few words", "maxLength": max_written,
        "propertyNames": {"pattern": "^[a-z]{2}$"}, "minProperties": 1,
        "additionalProperties": {
            "type": ["string", "number"],
            "pattern": "\\S", "patternErrorMessage": "write a few words", "maxLength": max_written,
        },
        "x-names": "language", "x-type": sort, "x-limits": format!("at most {max} characters"),
    })
}

/// A value of one line that has a form of its own.
pub(crate) fn shaped(sort: &str, pattern: &str, help: &str, limits: &str) -> Schema {
    json_schema!({
        "type": "string", "pattern": pattern, "patternErrorMessage": help, "x-type": sort, "x-limits": limits,
    })
}

/// The same, where digits alone are right as well: YAML calls them a number.
pub(crate) fn shaped_or_number(sort: &str, pattern: &str, help: &str, limits: &str) -> Schema {
    let mut schema = shaped(sort, pattern, help, limits);
    schema.insert("type".into(), ["string", "integer"].into_iter().collect::<Value>());
    schema.insert("minimum".into(), 0.into());
    schema
}

/// Any word.
pub(crate) fn free(sort: &str, limits: &str) -> Schema {
    json_schema!({"type": ["string", "number", "boolean"], "x-type": sort, "x-limits": limits})
}

/// A name that an owner gives to a thing.
pub(crate) fn id() -> Schema {
    let max = crate::ids::ID_CHARACTERS_MAX;
    let limits = format!("a–z, 0–9 and single dashes; at most {max} characters");
    let help = "lower-case words with dashes, such as rye-bread";
    let mut schema = shaped_or_number("id", "^[a-z0-9]+(-[a-z0-9]+)*$", help, &limits);
    schema.insert("maxLength".into(), max.into());
    schema
}

/// An amount of any sign.
pub(crate) fn amount() -> Schema {
    json_schema!({
        "type": ["number", "string"],
        "pattern": "^[+-]?(0|[1-9][0-9]*)(\\.[0-9]+)?$",
        "patternErrorMessage": "write the number alone, with a dot, such as 6.50",
        "x-type": "amount", "x-limits": "may be below zero",
    })
}

/// An amount that somebody can pay.
pub(crate) fn price() -> Schema {
    json_schema!({
        "type": ["number", "string"],
        "pattern": "^\\+?(0|[1-9][0-9]*)(\\.[0-9]+)?$",
        "patternErrorMessage": "write the number alone, with a dot, such as 6.50",
        "exclusiveMinimum": 0, "x-type": "amount", "x-limits": "above zero",
    })
}

pub(crate) fn whole(min: i64, max: i64) -> Schema {
    let sign = if min < 0 { "-?" } else { "" };
    json_schema!({
        "type": ["integer", "string"],
        "minimum": min, "maximum": max,
        "pattern": format!("^{sign}(0|[1-9][0-9]*)$"), "patternErrorMessage": "write digits only, such as 12",
        "x-type": "whole number", "x-limits": format!("{min} to {max}"),
    })
}

/// A time span from the one to the other.
pub(crate) fn span(units: &str, min: &str, max: &str) -> Schema {
    let help = "write a number and a unit, such as 30m, 2h or 3d";
    shaped(
        "time span",
        &format!("^[0-9]+[{units}]$"),
        help,
        &format!("{min} to {max}"),
    )
}

/// One of a few words.
pub(crate) fn one_of<'w>(words: impl IntoIterator<Item = &'w str>) -> Schema {
    let words: Vec<&str> = words.into_iter().collect();
    let limits: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    json_schema!({"type": "string", "enum": words, "x-type": "word", "x-limits": limits.join(", ")})
}

/// One of a few words, of which one is meant where none is written.
pub(crate) fn word<T: PartialEq>(words: &Words<T>) -> Schema {
    let mut schema = one_of(words.all.iter().map(|(word, _)| *word));
    let default = words.all.iter().find(|(_, meaning)| *meaning == words.default);
    if let Some((word, _)) = default {
        schema.insert("default".into(), (*word).into());
    }
    schema
}

/// `true` or `false`; `no` where nothing is written.
pub(crate) fn yes_no() -> Schema {
    json_schema!({
        "type": ["boolean", "string"], "pattern": "^(true|false)$", "patternErrorMessage": "write true or false",
        "default": false, "x-type": "yes or no", "x-limits": "`true`, `false`",
    })
}

/// A group with names of the author's choice.
pub(crate) fn by_name(pattern: &str, each: &Schema, sort: &str) -> Schema {
    json_schema!({
        "type": "object", "propertyNames": {"pattern": pattern}, "additionalProperties": each, "x-type": sort,
    })
}

/// A list of such.
pub(crate) fn list(of: &Schema) -> Schema {
    let say = |key: &str| of.get(key).and_then(Value::as_str).unwrap_or_default();
    let plural = match say("x-type") {
        "country" => "countries".to_owned(),
        "person" => "people".to_owned(),
        sort => format!("{sort}s"),
    };
    let (sort, limits) = (format!("list of {plural}"), say("x-limits").to_owned());
    json_schema!({"type": "array", "items": of, "x-type": sort, "x-limits": limits})
}

/// A list of at most so many.
pub(crate) fn short_list(of: &Schema, max: usize) -> Schema {
    let mut schema = list(of);
    let limits = format!("at most {max}, each {}", text_of(&schema, "x-limits"));
    schema.insert("maxItems".into(), max.into());
    schema.insert("x-limits".into(), limits.into());
    schema
}

/// A single value, or a group in its place.
pub(crate) fn or_group(mut one: Schema, group: &Schema) -> Schema {
    let mut types = match one.get("type") {
        Some(Value::Array(types)) => types.clone(),
        Some(kind) => vec![kind.clone()],
        None => Vec::new(),
    };
    types.push("object".into());
    let sort = format!("{}, or a group", text_of(&one, "x-type"));
    let empty = Map::new();
    for (key, value) in group.as_object().unwrap_or(&empty) {
        if key != "type" {
            one.insert(key.clone(), value.clone());
        }
    }
    one.insert("type".into(), types.into());
    one.insert("x-type".into(), sort.into());
    one
}

/// The same, where the words of the shop itself are the ones to choose from once they are known.
pub(crate) fn named(mut schema: Schema, names: &str) -> Schema {
    schema.insert("x-names".into(), names.into());
    schema
}

fn text_of(schema: &Schema, key: &str) -> String {
    schema.get(key).and_then(Value::as_str).unwrap_or_default().to_owned()
}
