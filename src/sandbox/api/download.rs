//! `getFile`.

use super::refusal::Checked;
use super::{Fields, Refusal};

pub(super) fn file_id(fields: &Fields) -> Checked<String> {
    match fields.text("file_id") {
        "" => Err(Refusal::bad("file_id not specified")),
        id => Ok(id.to_owned()),
    }
}
