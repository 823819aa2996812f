//! `kiosk rules docs`: the table of what a rule may use, for people, for tools, for the reference page, for editors.

use clap::Args;
use serde_json::{Value, json};

use crate::{
    cli::{
        ending::{Ending, Exit, Failure},
        output::{Output, Tone, columns},
    },
    rules::{self, API_VERSION, GIVEN, Item, ItemKind},
};

/// Lists every function, value and constant that a rule may use, each with an example
///
/// Every example is tested; its value is that for a sample order.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  kiosk rules docs
  kiosk rules docs bought
  kiosk rules docs --json
  kiosk rules docs --definitions > kiosk.d.rhai")]
pub(super) struct Docs {
    /// Only what has this word in its name or its meaning
    word: Option<String>,
    /// Print a JSON document
    #[arg(long, group = "form")]
    json: bool,
    /// Print the reference part of examples/rules/README.md
    #[arg(long, group = "form", conflicts_with = "word")]
    markdown: bool,
    /// Print definitions for editors that speak Rhai's language server
    #[arg(long, group = "form", conflicts_with = "word")]
    definitions: bool,
}

pub(super) fn run(docs: &Docs, out: &mut Output) -> Ending {
    if docs.markdown {
        out.text(&rules::page())?;
        return Ok(Exit::Fine);
    }
    if docs.definitions {
        out.text(&rules::definitions())?;
        return Ok(Exit::Fine);
    }
    let items: Vec<&Item> = rules::items().filter(|item| docs.wants(item)).collect();
    if items.is_empty() {
        let word = docs.word.as_deref().unwrap_or_default();
        let names = rules::items().map(|item| item.name);
        let near = rules::did_you_mean(word, names).map_or(String::new(), |near| format!("; did you mean `{near}`?"));
        return Err(Failure::Said(format!(
            "nothing that a rule may use has `{word}` in its name or meaning{near}"
        )));
    }
    if docs.json {
        out.json(&document(&items))?;
    } else {
        tell(out, &items)?;
    }
    Ok(Exit::Fine)
}

impl Docs {
    fn wants(&self, item: &Item) -> bool {
        let Some(word) = self.word.as_deref().map(str::to_lowercase) else {
            return true;
        };
        [item.signature, item.doc]
            .iter()
            .any(|text| text.to_lowercase().contains(&word))
    }
}

fn tell(out: &mut Output, items: &[&Item]) -> Result<(), Failure> {
    part(out, "Constants, above the rules", items, |kind| {
        kind == ItemKind::Constant
    })?;
    part(out, "Functions", items, |kind| kind == ItemKind::Function)?;
    for (name, doc) in rules::owners() {
        let heading = format!("{name}: {doc}");
        part(out, &heading, items, |kind| kind.owner() == Some(name))?;
    }
    Ok(())
}

fn part(out: &mut Output, heading: &str, items: &[&Item], wanted: impl Fn(ItemKind) -> bool) -> Result<(), Failure> {
    let rows: Vec<Vec<String>> = items
        .iter()
        .filter(|item| wanted(item.kind))
        .flat_map(|item| rows(item))
        .collect();
    if rows.is_empty() {
        return Ok(());
    }
    out.line(&out.paint(Tone::Strong, heading))?;
    out.text(&columns(&rows, "  "))?;
    Ok(out.line("")?)
}

/// What it means, and below that its example.
fn rows(item: &Item) -> [Vec<String>; 2] {
    let (example, value) = item.example;
    let example = if value.is_empty() {
        example.to_owned()
    } else {
        format!("{example} is {value}")
    };
    [
        vec![item.signature.to_owned(), item.doc.to_owned()],
        vec![String::new(), example],
    ]
}

fn document(items: &[&Item]) -> Value {
    let given = GIVEN.iter().map(|given| json!({"name": given.name, "doc": given.doc}));
    json!({
        "api": API_VERSION,
        "given": given.collect::<Vec<_>>(),
        "items": items.iter().map(|item| record(item)).collect::<Vec<_>>(),
    })
}

fn record(item: &Item) -> Value {
    let kind = match item.kind {
        ItemKind::Function => "function",
        ItemKind::Property(_) => "property",
        ItemKind::Method(_) => "method",
        ItemKind::Constant => "constant",
    };
    json!({
        "name": item.name,
        "kind": kind,
        "of": item.kind.owner(),
        "signature": item.signature,
        "doc": item.doc,
        "example": item.example.0,
        "value": item.example.1,
    })
}
