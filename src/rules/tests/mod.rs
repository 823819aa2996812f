//! Tests of the room, by what they look at.

mod api;
mod compiling;
mod habits;
mod running;
mod said;
