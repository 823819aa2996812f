//! What is known of a catalog from the last time that it was right: what each of its files gave, and what they were
//! checked against. A file with the same bytes gives the same again.

use std::{collections::HashMap, sync::Arc};

use super::super::super::files::Files;
use super::super::super::place::FileId;
use super::super::context::Context;
use super::part::{Part, Shelves};
use crate::{
    ids::CategoryId,
    money::Currency,
    shop::{Language, Provider},
};

/// The files of a catalog that was right. It may be forgotten at any time.
#[derive(Debug, Default)]
pub struct Known {
    settings: Option<Settings>,
    shelves: Vec<CategoryId>,
    parts: HashMap<FileId, Arc<Part>>,
}

/// What of the shop's other files the check of a catalog file depends on.
#[derive(Debug, PartialEq, Eq)]
struct Settings {
    languages: Vec<Language>,
    currency: Currency,
    provider: Option<Provider>,
}

impl Settings {
    fn of(cx: &Context<'_>) -> Option<Settings> {
        let currency = cx.currency.filter(|_| cx.languages_known)?;
        Some(Settings {
            languages: cx.languages.clone(),
            currency,
            provider: cx.provider,
        })
    }
}

impl Known {
    /// Whether the settings are those of before.
    pub(super) fn fits(&self, cx: &Context<'_>) -> bool {
        self.settings.is_some() && self.settings == Settings::of(cx)
    }

    /// What this very file gave before, if the files that it names are still the same.
    pub(super) fn find(&self, files: &Files, file: FileId) -> Option<&Arc<Part>> {
        let part = self.parts.get(&file).filter(|part| part.hash == files.hash_of(file))?;
        let same = part.used.iter().all(|(name, known)| files.known_of(name) == *known);
        same.then_some(part)
    }

    /// Whether these shelves, in this order, are those of before.
    pub(super) fn is_of<'s>(&self, shelves: impl Iterator<Item = &'s Shelves>) -> bool {
        let now = shelves.flat_map(|shelves| &shelves.places).map(|(id, _)| id);
        now.eq(&self.shelves)
    }

    /// All of the catalog was right.
    pub(super) fn keep(&mut self, cx: &Context<'_>, parts: Vec<Arc<Part>>) {
        let Some(settings) = Settings::of(cx) else { return };
        let shelves = parts.iter().flat_map(|part| &part.shelves.places);
        *self = Known {
            settings: Some(settings),
            shelves: shelves.map(|(id, _)| id.clone()).collect(),
            parts: parts.into_iter().map(|part| (part.top.file, part)).collect(),
        };
    }
}
