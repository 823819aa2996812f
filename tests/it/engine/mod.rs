//! The running engine against the sandbox over HTTP, with a real database file.

mod bad_order;
pub(crate) mod bench;
mod control;
pub(crate) mod faults;
mod invoices;
mod polls;
mod purchases;
mod ruled;
