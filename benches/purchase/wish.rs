//! What the command line asks for.

use std::time::Duration;

use crate::stage::Subject;

/// A part of the benchmark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    One,
    Webhook,
    Hundred,
    Steady,
    Visit,
    Start,
    Idle,
}

const PARTS: &[(&str, Part)] = &[
    ("one", Part::One),
    ("webhook", Part::Webhook),
    ("hundred", Part::Hundred),
    ("steady", Part::Steady),
    ("visit", Part::Visit),
    ("start", Part::Start),
    ("idle", Part::Idle),
];
const SUBJECTS: &[(&str, Subject)] = &[("kiosk", Subject::Kiosk), ("plain", Subject::Plain)];

/// Which parts, of whom, how often and how long.
pub(crate) struct Wish {
    parts: Vec<Part>,
    only: Option<Subject>,
    pub(crate) rounds: u32,
    pub(crate) length: Duration,
}

impl Wish {
    pub(crate) fn parse(words: impl Iterator<Item = String>) -> Result<Wish, String> {
        let mut wish = Wish {
            parts: Vec::new(),
            only: None,
            rounds: 3,
            length: Duration::from_secs(4),
        };
        // Cargo says `--bench` to every benchmark.
        for word in words.filter(|word| word != "--bench") {
            wish.take(&word).ok_or_else(|| unknown(&word))?;
        }
        Ok(wish)
    }

    fn take(&mut self, word: &str) -> Option<()> {
        if let Some((_, part)) = PARTS.iter().find(|(name, _)| *name == word) {
            self.parts.push(*part);
        } else if let Some((_, subject)) = SUBJECTS.iter().find(|(name, _)| *name == word) {
            self.only = Some(*subject);
        } else if let Some(number) = word.strip_prefix("rounds=") {
            self.rounds = number.parse().ok().filter(|rounds| *rounds > 0)?;
        } else {
            let number = word.strip_prefix("seconds=")?.parse().ok();
            self.length = Duration::from_secs(number.filter(|seconds| *seconds > 0)?);
        }
        Some(())
    }

    pub(crate) fn wants(&self, part: Part) -> bool {
        self.parts.is_empty() || self.parts.contains(&part)
    }

    pub(crate) fn subjects(&self) -> impl Iterator<Item = Subject> {
        let only = self.only;
        let subjects = SUBJECTS.iter().map(|(_, subject)| *subject);
        subjects.filter(move |subject| only.is_none_or(|only| only == *subject))
    }
}

fn unknown(word: &str) -> String {
    let names = |words: Vec<&str>| words.join(", ");
    format!(
        "`{word}` is unknown; parts are {}; {} measures one side; rounds=3 and seconds=4 are the defaults",
        names(PARTS.iter().map(|(name, _)| *name).collect()),
        names(SUBJECTS.iter().map(|(name, _)| *name).collect()).replace(", ", " or "),
    )
}
