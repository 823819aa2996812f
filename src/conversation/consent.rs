//! What the person at the desk said yes to, and how the owner's policies know them.

use super::{Bought, Change, Consent, Missing, desk::Desk};
use crate::shop::Buyer;

impl Desk<'_> {
    /// Whether the person has agreed to the terms of this revision.
    pub(super) fn has_agreed(&self) -> bool {
        self.customer.agreed == self.shop.terms.version.as_str()
    }

    pub(super) fn agree(&mut self, how: &'static str) {
        let terms = self.shop.terms.version.as_str().to_owned();
        self.customer.agreed.clone_from(&terms);
        self.consent(terms, how);
    }

    /// The person says that they are at least so old.
    pub(super) fn is_of_age(&mut self, years: i64) {
        self.customer.age = years;
        self.consent(format!("{years}+"), "age_button");
    }

    fn consent(&mut self, to: String, how: &'static str) {
        let consent = Consent {
            shop: self.shop.id.clone(),
            user: self.customer.user,
            to,
            how,
            at: self.turn.now,
        };
        self.change(Change::Consent(consent));
    }

    /// The person, as the owner's policies know them.
    pub(super) fn buyer(&self) -> Result<Buyer, Missing> {
        let bought = if self.shop.policies.ask_for_history() {
            self.books.bought(&self.shop.id, self.customer.user)?
        } else {
            &[]
        };
        let pieces = |order: &Bought| -> Vec<_> {
            let lines = order.lines.iter();
            lines
                .map(|line| (line.product.clone(), line.quantity, order.at))
                .collect()
        };
        Ok(Buyer {
            id: self.customer.user,
            age: self.customer.age,
            unpaid: self.customer.unpaid,
            orders: bought.len(),
            bought: bought.iter().flat_map(pieces).collect(),
        })
    }
}
