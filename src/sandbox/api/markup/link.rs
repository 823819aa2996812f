//! What an address inside markup means: a link, a person, an emoji, a time (`TDLib`, `LinkManager.cpp`).

use serde_json::{Map, Value, json};

use super::plain::{Plain, detail};
use crate::sandbox::api::url;

/// Marks what was read since as a link; an address that leads nowhere marks nothing.
pub(super) fn mark(plain: &mut Plain, from: i64, address: &str) {
    let is_person = |id: &i64| *id > 0;
    if let Some(id) = query(address, "user")
        .ok()
        .and_then(|query| number(query, "id"))
        .filter(is_person)
    {
        plain.mark("text_mention", from, detail("user", json!({"id": id})));
    } else if let Some(address) = url::checked(address) {
        plain.mark("text_link", from, detail("url", address));
    }
}

/// The kind and the details of `![…](tg://emoji?id=…)` and `![…](tg://time?unix=…)`.
pub(super) fn picture(address: &str) -> Result<(&'static str, Map<String, Value>), String> {
    if let Ok(query) = query(address, "time") {
        let unix = value(query, "unix").unwrap_or("");
        return time(unix, value(query, "format").unwrap_or("")).map(|details| ("date_time", details));
    }
    let named = query(address, "emoji").map_err(|fault| match fault {
        Fault::Scheme => "Custom emoji URL must have scheme tg",
        Fault::Host => "Custom emoji URL must have host \"emoji\"",
        Fault::Query => "Custom emoji URL must have an emoji identifier",
    })?;
    let id = value(named, "id").ok_or("Custom emoji URL must have an emoji identifier")?;
    emoji(id).map(|details| ("custom_emoji", details))
}

pub(super) fn emoji(id: &str) -> Result<Map<String, Value>, String> {
    match id.parse::<i64>() {
        Ok(number) if number != 0 && number.to_string() == id => Ok(detail("custom_emoji_id", id)),
        _ => Err("Invalid custom emoji identifier specified".into()),
    }
}

pub(super) fn time(unix: &str, format: &str) -> Result<Map<String, Value>, String> {
    let Some(unix) = unix.parse::<i64>().ok().filter(|unix| *unix > 0) else {
        return Err("Invalid Unix time specified".into()); // invented wording
    };
    let mut details = detail("unix_time", unix);
    if !format.is_empty() {
        details.insert("date_time_format".into(), format.into());
    }
    Ok(details)
}

/// Why an address is none of Telegram's own.
enum Fault {
    Scheme,
    Host,
    Query,
}

/// What follows the `?` of `tg://HOST?…`.
fn query<'a>(address: &'a str, host: &str) -> Result<&'a str, Fault> {
    let rest = after(address, "tg:").ok_or(Fault::Scheme)?;
    let rest = rest.strip_prefix("//").unwrap_or(rest);
    let rest = after(rest, host).ok_or(Fault::Host)?;
    if !(rest.is_empty() || rest.starts_with(['/', '?', '#'])) {
        return Err(Fault::Host);
    }
    let rest = rest.strip_prefix('/').unwrap_or(rest);
    let rest = rest.strip_prefix('?').ok_or(Fault::Query)?;
    Ok(rest.split('#').next().unwrap_or(""))
}

/// The rest of a text that begins so, in whatever case.
fn after<'a>(text: &'a str, start: &str) -> Option<&'a str> {
    let (first, rest) = text.split_at_checked(start.len())?;
    first.eq_ignore_ascii_case(start).then_some(rest)
}

fn value<'a>(query: &'a str, name: &str) -> Option<&'a str> {
    let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    pairs.find(|(own, _)| *own == name).map(|(_, value)| value)
}

fn number(query: &str, name: &str) -> Option<i64> {
    value(query, name)?.parse().ok()
}
