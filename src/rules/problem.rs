//! What is wrong with a script, in its author's words, with the place in its text. `config` renders it with a snippet.

/// One thing to put right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The script: the name of its file without the ending.
    pub script: String,
    /// Counted from 1; 0 where no place is known.
    pub line: usize,
    /// In characters, counted from 1; 0 where no place is known.
    pub column: usize,
    /// How many characters to mark, at least 1.
    pub length: usize,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// What to write instead.
    pub help: Option<String>,
}

impl Problem {
    pub(super) fn new(script: &str, at: rhai::Position, message: impl Into<String>) -> Problem {
        Problem {
            script: script.to_owned(),
            line: at.line().unwrap_or(0),
            column: at.position().unwrap_or(0),
            length: 1,
            message: message.into(),
            help: None,
        }
    }

    pub(super) fn help(self, help: impl Into<String>) -> Problem {
        Problem {
            help: Some(help.into()),
            ..self
        }
    }

    /// Marks a whole word.
    pub(super) fn over(self, word: &str) -> Problem {
        Problem {
            length: word.chars().count().max(1),
            ..self
        }
    }
}

/// `limits.rhai:3:9: …`, and the help on a line of its own.
impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.rhai", self.script)?;
        if self.line > 0 {
            write!(f, ":{}:{}", self.line, self.column.max(1))?;
        }
        write!(f, ": {}", self.message)?;
        match &self.help {
            Some(help) => write!(f, "\n  help: {help}"),
            None => Ok(()),
        }
    }
}
