//! What `init` writes: a shop that sells, per trade.
pub struct Template;
pub static TEMPLATES: &[Template] = &[];
