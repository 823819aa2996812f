//! How this program was called, so that every command it prints can be typed as it stands.

use std::path::Path;

/// A command as it is to be typed here: `kiosk try bakery`, or `cargo run --release -- try bakery`.
pub(super) fn typed(command: &str) -> String {
    let program = std::env::current_exe().unwrap_or_default();
    typed_for(&program, command)
}

/// Cargo keeps what it builds under `target/release` or `target/debug`.
fn typed_for(program: &Path, command: &str) -> String {
    let folder = |up: usize| {
        let name = program.ancestors().nth(up).and_then(Path::file_name);
        name.and_then(|name| name.to_str()).unwrap_or_default()
    };
    match (folder(2), folder(1)) {
        ("target", "release") => format!("cargo run --release -- {command}"),
        ("target", _) => format!("cargo run -- {command}"),
        _ => format!("kiosk {command}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_printed_as_it_was_typed() {
        for (program, printed) in [
            ("/home/ann/kiosk/target/release/kiosk", "cargo run --release -- try bakery"),
            ("/home/ann/kiosk/target/debug/kiosk", "cargo run -- try bakery"),
            ("/usr/bin/kiosk", "kiosk try bakery"),
            ("", "kiosk try bakery"),
        ] {
            assert_eq!(typed_for(Path::new(program), "try bakery"), printed);
        }
    }
}
