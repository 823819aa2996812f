//! Entries that are led by their id instead of having it: `- rye:` in the place of `- id: rye`, and the other settings
//! beside it or further in.

use serde_yaml::Value;

use super::super::kinds::Kind;
use super::super::problem::Problem;
use super::super::tree::Entry;
use super::access::Pair;
use super::de::De;
use super::suggest::slug;
use super::{alone, meant};

pub(super) const ID: &str = "id";

/// The id that was meant, and the group whose settings are the entry's. It is said that it stands in the wrong form.
pub(super) fn report<'a>(group: &De<'a>, fields: &[&'static str]) -> Option<(Pair<'a>, De<'a>)> {
    let Value::Mapping(pairs) = group.value else {
        return None;
    };
    let ((key, value), entry) = (pairs.iter().next()?, group.node.entries().first()?);
    let name = entry.name();
    let is_setting = |entry: &Entry| fields.contains(&entry.name());
    let has_id = group.node.entries().iter().any(|entry| entry.name() == ID);
    if !fields.contains(&ID) || has_id || is_setting(entry) || meant::setting(name, fields).is_some() {
        return None;
    }
    let is_bare = entry.value.raw() == Some("") && !alone::is_alone(entry, group.text);
    let is_only_one = group.node.entries().len() == 1;
    let id = slug(name).unwrap_or_else(|| "rye-bread".to_owned());
    let is_id = id == name;
    let (within, help) = if is_bare && (is_only_one || group.node.entries().iter().any(is_setting)) {
        (*group, format!("write `{ID}: {id}`"))
    } else if is_only_one && entry.value.entries().iter().any(is_setting) {
        let help = format!("write `{ID}: {id}`, and its settings below, as far left as `{ID}`");
        (group.at(value, &entry.value), help)
    } else {
        return None;
    };
    let key = group.at(key, &entry.key);
    group.push(
        Problem::new(
            Kind::UnknownField,
            key.span(),
            format!("there is no setting `{name}` here"),
        )
        .label("looks like an id")
        .help(help),
    );
    let id = Pair {
        meant: Some(ID),
        key,
        // Another id than the word that stands there was proposed.
        value: De { told: !is_id, ..key },
    };
    Some((id, within))
}
