//! The names that exist: ours and those of the language's packages, for "did you mean" and for finding typing mistakes
//! before a rule ever runs.

use std::{collections::BTreeSet, sync::LazyLock};

use super::super::engine::engine;

/// What Rhai stores a property's reader under.
const GETTER: &str = "get$";

struct Names {
    functions: BTreeSet<String>,
    properties: BTreeSet<String>,
}

static NAMES: LazyLock<Names> = LazyLock::new(|| {
    let all = engine().collect_fn_metadata(None, |info| Some(info.metadata.name.to_string()), true);
    let word = |name: &String| name.starts_with(|c: char| c.is_alphabetic() || c == '_') && !name.contains('$');
    Names {
        properties: all
            .iter()
            .filter_map(|name| name.strip_prefix(GETTER).map(str::to_owned))
            .collect(),
        functions: all.into_iter().filter(word).collect(),
    }
});

/// Every function that can be called by name.
pub(in crate::rules) fn known_functions() -> &'static BTreeSet<String> {
    &NAMES.functions
}

/// Every property that some value has.
pub(in crate::rules) fn known_properties() -> &'static BTreeSet<String> {
    &NAMES.properties
}

/// A type as its user knows it.
pub(in crate::rules) fn type_words(name: &str) -> String {
    let words = match name {
        "i64" => "a whole number",
        "decimal" | "rust_decimal::decimal::Decimal" => "a decimal number",
        "string" | "str | ImmutableString | String" => "a text",
        "char" => "a character",
        "bool" => "true or false",
        "array" => "a list",
        "map" => "a map",
        "()" => "nothing",
        "Fn" => "a function",
        other => {
            let own = other.rsplit("::").next().unwrap_or(other).to_lowercase();
            return format!("a value of the kind `{own}`");
        }
    };
    words.to_owned()
}
