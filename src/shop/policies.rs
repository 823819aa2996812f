//! `policies:`, the owner's usual checks that need no script: what an order may come to, when the shop sells, to whom,
//! how much and where to. How they are asked is in `refused`.

use std::time::Duration;

use super::{Limit, OpeningHours, POLICY_NAMES, Postcodes, Scope};
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

    /// Those that the owner wrote, by the names of their settings.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        POLICY_NAMES
            .into_iter()
            .filter(|name| self.clone().without(name) != *self)
    }

    /// Without one of them, for finding out whether any test misses it.
    #[must_use]
    pub fn without(mut self, name: &str) -> Policies {
        match name {
            "blocked_customers" => self.blocked_customers.clear(),
            "opening_hours" => self.opening_hours = None,
            "minimum_order" => self.minimum_order = None,
            "maximum_order" => self.maximum_order = None,
            "limits" => self.limits.clear(),
            "first_order_only" => self.first_order_only = None,
            "after_unpaid" => self.after_unpaid = None,
            "minimum_age" => self.minimum_age = None,
            "countries" => self.countries.clear(),
            "postcodes" => self.postcodes.clear(),
            _ => {}
        }
        self
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

    #[test]
    fn those_that_are_written_are_known_by_name_and_can_be_taken_away() {
        let money = Money::new(500, crate::money::Currency::parse("EUR").unwrap());
        let none: &[&str] = &[];
        assert!(Policies::default().names().eq(none.iter().copied()));
        let all = Policies {
            minimum_order: Some(money),
            maximum_order: Some(money),
            opening_hours: OpeningHours::new(vec![(0, 480, 1080)]).ok(),
            countries: vec!["PT".into()],
            postcodes: Postcodes::parse("1000").into_iter().collect(),
            blocked_customers: vec![UserId(7)],
            limits: vec![Limit {
                max: 1,
                per: super::super::Period::Day,
                of: Scope::default(),
            }],
            first_order_only: Some(Scope::default()),
            minimum_age: Some(MinimumAge {
                years: 18,
                of: Scope::default(),
            }),
            after_unpaid: Some(CoolDown {
                payments: 3,
                wait: Duration::from_mins(30),
            }),
        };
        assert!(all.names().eq(POLICY_NAMES));
        let none_left = POLICY_NAMES.iter().fold(all, |left, name| left.without(name));
        assert!(none_left.is_empty());
    }
}
