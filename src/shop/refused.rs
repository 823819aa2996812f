//! What the owner's policies say of an order. Asked twice: before an invoice is made, so that a customer hears a "no"
//! before the payment form, and at pre-checkout, where it counts. Rule tests ask the same.

use serde::{Deserialize, Serialize};

use super::{Buyer, Limit, Period, Scope, Shop, Wish};
use crate::{ids::ProductId, money::Money, time::Timestamp};

/// Why not. Says what a customer needs to hear; the words are the shop's and Telegram's business.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PolicyRefusal {
    /// This customer can look around and not buy.
    Blocked,
    /// The shop is shut now, and opens on this day (0 is Monday) at this minute of it.
    OutOfHours {
        day: u16,
        minute: u16,
    },
    OrderTooSmall {
        min: Money,
    },
    OrderTooLarge {
        max: Money,
    },
    /// More pieces than one customer may have in that time; `left` of them are still free.
    LimitReached {
        max: i64,
        per: Period,
        of: Scope,
        left: i64,
    },
    /// It is for a first order, and this customer has one.
    NotTheFirst {
        of: Scope,
    },
    /// Several payments were begun and not finished.
    MustWait {
        minutes: u64,
    },
    /// The customer has not said yet that they are so old.
    AgeUnknown {
        years: i64,
    },
    /// Nothing is brought there, because of its country.
    NotToCountry {
        to: String,
    },
    NotToPostcode {
        to: String,
    },
}

/// Every setting under `policies:`.
pub const POLICY_NAMES: [&str; 10] = [
    "blocked_customers",
    "opening_hours",
    "minimum_order",
    "maximum_order",
    "limits",
    "first_order_only",
    "after_unpaid",
    "minimum_age",
    "countries",
    "postcodes",
];

impl PolicyRefusal {
    /// The setting under `policies:` that says no.
    pub fn policy(&self) -> &'static str {
        match self {
            PolicyRefusal::Blocked => "blocked_customers",
            PolicyRefusal::OutOfHours { .. } => "opening_hours",
            PolicyRefusal::OrderTooSmall { .. } => "minimum_order",
            PolicyRefusal::OrderTooLarge { .. } => "maximum_order",
            PolicyRefusal::LimitReached { .. } => "limits",
            PolicyRefusal::NotTheFirst { .. } => "first_order_only",
            PolicyRefusal::MustWait { .. } => "after_unpaid",
            PolicyRefusal::AgeUnknown { .. } => "minimum_age",
            PolicyRefusal::NotToCountry { .. } => "countries",
            PolicyRefusal::NotToPostcode { .. } => "postcodes",
        }
    }
}

impl Shop {
    /// Everything but the address, which nobody has given before the payment form. Age comes last: nobody is asked for
    /// it who could not buy anyway.
    pub fn refuses(&self, wish: &Wish<'_>, buyer: &Buyer) -> Option<PolicyRefusal> {
        if self.policies.is_empty() {
            return None;
        }
        if self.policies.blocked_customers.contains(&buyer.id) {
            return Some(PolicyRefusal::Blocked);
        }
        self.out_of_hours(wish)
            .or_else(|| self.sum_outside(wish))
            .or_else(|| self.over_a_limit(wish, buyer))
            .or_else(|| self.not_the_first(wish, buyer))
            .or_else(|| self.must_wait(wish, buyer))
            .or_else(|| self.age_unknown(wish, buyer))
    }

    /// Whether goods are brought to where the payer lives.
    pub fn refuses_address(&self, country: &str, postcode: &str) -> Option<PolicyRefusal> {
        let to = || format!("{country} {postcode}").trim().to_owned();
        if !self.policies.delivers_to_country(country) {
            return Some(PolicyRefusal::NotToCountry { to: to() });
        }
        let delivers = self.policies.delivers_to_postcode(postcode);
        (!delivers).then(|| PolicyRefusal::NotToPostcode { to: to() })
    }

    /// Whether this is sold only to people who said how old they are.
    pub fn asks_age_for(&self, product: &ProductId) -> bool {
        let age = self.policies.minimum_age.as_ref();
        age.is_some_and(|age| age.of.covers(&self.catalog, product))
    }

