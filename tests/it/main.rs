//! The integration tests: one binary, since linking is what costs. Each file is one subject.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod cli;
mod conversations;
mod engine;
mod failpoints;
mod hostile;
mod mistakes;
mod shipped;
mod tidy;
