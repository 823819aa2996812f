//! The command line: one file per command, and what they share. A command reads folders, asks the engine, and says in
//! plain words what came of it; it decides nothing about shops or money.

mod check;
mod ending;
mod explain;
mod explain_order;
mod folders;
mod held;
mod init;
mod invoked;
mod kept;
mod memories;
mod order;
mod orders;
mod output;
mod place;
mod plan;
mod post;
mod posts;
mod reasons;
mod reload;
mod revisions;
mod rollback;
mod rules;
mod run;
mod schema;
mod source;
mod stage;
mod statement;
mod status;
mod stock;
mod test;
mod troubles;
mod try_shop;
mod words;
mod worlds;

use std::{
    io::{self, IsTerminal as _},
    process::ExitCode,
};

use clap::{CommandFactory as _, FromArgMatches as _, Parser, Subcommand};
use tokio::runtime::{self, Runtime};
use tracing_subscriber::{EnvFilter, filter::LevelFilter};

use self::{
    ending::{Ending, Failure},
    invoked::Invoked,
    output::Output,
    place::Places,
};
use crate::config::{Settings, mistyped};

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
    Explain(explain::Explain),
    Schema(schema::Schema),
    Test(test::Test),
    Orders(orders::Orders),
    Order(order::OneOrder),
    ExplainOrder(explain_order::ExplainOrder),
    Stock(stock::Stock),
    Status(status::Status),
    Plan(plan::Plan),
    Post(post::Post),
    Posts(posts::Posts),
    Unpost(post::Unpost),
    Link(post::Link),
    Unlink(post::Unlink),
    Reload(reload::Reload),
    Revisions(revisions::Revisions),
    Rollback(rollback::Rollback),
    Init(init::Init),
    Rules(rules::Rules),
}

/// Reads the command line, does what it says, and says how it went. Exit codes: 0 well, 1 badly, 2 mistyped, 78 errors
/// in a shop's files.
pub fn main() -> ExitCode {
    let cli = Cli::from_arg_matches(&grammar().get_matches()).unwrap_or_else(|error| error.exit());
    match act(cli) {
        Ok(exit) => ExitCode::from(exit.code()),
        Err(failure) => {
            if let Some(words) = failure.words() {
                output::error(words);
            }
            ExitCode::from(failure.code())
        }
    }
}

/// Help is as wide as the terminal that shows it; in a pipe its lines are left whole.
fn grammar() -> clap::Command {
    let command = Cli::command();
    if io::stdout().is_terminal() {
        command.max_term_width(120)
    } else {
        command.term_width(0)
    }
}

fn act(cli: Cli) -> Ending {
    let settings = cli.places.settings()?;
    listen_to_log(&settings.log)?;
    for (variable, meant) in mistyped(std::env::vars_os().map(|(name, _)| name)) {
        tracing::warn!("the variable {variable} is no setting and was not read; did you mean {meant}?");
    }
    let runtime = runtime()?;
    let mut out = Output::stdout(Invoked::now(&cli.places));
    let command = cli.command.unwrap_or(Command::Run(run::Run::default()));
    runtime.block_on(obey(command, &settings, &mut out))
}

/// Where there is one core, handing tasks from thread to thread only costs.
fn runtime() -> io::Result<Runtime> {
    let is_alone = std::thread::available_parallelism().is_ok_and(|cores| cores.get() == 1);
    let mut builder = if is_alone {
        runtime::Builder::new_current_thread()
    } else {
        runtime::Builder::new_multi_thread()
    };
    builder.enable_all().build()
}

async fn obey(command: Command, settings: &Settings, out: &mut Output) -> Ending {
    match command {
        Command::Run(run) => run.act(settings, out).await,
        Command::Try(attempt) => try_shop::run(settings, &attempt, out).await,
        Command::Check(check) => check::run(settings, &check, out),
        Command::Explain(explain) => explain::run(&explain, out),
        Command::Schema(schema) => schema::run(settings, &schema, out),
        Command::Test(test) => test::run(settings, &test, out).await,
        Command::Orders(orders) => orders::run(settings, &orders, out).await,
        Command::Order(order) => order::run(settings, &order, out).await,
        Command::ExplainOrder(explain) => explain_order::run(settings, &explain, out).await,
        Command::Stock(stock) => stock::run(settings, &stock, out).await,
        Command::Status(status) => status::run(settings, &status, out).await,
        Command::Plan(plan) => plan::run(settings, &plan, out).await,
        Command::Revisions(revisions) => revisions::run(settings, &revisions, out).await,
        Command::Rollback(rollback) => rollback::run(settings, &rollback, out).await,
        Command::Post(post) => post::post(settings, &post, out).await,
        Command::Posts(posts) => posts::run(settings, &posts, out).await,
        Command::Unpost(unpost) => post::unpost(settings, &unpost, out).await,
        Command::Link(link) => post::link(settings, &link, out).await,
        Command::Unlink(unlink) => post::unlink(settings, &unlink, out).await,
        Command::Reload(reload) => reload::run(settings, &reload, out).await,
        Command::Init(init) => init::run(settings, &init, out),
        Command::Rules(rules) => rules::run(settings, &rules, out).await,
    }
}

