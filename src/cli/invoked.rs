//! Commands of ours as this person would type them here: through cargo or not, and with the places that they named.

use std::{
    env,
    path::{Path, PathBuf},
};

use super::place::Places;

/// How the program was called.
#[derive(Clone)]
pub(super) struct Invoked {
    program: &'static str,
    places: Places,
}

impl Invoked {
    pub(super) fn now(places: &Places) -> Invoked {
        let program = env::current_exe().ok();
        Invoked {
            program: program.map_or(BARE, |path| called(&path)),
            places: places.clone(),
        }
    }

    /// The same with another folder of shops.
    pub(super) fn with_shops(&self, shops: &Path) -> Invoked {
        Invoked {
            program: self.program,
            places: self.places.with_shops(PathBuf::from(shops)),
        }
    }

    /// `try bakery` as it would be typed here.
    pub(super) fn typed(&self, arguments: &str) -> String {
        format!("{} {arguments}{}", self.program, self.places.typed())
    }

    /// Words of another room, which names commands as `` `kiosk try bakery` ``, with each as it would be typed here.
    pub(super) fn retold(&self, words: &str) -> String {
        let mut parts = words.split("`kiosk ");
        let mut told = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            match part.split_once('`') {
                Some((arguments, rest)) => told.extend(["`", &self.typed(arguments), "`", rest]),
                None => told.extend(["`kiosk ", part]),
            }
        }
        told
    }
}

const BARE: &str = "kiosk";

/// Cargo puts what it builds into `target/debug` or `target/release`; nobody is told to type a name that the shell lacks.
fn called(program: &Path) -> &'static str {
    let Some(folder) = program.parent() else { return BARE };
    let is_cargo_s = folder.parent().is_some_and(|above| above.ends_with("target"));
    match folder.file_name().and_then(|name| name.to_str()) {
        Some("debug") if is_cargo_s => "cargo run --",
        Some("release") if is_cargo_s => "cargo run --release --",
        _ => BARE,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn invoked(program: &str) -> Invoked {
        Invoked {
            program: called(Path::new(program)),
            places: Places::default(),
        }
    }

    #[test]
    fn commands_are_told_as_they_are_typed() {
        let typed = |program| invoked(program).typed("try bakery");
        assert_eq!(
            typed("/home/ann/shop/target/release/kiosk"),
            "cargo run --release -- try bakery"
        );
        assert_eq!(typed("/home/ann/shop/target/debug/kiosk"), "cargo run -- try bakery");
        assert_eq!(typed("/usr/local/bin/kiosk"), "kiosk try bakery");
    }

    #[test]
    fn places_that_were_named_are_named_again() {
        let elsewhere = |shops| invoked("kiosk").with_shops(Path::new(shops)).typed("try bakery");
        assert_eq!(elsewhere("examples"), "kiosk try bakery --shops examples");
        assert_eq!(elsewhere("my shops"), "kiosk try bakery --shops 'my shops'");
    }

    #[test]
    fn commands_within_words_are_named_as_they_would_be_typed() {
        let invoked = invoked("/home/ann/shop/target/release/kiosk");
        assert_eq!(
            invoked
                .retold("a slip. If it is meant, say `kiosk reload bakery --accept 3f2a`; see `kiosk plan bakery` too"),
            "a slip. If it is meant, say `cargo run --release -- reload bakery --accept 3f2a`; see `cargo run --release -- \
             plan bakery` too"
        );
        for words in ["no command", "`kiosk is cut off", "a kiosk runs"] {
            assert_eq!(invoked.retold(words), words);
        }
    }
}
