//! The command line: one file a command, each a table of its arguments and a function that does it. Commands say what
//! happened on standard output and what went wrong on standard error, in the words of the person who typed them.
//! Nothing here decides anything about a shop; `output` is where text becomes what a terminal shows.

mod check;
mod ending;
mod output;
mod place;

use std::{io::Write as _, process::ExitCode};

use clap::{Parser, Subcommand};
use ending::{Ending, Exit, Failure};
use place::Global;

#[derive(Parser, Debug)]
#[command(name = "kiosk", version, about = "Runs Telegram shops from folders of YAML")]
struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand, Debug)]
enum Command {
    Check(check::Check),
}

/// The whole program: reads the arguments of this process and does what they say.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    let ending = match &cli.command {
        Some(Command::Check(check)) => check::run(&cli.global, check),
        None => Ok(Exit::Fine),
    };
    end(ending)
}

fn end(ending: Ending) -> ExitCode {
    let failure = match ending {
        Ok(exit) => return ExitCode::from(exit.code()),
        Err(failure) => failure,
    };
    if let Some(words) = failure.words() {
        // Where standard error is gone too, the exit code still tells.
        drop(writeln!(std::io::stderr(), "error: {words}"));
    }
    ExitCode::from(failure.code())
}