    fn out_of_hours(&self, wish: &Wish<'_>) -> Option<PolicyRefusal> {
        let hours = self.policies.opening_hours.as_ref()?;
        let here = wish.now.civil(&self.timezone);
        let next = hours.next(here);
        (!hours.is_open(here)).then_some(PolicyRefusal::OutOfHours {
            day: next.day,
            minute: next.minute,
        })
    }

    fn sum_outside(&self, wish: &Wish<'_>) -> Option<PolicyRefusal> {
        let same = |bound: &Money| bound.currency == wish.total.currency;
        let min = self.policies.minimum_order.filter(same);
        if let Some(min) = min.filter(|min| wish.total.minor < min.minor) {
            return Some(PolicyRefusal::OrderTooSmall { min });
        }
        let max = self.policies.maximum_order.filter(same)?;
        (wish.total.minor > max.minor).then_some(PolicyRefusal::OrderTooLarge { max })
    }

    fn over_a_limit(&self, wish: &Wish<'_>, buyer: &Buyer) -> Option<PolicyRefusal> {
        self.policies.limits.iter().find_map(|limit| {
            let left = self.left_of(limit, wish, buyer);
            let wanted = self.wanted(wish, &limit.of);
            (wanted > left).then(|| PolicyRefusal::LimitReached {
                max: limit.max,
                per: limit.per,
                of: limit.of.clone(),
                left,
            })
        })
    }

    /// How many pieces a limit still lets this customer have.
    fn left_of(&self, limit: &Limit, wish: &Wish<'_>, buyer: &Buyer) -> i64 {
        let here = wish.now.civil(&self.timezone);
        let counts = |product, at: Timestamp| {
            limit.of.covers(&self.catalog, product) && limit.per.is_same(here, at.civil(&self.timezone))
        };
        let bought = buyer.bought.iter().filter(|(product, _, at)| counts(product, *at));
        let bought = bought.map(|(_, pieces, _)| *pieces).fold(0, i64::saturating_add);
        limit.max.saturating_sub(bought).max(0)
    }

    fn wanted(&self, wish: &Wish<'_>, of: &Scope) -> i64 {
        let lines = wish
            .lines
            .iter()
            .filter(|(product, _)| of.covers(&self.catalog, product));
        lines.map(|(_, pieces)| *pieces).fold(0, i64::saturating_add)
    }

    fn not_the_first(&self, wish: &Wish<'_>, buyer: &Buyer) -> Option<PolicyRefusal> {
        let of = self.policies.first_order_only.as_ref()?;
        (buyer.orders > 0 && self.wanted(wish, of) > 0).then(|| PolicyRefusal::NotTheFirst { of: of.clone() })
    }

    fn must_wait(&self, wish: &Wish<'_>, buyer: &Buyer) -> Option<PolicyRefusal> {
        let rule = self.policies.after_unpaid.filter(|_| wish.counted)?;
        let rest = buyer.unpaid.wait(wish.now, rule)?;
        Some(PolicyRefusal::MustWait {
            minutes: rest.as_secs().div_ceil(60).max(1),
        })
    }

    fn age_unknown(&self, wish: &Wish<'_>, buyer: &Buyer) -> Option<PolicyRefusal> {
        let age = self.policies.minimum_age.as_ref()?;
        (buyer.age < age.years && self.wanted(wish, &age.of) > 0)
            .then_some(PolicyRefusal::AgeUnknown { years: age.years })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        ids::{CategoryId, ProductId, UserId},
        shop::{MinimumAge, Policies, Unpaid, fixture},
    };

    fn id(name: &str) -> ProductId {
        ProductId::parse(name).unwrap()
    }

    fn of(products: &[&str], categories: &[&str]) -> Scope {
        Scope {
            products: products.iter().map(|name| id(name)).collect(),
            categories: categories.iter().map(|name| CategoryId::parse(name).unwrap()).collect(),
        }
    }

