//! What the rules answered during a talk, and who could buy when it began.

use super::Stage;
use crate::rules::{Reached, Rules};

impl Stage {
    /// What the rules answered, as they were when the talk began: of edited scripts nobody knows the places.
    pub(in crate::rehearsal) fn reached(&self) -> Reached {
        let mut reached = Reached::default();
        let same = |rules: &&Rules| rules.scripts().eq(self.rules[0].scripts());
        for rules in self.rules.iter().filter(same) {
            reached.add(rules.reached());
        }
        reached
    }

    pub(in crate::rehearsal) fn agreed(&self) -> Vec<String> {
        self.given.agreed.clone()
    }
}
