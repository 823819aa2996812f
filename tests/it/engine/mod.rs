//! The running engine against the sandbox over HTTP, with a real database file.

pub(crate) mod bench;
mod control;
pub(crate) mod faults;
mod polls;
mod purchases;
mod ruled;
