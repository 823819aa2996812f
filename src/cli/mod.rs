//! The command line: one file per command, and what they share. A command reads folders, asks the engine, and says in
//! plain words what came of it; it decides nothing about shops or money.

mod check;
mod ending;
mod folders;
mod init;
mod invoked;
mod order;
mod orders;
mod output;
mod place;
mod reload;
mod run;
mod stage;
mod stock;
mod test;
mod troubles;
mod try_shop;
mod words;
mod worlds;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use self::{
    ending::{Ending, Failure},
    place::Places,
};
use crate::config::Settings;

/// Runs Telegram shops from folders of YAML.
///
/// Without a command every shop of the folder runs; a shop whose files name no bot opens in the sandbox, a local
/// Telegram with play money.
#[derive(Debug, Parser)]
#[command(name = "kiosk", version, about, disable_help_subcommand = true)]
struct Cli {
    #[command(flatten)]
    places: Places,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    Run(run::Run),
    Try(try_shop::Try),
    Check(check::Check),
    Test(test::Test),
    Orders(orders::Orders),
    Order(order::OneOrder),
    Stock(stock::Stock),
    Reload(reload::Reload),
    Init(init::Init),
}

/// Reads the command line, does what it says, and says how it went. Exit codes: 0 well, 1 badly, 2 mistyped, 78 errors
/// in a shop's files.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    match act(cli) {
        Ok(exit) => ExitCode::from(exit.code()),
        Err(failure) => {
            if let Some(words) = failure.words() {
                output::complain(words);
            }
            ExitCode::from(failure.code())
        }
    }
}

fn act(cli: Cli) -> Ending {
    let settings = cli.places.settings()?;
    listen_to_log(&settings.log);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = runtime.map_err(|error| Failure::said(format_args!("kiosk cannot start: {error}")))?;
    runtime.block_on(obey(
        cli.command.unwrap_or(Command::Run(run::Run::default())),
        &settings,
    ))
}

async fn obey(command: Command, settings: &Settings) -> Ending {
    match command {
        Command::Run(run) => run.act(settings).await,
        Command::Try(attempt) => try_shop::run(settings, &attempt).await,
        Command::Check(check) => check::run(settings, &check),
        Command::Test(test) => test::run(settings, &test).await,
        Command::Orders(orders) => orders::run(settings, &orders).await,
        Command::Order(order) => order::run(settings, &order).await,
        Command::Stock(stock) => stock::run(settings, &stock).await,
        Command::Reload(reload) => reload::run(settings, &reload).await,
        Command::Init(init) => init::run(settings, &init),
    }
}

/// The log goes to stderr, so that what a command says can be piped.
fn listen_to_log(filter: &str) {
    let filter = tracing_subscriber::EnvFilter::builder()
        .with_default_directive(tracing_subscriber::filter::LevelFilter::WARN.into())
        .parse_lossy(filter);
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(output::wants_colour(&std::io::stderr()))
        .with_writer(std::io::stderr);
    // A second subscriber in one process is a test's; the first stays.
    let _ = log.try_init();
}
