//! Timestamps and the two things that a running engine may not take from anywhere else: the clock and chance.
//! Code that decides gets its time in the event; code that waits, waits on a `Clock`.

mod civil;
mod clock;

use std::{
    fmt,
    sync::{Mutex, PoisonError},
    time::Duration,
};

pub use civil::Civil;
pub use clock::{Clock, HandClock, SystemClock};
use serde::{Deserialize, Serialize};

/// Some ten thousand years.
const DAYS_MAX: i64 = 3_650_000;

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

    /// Noon of a day in a zone of the IANA database (UTC where it is unknown); the day as `Civil` counts days.
    pub fn noon(day: i64, zone: &str) -> Timestamp {
        let day = jiff::ToSpan::days(day.clamp(-DAYS_MAX, DAYS_MAX));
        let date = jiff::civil::date(1970, 1, 1).saturating_add(day);
        let zone = jiff::tz::TimeZone::get(zone).unwrap_or(jiff::tz::TimeZone::UTC);
        let noon = date.at(12, 0, 0, 0).to_zoned_datetime(zone);
        noon.map_or(Timestamp(0), |noon| Timestamp(noon.timestamp().as_millisecond()))
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

/// A timestamp for people's tools: RFC 3339 in UTC, to the millisecond.
pub mod rfc3339 {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    use super::Timestamp;

    pub fn serialize<S: Serializer>(at: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
        let instant = jiff::Timestamp::from_millisecond(at.0).unwrap_or_default();
        serializer.collect_str(&format_args!("{instant:.3}"))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Timestamp, D::Error> {
        let text = String::deserialize(deserializer)?;
        let instant: jiff::Timestamp = text.parse().map_err(D::Error::custom)?;
        Ok(Timestamp(instant.as_millisecond()))
    }

    /// The same where there may be none.
    pub mod if_any {
        use serde::{Deserialize, Deserializer, Serialize, Serializer};

        use super::Timestamp;

        #[derive(Serialize, Deserialize)]
        #[serde(transparent)]
        struct At(#[serde(with = "super")] Timestamp);

        pub fn serialize<S: Serializer>(at: &Option<Timestamp>, serializer: S) -> Result<S::Ok, S::Error> {
            at.map(At).serialize(serializer)
        }

        pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Timestamp>, D::Error> {
            Ok(Option::<At>::deserialize(deserializer)?.map(|At(at)| at))
        }
    }
}

/// Whether the IANA database knows a time zone.
pub fn is_timezone(name: &str) -> bool {
    jiff::tz::TimeZone::get(name).is_ok()
}

/// The time zone that is named after a city: `Europe/Lisbon` for `Lisbon`.
pub fn timezone_of(city: &str) -> Option<String> {
    let city = city.trim().replace(' ', "_");
    // Those without a continent count the hours the other way round.
    let ends = |name: &str| {
        let parts = name.rsplit_once('/').filter(|(before, _)| *before != "Etc");
        parts.is_some_and(|(_, last)| last.eq_ignore_ascii_case(&city))
    };
    jiff::tz::db()
        .available()
        .map(|name| name.to_string())
        .find(|name| ends(name))
}

/// 128 bits from the operating system; the one place where chance enters the engine.
pub fn random() -> Result<u128, getrandom::Error> {
    static AHEAD: Mutex<Vec<u128>> = Mutex::new(Vec::new());
    let mut ahead = AHEAD.lock().unwrap_or_else(PoisonError::into_inner);
    if ahead.is_empty() {
        // Asking the system takes as long for many as for one.
        let mut numbers = [[0; 16]; 32];
        getrandom::fill(numbers.as_flattened_mut())?;
        ahead.extend(numbers.map(u128::from_le_bytes));
    }
    ahead.pop().ok_or(getrandom::Error::UNEXPECTED)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tools_are_told_a_time_to_the_millisecond() {
        let at = Timestamp(1_795_573_333_908);
        let told = rfc3339::serialize(&at, serde_json::value::Serializer).unwrap();
        assert_eq!(told, "2026-11-25T02:22:13.908Z");
        assert_eq!(rfc3339::deserialize(&told).unwrap(), at);
    }

    #[test]
    fn times_are_shown_in_the_shops_zone() {
        let noon = Timestamp(1_795_521_909_000);
        assert_eq!(noon.to_string(), "2026-11-24T12:05:09Z");
        assert_eq!(noon.local("Europe/Moscow"), "2026-11-24 15:05");
        assert_eq!(noon.local("nowhere"), "2026-11-24 12:05");
    }

    #[test]
    fn noon_is_in_the_middle_of_its_day_wherever_it_is() {
        for zone in ["Europe/Lisbon", "Pacific/Kiritimati", "Pacific/Niue", "nowhere"] {
            for day in [0, 20_751, 20_781] {
                let noon = Timestamp::noon(day, zone).civil(zone);
                assert_eq!((noon.day_number, noon.hour, noon.minute), (day, 12, 0), "{zone}");
            }
        }
        Timestamp::noon(i64::MIN, "UTC");
    }

    #[test]
    fn spans_saturate() {
        assert_eq!(Timestamp(i64::MAX).plus(Duration::from_secs(1)), Timestamp(i64::MAX));
        assert_eq!(Timestamp(5).since(Timestamp(9)), Duration::ZERO);
    }
}
