//! `getUpdates`: out of range is clamped, an unreadable list of kinds is none.

use serde_json::Value;

use super::Fields;

/// How a bot polls.
#[derive(Debug, Clone)]
pub(crate) struct GetUpdates {
    pub(crate) offset: i64,
    pub(crate) limit: usize,
    pub(crate) timeout_s: u64,
    /// `None` keeps the setting; an empty list is the default.
    pub(crate) allowed_updates: Option<Vec<String>>,
}

pub(super) fn get_updates(fields: &Fields) -> GetUpdates {
    let i32_range = (i64::from(i32::MIN), i64::from(i32::MAX));
    GetUpdates {
        offset: fields.clamped("offset", 0, i32_range.0, i32_range.1),
        limit: usize::try_from(fields.clamped("limit", 100, 1, 100)).unwrap_or(100),
        timeout_s: u64::try_from(fields.clamped("timeout", 0, 0, 50)).unwrap_or(0),
        allowed_updates: allowed_updates(fields),
    }
}

/// `None` keeps what was set before: the list is missing or no JSON array.
pub(super) fn allowed_updates(fields: &Fields) -> Option<Vec<String>> {
    let Ok(Value::Array(names)) = serde_json::from_str(fields.text("allowed_updates")) else {
        return None;
    };
    let names = names
        .iter()
        .filter_map(|name| name.as_str().map(str::to_ascii_lowercase));
    Some(names.collect())
}
