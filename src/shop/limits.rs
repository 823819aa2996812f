//! How much of what one customer may buy in which time.

use serde::{Deserialize, Serialize};

use super::Catalog;
use crate::{
    ids::{CategoryId, ProductId},
    time::Civil,
};

/// At most so many pieces for one customer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limit {
    /// At least 1.
    pub max: i64,
    pub per: Period,
    /// Counted together.
    pub of: Scope,
}

/// Which goods a policy is about: these products and all of these categories; everything where neither is named.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scope {
    pub products: Vec<ProductId>,
    pub categories: Vec<CategoryId>,
}

/// A span of the shop's own calendar and clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Period {
    Hour,
    Day,
    /// From Monday on.
    Week,
    Month,
    /// All time.
    Ever,
}

impl Scope {
    pub fn is_everything(&self) -> bool {
        self.products.is_empty() && self.categories.is_empty()
    }

    /// By the catalog of today: what is no longer sold has no category.
    pub fn covers(&self, catalog: &Catalog, product: &ProductId) -> bool {
        let its_category = || catalog.product(product).and_then(|product| product.category.as_ref());
        self.is_everything()
            || self.products.contains(product)
            || (!self.categories.is_empty() && its_category().is_some_and(|id| self.categories.contains(id)))
    }
}

impl Period {
    /// Whether both moments are in one of it.
    pub fn is_same(self, one: Civil, other: Civil) -> bool {
        let monday = |moment: Civil| moment.day_number - moment.weekday;
        match self {
            Period::Hour => one.day_number == other.day_number && one.hour == other.hour,
            Period::Day => one.day_number == other.day_number,
            Period::Week => monday(one) == monday(other),
            Period::Month => (one.year, one.month) == (other.year, other.month),
            Period::Ever => true,
        }
    }

    pub fn word(self) -> &'static str {
        match self {
            Period::Hour => "hour",
            Period::Day => "day",
            Period::Week => "week",
            Period::Month => "month",
            Period::Ever => "ever",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Timestamp;

    #[test]
    fn periods_begin_by_the_calendar_of_the_shop() {
        let at = |date: &str, time: &str| {
            let zone = "Europe/Lisbon";
            Timestamp::of_local(date, time, zone).unwrap().civil(zone)
        };
        let now = at("2026-11-24", "12:30");
        for (date, time, same) in [
            ("2026-11-24", "12:00", [true, true, true, true]),
            ("2026-11-24", "11:59", [false, true, true, true]),
            ("2026-11-23", "12:30", [false, false, true, true]),
            ("2026-11-22", "23:59", [false, false, false, true]),
            ("2026-10-31", "12:30", [false, false, false, false]),
            ("2025-11-24", "12:30", [false, false, false, false]),
        ] {
            let then = at(date, time);
            let found = [Period::Hour, Period::Day, Period::Week, Period::Month].map(|per| per.is_same(now, then));
            assert_eq!(found, same, "{date} {time}");
            assert!(Period::Ever.is_same(now, then));
        }
        // The night on which the clock is put back has 25 hours, and is one day.
        assert!(Period::Day.is_same(at("2026-10-25", "00:10"), at("2026-10-25", "23:50")));
    }
}
