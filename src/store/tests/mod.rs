//! Tests of the store: real files in temporary folders, hand-made decisions.

mod batches;
mod faults;
mod fixture;
mod golden;
mod guards;
mod loading;
mod opening;
mod plans;
mod reading;
mod upkeep;
