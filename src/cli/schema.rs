//! `kiosk schema`: the JSON Schema of a kind of file, for editors: printed, or written into a shop's folder.

use std::{fs, path::Path};

use clap::{
    Args,
    builder::{PossibleValue, PossibleValuesParser},
};

use super::{
    ending::{Ending, Exit, Failure},
    output::{Output, Tone, columns},
    place,
};
use crate::config::{FILE_KINDS, FileKind, Files, Own, SCHEMA_FOLDER, Settings};

/// Prints the JSON Schema of a kind of file: with it an editor completes, explains and checks what is typed
///
/// Without a kind it lists the kinds. With --write it puts the schemas of a shop into the hidden folder .schema of the
/// shop, and says how an editor finds them; kiosk itself never reads them.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  kiosk schema                                the kinds of files
  kiosk schema catalog                        prints one of them
  kiosk schema catalog --shop bakery          with that shop's own ids as words to choose from
  kiosk schema --shop bakery --write          writes all of them into shops/bakery/.schema")]
pub(super) struct Schema {
    /// What kind of file
    #[arg(value_parser = kinds())]
    kind: Option<String>,
    /// The shop whose own ids can be chosen from
    #[arg(long)]
    shop: Option<String>,
    /// Write the schemas of the shop's files into its folder
    #[arg(long, requires = "shop", conflicts_with = "kind")]
    write: bool,
}

/// Every kind, in the order in which a shop is written.
pub(super) fn all() -> impl Iterator<Item = &'static FileKind> {
    FILE_KINDS.iter()
}

fn kinds() -> PossibleValuesParser {
    PossibleValuesParser::new(all().map(|kind| PossibleValue::new(kind.word).help(kind.about)))
}

pub(super) fn run(settings: &Settings, schema: &Schema, out: &mut Output) -> Ending {
    let folder = schema
        .shop
        .as_ref()
        .map(|shop| place::shop_folder(settings, shop))
        .transpose()?;
    let own = folder.as_deref().map(own).transpose()?;
    match (&schema.kind, &folder, &own) {
        (Some(word), ..) => {
            let kind = all().find(|kind| kind.word == word);
            let kind = kind.ok_or_else(|| Failure::Usage(format!("there is no kind of file `{word}`")))?;
            out.text(&text(kind, own.as_ref()))?;
        }
        (None, Some(folder), Some(own)) if schema.write => {
            write(folder, own)?;
            say_how(folder, out)?;
        }
        _ => {
            let row = |kind: &FileKind| [kind.word, kind.files, kind.about].map(str::to_owned).to_vec();
            out.text(&columns(&all().map(row).collect::<Vec<_>>(), ""))?;
        }
    }
    Ok(Exit::Fine)
}

fn own(folder: &Path) -> Result<Own, Failure> {
    let files = Files::read(folder)
        .map_err(|error| Failure::said(format_args!("the folder {} cannot be read: {error}", folder.display())))?;
    Ok(Own::of(&files))
}

fn text(kind: &FileKind, own: Option<&Own>) -> String {
    // Values of JSON are always text.
    serde_json::to_string_pretty(&kind.schema(own)).unwrap_or_default() + "\n"
}

/// The kinds of files that lie in a shop's folder.
fn of_a_shop() -> impl Iterator<Item = &'static FileKind> {
    all().filter(|kind| kind.word != "kiosk")
}

/// Writes the schema of each kind of file into the shop's folder, in place of those that were there.
pub(super) fn write(folder: &Path, own: &Own) -> Result<(), Failure> {
    let inside = folder.join(SCHEMA_FOLDER);
    let cannot = |error| Failure::said(format_args!("cannot write into {}: {error}", inside.display()));
    fs::create_dir_all(&inside).map_err(cannot)?;
    of_a_shop().try_for_each(|kind| fs::write(inside.join(kind.file()), text(kind, Some(own))).map_err(cannot))
}

/// The first lines of a file by which editors find its schema; none for a file that has no schema.
pub(super) fn modelines(path: &str) -> String {
    of_a_shop()
        .find(|kind| kind.is_of(path))
        .map_or_else(String::new, |kind| kind.modelines(path))
}

fn say_how(folder: &Path, out: &mut Output) -> std::io::Result<()> {
    let inside = folder.join(SCHEMA_FOLDER);
    out.line(&out.paint(Tone::Good, &format!("The schemas lie in {}", inside.display())))?;
    let files = Files::read(folder)?;
    let lacking = |(name, text): (&str, &[u8])| {
        let lines = modelines(name);
        let has = lines.lines().any(|line| String::from_utf8_lossy(text).contains(line));
        (!lines.is_empty() && !has).then(|| format!("{name}\n{}", indented(&lines)))
    };
    let lacking: Vec<String> = files.texts().filter_map(lacking).collect();
    if !lacking.is_empty() {
        out.line("")?;
        out.line("An editor finds them by two lines at the beginning of a file. They are missing in:")?;
        for file in lacking {
            out.text(&format!("  {file}"))?;
        }
    }
    out.line("")?;
    out.line("Run this once more after new ids, languages, photos or goods.")
}

fn indented(lines: &str) -> String {
    let lines: Vec<String> = lines.lines().map(|line| format!("    {line}\n")).collect();
    lines.concat()
}
