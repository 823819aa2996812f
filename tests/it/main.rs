//! The integration tests: one binary, since linking is what costs. Each file is one subject.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout, clippy::print_stderr)]

mod bad_days;
mod cli;
mod conversations;
mod engine;
mod example_rules;
mod failpoints;
mod fair;
mod fuzz;
mod gone;
mod hostile;
mod interop;
mod live;
mod mistakes;
mod owners;
mod pages;
mod posts;
mod repaired;
mod rules;
mod schema;
mod shipped;
mod side_by_side;
mod tidy;
mod webhook;
