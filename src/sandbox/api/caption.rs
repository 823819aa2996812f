//! Captions of photos and documents.

use super::refusal::Checked;
use super::text::formatted;
use super::{Fields, Formatted, Refusal};

/// Characters in a caption.
const CAPTION_CHARACTERS_MAX: usize = 1024;

pub(super) fn caption(fields: &Fields) -> Checked<Formatted> {
    let caption = formatted(fields, fields.text("caption"), "caption_entities")?;
    if caption.text.chars().count() > CAPTION_CHARACTERS_MAX {
        return Err(Refusal::bad("Message caption is too long"));
    }
    Ok(caption)
}
