//! Opening hours as owners write them: `mon-fri: 08:00-18:00`.

use super::super::kinds::Kind;
use super::super::problem::Problem;
use super::super::read::Written;
use super::context::Context;

pub(in super::super) const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// The days of `mon`, `mon-fri` (the week may turn: `sat-mon`) or `daily`, counted from 0 for Monday.
pub(super) fn days(cx: &mut Context<'_>, written: &Written<String>) -> Option<Vec<u16>> {
    let found = read_days(&written.v);
    if found.is_none() {
        let message = format!("`{}` is not a day of the week", written.v);
        let help = match read_days(&short(&written.v)) {
            Some(_) => format!("write `{}`", short(&written.v)),
            None => "write mon, tue, wed, thu, fri, sat or sun, two of them as in `mon-fri`, or daily".to_owned(),
        };
        cx.push(
            Problem::new(Kind::BadHours, written.at, message)
                .label("on which days?")
                .help(help),
        );
    }
    found
}

/// From and until in minutes since midnight; `24:00` is midnight at the end of the day.
pub(super) fn span(cx: &mut Context<'_>, written: &Written<String>) -> Option<(u16, u16)> {
    let found = read_span(&written.v);
    if found.is_none() {
        let several: Vec<&str> = written.v.split([',', ';', '+']).map(str::trim).collect();
        let are_spans = several.len() > 1 && several.iter().all(|part| read_span(part).is_some());
        let message = format!("`{}` is not a span of hours", written.v);
        cx.push(
            Problem::new(Kind::BadHours, written.at, message)
                .label("from when until when?")
                .help(match by_24_hours(&written.v) {
                    _ if is_shut(&written.v) => "take out the days on which the shop is closed".to_owned(),
                    _ if are_spans => format!("write them in brackets: `[{}]`", several.join(", ")),
                    Some(hours) => format!("write `{hours}`"),
                    None => "write two times of the 24-hour clock, such as `08:00-18:00`".to_owned(),
                }),
        );
    }
    found
}

fn is_shut(text: &str) -> bool {
    ["closed", "close", "no", "off", "-"].contains(&text.to_lowercase().as_str())
}

/// `Monday-Friday` as `mon-fri`.
fn short(text: &str) -> String {
    let text = text.to_lowercase().replace('–', "-");
    let days = text
        .split('-')
        .map(|day| day.trim().chars().take(3).collect::<String>());
    days.collect::<Vec<_>>().join("-")
}

fn read_days(text: &str) -> Option<Vec<u16>> {
    let place = |day: &str| DAYS.iter().position(|known| *known == day);
    if text == "daily" {
        return Some((0..7).collect());
    }
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    let (first, last) = (place(first)?, place(last)?);
    let count = (last + 7 - first) % 7;
    (0..=count).map(|step| u16::try_from((first + step) % 7).ok()).collect()
}

fn read_span(text: &str) -> Option<(u16, u16)> {
    let (from, until) = text.split_once(['-', '–'])?;
    let (from, until) = (read_time(from.trim())?, read_time(until.trim())?);
    (from != 24 * 60).then_some((from, until % (24 * 60)))
}

/// `9am-1pm` as `09:00-13:00`, `8-18` as `08:00-18:00`.
fn by_24_hours(text: &str) -> Option<String> {
    let text = text.to_lowercase().replace(" to ", "-").replace('–', "-");
    let (from, until) = text.split_once('-')?;
    let better = format!("{}-{}", hour_of(from)?, hour_of(until)?);
    read_span(&better).map(|_| better)
}

fn hour_of(text: &str) -> Option<String> {
    let text = text.trim().replace('.', ":");
    let (bare, add) = match (text.strip_suffix("am"), text.strip_suffix("pm")) {
        (Some(bare), _) => (bare.trim(), 0),
        (_, Some(bare)) => (bare.trim(), 12),
        _ => (text.as_str(), 0),
    };
    let (hour, minute) = bare.split_once(':').unwrap_or((bare, "00"));
    let hour: u16 = hour.parse().ok().filter(|hour| *hour <= 24)?;
    let by_half_days = bare.len() < text.len() && hour <= 12;
    let hour = if by_half_days { hour % 12 + add } else { hour };
    Some(format!("{hour:02}:{minute}"))
}

fn read_time(text: &str) -> Option<u16> {
    let (hour, minute) = text.split_once(':')?;
    let number = |part: &str, digits: std::ops::RangeInclusive<usize>| {
        let plain = digits.contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        plain.then(|| part.parse::<u16>().ok()).flatten()
    };
    let (hour, minute) = (number(hour, 1..=2)?, number(minute, 2..=2)?);
    let fits = (hour < 24 && minute < 60) || (hour == 24 && minute == 0);
    fits.then_some(hour * 60 + minute)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_spans() {
        assert_eq!(read_days("mon-fri"), Some(vec![0, 1, 2, 3, 4]));
        assert_eq!(read_days("sat-mon"), Some(vec![5, 6, 0]));
        assert_eq!(read_days("sun"), Some(vec![6]));
        assert_eq!(read_days("daily").map(|days| days.len()), Some(7));
        assert_eq!(read_days("Monday"), None);
        assert_eq!(short("Monday – Friday"), "mon-fri");
        for (text, hours) in [
            ("9am-1pm", Some("09:00-13:00")),
            ("8-18", Some("08:00-18:00")),
            ("12am - 12pm", Some("00:00-12:00")),
            ("8.30 to 17.30", Some("08:30-17:30")),
            ("25:00", None),
            ("25-26", None),
            ("morning", None),
        ] {
            assert_eq!(by_24_hours(text).as_deref(), hours, "{text}");
        }
        assert_eq!(read_span("08:00-18:00"), Some((480, 1080)));
        assert_eq!(read_span("8:30 - 24:00"), Some((510, 0)));
        assert_eq!(read_span("22:00-02:00"), Some((1320, 120)));
        for nonsense in [
            "8-18",
            "08:00",
            "24:00-08:00",
            "08:60-09:00",
            "25:00-26:00",
            "8am-6pm",
            "-",
            "::-::",
        ] {
            assert_eq!(read_span(nonsense), None, "{nonsense}");
        }
    }
}
