//! `policies:`, the owner's usual checks that need no script: what an order may come to, when the shop sells, to whom,
//! how much and where to. How they are asked is in `refused`.

use std::time::Duration;

use super::{Limit, OpeningHours, Postcodes, Scope};
use crate::{ids::UserId, money::Money};

/// Each is absent, or empty, where the owner said nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Policies {
    /// An order, without its tip, may not come to less.
    pub minimum_order: Option<Money>,
    /// An order, without its tip, may not come to more.
    pub maximum_order: Option<Money>,
    pub opening_hours: Option<OpeningHours>,
    /// Two capital letters each; the only countries that addresses may be in.
    pub countries: Vec<String>,
    /// The only postcodes that addresses may have.
    pub postcodes: Vec<Postcodes>,
    /// Who can look around and not buy.
    pub blocked_customers: Vec<UserId>,
    pub limits: Vec<Limit>,
    /// What only a customer without an order before may buy.
    pub first_order_only: Option<Scope>,
    pub minimum_age: Option<MinimumAge>,
    pub after_unpaid: Option<CoolDown>,
}

/// What is sold only to people who say that they are old enough. Nobody is asked for a date of birth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MinimumAge {
    pub years: i64,
    pub of: Scope,
}

/// A pause for whoever keeps counted goods from others, again and again, and does not pay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CoolDown {
    /// So many holds in a row that ended without money.
    pub payments: i64,
    pub wait: Duration,
}

impl Policies {
    /// Whether the owner wrote none: then nothing needs to be asked.
    pub fn is_empty(&self) -> bool {
        *self == Policies::default()
    }

    /// Whether any of them looks at an address.
    pub fn ask_for_address(&self) -> bool {
        !self.countries.is_empty() || !self.postcodes.is_empty()
    }

    /// Whether any of them looks at what a customer bought before.
    pub fn ask_for_history(&self) -> bool {
        !self.limits.is_empty() || self.first_order_only.is_some()
    }

    pub fn delivers_to_country(&self, code: &str) -> bool {
        let code = code.trim().to_ascii_uppercase();
        self.countries.is_empty() || self.countries.contains(&code)
    }

    pub fn delivers_to_postcode(&self, code: &str) -> bool {
        let code = Postcodes::tidy(code);
        self.postcodes.is_empty() || self.postcodes.iter().any(|codes| codes.holds(&code))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_list_is_the_whole_world() {
        let policies = Policies::default();
        assert!(policies.delivers_to_country("PT") && policies.delivers_to_postcode("1"));
        assert!(!policies.ask_for_address());
        let lisbon = Policies {
            countries: vec!["PT".into()],
            ..policies
        };
        assert!(lisbon.delivers_to_country(" pt") && !lisbon.delivers_to_country("ES"));
    }
}
