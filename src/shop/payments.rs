//! How a shop is paid.

use super::{Provider, Secret};

/// Which of the two provider tokens is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    Test,
    Live,
}

/// How money comes in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payments {
    pub provider: Provider,
    pub mode: Mode,
    /// `None` for Stars and in the sandbox.
    pub token: Option<Secret>,
}
