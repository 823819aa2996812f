//! When a shop sells: spans of the week on the clock of the shop's own zone.

use crate::time::Civil;

/// Minutes of a day and of a week.
const DAY: u16 = 24 * 60;
const WEEK: u16 = 7 * DAY;

/// The hours in which a shop sells. Never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpeningHours {
    /// Minutes since Monday's midnight, the end excluded, sorted and apart from each other; one that begins on Sunday
    /// may end beyond the week.
    spans: Vec<(u16, u16)>,
}

/// A day and a time of the week, the day counted from 0 for Monday.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WeekTime {
    pub day: u16,
    /// Minutes since midnight.
    pub minute: u16,
}

/// Two spans that say something of the same minute.
#[derive(Debug, PartialEq, Eq)]
pub struct Overlap;

impl OpeningHours {
    /// From (day, from, until) with minutes since midnight; an `until` that is not after `from` is on the next day.
    pub fn new(spans: impl IntoIterator<Item = (u16, u16, u16)>) -> Result<OpeningHours, Overlap> {
        let mut spans: Vec<(u16, u16)> = spans
            .into_iter()
            .map(|(day, from, until)| {
                let until = if until > from { until } else { until + DAY };
                (day * DAY + from, day * DAY + until)
            })
            .collect();
        spans.sort_unstable();
        let first = spans.first().map(|first| first.0 + WEEK);
        let last = spans.last().map(|last| last.1);
        let around = first.zip(last).is_some_and(|(first, last)| last > first);
        if around || spans.windows(2).any(|pair| pair[0].1 > pair[1].0) {
            return Err(Overlap);
        }
        Ok(OpeningHours { spans })
    }

    pub fn is_open(&self, now: Civil) -> bool {
        let now = minute_of_week(now);
        let holds = |minute: u16| self.spans.iter().any(|(from, until)| (*from..*until).contains(&minute));
        holds(now) || holds(now + WEEK)
    }

    /// When it opens next, seen from a moment at which it is shut.
    pub fn next(&self, now: Civil) -> WeekTime {
        let now = minute_of_week(now);
        let later = self.spans.iter().map(|(from, _)| *from).find(|from| *from > now);
        let minute = later.or_else(|| self.spans.first().map(|first| first.0)).unwrap_or(0);
        WeekTime {
            day: minute / DAY,
            minute: minute % DAY,
        }
    }
}

fn minute_of_week(at: Civil) -> u16 {
    let minute = (at.weekday - 1) * i64::from(DAY) + at.hour * 60 + at.minute;
    u16::try_from(minute).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(weekday: i64, hour: i64, minute: i64) -> Civil {
        Civil {
            year: 2026,
            month: 11,
            day: 23,
            hour,
            minute,
            weekday,
            day_number: 0,
        }
    }

    #[test]
    fn a_span_ends_before_its_last_minute_and_may_pass_midnight() {
        // Monday 8 to 18, Sunday 22 to 2 on Monday.
        let hours = OpeningHours::new([(0, 480, 1080), (6, 1320, 120)]).unwrap();
        for (moment, open) in [
            (at(1, 7, 59), false),
            (at(1, 8, 0), true),
            (at(1, 17, 59), true),
            (at(1, 18, 0), false),
            (at(7, 21, 59), false),
            (at(7, 23, 0), true),
            (at(1, 1, 59), true),
            (at(1, 2, 0), false),
            (at(2, 1, 0), false),
        ] {
            assert_eq!(hours.is_open(moment), open, "{moment:?}");
        }
        assert_eq!(hours.next(at(1, 3, 0)), WeekTime { day: 0, minute: 480 });
        assert_eq!(hours.next(at(1, 18, 0)), WeekTime { day: 6, minute: 1320 });
        let week_days = OpeningHours::new([(0, 480, 1080)]).unwrap();
        assert_eq!(week_days.next(at(5, 12, 0)), WeekTime { day: 0, minute: 480 });
    }

    #[test]
    fn a_whole_day_and_a_whole_week_have_no_gap() {
        let always = OpeningHours::new((0..7).map(|day| (day, 0, 0))).unwrap();
        for weekday in 1..=7 {
            assert!(always.is_open(at(weekday, 0, 0)) && always.is_open(at(weekday, 23, 59)));
        }
    }

    #[test]
    fn spans_that_overlap_are_refused_around_the_week_too() {
        assert_eq!(OpeningHours::new([(0, 480, 1080), (0, 1000, 1200)]), Err(Overlap));
        assert_eq!(OpeningHours::new([(6, 1320, 120), (0, 60, 180)]), Err(Overlap));
        assert!(OpeningHours::new([(0, 480, 600), (0, 600, 720)]).is_ok());
    }
}