/// The log goes to stderr, so that what a command says can be piped.
fn listen_to_log(filter: &str) -> Result<(), Failure> {
    let filter = log_filter(filter)?;
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(output::wants_colour(&std::io::stderr()))
        .with_writer(std::io::stderr);
    // A second subscriber in one process is a test's; the first stays.
    let _ = log.try_init();
    Ok(())
}

/// A bare word would be taken for a part of the program, of which all is logged.
fn log_filter(text: &str) -> Result<EnvFilter, Failure> {
    const LEVELS: [&str; 6] = ["off", "error", "warn", "info", "debug", "trace"];
    let is_bare = |part: &str| !part.is_empty() && !part.contains(['=', '[']);
    let mut bare = text.split(',').map(str::trim).filter(|part| is_bare(part));
    let builder = EnvFilter::builder().with_default_directive(LevelFilter::WARN.into());
    match builder.parse(text) {
        Ok(filter) if bare.all(|part| LEVELS.contains(&part.to_lowercase().as_str())) => Ok(filter),
        _ => Err(Failure::Usage(format!(
            "the setting `log`: `{text}` cannot be read; write a level ({}), or parts of the program with their levels, \
             such as `kiosk=debug`",
            LEVELS.join(", ")
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_log_is_asked_for_by_a_level_or_by_parts_with_levels() {
        for fine in ["", "warn", "INFO", "kiosk=debug", "warn,kiosk::engine=trace"] {
            assert!(log_filter(fine).is_ok(), "{fine}");
        }
        for wrong in ["loud", "kiosk", "kiosk=loud", "a=b=c", "info,kisok"] {
            let said = log_filter(wrong).unwrap_err();
            assert!(said.words().unwrap().contains(&format!("`{wrong}` cannot be read")));
        }
    }

    /// Whether a command line can be read, and its options fit each other.
    fn is_understood(arguments: &str) -> bool {
        use clap::error::ErrorKind::DisplayHelp;
        let words = std::iter::once("kiosk").chain(arguments.split_whitespace());
        match Cli::try_parse_from(words) {
            Ok(_) => true,
            Err(error) => error.kind() == DisplayHelp,
        }
    }

    #[test]
    fn every_example_of_the_help_can_be_typed() {
        let mut examples = Vec::new();
        for command in Cli::command().get_subcommands() {
            let help = command.get_after_help().unwrap().to_string();
            let lines = help.lines().filter(|line| line.contains("kiosk"));
            // What follows two spaces says what the example does; what precedes a bar is another program.
            let typed = lines.map(|line| line.trim().split("  ").next().unwrap().to_owned());
            let of_ours = typed.map(|line| line.rsplit("| ").next().unwrap().to_owned());
            let before = examples.len();
            examples.extend(of_ours);
            assert!(examples.len() > before, "{} shows no example", command.get_name());
        }
        for example in &examples {
            assert!(is_understood(example.strip_prefix("kiosk").unwrap()), "{example}");
        }
    }

    #[test]
    fn every_command_of_the_readme_can_be_typed() {
        let readme = include_str!("../../README.md");
        let lines: Vec<&str> = readme
            .lines()
            .filter_map(|line| line.split_once("cargo run --release -- "))
            .map(|(_, rest)| rest)
            .collect();
        assert!(lines.len() > 8, "the README shows how to begin");
        for line in lines {
            assert!(is_understood(line.split(" #").next().unwrap()), "{line}");
        }
        for command in Cli::command().get_subcommands() {
            assert!(
                readme.contains(&format!("| `{}", command.get_name())),
                "{} is told",
                command.get_name()
            );
        }
    }

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
        assert!(!is_understood("stock bakery rye ten"));
    }
}
