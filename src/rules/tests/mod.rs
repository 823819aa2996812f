//! Tests of the room, by what they look at.

mod api;
mod compiling;
mod running;
mod said;
