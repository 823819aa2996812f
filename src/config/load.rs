//! The two ways to a shop: a folder on the disk, and stored text. Both end in the same compiler.

use std::{io, path::Path};

use super::compile::{self as compiler, Known};
use super::files::{Files, Memory};
use super::kinds::Kind;
use super::place::Span;
use super::problem::{Problem, Problems};
use super::rule_tests;
use super::secrets::Secrets;
use crate::{
    ids::{RevisionId, ShopId, SlugError},
    shop::Shop,
};

/// What became of a folder.
#[derive(Debug)]
pub struct Loaded {
    pub files: Files,
    /// There if no problem is an error.
    pub shop: Option<Shop>,
    /// In the order of the files and places.
    pub problems: Problems,
}

impl Loaded {
    /// Names these very bytes.
    pub fn revision(&self) -> RevisionId {
        RevisionId::new(self.files.hash())
    }
}

/// Reads a shop's folder; the folder's name is the shop's id.
pub fn load(folder: &Path, secrets: Secrets<'_>) -> Loaded {
    load_again(folder, secrets, &mut Memory::default(), &mut Known::default())
}

/// The same for a folder that was read before: what is as it was is neither read nor checked again.
pub fn load_again(folder: &Path, secrets: Secrets<'_>, memory: &mut Memory, known: &mut Known) -> Loaded {
    load_by(folder, memory, |id, files| compile_again(id, files, secrets, known))
}

fn load_by(folder: &Path, memory: &mut Memory, compile: impl FnOnce(ShopId, Files) -> Loaded) -> Loaded {
    // `.` has no name of its own.
    let named = if folder.file_name().is_some() {
        Ok(folder.to_owned())
    } else {
        folder.canonicalize()
    };
    let name = named
        .ok()
        .and_then(|path| Some(path.file_name()?.to_string_lossy().into_owned()))
        .unwrap_or_default();
    let files = match Files::read_again(folder, memory) {
        Ok(files) => files,
        Err(error) => return failed(Files::default(), unreadable(folder, &error)),
    };
    match ShopId::parse(&name) {
        Ok(id) => compile(id, files),
        Err(error) => failed(files, bad_name(&name, error)),
    }
}

/// Compiles what was read before: a stored revision, or files that a test holds. The tests of its rules hold, too.
pub fn compile(id: ShopId, files: Files, secrets: Secrets<'_>) -> Loaded {
    compile_again(id, files, secrets, &mut Known::default())
}

/// The same after other files of this shop: what is as it was is not checked again.
pub fn compile_again(id: ShopId, files: Files, secrets: Secrets<'_>, known: &mut Known) -> Loaded {
    let mut loaded = compile_untested(id, files, secrets, known);
    let (tests, mut found) = compiler::rule_tests(&loaded.files, loaded.shop.as_ref());
    // What is wrong with one test may be why another fails.
    if let Some(shop) = loaded.shop.as_ref().filter(|_| !found.has_errors()) {
        found.append(rule_tests::failures(&tests, &shop.rules));
    }
    if found.has_errors() {
        loaded.shop = None;
    }
    if !found.is_empty() {
        loaded.problems.append(found);
        loaded.problems.sort();
    }
    loaded
}

/// The shop of a folder whatever the tests of its rules say: for whoever looks at those.
pub fn load_untested(folder: &Path, secrets: Secrets<'_>) -> Loaded {
    load_by(folder, &mut Memory::default(), |id, files| {
        compile_untested(id, files, secrets, &mut Known::default())
    })
}

fn compile_untested(id: ShopId, files: Files, secrets: Secrets<'_>, known: &mut Known) -> Loaded {
    let (shop, problems) = compiler::compile(id, &files, secrets, known);
    Loaded { files, shop, problems }
}

fn failed(files: Files, problem: Problem) -> Loaded {
    let mut problems = Problems::default();
    problems.push(problem);
    Loaded {
        files,
        shop: None,
        problems,
    }
}

fn unreadable(folder: &Path, error: &std::io::Error) -> Problem {
    let name = folder.display();
    let (message, help) = match error.kind() {
        io::ErrorKind::NotADirectory => (
            format!("`{name}` is a file, and a shop is a folder"),
            "name the folder that shop.yaml, catalog.yaml and the other files lie in",
        ),
        io::ErrorKind::NotFound => (
            format!("there is no folder `{name}`"),
            "compare the name with the folders under `shops/`; capitals and small letters differ",
        ),
        io::ErrorKind::PermissionDenied => (
            format!("kiosk may not read the folder `{name}`, or a file in it"),
            "let the account that runs kiosk read the folder and everything in it",
        ),
        _ => (
            format!("the folder `{name}` cannot be read: {error}"),
            "a shop is a folder with shop.yaml, catalog.yaml and more in it",
        ),
    };
    Problem::new(Kind::Unreadable, Span::folder(), message).help(help)
}

fn bad_name(name: &str, error: SlugError) -> Problem {
    let why = match error {
        SlugError::Empty => "it has none".to_owned(),
        SlugError::TooLong => "it is too long".to_owned(),
        SlugError::BadCharacter(bad) => format!("`{bad}` cannot be in it"),
    };
    Problem::new(
        Kind::BadId,
        Span::folder(),
        format!("the folder's name `{name}` cannot be a shop's id: {why}"),
    )
    .help("name the folder with lower-case words and dashes, such as `corner-bakery`")
}
