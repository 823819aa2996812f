//! Figures and the table of the README.

use std::fmt::{self, Display};

use crate::{
    quiet::IDLE_SHOPS,
    stage::{Intake, Plan, Subject},
    storm::Measured,
};

/// The runs of both sides.
pub(crate) struct Both<T> {
    kiosk: Vec<T>,
    plain: Vec<T>,
}

impl<T> Default for Both<T> {
    fn default() -> Both<T> {
        Both {
            kiosk: Vec::new(),
            plain: Vec::new(),
        }
    }
}

/// Rows of Markdown.
#[derive(Default)]
pub(crate) struct Table {
    rows: Vec<String>,
}

/// What a figure is to reach.
enum Goal {
    None,
    /// So many times the plain shop's figure.
    TimesAtLeast {
        must: f64,
        aim: f64,
    },
    /// So much of the plain shop's figure.
    ShareAtMost {
        must: f64,
        aim: f64,
    },
    AtMost {
        must: f64,
        aim: f64,
    },
}

impl<T> Both<T> {
    pub(crate) fn add(&mut self, subject: Subject, measured: T) {
        match subject {
            Subject::Kiosk => self.kiosk.push(measured),
            Subject::Plain => self.plain.push(measured),
        }
    }

    /// The medians of a figure; `None` where a side was not measured.
    fn medians(&self, figure: impl Fn(&T) -> f64) -> [Option<f64>; 2] {
        [&self.kiosk, &self.plain].map(|runs| {
            let mut figures: Vec<f64> = runs.iter().map(&figure).collect();
            figures.sort_by(f64::total_cmp);
            figures.get(figures.len() / 2).copied()
        })
    }
}

impl Table {
    /// One shop that polls.
    pub(crate) fn one(&mut self, both: &Both<Measured>, statements: &Both<f64>) {
        self.rate("One shop, polling", both);
        let latency = Goal::ShareAtMost { must: 0.25, aim: 0.125 };
        let cpu = Goal::AtMost {
            must: 300.0,
            aim: 180.0,
        };
        let fsyncs = Goal::AtMost { must: 0.5, aim: 0.2 };
        self.row("· CPU a purchase", " µs", 0, both.medians(|m| m.cpu_us), &cpu);
        self.waits("· pre-checkout answered", both, &latency);
        self.row("· fsyncs a purchase", "", 2, both.medians(|m| m.fsyncs), &fsyncs);
        let statements = statements.medians(|count| *count);
        self.row("· SQL statements a purchase", "", 1, statements, &Goal::None);
        self.row("· memory at most", " MB", 0, both.medians(|m| m.memory_mb), &Goal::None);
    }

    pub(crate) fn webhook(&mut self, both: &Both<Measured>) {
        self.rate("One shop, webhook", both);
        self.waits("· pre-checkout answered", both, &Goal::None);
    }

    pub(crate) fn hundred(&mut self, intake: Intake, both: &Both<Measured>) {
        let what = format!("100 shops, {}", name(intake));
        match intake {
            Intake::Polling => self.row(&per_cpu(&what), "", 0, both.medians(|m| m.a_cpu_second), &Goal::None),
            Intake::Webhook => {
                let goal = Goal::TimesAtLeast { must: 4.0, aim: 10.0 };
                self.row(&per_cpu(&what), "", 0, both.medians(|m| m.a_cpu_second), &goal);
            }
        }
    }

    pub(crate) fn steady(&mut self, intake: Intake, both: &Both<Measured>) {
        let what = format!("40 purchases/s, {}: pre-checkout answered", name(intake));
        self.waits(&what, both, &Goal::None);
    }

    pub(crate) fn visit(&mut self, both: &Both<Measured>) {
        let what = "Whole visits (browse, terms, buy, receipt), one shop, polling";
        self.row(&per_cpu(what), "", 0, both.medians(|m| m.a_cpu_second), &Goal::None);
    }

    pub(crate) fn start(&mut self, both: &Both<f64>) {
        let goal = Goal::AtMost { must: 30.0, aim: 12.0 };
        let what = "From the start of the process to its first getUpdates, empty data folder";
        self.row(what, " ms", 0, both.medians(|ms| *ms), &goal);
    }