    fn shop(policies: Policies) -> Shop {
        Shop {
            policies,
            ..fixture::shop()
        }
    }

    fn buyer(bought: &[(&str, i64, Timestamp)]) -> Buyer {
        Buyer {
            id: UserId(1),
            age: 0,
            unpaid: Unpaid::default(),
            orders: bought.len(),
            bought: bought
                .iter()
                .map(|(name, pieces, at)| (id(name), *pieces, *at))
                .collect(),
        }
    }

    fn asks(shop: &Shop, product: &str, pieces: i64, buyer: &Buyer, now: Timestamp) -> Option<PolicyRefusal> {
        let product = id(product);
        let wish = Wish {
            total: Money::new(pieces * 500, shop.currency),
            lines: vec![(&product, pieces)],
            counted: true,
            now,
        };
        shop.refuses(&wish, buyer)
    }

    fn at(date: &str, time: &str) -> Timestamp {
        Timestamp::of_local(date, time, "Europe/Lisbon").unwrap()
    }

    #[test]
    fn a_limit_counts_what_it_names_in_its_time() {
        let limit = Limit {
            max: 3,
            per: Period::Day,
            of: of(&["book"], &["bread"]),
        };
        let shop = shop(Policies {
            limits: vec![limit],
            ..Policies::default()
        });
        let now = at("2026-11-24", "12:00");
        let had = buyer(&[
            ("sourdough", 1, at("2026-11-24", "00:01")),
            ("book", 1, at("2026-11-24", "11:59")),
            ("book", 5, at("2026-11-23", "23:59")),
            ("key", 5, now),
        ]);
        let left = |refusal| match refusal {
            Some(PolicyRefusal::LimitReached { left, .. }) => Some(left),
            None => None,
            other => panic!("{other:?}"),
        };
        assert_eq!(left(asks(&shop, "sourdough", 1, &had, now)), None);
        assert_eq!(left(asks(&shop, "sourdough", 2, &had, now)), Some(1));
        assert_eq!(left(asks(&shop, "key", 9, &had, now)), None, "not named");
        assert_eq!(left(asks(&shop, "book", 3, &buyer(&[]), now)), None);
        assert_eq!(left(asks(&shop, "book", 4, &buyer(&[]), now)), Some(3));
    }

    #[test]
    fn a_first_order_is_first_whatever_the_others_were_for() {
        let shop = shop(Policies {
            first_order_only: Some(of(&["book"], &[])),
            ..Policies::default()
        });
        let now = at("2026-11-24", "12:00");
        let had = buyer(&[("key", 1, at("2020-01-01", "00:00"))]);
        assert_eq!(asks(&shop, "book", 1, &buyer(&[]), now), None);
        assert_eq!(asks(&shop, "key", 1, &had, now), None);
        let refused = asks(&shop, "book", 1, &had, now).unwrap();
        assert_eq!(refused.policy(), "first_order_only");
    }

    #[test]
    fn age_is_asked_for_what_it_is_about_and_only_of_those_who_could_buy() {
        let shop = shop(Policies {
            minimum_age: Some(MinimumAge {
                years: 18,
                of: of(&[], &["bread"]),
            }),
            maximum_order: Some(Money::new(1000, fixture::shop().currency)),
            ..Policies::default()
        });
        let now = at("2026-11-24", "12:00");
        let of_age = |age| Buyer { age, ..buyer(&[]) };
        let named = |refusal: Option<PolicyRefusal>| refusal.map(|refusal| refusal.policy());
        assert_eq!(named(asks(&shop, "sourdough", 1, &of_age(0), now)), Some("minimum_age"));
        assert_eq!(
            named(asks(&shop, "sourdough", 1, &of_age(16), now)),
            Some("minimum_age")
        );
        assert_eq!(named(asks(&shop, "sourdough", 1, &of_age(21), now)), None);
        assert_eq!(named(asks(&shop, "book", 1, &of_age(0), now)), None);
        assert_eq!(
            named(asks(&shop, "sourdough", 3, &of_age(0), now)),
            Some("maximum_order")
        );
    }
}
