//! `kiosk check`: reads shops as the engine would and says everything that is wrong, each with its place and a way out.
//! It changes nothing and talks to nobody.

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::{Value, json};

use super::{
    ending::{Ending, Exit, Failure},
    folders::Folders,
    output::{Output, Tone, count},
    place,
};
use crate::{
    config::{self, Kind, Loaded, Look, SHOWN_MAX, Settings},
    rehearsal,
};

/// Says what is wrong in a shop's files, with the place, the reason and what to write instead
///
/// Everything is found in one go. A shop with errors does not open; warnings do not keep it from selling, and neither do
/// errors in its conversations (tests/*.yaml), which only `kiosk test` plays.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  kiosk check                     every shop of the shops folder
  kiosk check bakery              one shop
  kiosk check examples/options    a shop that lies elsewhere
  kiosk check examples            every shop of another folder
  kiosk check --strict            fail on warnings too, as a build server wants
  kiosk check --lines             for editors: `:set makeprg=kiosk\\ check\\ --lines` in Vim

Exit codes: 0 no errors, 1 warnings under --strict, 2 a mistyped command, 78 errors.")]
pub(super) struct Check {
    /// Shops by name, or folders; without any, all in the shops folder
    #[arg(value_name = "SHOP")]
    named: Vec<String>,
    /// Print a JSON document, with every problem's code, place and help
    #[arg(long)]
    json: bool,
    /// Print one line a problem and nothing else: `file:line:column: severity[code]: text`
    #[arg(long, conflicts_with = "json")]
    lines: bool,
    /// Treat warnings as failures
    #[arg(long)]
    strict: bool,
}

/// One folder, read.
struct Checked {
    folder: PathBuf,
    loaded: Loaded,
}

pub(super) fn run(settings: &Settings, check: &Check, out: &mut Output) -> Ending {
    let folders = Folders::new(settings);
    let chosen = chosen(settings, &folders, &check.named, out)?;
    let checked = chosen.into_iter().map(|folder| Checked {
        loaded: with_conversations(folders.load(&folder)),
        folder,
    });
    let checked: Vec<Checked> = checked.collect();
    if check.json {
        out.json(&document(&checked))?;
    } else if check.lines {
        lines(out, &checked)?;
    } else {
        report(out, settings, &checked)?;
    }
    Ok(verdict(&checked, check.strict))
}

/// The conversations are looked at as well; what they say of the goods only once the shop is right. They are for `kiosk
/// test`, so what is wrong in them keeps no shop from opening.
fn with_conversations(mut loaded: Loaded) -> Loaded {
    let found = rehearsal::check(&loaded.files, loaded.shop.as_ref());
    if !found.is_empty() {
        loaded.problems.append(found);
        loaded.problems.sort();
    }
    loaded
}

fn chosen(settings: &Settings, folders: &Folders, named: &[String], out: &Output) -> Result<Vec<PathBuf>, Failure> {
    if !named.is_empty() {
        let mut all = Vec::new();
        for name in named {
            let folder = place::shop_folder(settings, name)?;
            match shops_within(&folder) {
                inside if inside.is_empty() => all.push(folder),
                inside => all.extend(inside),
            }
        }
        return Ok(all);
    }
    let all = folders.list().map_err(Failure::Said)?;
    if all.is_empty() {
        return Err(Failure::said(format_args!(
            "there is no shop in {} yet; begin one with `{}`",
            settings.shops.display(),
            out.command("init corner-bakery --kind bakery")
        )));
    }
    Ok(all)
}

/// The shops of a folder that is none itself and holds some, by name: what somebody means who checks `shops`.
fn shops_within(folder: &Path) -> Vec<PathBuf> {
    let is_shop = |folder: &Path| folder.join("shop.yaml").is_file();
    if is_shop(folder) {
        return Vec::new();
    }
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut inside: Vec<PathBuf> = entries.map(|entry| entry.path()).filter(|path| is_shop(path)).collect();
    inside.sort();
    inside
}

