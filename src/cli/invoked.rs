//! How this program was called, so that every command that it prints can be typed as it stands.

use std::path::Path;

/// A command of ours as this person would type it: `kiosk try bakery`, or `cargo run --release -- try bakery` for
/// somebody who has no `kiosk` in the path.
pub(super) fn typed(arguments: &str) -> String {
    typed_for(&std::env::current_exe().unwrap_or_default(), arguments)
}

/// Cargo puts what it builds into `target/debug` or `target/release`.
fn typed_for(program: &Path, arguments: &str) -> String {
    let folder = |levels_up: usize| {
        let folder = program.ancestors().nth(levels_up).and_then(Path::file_name);
        folder.and_then(|name| name.to_str())
    };
    let program = match (folder(2), folder(1)) {
        (Some("target"), Some("release")) => "cargo run --release --",
        (Some("target"), Some("debug")) => "cargo run --",
        _ => "kiosk",
    };
    format!("{program} {arguments}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_told_as_they_are_typed() {
        for (program, told) in [
            (
                "/home/ann/shop/target/release/kiosk",
                "cargo run --release -- try bakery",
            ),
            ("/home/ann/shop/target/debug/kiosk", "cargo run -- try bakery"),
            ("/usr/local/bin/kiosk", "kiosk try bakery"),
            ("", "kiosk try bakery"),
        ] {
            assert_eq!(typed_for(Path::new(program), "try bakery"), told);
        }
    }
}
