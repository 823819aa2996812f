//! `now`: date and time in the shop's zone.

use super::{Failure, Item, ItemKind};
use crate::time::Civil;

/// The moment at which the customer acted.
#[derive(Clone, Copy)]
pub(super) struct Now(pub(super) Civil);

const NOW: ItemKind = ItemKind::Property("now");
pub(in crate::rules) const DAYS: [&str; 7] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

macro_rules! numbers {
    ($($name:ident, $doc:literal, $value:literal;)*) => {
        [$(Item {
            name: stringify!($name),
            kind: NOW,
            signature: concat!("now.", stringify!($name), " -> int"),
            doc: $doc,
            example: (concat!("now.", stringify!($name)), $value),
            register: |engine| {
                engine.register_get(stringify!($name), |now: &mut Now| now.0.$name);
            },
        }),*]
    };
}

const NUMBERS: [Item; 6] = numbers! {
    year, "Four digits.", "2026";
    month, "1 to 12.", "11";
    day, "Day of the month.", "24";
    hour, "0 to 23.", "18";
    minute, "0 to 59.", "5";
    weekday, "1 is Monday, 7 is Sunday.", "2";
};

const TEXTS: [Item; 4] = [
    Item {
        name: "day_name",
        kind: NOW,
        signature: "now.day_name -> text",
        doc: "`monday` to `sunday`.",
        example: ("now.day_name", "tuesday"),
        register: |engine| {
            engine.register_get("day_name", |now: &mut Now| day_name(now.0));
        },
    },
    Item {
        name: "date",
        kind: NOW,
        signature: "now.date -> text",
        doc: "Year, month, day; such texts compare in the order of time.",
        example: ("now.date", "2026-11-24"),
        register: |engine| {
            engine.register_get("date", |now: &mut Now| now.0.date());
        },
    },
    Item {
        name: "time",
        kind: NOW,
        signature: "now.time -> text",
        doc: "Hour and minute; such texts compare in the order of time.",
        example: ("now.time", "18:05"),
        register: |engine| {
            engine.register_get("time", |now: &mut Now| now.0.time());
        },
    },
    Item {
        name: "between",
        kind: ItemKind::Method("now"),
        signature: "now.between(from: text, until: text) -> bool",
        doc: "Whether it is `from` or later and not yet `until`, both as `08:00`; past midnight where `until` is the earlier.",
        example: (r#"now.between("08:00", "18:00")"#, "false"),
        register: |engine| {
            engine.register_fn("between", |now: &mut Now, from: &str, until: &str| {
                between(now.0, from, until)
            });
        },
    },
];

const ALL: &[&[Item]] = &[&NUMBERS, &TEXTS];

pub(super) fn items() -> impl Iterator<Item = &'static Item> {
    ALL.iter().copied().flatten()
}

fn day_name(now: Civil) -> &'static str {
    let index = usize::try_from(now.weekday - 1).unwrap_or(0);
    DAYS.get(index).copied().unwrap_or(DAYS[0])
}

fn between(now: Civil, from: &str, until: &str) -> Result<bool, Failure> {
    let (from, until) = (minutes(from)?, minutes(until)?);
    let now = now.hour * 60 + now.minute;
    if from <= until {
        return Ok((from..until).contains(&now));
    }
    Ok(now >= from || now < until)
}

/// Minutes since midnight of `08:00`.
fn minutes(text: &str) -> Result<i64, Failure> {
    let wrong = || Failure::from(format!("`{text}` is not a time of day; write it as \"08:00\""));
    let (hour, minute) = text.split_once(':').ok_or_else(wrong)?;
    if hour.len() != 2 || minute.len() != 2 {
        return Err(wrong());
    }
    let (hour, minute): (u8, u8) = (hour.parse().map_err(|_| wrong())?, minute.parse().map_err(|_| wrong())?);
    if hour > 24 || minute > 59 || (hour == 24 && minute > 0) {
        return Err(wrong());
    }
    Ok(i64::from(hour) * 60 + i64::from(minute))
}