fn report(out: &mut Output, settings: &Settings, checked: &[Checked]) -> Result<(), Failure> {
    for shop in checked {
        if checked.len() > 1 && !shop.loaded.problems.is_empty() {
            let folder = shop.folder.display().to_string();
            out.line(&out.paint(Tone::Strong, &format!("In {folder}:\n")))?;
        }
        let words = out.retold(&rendered(shop, out.is_coloured()));
        out.text(&words)?;
    }
    let (errors, warnings) = totals(checked);
    let tone = match (errors, warnings) {
        (0, 0) => Tone::Good,
        (0, _) => Tone::Warn,
        _ => Tone::Bad,
    };
    let line = out.paint(tone, &summary(checked.len(), errors, warnings));
    out.line(&line)?;
    Ok(where_more(out, settings, checked)?)
}

/// Where more is said: about the first problem, and, where a setting was not known or missed, about all settings.
fn where_more(out: &mut Output, settings: &Settings, checked: &[Checked]) -> std::io::Result<()> {
    const ABOUT_SETTINGS: [Kind; 4] = [
        Kind::UnknownField,
        Kind::MissingField,
        Kind::UnknownText,
        Kind::WrongType,
    ];
    let mut kinds = checked
        .iter()
        .flat_map(|shop| &shop.loaded.problems)
        .map(|problem| problem.kind);
    let Some(first) = kinds.next() else { return Ok(()) };
    let command = out.command(&format!("explain {}", first.code()));
    out.line(&format!("{command}  tells more"))?;
    let page = settings.shops.join("README.md");
    if (ABOUT_SETTINGS.contains(&first) || kinds.any(|kind| ABOUT_SETTINGS.contains(&kind))) && page.is_file() {
        out.line(&format!("{}  lists every setting", page.display()))?;
    }
    Ok(())
}

fn lines(out: &mut Output, checked: &[Checked]) -> Result<(), Failure> {
    for shop in checked {
        let Loaded { problems, files, .. } = &shop.loaded;
        for line in config::lines(problems, files, &prefix(&shop.folder)) {
            out.line(&line)?;
        }
    }
    Ok(())
}

/// All problems of one shop. The count at their end is left to the summary, unless not all were shown.
fn rendered(shop: &Checked, coloured: bool) -> String {
    let look = if coloured { Look::Coloured } else { Look::Plain };
    let Loaded { problems, files, .. } = &shop.loaded;
    let text = config::render(problems, files, &prefix(&shop.folder), look);
    if problems.len() > SHOWN_MAX {
        return text;
    }
    text.strip_suffix(&config::summary(problems))
        .unwrap_or(&text)
        .to_owned()
}

fn prefix(folder: &Path) -> String {
    format!("{}/", folder.display().to_string().trim_end_matches('/'))
}

/// `2 shops, 1 error, 3 warnings`
fn summary(shops: usize, errors: usize, warnings: usize) -> String {
    let mut parts = vec![count(shops, "shop")];
    let counts = [(errors, "error"), (warnings, "warning")];
    parts.extend(counts.iter().filter(|(n, _)| *n > 0).map(|(n, word)| count(*n, word)));
    if parts.len() == 1 {
        parts.push("no problems".to_owned());
    }
    parts.join(", ")
}

fn totals(checked: &[Checked]) -> (usize, usize) {
    let sum = |of: fn(&config::Problems) -> usize| checked.iter().map(|shop| of(&shop.loaded.problems)).sum();
    (sum(config::Problems::errors), sum(config::Problems::warnings))
}

fn verdict(checked: &[Checked], strict: bool) -> Exit {
    match totals(checked) {
        (0, warnings) if warnings == 0 || !strict => Exit::Fine,
        (0, _) => Exit::Failed,
        _ => Exit::Config,
    }
}

fn document(checked: &[Checked]) -> Value {
    let (errors, warnings) = totals(checked);
    let shops: Vec<Value> = checked.iter().map(record).collect();
    json!({"shops": shops, "errors": errors, "warnings": warnings})
}

fn record(shop: &Checked) -> Value {
    let Loaded { problems, files, .. } = &shop.loaded;
    json!({
        "shop": place::shop_name(&shop.folder),
        "folder": shop.folder.display().to_string(),
        "revision": shop.loaded.revision().as_str(),
        "errors": problems.errors(),
        "warnings": problems.warnings(),
        "problems": config::json(problems, files),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summary_names_only_what_there_is() {
        assert_eq!(summary(2, 1, 3), "2 shops, 1 error, 3 warnings");
        assert_eq!(summary(1, 0, 1), "1 shop, 1 warning");
        assert_eq!(summary(1, 0, 0), "1 shop, no problems");
    }
}
