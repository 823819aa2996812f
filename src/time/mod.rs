//! Timestamps and the two things that a running engine may not take from anywhere else: the clock and chance.
//! Code that decides gets its time in the event; code that waits, waits on a `Clock`.

mod civil;
mod clock;

use std::{fmt, time::Duration};

pub use civil::Civil;
pub use clock::{Clock, HandClock, SystemClock};
use serde::{Deserialize, Serialize};

/// Milliseconds since 1970, UTC.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// After everything: the end of what has no end.
    pub const NEVER: Timestamp = Timestamp(253_402_300_799_000);

    pub fn plus(self, span: Duration) -> Timestamp {
        Timestamp(
            self.0
                .saturating_add(i64::try_from(span.as_millis()).unwrap_or(i64::MAX)),
        )
    }

    pub fn minus(self, span: Duration) -> Timestamp {
        Timestamp(
            self.0
                .saturating_sub(i64::try_from(span.as_millis()).unwrap_or(i64::MAX)),
        )
    }

    /// How long ago `earlier` was; zero where it is not earlier.
    pub fn since(self, earlier: Timestamp) -> Duration {
        Duration::from_millis(u64::try_from(self.0.saturating_sub(earlier.0)).unwrap_or(0))
    }

    /// What calendar and clock show in a zone of the IANA database (UTC where it is unknown), daylight saving included.
    pub fn civil(self, zone: &str) -> Civil {
        let zoned = self.zoned(zone);
        let date = zoned.date();
        let day = date.duration_since(jiff::civil::date(1970, 1, 1)).as_hours() / 24;
        Civil {
            year: date.year().into(),
            month: date.month().into(),
            day: date.day().into(),
            hour: zoned.hour().into(),
            minute: zoned.minute().into(),
            weekday: date.weekday().to_monday_one_offset().into(),
            day_number: day,
        }
    }

    fn zoned(self, zone: &str) -> jiff::ZonedDateTime {
        let zone = jiff::tz::TimeZone::get(zone).unwrap_or(jiff::tz::TimeZone::UTC);
        let instant = jiff::Timestamp::from_millisecond(self.0).unwrap_or_default();
        jiff::ZonedDateTime::new(instant, zone)
    }

    /// In a zone of the IANA database (UTC where it is unknown), in the words of `strftime`.
    pub fn formatted(self, zone: &str, format: &str) -> String {
        self.zoned(zone).strftime(format).to_string()
    }

    /// The moment of `2026-11-24` and `18:05` in a zone; what the clock skips there in spring is an hour later.
    pub fn of_local(date: &str, time: &str, zone: &str) -> Option<Timestamp> {
        let zone = jiff::tz::TimeZone::get(zone).ok()?;
        let date: jiff::civil::Date = date.parse().ok()?;
        let time: jiff::civil::Time = time.parse().ok()?;
        let zoned = date.to_datetime(time).to_zoned_datetime(zone).ok()?;
        Some(Timestamp(zoned.timestamp().as_millisecond()))
    }

    /// Noon of a day in a zone; days are counted from 1 January 1970, as in [`Civil`].
    pub fn noon_of(day_number: i64, zone: &str) -> Option<Timestamp> {
        let zone = jiff::tz::TimeZone::get(zone).ok()?;
        let days = jiff::Span::new().try_days(day_number).ok()?;
        let date = jiff::civil::date(1970, 1, 1).checked_add(days).ok()?;
        let zoned = date.at(12, 0, 0, 0).to_zoned_datetime(zone).ok()?;
        Some(Timestamp(zoned.timestamp().as_millisecond()))
    }

    /// Date and time to the minute in a zone of the IANA database (UTC where it is unknown): `2026-11-24 18:05`.
    pub fn local(self, zone: &str) -> String {
        self.zoned(zone).strftime("%Y-%m-%d %H:%M").to_string()
    }
}

/// In UTC, to the second: `2026-11-24T18:05:09Z`.
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let instant = jiff::Timestamp::from_millisecond(self.0).unwrap_or_default();
        f.write_str(&instant.strftime("%Y-%m-%dT%H:%M:%SZ").to_string())
    }
}

/// Whether the IANA database knows a time zone.
pub fn is_timezone(name: &str) -> bool {
    jiff::tz::TimeZone::get(name).is_ok()
}

/// 128 bits from the operating system; the one place where chance enters the engine.
pub fn random() -> Result<u128, getrandom::Error> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes)?;
    Ok(u128::from_le_bytes(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_shown_in_the_shops_zone() {
        let noon = Timestamp(1_795_521_909_000);
        assert_eq!(noon.to_string(), "2026-11-24T12:05:09Z");
        assert_eq!(noon.local("Europe/Moscow"), "2026-11-24 15:05");
        assert_eq!(noon.local("nowhere"), "2026-11-24 12:05");
    }

    #[test]
    fn a_days_noon_is_on_that_day_everywhere() {
        for zone in ["UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Europe/Lisbon"] {
            let noon = Timestamp::noon_of(20_781, zone).unwrap();
            assert_eq!(noon.local(zone), "2026-11-24 12:00");
            assert_eq!(noon.civil(zone).day_number, 20_781);
        }
        assert_eq!(Timestamp::noon_of(i64::MAX, "UTC"), None);
    }

    #[test]
    fn spans_saturate() {
        assert_eq!(Timestamp(i64::MAX).plus(Duration::from_secs(1)), Timestamp(i64::MAX));
        assert_eq!(Timestamp(5).since(Timestamp(9)), Duration::ZERO);
    }
}
