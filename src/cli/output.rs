//! Where commands write: colour on a terminal, plain text in a pipe. It may decide how a text looks and never what it
//! says. Whatever others wrote (customers' names, a shop's words) goes through `clean` before it reaches a terminal.

use std::{
    env,
    io::{self, IsTerminal, Write},
};

use anstyle::{AnsiColor, Style};
use serde_json::Value;

use super::invoked::Invoked;

/// The standard output of a command.
pub(super) struct Output {
    to: io::Stdout,
    coloured: bool,
    invoked: Invoked,
}

/// What a piece of text is, as far as its look goes.
#[derive(Clone, Copy)]
pub(super) enum Tone {
    Strong,
    Slanted,
    Faint,
    Good,
    Bad,
    Warn,
    Link,
}

impl Output {
    pub(super) fn stdout(invoked: Invoked) -> Output {
        Output {
            coloured: wants_colour(&io::stdout()),
            to: io::stdout(),
            invoked,
        }
    }

    pub(super) fn is_coloured(&self) -> bool {
        self.coloured
    }

    pub(super) fn invoked(&self) -> &Invoked {
        &self.invoked
    }

    /// A command of ours, as it would be typed here.
    pub(super) fn command(&self, arguments: &str) -> String {
        self.invoked.typed(arguments)
    }

    /// Words of another room, with the commands in them as they would be typed here.
    pub(super) fn retold(&self, words: &str) -> String {
        self.invoked.retold(words)
    }

    /// A line for whoever still listens: a reader that went away is no reason to stop.
    pub(super) fn announce(&mut self, text: &str) {
        let _ = self.line(text);
    }

    /// A line, at once.
    pub(super) fn line(&mut self, text: &str) -> io::Result<()> {
        writeln!(self.to, "{text}")?;
        self.to.flush()
    }

    /// Text as it is, without a line's end, at once.
    pub(super) fn text(&mut self, text: &str) -> io::Result<()> {
        self.to.write_all(text.as_bytes())?;
        self.to.flush()
    }

    /// A JSON document for a tool.
    pub(super) fn json(&mut self, value: &Value) -> io::Result<()> {
        self.line(&format!("{value:#}"))
    }

    pub(super) fn paint(&self, tone: Tone, text: &str) -> String {
        paint(self.coloured, tone, text)
    }
}

pub(super) fn paint(coloured: bool, tone: Tone, text: &str) -> String {
    if !coloured {
        return text.to_owned();
    }
    let style = tone.style();
    format!("{style}{text}{style:#}")
}

impl Tone {
    pub(super) fn style(self) -> Style {
        let colour = |colour: AnsiColor| Style::new().fg_color(Some(colour.into()));
        match self {
            Tone::Strong => Style::new().bold(),
            Tone::Slanted => Style::new().italic(),
            Tone::Faint => Style::new().dimmed(),
            Tone::Good => colour(AnsiColor::Green),
            Tone::Bad => colour(AnsiColor::Red).bold(),
            Tone::Warn => colour(AnsiColor::Yellow),
            Tone::Link => colour(AnsiColor::Cyan),
        }
    }
}

/// A line on standard error, where the output stays readable for a tool.
pub(super) fn error(words: &str) {
    let mut stream = io::stderr();
    // What `check` says of files is labelled line by line.
    let label = if words.starts_with("error[") || words.starts_with("warning[") {
        String::new()
    } else {
        paint(wants_colour(&stream), Tone::Bad, "error:") + " "
    };
    let _ = writeln!(stream, "{label}{}", words.trim_end());
}

/// <https://no-color.org>: any value but an empty one turns colour off.
pub(super) fn wants_colour(stream: &impl IsTerminal) -> bool {
    let refused = env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let dumb = env::var_os("TERM").is_some_and(|term| term == "dumb");
    stream.is_terminal() && !refused && !dumb
}

/// Without characters that command a terminal or turn the direction of a line. Each is replaced by one that is as long
/// in UTF-16, so that the places of entities stay true. Line breaks stay.
pub(super) fn clean(text: &str) -> String {
    let commands =
        |c: char| (c.is_control() && c != '\n') || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    text.chars().map(|c| if commands(c) { '\u{fffd}' } else { c }).collect()
}

/// The same on one line.
pub(super) fn clean_line(text: &str) -> String {
    clean(text).replace('\n', " ")
}

/// `1 shop`, `2 shops`.
pub(super) fn count(number: usize, word: &str) -> String {
    let end = if number == 1 { "" } else { "s" };
    format!("{number} {word}{end}")
}

/// Rows as a table: each column as wide as its longest cell, the last one ragged.
pub(super) fn columns(rows: &[Vec<String>], indent: &str) -> String {
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..rows.iter().map(Vec::len).max().unwrap_or(0)).map(width).collect();
    let mut out = String::new();
    for row in rows {
        let cells: Vec<String> = row
            .iter()
            .zip(&widths)
            .map(|(cell, width)| format!("{cell:<width$}"))
            .collect();
        out += format!("{indent}{}", cells.join("  ")).trim_end();
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_commands_a_terminal_gets_through() {
        let hostile = "Ann\u{1b}[2J\u{7}\u{202e}nnA\r";
        assert_eq!(clean(hostile), "Ann\u{fffd}[2J\u{fffd}\u{fffd}nnA\u{fffd}");
        assert_eq!(clean("two\nlines ж 🍞"), "two\nlines ж 🍞");
        assert_eq!(clean_line("two\nlines"), "two lines");
    }

    #[test]
    fn plain_output_is_plain() {
        assert_eq!(paint(false, Tone::Bad, "no"), "no");
        assert_eq!(paint(true, Tone::Strong, "yes"), "\u{1b}[1myes\u{1b}[0m");
        assert_eq!(count(1, "shop"), "1 shop");
        assert_eq!(count(0, "error"), "0 errors");
    }

    #[test]
    fn a_table_is_aligned_by_characters() {
        let row = |cells: [&str; 2]| cells.map(str::to_owned).to_vec();
        let rows = vec![row(["хлеб", "1"]), row(["rye", ""]), row(["a", "22"])];
        assert_eq!(columns(&rows, "  "), "  хлеб  1\n  rye\n  a     22\n");
        assert_eq!(columns(&[], ""), "");
    }
}
