//! Lines out of their columns, each with the place that is marked and the way out.

use super::super::lines::lines;
use super::*;

#[test]
fn the_line_that_is_out_of_place_is_named_with_its_column() {
    const ABOVE: &str = "products:\n  - id: a\n    title: A\n    price: 1\n";
    for (below, at, help) in [
        (
            "   stock: 1\n",
            "stock: 1",
            "write 4 spaces before it, as before `price:`",
        ),
        (
            "    title:\n      en: x\n     stock: 1\n",
            "stock: 1",
            "write 4 spaces before it",
        ),
        (
            "    title:\n      en: x\n     ru: y\n",
            "ru: y",
            "write 6 spaces before it",
        ),
        (
            "    text: |\n    - bread\n",
            "- bread",
            "write 6 spaces before this line",
        ),
        (
            "    text: |\n    Bread.\n    Cake.\n",
            "Bread.",
            "write 6 spaces before this line",
        ),
        ("    text: |\nBread.\n", "Bread.", "write 6 spaces before this line"),
        (
            "    text: |\n        Bread.\n      Cake.\n",
            "Cake.",
            "write 8 spaces before them",
        ),
        (
            "    text: |\n        Bread.\n      Note: x\n",
            "Note: x",
            "write 8 spaces before them",
        ),
        (
            "    text: |\n      Bread.\nCake.\n",
            "Cake.",
            "write 6 spaces before them",
        ),
        ("    - bread\n", "- bread", "take the `- ` off"),
        (
            "     stock: 1\n",
            "stock: 1",
            "write 4 spaces before it, as before `price:`; if it belongs to `price:`",
        ),
        (
            "stock: 1\n    ask: []\n",
            "stock: 1",
            "write 4 spaces before it, as before `price:`",
        ),
        ("  stock: 1\n", "stock: 1", "write `- ` before it, or 4 spaces"),
        (
            "  - b\n    stock: 1\n",
            "- b",
            "write the name of a setting behind the dash, such as `- id: b`",
        ),
        ("- id: b\n", "- id: b", "write 2 spaces before it"),
        (
            "    options:\n      - {id: x}\n- id: b\n",
            "- id: b",
            "write 2 spaces before it",
        ),
        ("    // note\n", "// note", "a note begins with `#`: write `# note`"),
        (" - id: b\n", "- id: b", "write 2 spaces before it"),
        ("   - id: b\n", "- id: b", "write 2 spaces before it"),
        (
            "    <!-- note -->\n",
            "<!-- note -->",
            "a note begins with `#`: write `# note`",
        ),
        (
            "    text: Malt and caraway.\n    Better on the second day.\n",
            "Better on the second day.",
            "write 6 spaces before them, if they go on with the text of `text`",
        ),
        (
            "    text: Malt and caraway,\n    baked on the second day\n",
            "baked on the second day",
            "write 6 spaces before them, if they go on with the text of `text`; if they are a setting, write `baked: on",
        ),
        ("    stock 1\n", "stock 1", "write `stock: 1`"),
        ("sold out\n", "sold out", "write `sold: out`"),
        (
            "    text:\n    en: x\n      ru: y\n",
            "en: x",
            "write 6 spaces before it",
        ),
        ("  more of it\n", "more of it", "write 6 spaces before them"),
    ] {
        let text = format!("{ABOVE}{below}");
        let trap = misfit(&lines(&text)).unwrap_or_else(|| panic!("nothing is said of {below}"));
        assert_eq!(&text[trap.at.clone()], at, "{below}: {trap:?}");
        assert!(trap.help.starts_with(help), "{below}: {}", trap.help);
    }
}

#[test]
fn a_line_above_may_be_what_is_wrong() {
    let trap = misfit(&lines("name: x\n- en\n")).unwrap();
    assert!(trap.help.starts_with("take the `- ` off"), "{trap:?}");
    let trap = misfit(&lines("products\n  - id: a\n")).unwrap();
    assert!(trap.help.starts_with("write `products:`"), "{trap:?}");
}

#[test]
fn lines_in_their_places_are_left_alone() {
    for text in [
        "a: 1\nb:\n  c: 2\n  d:\n    - e\n    - f: 1\n      g: 2\nh:\n- i\n- j: 1\n  k: 2\nl: x\n",
        "a: one\n  two\n  three\nb: 2\n",
        "a:\n  one\n  two\nb: 2\n",
        "a: |\n   x: 1\n    y\nb: {c: 1,\n d: 2}\n",
        "- a: 1\n  b: 2\n-\n  a: 3\n",
    ] {
        assert_eq!(misfit(&lines(text)), None, "{text}");
    }
}
