//! What a command says: plain text in a pipe, colour on a terminal, and commands as this person would type them.

use std::{
    io::{IsTerminal, Write},
    path::Path,
};

/// Where words go, and how they may look.
pub(crate) struct Voice {
    colour: bool,
    /// Whether the program was started through cargo, so that nobody is told to type a name that the shell lacks.
    through_cargo: Option<Build>,
}

#[derive(Clone, Copy)]
enum Build {
    Debug,
    Release,
}

impl Voice {
    pub(crate) fn new() -> Voice {
        let colour = std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none();
        let program = std::env::current_exe().ok();
        Voice {
            colour,
            through_cargo: program.and_then(|path| build_of(&path)),
        }
    }

    pub(crate) fn is_coloured(&self) -> bool {
        self.colour
    }

    pub(crate) fn line(&self, words: &str) {
        // A reader that went away is no reason to stop.
        let _ = writeln!(std::io::stdout(), "{words}");
    }

    pub(crate) fn error(&self, words: &str) {
        let _ = writeln!(std::io::stderr(), "error: {words}");
    }

    pub(crate) fn strong(&self, words: &str) -> String {
        self.styled(anstyle::Style::new().bold(), words)
    }

    pub(crate) fn faint(&self, words: &str) -> String {
        self.styled(anstyle::Style::new().dimmed(), words)
    }

    /// A command of ours, as it would be typed here.
    pub(crate) fn command(&self, arguments: &str) -> String {
        let program = match self.through_cargo {
            Some(Build::Debug) => "cargo run --",
            Some(Build::Release) => "cargo run --release --",
            None => "kiosk",
        };
        self.strong(&format!("{program} {arguments}"))
    }

    fn styled(&self, style: anstyle::Style, words: &str) -> String {
        if self.colour {
            format!("{style}{words}{style:#}")
        } else {
            words.into()
        }
    }
}

/// Cargo puts what it builds into `target/debug` or `target/release`.
fn build_of(program: &Path) -> Option<Build> {
    let folder = program.parent()?;
    if folder.parent()?.file_name()? != "target" {
        return None;
    }
    match folder.file_name()?.to_str()? {
        "debug" => Some(Build::Debug),
        "release" => Some(Build::Release),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(program: &str) -> String {
        let voice = Voice {
            colour: false,
            through_cargo: build_of(Path::new(program)),
        };
        voice.command("try bakery")
    }

    #[test]
    fn commands_are_told_as_they_are_typed() {
        assert_eq!(
            typed("/home/ann/shop/target/release/kiosk"),
            "cargo run --release -- try bakery"
        );
        assert_eq!(typed("/home/ann/shop/target/debug/kiosk"), "cargo run -- try bakery");
        assert_eq!(typed("/usr/local/bin/kiosk"), "kiosk try bakery");
    }
}
