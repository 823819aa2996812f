//! What one payer buys: the frozen quote, the order with its hold, the legal moves between its states, and the words
//! of a "no". Pure: time is an argument, nothing here reads a file, a table or a clock.

mod form;
mod info;
mod model;
mod policy;
mod progress;
mod quote;
mod refusal;
mod state;

pub use form::Form;
pub use info::{Address, OrderInfo};
pub use model::{Answer, Hold, Order};
pub use policy::{refused_by_address, refused_by_policy};
pub use progress::Progress;
pub use quote::{Goods, Line, Quote};
pub use refusal::Refusal;
pub use state::{IllegalStep, MOVES, State, Step};
