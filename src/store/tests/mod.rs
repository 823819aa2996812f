//! Tests of the store: real files in temporary folders, hand-made decisions.

mod batches;
mod bought;
mod dying;
mod faults;
mod fixture;
mod golden;
mod guards;
mod guilty;
mod kept;
mod loading;
mod opening;
mod plans;
mod reading;
mod reasons;
mod samples;
mod upkeep;