    pub(crate) fn idle(&mut self, intake: Intake, both: &Both<f64>) {
        let what = format!("{IDLE_SHOPS} idle shops, {}: memory", name(intake));
        let goal = Goal::AtMost { must: 77.0, aim: 45.0 };
        self.row(&what, " MB", 0, both.medians(|mb| *mb), &goal);
    }

    fn rate(&mut self, what: &str, both: &Both<Measured>) {
        let goal = Goal::TimesAtLeast { must: 4.0, aim: 7.0 };
        self.row(&per_cpu(what), "", 0, both.medians(|m| m.a_cpu_second), &goal);
    }

    fn waits(&mut self, what: &str, both: &Both<Measured>, goal: &Goal) {
        let median = format!("{what}, half within");
        self.row(&median, " ms", 1, both.medians(|m| m.median_ms), &Goal::None);
        let p99 = format!("{what}, 99 of 100 within");
        self.row(&p99, " ms", 1, both.medians(|m| m.p99_ms), goal);
    }

    fn row(&mut self, what: &str, unit: &str, digits: usize, [kiosk, plain]: [Option<f64>; 2], goal: &Goal) {
        let cell = |figure: Option<f64>| figure.map_or("–".into(), |figure| format!("{figure:.digits$}{unit}"));
        let ratio = kiosk.zip(plain).map(|(kiosk, plain)| kiosk / plain);
        let times = ratio.map_or("–".into(), |ratio| format!("{ratio:.2}×"));
        self.rows.push(format!(
            "| {what} | {} | {} | {times} | {} |",
            cell(kiosk),
            cell(plain),
            goal.words(kiosk, ratio)
        ));
    }
}

impl Goal {
    /// What it asks for, and whether it is reached.
    fn words(&self, kiosk: Option<f64>, ratio: Option<f64>) -> String {
        let (asked, figure, reached): (String, Option<f64>, [bool; 2]) = match *self {
            Goal::None => return String::new(),
            Goal::TimesAtLeast { must, aim } => {
                let reached = [must, aim].map(|goal| ratio.is_some_and(|ratio| ratio >= goal));
                (format!("≥ {must}×, aim {aim}×"), ratio, reached)
            }
            Goal::ShareAtMost { must, aim } => {
                let reached = [must, aim].map(|goal| ratio.is_some_and(|ratio| ratio <= goal));
                (format!("≤ {must}×, aim {aim}×"), ratio, reached)
            }
            Goal::AtMost { must, aim } => {
                let reached = [must, aim].map(|goal| kiosk.is_some_and(|kiosk| kiosk <= goal));
                (format!("≤ {must}, aim {aim}"), kiosk, reached)
            }
        };
        let verdict = match (figure, reached) {
            (None, _) => "not measured",
            (_, [_, true]) => "aim reached",
            (_, [true, false]) => "reached",
            (_, [false, false]) => "**missed**",
        };
        format!("{asked}: {verdict}")
    }
}

fn per_cpu(what: &str) -> String {
    format!("{what}: purchases a CPU second")
}

fn name(intake: Intake) -> &'static str {
    match intake {
        Intake::Polling => "polling",
        Intake::Webhook => "webhook",
    }
}

impl Display for Table {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(to, "| | kiosk | plain shop | kiosk / plain | goal |")?;
        writeln!(to, "| --- | --- | --- | --- | --- |")?;
        self.rows.iter().try_for_each(|row| writeln!(to, "{row}"))
    }
}

impl Display for Plan {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let who = match self.subject {
            Subject::Kiosk => "kiosk",
            Subject::Plain => "plain",
        };
        write!(to, "{who}, {} shops, {}:", self.shops, name(self.intake))
    }
}

impl Display for Measured {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            to,
            "{:.0} purchases a CPU second ({:.0} µs each), {:.0}/s on the clock, pre-checkout {:.1} ms median, {:.1} ms p99, \
             {:.2} fsyncs, {:.2} calls, {:.0} MB",
            self.a_cpu_second,
            self.cpu_us,
            self.a_second,
            self.median_ms,
            self.p99_ms,
            self.fsyncs,
            self.calls,
            self.memory_mb
        )
    }
}
