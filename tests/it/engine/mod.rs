//! The running engine against the sandbox over HTTP, with a real database file.

pub(crate) mod bench;
mod control;
mod faults;
mod purchases;
