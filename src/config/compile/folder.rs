//! The folder as such: which files are read, which are needed, which stand there for nothing.

use std::sync::{
    OnceLock,
    atomic::{AtomicUsize, Ordering},
};

use serde::de::DeserializeOwned;

use super::super::files::Files;
use super::super::kinds::Kind;
use super::super::place::{FileId, Span};
use super::super::problem::{Problem, Problems};
use super::super::raw::CatalogFile;
use super::super::read::{F, Written, did_you_mean, read};
use super::context::Context;
use super::rules;
use crate::config::rule_tests::script_of;

/// Far above any honest shop; ids that share a short code grow likely long before.
const PRODUCTS_MAX: usize = 150_000;
/// More threads than this wait for memory and not for each other.
const THREADS_MAX: usize = 4;

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

/// `catalog.yaml` and `catalog/*.yaml`, in name order; with `false` if one of them could not be read.
pub(super) fn catalog(files: &Files, problems: &mut Problems) -> (Vec<Written<CatalogFile>>, bool) {
    let names: Vec<FileId> = files.ids().filter(|id| is_catalog(files.name(*id))).collect();
    if names.is_empty() {
        problems.push(missing(files, "catalog.yaml", "what the shop sells, under `products:`"));
        return (Vec::new(), false);
    }
    let mut good = Vec::new();
    for (read, said) in read_all(files, &names) {
        problems.append(said);
        good.extend(match read {
            F::Good(read) => Some(read),
            F::Absent | F::Bad(_) => None,
        });
    }
    let whole = good.len() == names.len() && are_few(files, &good, problems);
    (good, whole)
}

/// Each file for itself: where there are many, the cores share them.
fn read_all(files: &Files, ids: &[FileId]) -> Vec<(F<CatalogFile>, Problems)> {
    let read_one = |id: FileId| {
        let mut problems = Problems::default();
        (read(files, id, &mut problems), problems)
    };
    let (next, slots) = (
        AtomicUsize::new(0),
        ids.iter().map(|_| OnceLock::new()).collect::<Vec<_>>(),
    );
    let work = || {
        let turn = || next.fetch_add(1, Ordering::Relaxed);
        while let Some((id, slot)) = Some(turn()).and_then(|at| Some((ids.get(at)?, slots.get(at)?))) {
            slot.get_or_init(|| read_one(*id));
        }
    };
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 1..cores.min(THREADS_MAX).min(ids.len()) {
            // Without it the others do its share.
            drop(std::thread::Builder::new().spawn_scoped(scope, work));
        }
        work();
    });
    slots.into_iter().filter_map(OnceLock::into_inner).collect()
}

fn are_few(files: &Files, read: &[Written<CatalogFile>], problems: &mut Problems) -> bool {
    let mut count = 0;
    for file in read {
        count += file.v.products.good().map_or(0, |products| products.v.len());
        if count > PRODUCTS_MAX {
            let message = format!(
                "there are more than {PRODUCTS_MAX} products up to `{}`",
                files.name(file.at.file)
            );
            problems.push(
                Problem::new(Kind::TooBig, Span::top(file.at.file), message)
                    .label("more than a shop can have")
                    .help("split the shop in two, each with a bot of its own"),
            );
            return false;
        }
    }
    true
}

fn read_one<T: DeserializeOwned>(files: &Files, id: FileId, problems: &mut Problems) -> Option<Written<T>> {
    match read(files, id, problems) {
        F::Good(good) => Some(good),
        F::Absent | F::Bad(_) => None,
    }
}

fn missing(files: &Files, name: &str, what: &str) -> Problem {
    let near = did_you_mean(name, files.names());
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
pub(super) fn warn_of_unused(cx: &mut Context<'_>) {
    const NAMED_MAX: usize = 5;
    let is_meant = |name: &str| name.starts_with("goods/") || name.starts_with("images/");
    let others = cx.files.others().map(|(name, _)| name);
    let unused: Vec<&str> = others
        .filter(|name| is_meant(name) && !cx.used_files.contains(*name))
        .collect();
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
        problems.push(if has_ending(name, "rhai") {
            rules::misplaced(id, name)
        } else {
            stray(id, name)
        });
    }
}

fn is_of_rules(name: &str) -> bool {
    rules::script_name(name).is_some() || script_of(name).is_some()
}

fn has_ending(name: &str, ending: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, own)| own == ending)
}

fn stray(id: FileId, name: &str) -> Problem {
    let help = match name.strip_suffix(".yml") {
        Some(stem) => format!("rename it to `{stem}.yaml`"),
        None => match did_you_mean(name, KNOWN) {
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
