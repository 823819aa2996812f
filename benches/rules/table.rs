//! The table of the README.

use std::fmt::{self, Display};

/// Rows of Markdown.
#[derive(Default)]
pub(crate) struct Table(Vec<String>);

/// What a figure is to reach.
pub(crate) enum Goal {
    None,
    /// The figure, what it may be at most, and that in words.
    AtMost(f64, f64, &'static str),
    /// What it may be at most, and why nobody knows.
    Unknown(&'static str, &'static str),
}

impl Table {
    pub(crate) fn row(&mut self, what: &str, figure: &str, goal: &Goal) {
        let goal = match goal {
            Goal::None => String::new(),
            Goal::AtMost(figure, most, words) if figure <= most => format!("≤ {words}: reached"),
            Goal::AtMost(_, _, words) => format!("≤ {words}: **missed**"),
            Goal::Unknown(words, why) => format!("≤ {words}: not measured, {why}"),
        };
        self.0.push(format!("| {what} | {figure} | {goal} |"));
    }
}

impl Display for Table {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(to, "| | kiosk | goal |")?;
        writeln!(to, "| --- | --- | --- |")?;
        self.0.iter().try_for_each(|row| writeln!(to, "{row}"))
    }
}

pub(crate) fn median(figures: &mut [f64]) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied().unwrap_or(f64::NAN)
}
