//! Texts that no honest hand writes, and that would keep a parser busy for minutes.

use super::super::tree::{Broken, DEPTH_MAX, TOO_DEEP};

/// Where brackets are opened far deeper than a tree may be, in quotes or not. `serde_yaml` takes time that grows with the
/// square of that depth, so a text that has no tree is not given to it then.
pub(super) fn too_deep(text: &str) -> Option<Broken> {
    const OPEN_MAX: usize = 4 * DEPTH_MAX;
    let mut open = 0_usize;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'[' | b'{' => open += 1,
            b']' | b'}' => open = open.saturating_sub(1),
            _ => {}
        }
        if open > OPEN_MAX {
            return Some(Broken::TooBig { what: TOO_DEEP, at });
        }
    }
    None
}
