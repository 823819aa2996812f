//! Tests of the whole room: what screens and messages look like, and what leaves over the wire.

/// A named snapshot, without the path of its test.
macro_rules! snapshot {
    ($($value:tt)*) => {
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!($($value)*);
        })
    };
}

mod answers;
mod fixture;
mod hostile;
mod papers;
mod rendering;
mod sending;
mod server;
mod webhook;
