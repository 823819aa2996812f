//! Every command that the README shows is typed here, in its order, as a reader would type it.

use std::process::{Command, Stdio};

use kiosk::shop::PROFILES;

use super::folder::{Folder, Running, Said};

const README: &str = include_str!("../../../README.md");
/// How the README calls the program.
const PROGRAM: &str = "cargo run --release";

/// The lines of all fenced blocks that are marked `sh`, without their remarks.
fn commands() -> Vec<String> {
    let mut commands = Vec::new();
    let mut inside = false;
    for line in README.lines() {
        match line {
            "```sh" => inside = true,
            "```" => inside = false,
            _ if inside => commands.push(line.split("  #").next().unwrap_or(line).trim().to_owned()),
            _ => {}
        }
    }
    commands.retain(|line| !line.is_empty());
    commands
}

fn typed(folder: &Folder, line: &str) -> Said {
    let program = env!("CARGO_BIN_EXE_kiosk");
    let line = line.replace(&format!("{PROGRAM} --"), program);
    let mut shell = Command::new("sh");
    shell
        .args(["-c", &line])
        .current_dir(folder.path(""))
        .stdin(Stdio::null());
    Said::from(shell.output().unwrap())
}

#[test]
fn every_command_of_the_readme_works_in_its_order() {
    let folder = Folder::with("readme", &["shops/bakery", "shops/keys"]);
    let catalog = "shops/bakery/catalog.yaml";
    let mut running: Option<Running> = None;
    let commands = commands();
    assert!(
        commands.len() >= 10,
        "commands stand in blocks that are marked `sh`: {commands:?}"
    );
    for line in commands {
        match line.strip_prefix(PROGRAM).map(str::trim) {
            // It starts anew, once whoever reads has stopped the one before.
            Some("") => {
                assert!(running.take().is_none_or(|before| before.stop() == Some(0)));
                running = Some(folder.run());
            }
            Some("-- check bakery") => {
                folder.change(catalog, "price: 5.20", "price: 5,20 €");
                typed(&folder, &line).with_code(78).says(&["write `5.20`"]);
                folder.change(catalog, "price: 5,20 €", "price: 5.20");
            }
            None if line == "cargo test" || line.starts_with("cargo bench") => {}
            _ => {
                let said = typed(&folder, &line).with_code(0);
                assert_eq!(said.err, "", "{line}");
            }
        }
    }
}

#[test]
fn the_table_of_providers_says_what_the_program_knows() {
    for row in PROFILES {
        let currencies = match row.currencies {
            [] => "as its contract says".to_owned(),
            known => known.join(", "),
        };
        let minutes = row.hold.as_secs() / 60;
        let line = format!(
            "| `{}` | {} | {currencies} | {minutes} min | {} |",
            row.word, row.title, row.refund
        );
        assert!(README.contains(&line), "the README lacks this row:\n{line}");
    }
}
