//! The picture on an invoice: a public address, which Telegram fetches by itself. An address that it cannot read is
//! ignored there without a word, so it is judged here.

use std::net::IpAddr;

use super::super::kinds::Kind;
use super::super::problem::Problem;
use super::super::raw::PhotoUrl;
use super::super::read::{Either, F, Written};
use super::context::{Context, Maybe, Said};
use super::scalar::integer;
use crate::shop::InvoicePhoto;

/// Telegram clamps the sides of a photo to this.
pub(in super::super) const SIDE_PIXELS_MAX: i64 = 10_000;
/// Telegram fetches a photo of at most 5 MB by its address.
pub(in super::super) const PHOTO_BYTES_MAX: i64 = 5_000_000;

pub(super) fn photo_url(cx: &mut Context<'_>, field: &F<PhotoUrl>) -> Maybe<InvoicePhoto> {
    let written = match field {
        F::Absent => return Ok(None),
        F::Bad(_) => return Err(Said),
        F::Good(written) => written,
    };
    let picture = match &written.v {
        Either::One(text) => {
            let url = Written {
                v: text.clone(),
                at: written.at,
                plain: written.plain,
            };
            return Ok(Some(InvoicePhoto {
                url: address(cx, &url).ok_or(Said)?,
                width: 0,
                height: 0,
                size: 0,
            }));
        }
        Either::More(picture) => picture,
    };
    let url = cx
        .need(&picture.url, "url", written.at, "url: https://example.com/bread.jpg")
        .and_then(|url| address(cx, url));
    let width = number(cx, &picture.width, SIDE_PIXELS_MAX);
    let height = number(cx, &picture.height, SIDE_PIXELS_MAX);
    let size = number(cx, &picture.size, PHOTO_BYTES_MAX);
    let whole = || {
        Some(InvoicePhoto {
            url: url?,
            width: width?,
            height: height?,
            size: size?,
        })
    };
    whole().map(Some).ok_or(Said)
}

/// 0 where it is not said.
fn number(cx: &mut Context<'_>, field: &F<String>, max: i64) -> Option<u32> {
    match field {
        F::Absent => Some(0),
        F::Bad(_) => None,
        F::Good(written) => integer(cx, written, 1, max).and_then(|number| u32::try_from(number).ok()),
    }
}

fn address(cx: &mut Context<'_>, written: &Written<String>) -> Option<std::sync::Arc<str>> {
    let Err(why) = public(&written.v) else {
        return Some(written.v.as_str().into());
    };
    cx.push(
        Problem::new(Kind::BadUrl, written.at, format!("Telegram cannot fetch a picture here: {why}"))
            .label("not a public address")
            .help("write the picture's whole address, such as `https://example.com/bread.jpg`; a file of the folder is a `photo`"),
    );
    None
}

/// Whether anybody on the web could follow this address.
fn public(text: &str) -> Result<(), &'static str> {
    let rest = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"))
        .ok_or("it does not begin with `https://`")?;
    if text.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return Err("it has a space in it; write `%20`");
    }
    let host = rest.split(['/', '?', '#']).next().unwrap_or("");
    if host.contains('@') {
        return Err("it has a name or password in it");
    }
    let host = match host.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|b| b.is_ascii_digit()) => host,
        _ => host,
    };
    if host.trim_matches(['[', ']']).parse::<IpAddr>().is_ok() || host == "localhost" {
        return Err("it names a machine by number, or this one; write the name of a web site");
    }
    let labels: Vec<&str> = host.split('.').collect();
    if labels.len() < 2 || labels.iter().any(|label| label.is_empty()) {
        return Err("it names no web site");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_telegram_can_reach_is_an_address() {
        for good in [
            "https://example.com/bread.jpg",
            "http://shop.example.com:8080/a?b=c#d",
            "https://пекарня.рф/хлеб.jpg",
        ] {
            assert_eq!(public(good), Ok(()), "{good}");
        }
        for bad in [
            "",
            "images/bread.jpg",
            "ftp://example.com/a.jpg",
            "https://",
            "https:///a.jpg",
            "https://localhost/a.jpg",
            "https://127.0.0.1:8000/a.jpg",
            "https://[::1]/a.jpg",
            "https://example/a.jpg",
            "https://example..com/a.jpg",
            "https://ann:secret@example.com/a.jpg",
            "https://example.com/a b.jpg",
        ] {
            assert!(public(bad).is_err(), "{bad}");
        }
    }
}
