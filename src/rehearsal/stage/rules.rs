//! What rules and policies answered during a talk, and who could buy when it began.

use std::collections::BTreeSet;

use super::Stage;
use crate::{
    order::Refusal,
    rules::{Reached, Rules},
    store::StoreError,
    time::Timestamp,
};

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

    /// The policies that refused a customer.
    pub(in crate::rehearsal) async fn refused_by(&self) -> Result<BTreeSet<&'static str>, StoreError> {
        let kept = self.reader.reasons_since(&self.shop_id(), Timestamp::default()).await?;
        let refused = kept.iter().filter_map(|reason| match &reason.refusal {
            Some(Refusal::Policy(refusal)) => Some(refusal.policy()),
            _ => None,
        });
        Ok(refused.collect())
    }

    pub(in crate::rehearsal) fn agreed(&self) -> Vec<String> {
        self.given.agreed.clone()
    }
}
