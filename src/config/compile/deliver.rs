//! How goods reach the customer, and the files in the shop's folder that are named for it.

use super::super::kinds::Kind;
use super::super::picture::Content;
use super::super::problem::Problem;
use super::super::raw::Deliver as Raw;
use super::super::read::{F, Written, did_you_mean};
use super::context::{Context, Maybe, Said};
use super::money::price;
use super::text::{MESSAGE_MAX, words};
use crate::shop::{Credit, Deliver, FileRef};

/// Telegram: a bot sends photos of at most 10 MB and files of at most 50 MB.
const PHOTO_BYTES_MAX: u64 = 10_000_000;
const FILE_BYTES_MAX: u64 = 50_000_000;
/// Telegram: width and height together, and how much longer one side may be.
const PHOTO_SIDES_MAX: u32 = 10_000;
const PHOTO_RATIO_MAX: u32 = 20;
pub(in super::super) const PHOTO_ENDINGS: [&str; 4] = ["jpg", "jpeg", "png", "webp"];

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
        let found = file(cx, path, FILE_BYTES_MAX)?;
        return not_empty(cx, path).map(|()| Deliver::File(found));
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

fn keys(cx: &mut Context<'_>, path: &Written<String>) -> Option<FileRef> {
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

fn credit(cx: &mut Context<'_>, word: &Written<String>) -> Option<Credit> {
    if word.v == "paid" {
        Some(Credit::Paid)
    } else {
        price(cx, word).map(Credit::Fixed)
    }
}

pub(super) fn photo(cx: &mut Context<'_>, field: &F<String>) -> Maybe<FileRef> {
    let Some(path) = field.good() else {
        return if field.is_absent() { Ok(None) } else { Err(Said) };
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
        return Err(Said);
    }
    let found = file(cx, path, PHOTO_BYTES_MAX).ok_or(Said)?;
    not_empty(cx, path).ok_or(Said)?;
    let ending = found.path.rsplit('.').next().unwrap_or("").to_lowercase();
    if !PHOTO_ENDINGS.contains(&ending.as_str()) {
        cx.push(
            Problem::new(
                Kind::BadFile,
                path.at,
                format!("`{}` is not a picture that Telegram shows", found.path),
            )
            .label("by its ending")
            .help("open it in a picture program, export it as .jpg or .png, and write that file's name here"),
        );
        return Err(Said);
    }
    shown_by_telegram(cx, path, &found).ok_or(Said)?;
    Ok(Some(found))
}

/// Telegram sends no file without content.
fn not_empty(cx: &mut Context<'_>, path: &Written<String>) -> Option<()> {
    let name = path.v.strip_prefix("./").unwrap_or(&path.v);
    if cx.files.size(name) != Some(0) {
        return Some(());
    }
    cx.push(
        Problem::new(
            Kind::EmptyGoods,
            path.at,
            format!("the file `{name}` has nothing in it"),
        )
        .label("0 bytes")
        .help("save the file again, or copy it anew; Telegram sends no empty files"),
    );
    None
}

/// Telegram refuses photos by their bytes, whatever their names end with.
fn shown_by_telegram(cx: &mut Context<'_>, path: &Written<String>, found: &FileRef) -> Option<()> {
    let problem = match cx.files.other(&found.path)?.content {
        Content::Unknown => return Some(()),
        Content::NotPicture(what) => Problem::new(
            Kind::NotAPicture,
            path.at,
            format!("`{}` is {what}, whatever its name says", found.path),
        )
        .label("by its content")
        .help("open it in a picture program and export it as JPEG or PNG; a new name alone changes nothing"),
        Content::Picture { width, height } => {
            let (long, short) = (width.max(height), width.min(height));
            let is_fine =
                width.saturating_add(height) <= PHOTO_SIDES_MAX && short > 0 && long / short.max(1) < PHOTO_RATIO_MAX;
            if is_fine {
                return Some(());
            }
            let message = format!("Telegram does not show a photo of {width} × {height} pixels");
            Problem::new(Kind::PictureSize, path.at, message)
                .label("too large, or too narrow")
                .help("width and height together may be 10000 pixels, and one side at most 20 times the other: make it smaller, or crop it")
        }
    };
    cx.push(problem);
    None
}

/// A file that exists inside the folder and is small enough to be sent.
fn file(cx: &mut Context<'_>, path: &Written<String>, bytes_max: u64) -> Option<FileRef> {
    let name = path.v.strip_prefix("./").unwrap_or(&path.v);
    let slashed = name.replace('\\', "/");
    if cx.files.size(&slashed).is_some() && slashed != name {
        let message = format!("the folders in `{}` are divided by `\\`", path.v);
        cx.push(
            Problem::new(Kind::MissingFile, path.at, message)
                .label("not found")
                .help(format!("write `{slashed}`, with `/` on every computer")),
        );
        return None;
    }
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
    cx.used.insert(name.to_owned(), cx.files.known_of(name));
    let Some(size) = cx.files.size(name) else {
        let last = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
        let wanted = last(name);
        // `rye` for `images/rye.jpg`, and `rye.jpg`.
        let elsewhere = |other: &&str| {
            let other = last(other);
            other == wanted || other.split_once('.').is_some_and(|(stem, _)| stem == wanted)
        };
        let same_name = cx.files.others().map(|(other, _)| other).find(elsewhere);
        let help = match same_name.or_else(|| did_you_mean(name, cx.files.names())) {
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
            Problem::new(Kind::FileTooLarge, path.at, message)
                .label("too large to send")
                .help(if bytes_max == PHOTO_BYTES_MAX {
                    "make it smaller in a picture program; 1280 pixels are plenty"
                } else {
                    "make it smaller, or put it on the web and deliver its address: `deliver: {text: \"…\"}`"
                }),
        );
        return None;
    }
    Some(FileRef { path: name.into() })
}
