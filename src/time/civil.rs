//! A moment as calendar and clock show it somewhere; made by `Timestamp::civil`.

use std::fmt;

/// Calendar and clock of one moment in one zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Civil {
    pub year: i64,
    pub month: i64,
    pub day: i64,
    pub hour: i64,
    pub minute: i64,
    /// 1 is Monday, 7 is Sunday.
    pub weekday: i64,
    /// Counts days of that calendar from 1 January 1970.
    pub day_number: i64,
}

impl Civil {
    /// `2026-11-24`.
    pub fn date(self) -> String {
        format!("{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }

    /// `18:05`.
    pub fn time(self) -> String {
        format!("{:02}:{:02}", self.hour, self.minute)
    }
}

/// `2026-11-24 18:05`.
impl fmt::Display for Civil {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.date(), self.time())
    }
}

#[cfg(test)]
mod tests {
    use crate::time::Timestamp;

    #[test]
    fn summer_time_moves_the_clock_and_the_day_starts_at_its_own_midnight() {
        // The last Sunday of October 2026: Lisbon goes from 02:00 back to 01:00.
        let before = Timestamp(1_792_884_000_000).civil("Europe/Lisbon");
        let after = Timestamp(1_792_884_000_000 + 3 * 3_600_000).civil("Europe/Lisbon");
        assert_eq!(before.to_string(), "2026-10-25 00:20");
        assert_eq!(after.to_string(), "2026-10-25 02:20");
        assert_eq!(before.weekday, 7);
        assert_eq!(before.day_number, after.day_number);
        let utc = Timestamp(1_792_884_000_000).civil("UTC");
        assert_eq!(utc.day_number, before.day_number - 1);
        assert_eq!(Timestamp(0).civil("UTC").day_number, 0);
    }
}
