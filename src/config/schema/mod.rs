//! JSON Schemas of the files, for editors and for the reference page: made of the very types that read the files (`raw`,
//! `Settings`), their doc comments, and the bounds that `compile` checks by. What a schema can say is said here once, in
//! `form` and, for conversations, `talk`; a shop's own ids are added by `own`. Nothing is checked with a schema but by editors.

/// One function a form, to be named by `schema_with`.
macro_rules! forms {
    ($($(#[$doc:meta])* $name:ident = $form:expr;)*) => {
        $($(#[$doc])* pub(crate) fn $name(_: &mut SchemaGenerator) -> Schema { $form })*
    };
}

mod finish;
pub(crate) mod form;
mod own;
pub(crate) mod parts;
pub(crate) mod talk;
mod types;

use schemars::{JsonSchema, generate::SchemaSettings};
use serde::de::DeserializeOwned;
use serde_json::Value;

pub use own::Own;

use super::{raw, settings::Settings};

/// One kind of file that an owner writes.
#[derive(Debug, Clone, Copy)]
pub struct FileKind {
    /// The word on the command line, and the stem of the schema's own file.
    pub word: &'static str,
    /// Which files these are, from the shop's folder.
    pub files: &'static str,
    pub about: &'static str,
    make: fn() -> Value,
}

/// The folder inside a shop's folder in which its schemas are kept: hidden, so that it is no part of the shop.
pub const SCHEMA_FOLDER: &str = ".schema";

/// Every kind of file that an owner writes in YAML, in the order in which a shop is written.
pub static FILE_KINDS: &[FileKind] = &[
    FileKind::new(
        "kiosk",
        "kiosk.yaml",
        "the engine's own settings, beside the folder of shops",
        of::<Settings>,
    ),
    FileKind::new(
        "shop",
        "shop.yaml",
        "who we are, money, Telegram, staff, policies",
        of::<raw::ShopFile>,
    ),
    FileKind::new(
        "catalog",
        "catalog.yaml, catalog/*.yaml",
        "what we sell",
        of::<raw::CatalogFile>,
    ),
    FileKind::new(
        "terms",
        "terms.yaml",
        "what a customer agrees to before the first purchase",
        of::<raw::TermsFile>,
    ),
    FileKind::new(
        "support",
        "support.yaml",
        "how to reach us, common questions",
        of::<raw::SupportFile>,
    ),
    FileKind::new(
        "texts",
        "texts.yaml",
        "our own wording of some messages",
        form::wordings,
    ),
    FileKind::new(
        "rule-tests",
        "rules/*.test.yaml",
        "what our own rules must say of which order",
        of::<raw::RuleTestFile>,
    ),
    FileKind::new(
        "conversations",
        "tests/*.yaml",
        "what must happen when a customer does what",
        of::<raw::conversations::ConversationFile>,
    ),
];

impl FileKind {
    pub(crate) const fn new(
        word: &'static str,
        files: &'static str,
        about: &'static str,
        make: fn() -> Value,
    ) -> FileKind {
        FileKind {
            word,
            files,
            about,
            make,
        }
    }

    /// The schema; with a shop's own ids as the words to choose from, where they are given.
    pub fn schema(&self, own: Option<&Own>) -> Value {
        let mut schema = (self.make)();
        if let Some(own) = own {
            own.lay_over(&mut schema);
        }
        finish::finish(&mut schema, self);
        schema
    }

    /// The name of the schema's file.
    pub fn file(&self) -> String {
        format!("{}.json", self.word)
    }

    /// Whether a file of a shop's folder is of this kind.
    pub fn is_of(&self, path: &str) -> bool {
        self.files.split(", ").any(|files| match files.split_once('*') {
            None => files == path,
            Some((start, end)) => path
                .strip_prefix(start)
                .and_then(|rest| rest.strip_suffix(end))
                .is_some_and(|stem| !stem.contains('/')),
        })
    }

    /// The first lines of a file of this kind, by which editors find the schema: one for `yaml-language-server` (VS Code
    /// and many others), one for the editors of `JetBrains`.
    pub fn modelines(&self, path: &str) -> String {
        let up = "../".repeat(path.matches('/').count());
        let schema = format!("{up}{SCHEMA_FOLDER}/{}", self.file());
        format!("# yaml-language-server: $schema={schema}\n# $schema: {schema}\n")
    }
}

/// The schema of what is read as `T`, with everything in its place: no editor follows references equally well.
pub(crate) fn of<T: JsonSchema + DeserializeOwned>() -> Value {
    let settings = SchemaSettings::draft07().with(|settings| {
        settings.inline_subschemas = true;
        settings.meta_schema = None;
    });
    let mut generator = settings.into_generator();
    types::in_order::<T>(&mut generator).to_value()
}
