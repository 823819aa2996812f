//! Tests of the store: real files in temporary folders, hand-made decisions.

mod batches;
mod fixture;
mod loading;
mod opening;
