//! `kiosk rules`: what the author of a rule needs. One file per command.

mod docs;

use clap::{Args, Subcommand};

use super::{ending::Ending, output::Output};

/// Helps with writing rules: the owner's own checks, as scripts
///
/// A running shop does not ask rules yet: `check` refuses their files.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  kiosk rules docs
  kiosk rules docs total")]
pub(super) struct Rules {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Docs(docs::Docs),
}

pub(super) fn run(rules: &Rules, out: &mut Output) -> Ending {
    match &rules.command {
        Command::Docs(docs) => docs::run(docs, out),
    }
}
