//! What of the language itself a rule needs most: its constants, texts, lists, numbers. Rhai's packages register these;
//! the table only names them, so that the reference page and "did you mean" know them too.

use super::{Item, ItemKind};

const TEXT: ItemKind = ItemKind::Method("text");
const LIST: ItemKind = ItemKind::Method("list");
const NUMBER: ItemKind = ItemKind::Method("number");

macro_rules! language {
    ($($kind:expr, $name:literal, $signature:literal, $doc:literal, $example:literal => $value:literal;)*) => {
        &[$(Item {
            name: $name,
            kind: $kind,
            signature: $signature,
            doc: $doc,
            example: ($example, $value),
            register: |_| {},
        }),*]
    };
}

pub(super) const CONSTANTS: &[Item] = language! {
    ItemKind::Constant, "API", "const API: int",
        "The version of this table that the script was written for; every script begins with it.",
        "const API = 1;" => "";
    ItemKind::Constant, "ON_ERROR", "const ON_ERROR: text or map",
        "What a rule that fails says: `\"deny\"` (the default) or `\"allow\"`; with a map, for single rules.",
        "const ON_ERROR = #{tried: \"allow\"};" => "";
};

pub(super) const FUNCTIONS: &[Item] = language! {
    ItemKind::Function, "print", "print(value: any)",
        "Writes a line for you: `kiosk test`, `kiosk rules try` and the staff's alert about a failure show it, customers never see it.",
        "print(quote.total)" => "13.60";
    ItemKind::Function, "min", "min(a: number, b: number) -> number", "The smaller of two.", "min(2, 3)" => "2";
    ItemKind::Function, "max", "max(a: number, b: number) -> number", "The larger of two.", "max(2, 3)" => "3";
    ItemKind::Function, "parse_int", "parse_int(text: text) -> int",
        "A whole number from its digits; anything else is an error.", r#"parse_int("1100")"# => "1100";
    ItemKind::Function, "type_of", "type_of(value: any) -> text",
        "What kind of value it is.", "type_of(quote.total)" => "decimal";
};

pub(super) const ITEMS: &[Item] = language! {
    TEXT, "len", "text.len() -> int", "Characters of a text.", r#""Café".len()"# => "4";
    TEXT, "is_empty", "text.is_empty() -> bool", "Whether there is nothing in it.",
        "delivery.state.is_empty()" => "true";
    TEXT, "contains", "text.contains(part: text) -> bool", "Whether a part stands anywhere in it.",
        r#"delivery.email.contains("@")"# => "true";
    TEXT, "starts_with", "text.starts_with(part: text) -> bool", "Whether it begins so.",
        r#"delivery.postcode.starts_with("11")"# => "true";
    TEXT, "ends_with", "text.ends_with(part: text) -> bool", "Whether it ends so.",
        r#"delivery.email.ends_with(".org")"# => "true";
    TEXT, "to_lower", "text.to_lower() -> text", "In small letters.", "delivery.city.to_lower()" => "lisboa";
    TEXT, "to_upper", "text.to_upper() -> text", "In capital letters.", "delivery.city.to_upper()" => "LISBOA";
    TEXT, "sub_string", "text.sub_string(start: int, length: int) -> text",
        "A piece of it; the first character is number 0.", "delivery.postcode.sub_string(0, 4)" => "1100";
    TEXT, "split", "text.split(separator: text) -> list", "Its pieces between separators.",
        r#"delivery.postcode.split("-")[1]"# => "048";
    LIST, "len", "list.len() -> int", "How many there are.", "quote.lines.len()" => "2";
    LIST, "contains", "list.contains(value: any) -> bool", "Whether a value is one of them; `value in list` says the same.",
        r#"["PT", "ES"].contains(delivery.country)"# => "true";
    LIST, "some", "list.some(test: function) -> bool", "Whether at least one passes a test.",
        "quote.lines.some(|line| line.quantity > 1)" => "true";
    LIST, "all", "list.all(test: function) -> bool", "Whether each passes a test.",
        "quote.lines.all(|line| line.physical)" => "true";
    LIST, "filter", "list.filter(test: function) -> list", "Those that pass a test.",
        "quote.lines.filter(|line| line.price < 5).len()" => "1";
    LIST, "map", "list.map(change: function) -> list", "What becomes of each.",
        "quote.lines.map(|line| line.quantity)" => "[2, 1]";
    NUMBER, "abs", "number.abs() -> number", "Without its sign.", "(-5).abs()" => "5";
    NUMBER, "floor", "number.floor() -> decimal", "A decimal number without what follows the point.",
        "quote.total.floor()" => "13";
    NUMBER, "ceiling", "number.ceiling() -> decimal", "The next whole amount above.", "quote.total.ceiling()" => "14";
};
