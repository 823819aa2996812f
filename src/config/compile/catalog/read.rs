//! The catalog's files: what is known of them is taken, the others are read, on several cores where they are many.

use std::sync::{
    Arc, OnceLock,
    atomic::{AtomicUsize, Ordering},
};

use super::super::super::files::Files;
use super::super::super::place::{FileId, Span};
use super::super::super::problem::Problems;
use super::super::super::raw::CatalogFile;
use super::super::super::read::{F, Written, read};
use super::super::context::Context;
use super::super::folder;
use super::known::Known;
use super::part::{Part, Shelves};

/// More threads than this wait for memory and not for each other.
const THREADS_MAX: usize = 4;

/// One file of the catalog.
pub(super) enum Found {
    Before(Arc<Part>),
    Now(Now),
}

/// A file that was read now, with what was said of it so far.
pub(super) struct Now {
    pub(super) raw: Written<CatalogFile>,
    pub(super) shelves: Shelves,
    pub(super) problems: Problems,
}

impl Found {
    pub(super) fn shelves(&self) -> &Shelves {
        match self {
            Found::Before(part) => &part.shelves,
            Found::Now(now) => &now.shelves,
        }
    }

    pub(super) fn entries(&self) -> usize {
        match self {
            Found::Before(part) => part.entries,
            Found::Now(now) => now.raw.v.products.good().map_or(0, |products| products.v.len()),
        }
    }

    pub(super) fn top(&self) -> Span {
        match self {
            Found::Before(part) => part.top,
            Found::Now(now) => Span::top(now.raw.at.file),
        }
    }
}

/// `catalog.yaml` and `catalog/*.yaml`, in name order, as far as they could be read; with `false` where one could not.
pub(super) fn files(cx: &mut Context<'_>, known: &Known) -> (Vec<Found>, bool) {
    let ids = folder::catalog(cx);
    let fits = known.fits(cx);
    let before = ids.iter().map(|id| known.find(cx.files, *id).filter(|_| fits).cloned());
    let before: Vec<Option<Arc<Part>>> = before.collect();
    let unknown = ids.iter().zip(&before).filter(|(_, before)| before.is_none());
    let unknown: Vec<FileId> = unknown.map(|(id, _)| *id).collect();
    let mut now = now(cx, &unknown).into_iter();
    let found = before.into_iter().map(|before| match before {
        Some(part) => Some(Found::Before(part)),
        None => now.next().flatten().map(Found::Now),
    });
    let found: Vec<Option<Found>> = found.collect();
    let whole = found.iter().all(Option::is_some);
    (found.into_iter().flatten().collect(), whole)
}

/// Reads those of before, too; says whether all could be read.
pub(super) fn anew(cx: &mut Context<'_>, files: &mut Vec<Found>) -> bool {
    let before = files.iter().filter(|found| matches!(found, Found::Before(_)));
    let before: Vec<FileId> = before.map(|found| found.top().file).collect();
    let mut now = now(cx, &before).into_iter();
    let found = std::mem::take(files).into_iter().map(|found| match found {
        Found::Before(_) => now.next().flatten().map(Found::Now),
        found @ Found::Now(_) => Some(found),
    });
    let found: Vec<Option<Found>> = found.collect();
    let whole = found.iter().all(Option::is_some);
    *files = found.into_iter().flatten().collect();
    whole
}

/// Each of these files as it reads now; `None` where it cannot be read.
fn now(cx: &mut Context<'_>, ids: &[FileId]) -> Vec<Option<Now>> {
    let read = read_all(cx.files, ids).into_iter();
    let found = read.map(|(raw, mut problems)| {
        cx.problems.append(problems.clone());
        let F::Good(raw) = raw else { return None };
        let (shelves, said) = cx.apart(|cx| Shelves::of(cx, &raw));
        cx.problems.append(said.clone());
        problems.append(said);
        Some(Now { raw, shelves, problems })
    });
    found.collect()
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
