//! What no conversation can say.

pub(crate) const COVERS: &[&str] = &[];
