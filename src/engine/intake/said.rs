//! What rode in the answers to the last requests, so that an update that comes again gets the same answer. Memory alone: a
//! restart forgets it, like every screen on its way.

use std::{collections::VecDeque, time::Duration};

use crate::{ids::UpdateId, time::Timestamp};

/// Telegram posts an update again after seconds.
const KEPT_MAX: usize = 256;
/// A screen that comes later than this would only confuse.
pub(super) const SCREEN_LIVES: Duration = Duration::from_secs(30);

/// The last answers that held something.
#[derive(Default)]
pub(super) struct Said(VecDeque<Answer>);

struct Answer {
    update: UpdateId,
    call: String,
    until: Timestamp,
}

impl Said {
    pub(super) fn keep(&mut self, update: UpdateId, call: String, until: Timestamp, now: Timestamp) {
        while self.0.len() >= KEPT_MAX || self.0.front().is_some_and(|answer| answer.until <= now) {
            self.0.pop_front();
        }
        self.0.push_back(Answer { update, call, until });
    }

    /// What was said to this update, if it may still be said.
    pub(super) fn again(&self, update: UpdateId, now: Timestamp) -> Option<String> {
        let answer = self.0.iter().rfind(|answer| answer.update == update);
        Some(answer.filter(|answer| answer.until > now)?.call.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_answers_are_given_again_while_they_make_sense() {
        let mut said = Said::default();
        for update in 0..1_000 {
            said.keep(
                UpdateId(update),
                update.to_string(),
                Timestamp(10 + update),
                Timestamp(0),
            );
        }
        assert_eq!(said.0.len(), KEPT_MAX);
        assert_eq!(said.again(UpdateId(1), Timestamp(1)), None, "others came since");
        assert_eq!(said.again(UpdateId(999), Timestamp(1_008)).as_deref(), Some("999"));
        assert_eq!(said.again(UpdateId(999), Timestamp(1_009)), None, "its time is over");
        said.keep(UpdateId(1_000), String::new(), Timestamp(3_000), Timestamp(2_000));
        assert_eq!(said.0.len(), 1);
    }
}
