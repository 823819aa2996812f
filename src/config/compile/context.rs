//! What every section's compiler needs: the files, the pile of problems, and what was settled before (languages,
//! currency). And the questions that each asks of a setting: is it there, and if not, is that a mistake?

use std::collections::BTreeMap;

use super::super::files::Files;
use super::super::kinds::Kind;
use super::super::picture::Other;
use super::super::place::Span;
use super::super::problem::{Problem, Problems};
use super::super::read::{F, Written, first_line};
use crate::{
    money::Currency,
    shop::{Language, Provider, Shop},
};

/// A mistake that was pushed; there is nothing to add.
pub(super) struct Said;

/// A setting that may be absent.
pub(super) type Maybe<T> = Result<Option<T>, Said>;

pub(super) struct Context<'a> {
    pub(super) files: &'a Files,
    pub(super) problems: Problems,
    /// Never empty; the first is the default.
    pub(super) languages: Vec<Language>,
    /// `false` after a mistake in them; then texts are not measured against them.
    pub(super) languages_known: bool,
    /// `None` after a mistake in it; then amounts are not checked.
    pub(super) currency: Option<Currency>,
    /// Where it is written.
    pub(super) currency_at: Option<Span>,
    /// `None` where the file names none; then what it can do is not checked.
    pub(super) provider: Option<Provider>,
    /// Photos and goods that the products name, as they are; what is not there has nothing.
    pub(super) used: BTreeMap<String, Option<Other>>,
}

impl Context<'_> {
    /// Before anything is settled.
    pub(super) fn of_files(files: &Files, problems: Problems) -> Context<'_> {
        Context {
            files,
            problems,
            languages: Vec::new(),
            languages_known: false,
            currency: None,
            currency_at: None,
            provider: None,
            used: BTreeMap::new(),
        }
    }

    /// For what is read beside a shop that is right.
    pub(super) fn of_shop<'a>(files: &'a Files, shop: &Shop) -> Context<'a> {
        Context {
            languages: shop.languages.clone(),
            languages_known: true,
            currency: Some(shop.currency),
            provider: Some(shop.payments.provider),
            ..Context::of_files(files, Problems::default())
        }
    }

    pub(super) fn push(&mut self, problem: Problem) {
        self.problems.push(problem);
    }

    /// Does something and gives what it said apart from all that was said before.
    pub(super) fn apart<T>(&mut self, work: impl FnOnce(&mut Self) -> T) -> (T, Problems) {
        let apart = self.problems.apart();
        let before = std::mem::replace(&mut self.problems, apart);
        let done = work(self);
        (done, std::mem::replace(&mut self.problems, before))
    }

    /// The value of a setting that must be there. `example` is the line to write.
    pub(super) fn need<'f, T>(
        &mut self,
        field: &'f F<T>,
        name: &str,
        entry: Span,
        example: &str,
    ) -> Option<&'f Written<T>> {
        if field.is_absent() {
            let at = first_line(entry, self.files.text(entry.file));
            self.push(
                Problem::new(Kind::MissingField, at, format!("`{name}` is missing"))
                    .label("in this entry")
                    .help(format!("add a line such as `{example}`")),
            );
        }
        field.good()
    }

    /// The first of two settings that exclude each other is `a`.
    pub(super) fn contradict(&mut self, a: Span, b: Span, message: &str, help: &str) {
        let problem = Problem::new(Kind::Contradiction, b, message)
            .label("this one")
            .also(a, "and this one")
            .help(help);
        self.push(problem);
    }
}

/// The good ones of a list, each with its place.
pub(in super::super) fn each<T>(list: &F<Vec<F<T>>>) -> impl Iterator<Item = &Written<T>> {
    list.good()
        .into_iter()
        .flat_map(|items| items.v.iter().filter_map(F::good))
}
