//! What policies may know of who buys, and of what they want.

use std::time::Duration;

use super::CoolDown;
use crate::{
    ids::{ProductId, UserId},
    money::Money,
    time::Timestamp,
};

/// Holds that ended longer ago than this are forgotten: a refused card once a month is no habit.
const FORGOTTEN_AFTER: Duration = Duration::from_hours(24);

/// Who would pay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Buyer {
    pub id: UserId,
    /// As old as this they said they are, at least; 0 where nobody asked.
    pub age: i64,
    pub unpaid: Unpaid,
    /// How many orders they have that are paid or being paid, and what was in them; loaded only for policies that ask.
    pub orders: usize,
    pub bought: Vec<(ProductId, i64, Timestamp)>,
}

/// What they would buy, and when.
#[derive(Clone, Debug)]
pub struct Wish<'a> {
    /// Without a tip.
    pub total: Money,
    /// Products with their pieces.
    pub lines: Vec<(&'a ProductId, i64)>,
    /// Whether it takes pieces of which there are only so many.
    pub counted: bool,
    pub now: Timestamp,
}

/// Holds of counted goods, one after the other, that ended without money.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Unpaid {
    pub count: i64,
    /// When the latest of them ended.
    pub last: Timestamp,
}

impl Unpaid {
    /// With one that ended at this moment. Whoever has waited begins anew.
    #[must_use]
    pub fn and_one(self, at: Timestamp, rule: CoolDown) -> Unpaid {
        let forgotten = at.since(self.last) > FORGOTTEN_AFTER;
        let served = self.count >= rule.payments && at >= self.last.plus(rule.wait);
        Unpaid {
            count: if forgotten || served { 1 } else { self.count + 1 },
            last: at,
        }
    }

    /// How much longer this customer must wait.
    pub fn wait(self, now: Timestamp, rule: CoolDown) -> Option<Duration> {
        let rest = self.last.plus(rule.wait).since(now);
        (self.count >= rule.payments && !rest.is_zero()).then_some(rest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULE: CoolDown = CoolDown {
        payments: 3,
        wait: Duration::from_mins(30),
    };

    fn minutes(minutes: i64) -> Timestamp {
        Timestamp(minutes * 60_000)
    }

    #[test]
    fn the_third_in_a_row_makes_a_customer_wait_and_then_counting_begins_anew() {
        let two = Unpaid::default().and_one(minutes(10), RULE).and_one(minutes(25), RULE);
        assert_eq!(two.wait(minutes(25), RULE), None);
        let three = two.and_one(minutes(40), RULE);
        assert_eq!(three.wait(minutes(41), RULE), Some(Duration::from_mins(29)));
        assert_eq!(three.wait(minutes(70), RULE), None);
        assert_eq!(three.and_one(minutes(90), RULE).count, 1);
        // One that had begun before goes on where it was.
        assert_eq!(three.and_one(minutes(50), RULE).count, 4);
    }

    #[test]
    fn what_is_a_day_old_is_forgotten() {
        let two = Unpaid {
            count: 2,
            last: minutes(0),
        };
        assert_eq!(two.and_one(minutes(24 * 60), RULE).count, 3);
        assert_eq!(two.and_one(minutes(24 * 60 + 1), RULE).count, 1);
    }
}
