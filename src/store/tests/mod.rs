//! Tests of the store: real files in temporary folders, hand-made decisions.

mod batches;
mod dying;
mod faults;
mod fixture;
mod golden;
mod guards;
mod guilty;
mod loading;
mod opening;
mod plans;
mod reading;
mod reasons;
mod samples;
mod upkeep;
