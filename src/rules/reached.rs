//! What the rules of one revision have answered to customers so far: what its conversations have tried.

use std::{
    collections::BTreeSet,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use super::{Deny, Reply, Rules, Said};

/// Which rules were asked, which let somebody pass, and at which places they said no.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reached {
    pub asked: BTreeSet<String>,
    pub allowed: BTreeSet<String>,
    pub denied: BTreeSet<Deny>,
}

/// What one rule keeps of it; as long as its text at most.
#[derive(Default)]
pub(super) struct Kept {
    asked: AtomicBool,
    allowed: AtomicBool,
    denied: Mutex<BTreeSet<(usize, usize)>>,
}

impl Reached {
    pub fn add(&mut self, other: Reached) {
        self.asked.extend(other.asked);
        self.allowed.extend(other.allowed);
        self.denied.extend(other.denied);
    }
}

impl Rules {
    /// Everything that was answered since these rules were compiled.
    pub fn reached(&self) -> Reached {
        let mut reached = Reached::default();
        for rule in self.0.iter() {
            if rule.reached.asked.load(Ordering::Relaxed) {
                reached.asked.insert(rule.name.to_string());
            }
            if rule.reached.allowed.load(Ordering::Relaxed) {
                reached.allowed.insert(rule.name.to_string());
            }
            let denied = rule.reached.denied.lock().unwrap_or_else(PoisonError::into_inner);
            reached.denied.extend(denied.iter().map(|place| Deny {
                script: rule.script.to_string(),
                place: *place,
            }));
        }
        reached
    }

    /// Takes down what came of one question: what each of them said, in their order.
    pub(super) fn keep_reached(&self, said: &[Said]) {
        for (rule, said) in self.0.iter().zip(said) {
            rule.reached.asked.store(true, Ordering::Relaxed);
            match &said.answer {
                Reply::Allow => rule.reached.allowed.store(true, Ordering::Relaxed),
                Reply::Deny { at: Some(place), .. } => {
                    let mut denied = rule.reached.denied.lock().unwrap_or_else(PoisonError::into_inner);
                    denied.insert(*place);
                }
                _ => {}
            }
        }
    }
}
