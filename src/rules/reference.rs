//! The table of what scripts may use, written out: as the reference page (Markdown) and as definitions for editors that
//! speak Rhai's language server. Pure text; nothing in here knows an item that the table does not hold.

use std::fmt::Write as _;

use super::{GIVEN, Item, ItemKind, items};

/// The part of `examples/rules/README.md` that is made, from its heading to the end.
pub const PAGE_BEGINS: &str = "## Everything a rule may use\n";

/// The values that are no parameters of a rule: what they are and where one gets them.
const OTHERS: [(&str, &str); 4] = [
    ("line", "One line of `quote.lines`."),
    ("text", "Any text, such as `delivery.postcode`."),
    ("list", "Any list, such as `quote.lines`."),
    (
        "number",
        "Whole numbers and decimals. Amounts are exact: `0.1 + 0.2` is `0.3`, and `10 / 4` is `2.5`.",
    ),
];

/// The reference as Markdown, beginning with [`PAGE_BEGINS`].
pub fn page() -> String {
    let mut page = format!(
        "{PAGE_BEGINS}\nMade by `kiosk rules docs --markdown` from the table that the program itself uses. Each example is \
         tested; its value is that for a sample order: two sourdough loaves and a jar of fig jam, bought by a customer \
         who was here before, on a Tuesday evening.\n\n### What a rule is given\n\nA rule names what it needs as \
         parameters, in any order.\n\n| parameter | what it is |\n| --- | --- |\n"
    );
    for given in GIVEN {
        let _ = writeln!(page, "| `{}` | {} |", given.name, given.doc);
    }
    section(&mut page, "Constants", "Written above the rules.", |kind| {
        kind == ItemKind::Constant
    });
    section(&mut page, "Functions", "Called by themselves.", |kind| {
        kind == ItemKind::Function
    });
    for (name, doc) in owners() {
        section(&mut page, &format!("`{name}`"), doc, |kind| kind.owner() == Some(name));
    }
    page
}

/// Each kind of value with its words.
pub fn owners() -> impl Iterator<Item = (&'static str, &'static str)> {
    GIVEN.iter().map(|given| (given.name, given.doc)).chain(OTHERS)
}

/// What an editor wants to know, as a `.d.rhai` file.
pub fn definitions() -> String {
    let mut text = String::from("module static;\n");
    for item in items().filter(|item| item.kind != ItemKind::Constant) {
        let _ = write!(
            text,
            "\n/// {}\n///\n/// `{}` is `{}`\n{}\n",
            item.doc,
            item.example.0,
            item.example.1,
            definition(item)
        );
    }
    text
}

fn section(page: &mut String, heading: &str, doc: &str, wanted: impl Fn(ItemKind) -> bool) {
    let _ = write!(
        page,
        "\n### {heading}\n\n{doc}\n\n| write | meaning | example | value |\n| --- | --- | --- | --- |\n"
    );
    for item in items().filter(|item| wanted(item.kind)) {
        let cells = [item.signature, item.example.0, item.example.1].map(code);
        let _ = writeln!(
            page,
            "| {} | {} | {} | {} |",
            cells[0],
            item.doc.replace('|', "\\|"),
            cells[1],
            cells[2]
        );
    }
}

/// As code within a cell of a table.
fn code(text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    format!("`{}`", text.replace('|', "\\|"))
}

/// `fn get total(quote: quote) -> decimal;`
fn definition(item: &Item) -> String {
    let (call, result) = item.signature.split_once(" -> ").unwrap_or((item.signature, "nothing"));
    let parameters = call.split_once('(').map_or("", |(_, rest)| rest.trim_end_matches(')'));
    let mut typed: Vec<String> = item
        .kind
        .owner()
        .iter()
        .map(|owner| format!("{owner}: {}", type_name(owner)))
        .collect();
    typed.extend(parameters.split(", ").filter_map(|parameter| {
        let (name, kind) = parameter.split_once(": ")?;
        Some(format!("{name}: {}", type_name(kind)))
    }));
    let get = if matches!(item.kind, ItemKind::Property(_)) {
        "get "
    } else {
        ""
    };
    format!("fn {get}{}({}) -> {};", item.name, typed.join(", "), type_name(result))
}

/// A kind of value as Rhai calls it.
fn type_name(kind: &str) -> &str {
    match kind {
        "text" => "String",
        "amount" => "decimal",
        "nothing" => "()",
        "function" => "Fn",
        "number" | "any" | "text or map" => "?",
        list if list.starts_with("list") => "Array",
        own => own,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn definitions_say_what_the_table_says() {
        let text = definitions();
        for line in [
            "fn deny(words: ?) -> answer;",
            "fn deny(line: line, words: ?) -> answer;",
            "fn get total(quote: quote) -> decimal;",
            "fn get lines(quote: quote) -> Array;",
            "fn bought_within(customer: customer, product: String, days: int) -> int;",
            "fn print(value: ?) -> ();",
            "fn some(list: Array, test: Fn) -> bool;",
        ] {
            assert!(text.lines().any(|own| own == line), "{line}\n{text}");
        }
    }

    #[test]
    fn the_page_holds_every_item_once() {
        let page = page();
        for item in items() {
            let row = format!("| {} |", code(item.signature));
            assert_eq!(page.matches(&row).count(), 1, "{}", item.signature);
        }
        for given in GIVEN {
            assert!(page.contains(&format!("| `{}` |", given.name)));
        }
    }
}
