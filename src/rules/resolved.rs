//! Which function each call of a rule means. The interpreter finds that out by the types of the arguments, notes it, and
//! forgets it with the run, although the same rule meets the same types each time; here it is kept from one run to the
//! next. Nothing of an order is in it.

use std::sync::{Mutex, PoisonError};

use rhai::Caches;

/// A rule of a few hundred lines has less. A script that makes up names as it goes is looked up anew each time.
const KEPT_MAX: usize = 256;

/// What one rule's calls mean, as far as it is known; nothing until it was asked.
#[derive(Default)]
pub(super) struct Resolved(Mutex<Option<Box<Caches>>>);

impl Resolved {
    /// For one run; another one at the same time begins with nothing.
    pub(super) fn take(&self) -> Box<Caches> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        known.unwrap_or_default()
    }

    pub(super) fn keep(&self, mut caches: Box<Caches>) {
        // Those of a function that was left by an error.
        caches.rewind_fn_resolution_caches(1);
        if caches.fn_resolution_cache_mut().dict.len() <= KEPT_MAX {
            *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(caches);
        }
    }
}
