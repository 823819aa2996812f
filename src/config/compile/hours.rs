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
        let message = format!("`{}` is not a span of hours", written.v);
        cx.push(
            Problem::new(Kind::BadHours, written.at, message)
                .label("from when until when?")
                .help("write two times of the 24-hour clock, such as `08:00-18:00`"),
        );
    }
    found
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
