//! Each trap, with the kind and the help that is given.

use super::super::lines::lines;
use super::*;

fn first(text: &str, check: fn(&Line<'_>) -> Option<Trap>) -> Option<(Kind, String)> {
    lines(text).iter().find_map(check).map(|trap| (trap.kind, trap.help))
}

#[test]
fn traps_name_the_corrected_line() {
    for (text, kind, help) in [
        ("title: *Sale*", Kind::SpecialStart, "write `title: \"*Sale*\"`"),
        ("- title: @bakery", Kind::SpecialStart, "write `title: \"@bakery\"`"),
        ("price:6.50", Kind::MissingSpace, "write `price: 6.50`"),
        ("price:6.50 # now", Kind::MissingSpace, "write `price: 6.50`"),
        ("  -id: rye", Kind::MissingSpace, "write `- id: rye`"),
        (
            "title: {en:Rye, ru: Рожь, pt:Pão}",
            Kind::MissingSpace,
            "write `title: {en: Rye, ru: Рожь, pt: Pão}`",
        ),
        (
            "en:\n  **Fresh** bread\n  and rolls",
            Kind::SpecialStart,
            "write `en: |` one line above",
        ),
        (
            "title: “Bread”",
            Kind::SmartQuotes,
            "write `title: \"Bread\"`, or put straight",
        ),
        ("\tprice: 1", Kind::TabIndent, "replace the tab by spaces"),
        ("price:\u{a0}6.50", Kind::NoBreakSpace, "delete it"),
        ("price: 6.50\u{a0}", Kind::NoBreakSpace, "delete it"),
        ("<<: x", Kind::MergeKey, "take it out"),
        ("* id: rye", Kind::WrongDash, "write `- id: rye`"),
        ("price: 6\u{200b}50", Kind::InvisibleCharacter, "delete the word"),
    ] {
        let (found, said) = first(text, always).unwrap();
        assert_eq!(found, kind, "{text}");
        assert!(said.starts_with(help), "{text}: {said}");
    }
}

#[test]
fn explanations_of_what_does_not_parse() {
    for (text, kind, help) in [
        (
            "title: Bread: fresh",
            Kind::ColonInText,
            "write `title: \"Bread: fresh\"`",
        ),
        ("title: \"Bread", Kind::UnclosedQuote, "write `title: \"Bread\"`"),
        (
            "- a: \"Bread,\n  b: 1\n- a: \"c\"",
            Kind::UnclosedQuote,
            "write `a: \"Bread,\"`",
        ),
        (
            "a: \"Bread,\n  rolls\" and cake\nb: 1",
            Kind::SpecialStart,
            "write `a: |` here",
        ),
        (
            "title: \"Big\" bread",
            Kind::SpecialStart,
            "write `title: '\"Big\" bread'`",
        ),
        (
            "title: [New] bread",
            Kind::SpecialStart,
            "write `title: \"[New] bread\"`",
        ),
        ("title: > 5 kg", Kind::SpecialStart, "write `title: \"> 5 kg\"`"),
        ("a: 'Ann's' # us", Kind::SpecialStart, "write `a: \"Ann's\"`"),
        (
            "a: \"The \"old\" rye\"",
            Kind::SpecialStart,
            "write `a: 'The \"old\" rye'`",
        ),
        (
            "a: {en: \"The \"old\" rye\", ru: Рожь}",
            Kind::SpecialStart,
            "write `a: {en: 'The \"old\" rye', ru: Рожь}`",
        ),
        (
            "- {id: a, title: 'Ann's bread'}",
            Kind::SpecialStart,
            "write `{id: a, title: \"Ann's bread\"}`",
        ),
        (
            "a: {en: Dark rye ru: Рожь}",
            Kind::UnclosedBracket,
            "write `a: {en: Dark rye, ru: Рожь}`",
        ),
        (
            "a: {en: New: Dark rye, ru: Рожь}",
            Kind::ColonInText,
            "write `a: {en: \"New: Dark rye\", ru: Рожь}`",
        ),
        ("a: [b]]", Kind::UnclosedBracket, "write `a: [b]`"),
        ("a: [b, {c: d}", Kind::UnclosedBracket, "write `a: [b, {c: d}]`"),
        ("a: - en - ru", Kind::ListInLine, "write `a: [en, ru]`;"),
        ("a: - id: 1", Kind::ListInLine, "write `- id: 1` on a line"),
        ("– en", Kind::WrongDash, "write `- en`"),
        ("price = 5.20", Kind::NoColon, "write `price: 5.20`"),
        ("price：5.20", Kind::NoColon, "write `price: 5.20`"),
        ("a: {title: Mug #1}", Kind::TextAfterHash, "put the text in quotes"),
    ] {
        let (found, said) = first(text, when_broken).unwrap();
        assert_eq!(found, kind, "{text}");
        assert!(said.starts_with(help), "{text}: {said}");
    }
}

#[test]
fn honest_lines_are_left_alone() {
    for text in [
        "title: 900\u{a0}g of bread",
        "photo_url: https://a.b/c",
        "- https://a.b",
        "- '08:00'",
        "greeting: |\n  \t*Sale*: “x”\n",
        "staff: [1, 2]  # two",
        "name: \"Caf\\\"e\" # ok",
        "title: {en: a,",
        "id: rye # a note: with a colon",
        "at: {url: https://a.b, hours: 08:00-18:00}",
        "- {id: a, title: {en: A}}",
        "a: {en: 'A', ru: \"Б\"} # x",
        "a: {en: 'A',",
        "a: [{b: 1, c: 2}, {b: 3}]",
        "a: \"Bread,\n  rolls.\" # all\nb: 'Cake,\n  too'\nc: 1",
        "title: 👩\u{200d}🍳 bread",
    ] {
        assert_eq!(first(text, always), None, "{text}");
        assert_eq!(first(text, when_broken), None, "{text}");
    }
}
