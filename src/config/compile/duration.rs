//! Time spans: `30m`, `2h`, `3d`.

use std::time::Duration;

use super::super::{kinds::Kind, problem::Problem, read::Written};
use super::context::Context;

/// A whole number and a unit, within bounds.
pub(super) fn duration(
    cx: &mut Context<'_>,
    written: &Written<String>,
    min: Duration,
    max: Duration,
) -> Option<Duration> {
    let Some(span) = parse_duration(&written.v) else {
        let digits = written.v.bytes().all(|b| b.is_ascii_digit());
        let help = if digits && !written.v.is_empty() {
            let of = |unit: &str| format!("`{}{unit}`", written.v);
            format!(
                "write {} for minutes, {} for hours or {} for days",
                of("m"),
                of("h"),
                of("d")
            )
        } else if let Some(short) = spelled_out(&written.v) {
            format!("write `{short}`")
        } else {
            "write a whole number and m, h or d for minutes, hours or days, such as `30m` or `2d`".to_owned()
        };
        let message = format!("`{}` is not a time span", written.v);
        cx.push(
            Problem::new(Kind::BadDuration, written.at, message)
                .label("how long?")
                .help(help),
        );
        return None;
    };
    if span < min || span > max {
        let word = if span < min { "short" } else { "long" };
        let bounds = format!("from {} to {}", shown(min), shown(max));
        let message = format!("`{}` is too {word}", written.v);
        cx.push(
            Problem::new(Kind::NumberRange, written.at, message)
                .label(bounds.clone())
                .help(format!("write a span {bounds}")),
        );
        return None;
    }
    Some(span)
}

const UNITS: [(char, u64); 5] = [('s', 1), ('m', 60), ('h', 3_600), ('d', 86_400), ('w', 604_800)];

/// `30 minutes` as `30m`.
fn spelled_out(text: &str) -> Option<String> {
    let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
    let word = text[digits.len()..].trim().trim_end_matches(['s', '.']).to_lowercase();
    let unit = match word.as_str() {
        "" if text.ends_with('s') => "s",
        "sec" | "second" | "сек" => "s",
        "m" | "min" | "minute" | "мин" | "минут" => "m",
        "h" | "hr" | "hour" | "ч" | "час" => "h",
        "d" | "day" | "дн" | "д" => "d",
        "w" | "week" | "нед" => "w",
        _ => return None,
    };
    (!digits.is_empty()).then(|| format!("{digits}{unit}"))
}

fn parse_duration(text: &str) -> Option<Duration> {
    let unit = text.chars().last()?;
    let (_, seconds) = UNITS.iter().find(|(letter, _)| *letter == unit)?;
    let digits = &text[..text.len() - unit.len_utf8()];
    let plain = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    let count: u64 = plain.then(|| digits.parse().ok())??;
    count.checked_mul(*seconds).map(Duration::from_secs)
}

pub(in super::super) fn shown(span: Duration) -> String {
    let seconds = span.as_secs();
    let best = UNITS[..4]
        .iter()
        .rev()
        .find(|(_, unit)| seconds >= *unit && seconds.is_multiple_of(*unit));
    best.map_or_else(
        || format!("{seconds}s"),
        |(letter, unit)| format!("{}{letter}", seconds / unit),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_have_a_unit() {
        assert_eq!(parse_duration("30m"), Some(Duration::from_mins(30)));
        assert_eq!(parse_duration("2d"), Some(Duration::from_hours(48)));
        for text in [
            "30",
            "m",
            "1.5h",
            "-3d",
            "30 m",
            "",
            "é",
            "99999999999999999999w",
            "9999999999999999999w",
        ] {
            assert_eq!(parse_duration(text), None, "{text}");
        }
        for (text, short) in [
            ("30 minutes", "30m"),
            ("2 Days", "2d"),
            ("1hour", "1h"),
            ("30 s", "30s"),
            ("3 мин.", "3m"),
        ] {
            assert_eq!(spelled_out(text).as_deref(), Some(short), "{text}");
        }
        assert_eq!(spelled_out("half an hour"), None);
        assert_eq!(shown(Duration::from_hours(24 * 30)), "30d");
        assert_eq!(shown(Duration::from_secs(90)), "90s");
    }
}
