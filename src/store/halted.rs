//! What is known of a batch that the machine did not let end.

use super::{Outcome, StoreError};

/// A run that the machine stopped half-way, as a full disk does.
#[derive(Debug, PartialEq)]
pub struct Halted {
    pub error: StoreError,
    /// In the order of the jobs, what was durable by then; a job without an outcome has left no trace.
    pub outcomes: Vec<Option<Outcome>>,
}

impl Halted {
    /// A job whose update was seen may have been seen in what was rolled back: it is to be looked at again.
    pub(super) fn new(error: StoreError, mut outcomes: Vec<Option<Outcome>>) -> Halted {
        for outcome in &mut outcomes {
            outcome.take_if(|outcome| *outcome == Outcome::Seen);
        }
        Halted { error, outcomes }
    }
}
