//! The folder as such: which files are read, which are needed, which stand there for nothing.

use std::collections::BTreeSet;

use serde::de::DeserializeOwned;

use super::super::files::Files;
use super::super::kinds::Kind;
use super::super::place::{FileId, Span};
use super::super::problem::{Problem, Problems};
use super::super::read::{F, Written, did_you_mean, read};
use super::context::Context;
use super::rules;
use crate::config::rule_tests::script_of;

const NEEDED: [&str; 3] = ["shop.yaml", "catalog.yaml", "terms.yaml"];
const KNOWN: [&str; 5] = ["shop.yaml", "catalog.yaml", "terms.yaml", "support.yaml", "texts.yaml"];

/// A file that may be absent: `None` then, and after a mistake that was said.
pub(super) fn optional<T: DeserializeOwned>(files: &Files, name: &str, problems: &mut Problems) -> Option<Written<T>> {
    read_one(files, files.find(name)?, problems)
}

/// A file that a shop cannot do without.
pub(super) fn needed<T: DeserializeOwned>(
    files: &Files,
    name: &str,
    what: &str,
    problems: &mut Problems,
) -> Option<Written<T>> {
    if files.find(name).is_none() {
        problems.push(missing(files, name, what));
    }
    optional(files, name, problems)
}

/// `catalog.yaml` and `catalog/*.yaml`, in name order.
pub(super) fn catalog(cx: &mut Context<'_>) -> Vec<FileId> {
    let is_one = |id: &FileId| is_catalog(cx.files.name(*id));
    let found: Vec<FileId> = cx.files.ids().filter(is_one).collect();
    if found.is_empty() {
        let missing = missing(cx.files, "catalog.yaml", "what the shop sells, under `products:`");
        cx.push(missing);
    }
    found
}

fn read_one<T: DeserializeOwned>(files: &Files, id: FileId, problems: &mut Problems) -> Option<Written<T>> {
    match read(files, id, problems) {
        F::Good(good) => Some(good),
        F::Absent | F::Bad(_) => None,
    }
}

fn missing(files: &Files, name: &str, what: &str) -> Problem {
    let near = did_you_mean(name, files.names().filter(|other| !is_known(other)));
    let help = near.map_or_else(
        || format!("write it: {what}"),
        |near| format!("is it `{near}`? Then rename that file"),
    );
    Problem::new(Kind::MissingFile, Span::folder(), format!("there is no file `{name}`")).help(help)
}

fn is_catalog(name: &str) -> bool {
    let inside = name
        .strip_prefix("catalog/")
        .and_then(|rest| rest.strip_suffix(".yaml"));
    name == "catalog.yaml" || inside.is_some_and(|stem| !stem.contains('/'))
}

/// Goods and photos that lie there for nothing: often a name is mistyped in the catalog, or a product was forgotten.
pub(super) fn warn_of_unused(cx: &mut Context<'_>, used: &BTreeSet<&str>) {
    const NAMED_MAX: usize = 5;
    let is_meant = |name: &str| name.starts_with("goods/") || name.starts_with("images/");
    let others = cx.files.others().map(|(name, _)| name);
    let unused: Vec<&str> = others.filter(|name| is_meant(name) && !used.contains(*name)).collect();
    let named: Vec<String> = unused.iter().take(NAMED_MAX).map(|name| format!("`{name}`")).collect();
    let (list, more) = (named.join(", "), unused.len() - named.len());
    let message = match (unused.len(), more) {
        (0, _) => return,
        (1, _) => format!("no product uses the file {list}"),
        (count, 0) => format!("no product uses these {count} files: {list}"),
        (count, more) => format!("no product uses these {count} files: {list} and {more} more"),
    };
    let help = "name each in a product, under `photo` or `deliver`, or move it out of the shop's folder";
    cx.push(Problem::new(Kind::UnusedFile, Span::folder(), message).help(help));
}

/// Files that the owner may take for read ones.
pub(super) fn strays(files: &Files, problems: &mut Problems) {
    for id in files.ids() {
        let name = files.name(id);
        let is_test = name.starts_with("tests/") && has_ending(name, "yaml");
        if KNOWN.contains(&name) || is_catalog(name) || is_test || is_of_rules(name) {
            continue;
        }
        // That file is missing under its name, which is said with its way out.
        if is_renamed(files, name) {
            continue;
        }
        problems.push(if has_ending(name, "rhai") {
            rules::misplaced(id, name)
        } else {
            stray(files, id, name)
        });
    }
}

fn is_of_rules(name: &str) -> bool {
    rules::script_name(name).is_some() || script_of(name).is_some()
}

fn has_ending(name: &str, ending: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, own)| own == ending)
}

/// A file that a shop needs and has under another name only.
fn is_renamed(files: &Files, name: &str) -> bool {
    let missing = NEEDED.iter().filter(|needed| files.find(needed).is_none());
    let is_of_catalog = |file: &str| file == "catalog.yaml" && files.names().any(is_catalog);
    missing.copied().filter(|needed| !is_of_catalog(needed)).any(|needed| {
        let others = files.names().filter(|other| !is_known(other));
        did_you_mean(needed, others) == Some(name)
    })
}

fn is_known(name: &str) -> bool {
    KNOWN.contains(&name) || is_catalog(name)
}

fn stray(files: &Files, id: FileId, name: &str) -> Problem {
    let is_second_catalog = name.starts_with("catalog") && !name.contains('/') && files.find("catalog.yaml").is_some();
    let help = match name.strip_suffix(".yml") {
        _ if is_second_catalog => {
            "if it has other products than `catalog.yaml`, move it into the folder `catalog/`; if it is a copy, delete it"
                .to_owned()
        }
        Some(stem) => format!("rename it to `{stem}.yaml`"),
        None => match did_you_mean(name, KNOWN) {
            Some(known) if files.find(known).is_some() => {
                format!("`{known}` is read and stands beside it: take over from here what is new, and delete this one")
            }
            Some(known) => format!("did you mean `{known}`?"),
            None => format!(
                "a shop's files are: {}, catalog/*.yaml, rules/*.rhai, rules/*.test.yaml, tests/*.yaml",
                KNOWN.join(", ")
            ),
        },
    };
    Problem::new(Kind::StrayFile, Span::top(id), format!("`{name}` is not read"))
        .label("not one of a shop's files")
        .help(help)
}
