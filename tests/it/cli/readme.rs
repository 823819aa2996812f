//! Every command that the README shows is typed here, in its order, as a reader would.

use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
};

use super::{Desk, Ended, KIOSK, Running};

/// The lines of all fenced blocks that are marked `sh`, without their remarks.
fn commands(readme: &str) -> Vec<String> {
    let mut commands = Vec::new();
    let mut inside = false;
    for line in readme.lines() {
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

fn typed(desk: &Desk, line: &str) -> Ended {
    let output = Command::new("sh")
        .args(["-c", &line.replace("cargo run --release --", KIOSK)])
        .current_dir(&desk.root)
        .env("NO_COLOR", "1")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    Ended::of(output)
}

/// Does what the text around a command tells the reader to do by hand.
fn by_hand(desk: &Desk, line: &str) {
    let catalog = "shops/my-bakery/catalog.yaml";
    if line.ends_with("check my-bakery") {
        desk.edit(catalog, "price: 6.50", "price: 6,50 €");
    } else if line.ends_with("reload my-bakery") {
        desk.edit(catalog, "price: 6,50 €", "price: 6.90");
    }
}

#[test]
fn every_command_of_the_readme_works_in_its_order() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = fs::read_to_string(root.join("README.md")).unwrap();
    let desk = Desk::with(&["bakery", "keys"]);
    super::copy(&root.join("examples"), &desk.root.join("examples"));
    let mut running = None;
    let commands = commands(&readme);
    assert!(
        commands.len() >= 15,
        "commands stand in blocks marked `sh`: {commands:?}"
    );
    for line in commands {
        match line.as_str() {
            // It is what runs this.
            "cargo test" => {}
            "cargo run --release" => {
                assert!(running.take().is_none_or(|before: Running| before.stop() == Some(0)));
                running = Some(Running::start(&desk, &[]));
            }
            _ => {
                by_hand(&desk, &line);
                let ended = typed(&desk, &line);
                if line.ends_with("check my-bakery") {
                    assert_eq!(ended.code, Some(78), "{line}");
                    assert!(readme.contains(&format!("```text\n{}```", ended.out)), "{}", ended.out);
                } else {
                    assert_eq!((ended.code, &*ended.err), (Some(0), ""), "{line}\n{}", ended.out);
                }
            }
        }
    }
}

#[test]
fn the_readme_names_every_command() {
    let readme = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    for command in super::help::COMMANDS {
        assert!(readme.contains(&format!("`{command}")), "{command}");
    }
}
