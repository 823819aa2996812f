//! The command line: one file per command, and what they share. A command reads folders, asks the engine, and says in
//! plain words what came of it; it decides nothing about shops or money.

mod folders;
mod run;
mod stage;
mod voice;

use std::{path::PathBuf, process::ExitCode};

use clap::{Args, Parser, Subcommand};

use self::voice::Voice;
use crate::config::{Flags, Settings};

/// Runs Telegram shops from folders of YAML.
#[derive(Debug, Parser)]
#[command(name = "kiosk", version, about, disable_help_subcommand = true)]
struct Cli {
    #[command(flatten)]
    places: Places,
    #[command(subcommand)]
    command: Option<Command>,
}

/// Where everything lies.
#[derive(Clone, Debug, Default, Args)]
struct Places {
    /// The folder of shop folders [default: shops]
    #[arg(long, global = true, value_name = "DIR")]
    shops: Option<PathBuf>,
    /// Where the data is kept [default: .kiosk]
    #[arg(long, global = true, value_name = "DIR")]
    data: Option<PathBuf>,
    /// The engine's settings [default: kiosk.yaml, where there is one]
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run every shop of the folder (what happens without a command)
    Run(run::Run),
}

/// Reads the command line, does what it says, and says how it went: 0 well, 1 badly, 2 not understood.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    let voice = Voice::new();
    match act(cli, &voice) {
        Ok(code) => code,
        Err(words) => {
            voice.error(&words);
            ExitCode::FAILURE
        }
    }
}

fn act(cli: Cli, voice: &Voice) -> Result<ExitCode, String> {
    let settings = settings(&cli.places)?;
    listen_to_log(&settings.log);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = runtime.map_err(|error| format!("the program cannot start: {error}"))?;
    match cli.command.unwrap_or(Command::Run(run::Run::default())) {
        Command::Run(run) => runtime.block_on(run.act(&settings, voice)),
    }
}

fn settings(places: &Places) -> Result<Settings, String> {
    let flags = Flags {
        shops: places.shops.clone(),
        data: places.data.clone(),
        ..Flags::default()
    };
    Settings::read(places.config.as_deref(), &flags).map_err(|error| error.to_string())
}

/// The log goes to stderr, so that what a command says can be piped.
fn listen_to_log(filter: &str) {
    let filter = tracing_subscriber::EnvFilter::builder()
        .with_default_directive(tracing_subscriber::filter::LevelFilter::WARN.into())
        .parse_lossy(filter);
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    // A second subscriber in one process is a test's; the first stays.
    let _ = log.try_init();
}
