//! How goods reach the customer, and the files in the shop's folder that are named for it.

use super::super::kinds::Kind;
use super::super::problem::Problem;
use super::super::raw::Deliver as Raw;
use super::super::read::{At, F, did_you_mean};
use super::context::Context;
use super::money::price;
use super::text::{MESSAGE_MAX, words};
use crate::shop::{Credit, Deliver, FileRef};

/// Telegram: a bot sends photos of at most 10 MB and files of at most 50 MB.
const PHOTO_BYTES_MAX: u64 = 10_000_000;
const FILE_BYTES_MAX: u64 = 50_000_000;
const PHOTO_ENDINGS: [&str; 4] = ["jpg", "jpeg", "png", "webp"];

pub(super) fn deliver(cx: &mut Context<'_>, field: &F<Raw>) -> Option<Deliver> {
    let written = match field {
        F::Absent => return Some(Deliver::Physical),
        F::Bad(_) => return None,
        F::Good(written) => written,
    };
    let raw = &written.v;
    let places = [raw.text.span(), raw.file.span(), raw.keys.span(), raw.credit.span()];
    let named: Vec<_> = places.into_iter().flatten().collect();
    if let [first, second, ..] = named[..] {
        cx.contradict(
            first,
            second,
            "goods reach the customer in one way",
            "take one of the two out",
        );
        return None;
    }
    if let Some(text) = raw.text.good() {
        return words(cx, text, MESSAGE_MAX).map(Deliver::Text);
    }
    if let Some(path) = raw.file.good() {
        return file(cx, path, FILE_BYTES_MAX).map(Deliver::File);
    }
    if let Some(path) = raw.keys.good() {
        return keys(cx, path).map(Deliver::Keys);
    }
    if let Some(word) = raw.credit.good() {
        return credit(cx, word).map(Deliver::Credit);
    }
    if named.is_empty() {
        cx.push(
            Problem::new(Kind::EmptyValue, written.at, "`deliver` does not say how")
                .label("nothing in it")
                .help(
                    "write one of: text, file, keys, credit; or take the line out: then the staff hands the goods over",
                ),
        );
    }
    None
}

fn keys(cx: &mut Context<'_>, path: &At<String>) -> Option<FileRef> {
    let found = file(cx, path, FILE_BYTES_MAX)?;
    if cx.files.size(&found.path) == Some(0) {
        cx.push(
            Problem::new(Kind::EmptyPool, path.at, format!("`{}` has no key in it", found.path))
                .label("sold out from the start")
                .help("write one key on each line"),
        );
    }
    Some(found)
}

fn credit(cx: &mut Context<'_>, word: &At<String>) -> Option<Credit> {
    if word.v == "paid" {
        Some(Credit::Paid)
    } else {
        price(cx, word).map(Credit::Fixed)
    }
}

/// `Some(None)` without a photo.
pub(super) fn photo(cx: &mut Context<'_>, field: &F<String>) -> Option<Option<FileRef>> {
    let Some(path) = field.good() else {
        return field.is_absent().then_some(None);
    };
    if path.v.starts_with("http://") || path.v.starts_with("https://") {
        cx.push(
            Problem::new(
                Kind::PathOutside,
                path.at,
                "a photo is a file in the shop's folder, and this is an address",
            )
            .label("not a file")
            .help("save the picture into the folder images/ and write `photo: images/NAME.jpg`"),
        );
        return None;
    }
    let found = file(cx, path, PHOTO_BYTES_MAX)?;
    let ending = found.path.rsplit('.').next().unwrap_or("").to_lowercase();
    if !PHOTO_ENDINGS.contains(&ending.as_str()) {
        cx.push(
            Problem::new(
                Kind::BadFile,
                path.at,
                format!("`{}` is not a picture that Telegram shows", found.path),
            )
            .label("by its ending")
            .help("save it as .jpg or .png"),
        );
        return None;
    }
    Some(Some(found))
}

/// A file that exists inside the folder and is small enough to be sent.
fn file(cx: &mut Context<'_>, path: &At<String>, bytes_max: u64) -> Option<FileRef> {
    let name = path.v.strip_prefix("./").unwrap_or(&path.v);
    let inside = !name.is_empty() && !name.starts_with(['/', '~']) && !name.contains(['\\', ':']);
    if !inside || name.split('/').any(|part| part == "..") {
        cx.push(
            Problem::new(
                Kind::PathOutside,
                path.at,
                format!("`{}` leads out of the shop's folder", path.v),
            )
            .label("not a path inside it")
            .help("copy the file into the shop's folder and write its path from there, with `/`"),
        );
        return None;
    }
    let Some(size) = cx.files.size(name) else {
        let help = match did_you_mean(name, cx.files.names()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "put the file into the shop's folder; capitals and small letters differ".to_owned(),
        };
        let message = format!("there is no file `{name}` in the shop's folder");
        cx.push(
            Problem::new(Kind::MissingFile, path.at, message)
                .label("not found")
                .help(help),
        );
        return None;
    };
    if size > bytes_max {
        let message = format!(
            "`{name}` has {} MB, and Telegram takes {} MB here",
            size / 1_000_000,
            bytes_max / 1_000_000
        );
        cx.push(
            Problem::new(Kind::BadFile, path.at, message)
                .label("too large to send")
                .help("make it smaller"),
        );
        return None;
    }
    Some(FileRef { path: name.into() })
}
