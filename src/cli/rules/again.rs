//! Questions that customers caused, asked again of the rules as they are on the disk, and what would be otherwise.

use std::{collections::BTreeSet, sync::Arc};

use crate::{
    cli::{
        ending::Failure,
        worlds::{self, Side},
    },
    config::Settings,
    conversation::Reason,
    rules::{Asked, Input, Said, run as ask},
    shop::Shop,
    time::Timestamp,
};

/// A question that was asked again.
pub(super) struct Again {
    pub(super) side: Side,
    pub(super) reason: Reason,
    pub(super) input: Arc<Input>,
    pub(super) now: Asked,
}

/// What edited rules would mean for it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Change {
    Refused,
    Allowed,
    OtherNo,
}

/// Something that goes wrong in a rule.
pub(super) struct Trouble {
    pub(super) problem: String,
    /// For whom it does so first.
    pub(super) first: String,
    pub(super) times: usize,
}

/// Everything that was asked again.
#[derive(Default)]
pub(super) struct Replayed {
    pub(super) all: Vec<Again>,
    /// So many questions were too long to be kept.
    pub(super) unkept: usize,
}

impl Change {
    pub(super) const ALL: [Change; 3] = [Change::Refused, Change::Allowed, Change::OtherNo];
}

impl Replayed {
    pub(super) async fn of(settings: &Settings, shop: &Shop, since: Timestamp) -> Result<Replayed, Failure> {
        let mut replayed = Replayed::default();
        for (side, reader) in worlds::readers(&settings.data).await? {
            let kept = reader.reasons_since(&shop.id, since).await.map_err(Failure::said)?;
            for reason in kept.into_iter().filter(|reason| !reason.said.is_empty()) {
                replayed.ask(shop, side, reason);
            }
        }
        Ok(replayed)
    }

    fn ask(&mut self, shop: &Shop, side: Side, reason: Reason) {
        let Some(input) = reason.input.clone() else {
            self.unkept += 1;
            return;
        };
        let now = ask(&shop.rules, &input);
        self.all.push(Again {
            side,
            reason,
            input,
            now,
        });
    }

    /// How many orders were asked about.
    pub(super) fn orders(&self) -> usize {
        let orders: BTreeSet<_> = self.all.iter().filter_map(Again::order).collect();
        orders.len()
    }

    /// Questions of which no order came: each was refused.
    pub(super) fn without_order(&self) -> usize {
        self.all.iter().filter(|again| again.order().is_none()).count()
    }

    /// The questions that would end so, of each order the first, since no other would follow it.
    pub(super) fn changed(&self, change: Change) -> Vec<&Again> {
        let mut known = BTreeSet::new();
        let changed = self.all.iter().filter(|again| again.change() == Some(change));
        changed
            .filter(|again| again.order().is_none_or(|order| known.insert(order)))
            .collect()
    }

    /// Each thing that goes wrong in a rule, once.
    pub(super) fn troubles(&self) -> Vec<Trouble> {
        let mut found: Vec<Trouble> = Vec::new();
        for again in &self.all {
            for failed in &again.now.failed {
                let problem = failed.problem.to_string();
                match found.iter_mut().find(|known| known.problem == problem) {
                    Some(known) => known.times += 1,
                    None => found.push(Trouble {
                        problem,
                        first: again.name(),
                        times: 1,
                    }),
                }
            }
        }
        found
    }
}

impl Again {
    /// The rule that said no, then and now.
    pub(super) fn decisive(&self) -> (Option<&Said>, Option<&Said>) {
        let no = |said: &&Said| !said.answer.allows();
        (self.reason.said.iter().find(no), self.now.said.iter().find(no))
    }

    fn change(&self) -> Option<Change> {
        match self.decisive() {
            (None, Some(_)) => Some(Change::Refused),
            (Some(_), None) => Some(Change::Allowed),
            (Some(before), Some(now)) if before.verdict() != now.verdict() => Some(Change::OtherNo),
            _ => None,
        }
    }

    /// The order's number; of what was refused before there was one, who wanted it.
    pub(super) fn name(&self) -> String {
        match self.reason.order {
            Some(order) => order.shown(self.side.is_play()),
            None => format!("customer {}", self.reason.payer),
        }
    }

    /// Each world counts its own.
    fn order(&self) -> Option<(bool, i64)> {
        self.reason.order.map(|order| (self.side.is_play(), order.0))
    }
}
