//! Under way.

mod compile;
mod raw;
mod script;
