//! `kiosk rules`: what the author of a rule needs. One file per command.

mod again;
mod attempt;
mod docs;
mod new;
mod replay;

use clap::{Args, Subcommand};

use super::{ending::Ending, output::Output};
use crate::config::Settings;

/// Helps with writing rules: the owner's own checks, as scripts
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  kiosk rules new wine-hours --shop bakery
  kiosk rules docs
  kiosk rules try bakery order.json
  kiosk rules replay bakery --since 7d")]
pub(super) struct Rules {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    New(new::New),
    Docs(docs::Docs),
    Try(attempt::Attempt),
    Replay(replay::Replay),
}

pub(super) async fn run(settings: &Settings, rules: &Rules, out: &mut Output) -> Ending {
    match &rules.command {
        Command::New(new) => new::run(settings, new, out),
        Command::Docs(docs) => docs::run(docs, out),
        Command::Try(attempt) => attempt::run(settings, attempt, out),
        Command::Replay(replay) => replay::run(settings, replay, out).await,
    }
}
