//! `shops/README.md`, the page for owners. Its words are written by hand; what stands between `<!-- settings of KIND -->`
//! and `<!-- end -->` is made of the schema (`UPDATE=1` writes it anew). Every block of YAML in it is a file of a good shop.

use std::fmt::Write as _;

use serde_json::Value;

use super::{examples, group_of, is_group, is_needed, kind, order};

const PAGE: &str = "shops/README.md";
const BEGIN: &str = "<!-- settings of ";
const END: &str = "<!-- end -->";

/// The tables of a kind: its own settings, then those of each group in it.
fn tables(word: &str) -> String {
    let schema = kind(word).schema(None);
    let mut out = String::new();
    table(&schema, &[], &mut out);
    out
}

fn table(node: &Value, path: &[String], out: &mut String) {
    if !path.is_empty() {
        let heading: Vec<String> = path.iter().map(|name| format!("`{name}`")).collect();
        let _ = write!(
            out,
            "#### {}\n\n{}\n\n",
            heading.join(" → "),
            node["description"].as_str().unwrap()
        );
    }
    *out += "| setting | what it is | value | if it is left out | example |\n| --- | --- | --- | --- | --- |\n";
    for name in order(node) {
        *out += &row(node, &name);
    }
    *out += "\n";
    for name in order(node)
        .into_iter()
        .filter(|name| is_group(&node["properties"][name]) && node["properties"][name].get("x-as").is_none())
    {
        let part = &node["properties"][&name];
        let path: Vec<String> = path.iter().cloned().chain([name]).collect();
        let mut group = group_of(part).clone();
        // A list is told by what its entries are, a group by what the setting is.
        if group.get("description").is_none() || part.get("items").is_none() {
            group["description"] = part["description"].clone();
        }
        table(&group, &path, out);
    }
}

fn row(node: &Value, name: &str) -> String {
    let part = &node["properties"][name];
    let text = |key: &str| part[key].as_str().unwrap_or_default();
    let left_out = match (&part["x-default"], &part["default"]) {
        _ if is_needed(node, name) => "**it is needed**".to_owned(),
        (Value::String(words), _) => words.clone(),
        (_, Value::String(word)) => format!("`{word}`"),
        (_, Value::Bool(word)) => format!("`{word}`"),
        _ => "as said below".to_owned(),
    };
    let cells = [
        format!("`{name}`"),
        text("description").to_owned(),
        value(part),
        left_out,
        format!("`{name}: {}`", text("x-example")),
    ];
    format!(
        "| {} |\n",
        cells
            .map(|cell| cell.replace('|', "\\|").replace('\n', " "))
            .join(" | ")
    )
}

/// The sort of a value and its bounds.
fn value(part: &Value) -> String {
    let text = |key: &str| part[key].as_str().filter(|text| !text.is_empty());
    let sort = match (text("x-type"), part.get("items")) {
        (Some(sort), _) => sort,
        (None, Some(_)) => "list of groups",
        (None, None) => "group",
    };
    let sort = match text("x-as") {
        Some(other) => format!("{sort}, as in `{other}`"),
        None => sort.to_owned(),
    };
    text("x-limits").map_or_else(|| sort.clone(), |limits| format!("{sort}: {limits}"))
}

/// The page with its tables as they must be.
fn made_anew(page: &str) -> String {
    let mut out = String::new();
    let mut rest = page;
    while let Some(at) = rest.find(BEGIN) {
        let (before, block) = rest.split_at(at);
        let (word, _) = block[BEGIN.len()..].split_once(" -->").unwrap();
        let end = block
            .find(END)
            .unwrap_or_else(|| panic!("{BEGIN}{word} --> has no {END}"));
        let _ = write!(out, "{before}{BEGIN}{word} -->\n\n{}", tables(word));
        rest = &block[end..];
    }
    out + rest
}

#[test]
fn the_page_for_owners_is_current() {
    let page = std::fs::read_to_string(PAGE).unwrap();
    let anew = made_anew(&page);
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(PAGE, &anew).unwrap();
    } else {
        let different = page.lines().zip(anew.lines()).find(|(is, must)| is != must);
        assert!(
            page == anew,
            "{PAGE} is out of date, run `UPDATE=1 cargo test --test it schema::`: {different:#?}"
        );
    }
    for kind in super::kinds() {
        assert!(
            page.contains(&format!("{BEGIN}{} -->", kind.word)),
            "{PAGE} tells of {}",
            kind.files
        );
    }
}

#[test]
fn every_block_of_the_page_is_a_part_of_a_good_shop() {
    let page = std::fs::read_to_string(PAGE).unwrap();
    let mut count = 0;
    for block in page.split("```yaml\n").skip(1) {
        let text = block.split("```").next().unwrap();
        let mut files: Vec<(&str, String)> = Vec::new();
        for line in text.lines() {
            let name = line
                .strip_prefix("# ")
                .filter(|name| name.split_once('.').is_some_and(|(_, end)| end == "yaml") && !name.contains(' '));
            match (name, files.last_mut()) {
                (Some(name), _) => files.push((name, String::new())),
                (None, Some((_, lines))) => lines.extend([line, "\n"]),
                (None, None) => panic!("a block begins with the name of its file, as `# shop.yaml`:\n{text}"),
            }
        }
        let loaded = examples::load(&files);
        assert!(loaded.problems.is_empty(), "{text}\n{}", examples::said(&loaded));
        let talks = kiosk::rehearsal::check(&loaded.files, loaded.shop.as_ref());
        assert!(talks.is_empty(), "{text}\n{talks:?}");
        count += 1;
    }
    assert!(count > 5, "{count} blocks were found");
}
