//! Secrets stand in shop files as `${NAME}` only. Their values come from outside: the environment, a file named by
//! `NAME_FILE`, or the `.env` file beside `shops/`. Nothing here keeps or prints one.

use std::{collections::HashMap, io, path::Path};

/// Where a shop's secrets come from.
#[derive(Clone, Copy)]
pub enum Secrets<'a> {
    /// None is read: the shop opens in the sandbox, whatever its file names.
    Unread,
    /// By this look-up, those that are needed.
    From(&'a dyn Fn(&str) -> Result<String, Unset>),
}

/// Why a secret has no value.
#[derive(Debug, PartialEq, Eq)]
pub enum Unset {
    /// Nobody set it.
    Nowhere,
    /// Somebody tried to: what is in the way, and what to do.
    Because(String),
}

/// The look-up of the environment: the variable, else the file that `NAME_FILE` names, else the line in `.env`.
#[derive(Default)]
pub struct Environment {
    dotenv: Dotenv,
}

/// What `.env` says.
#[derive(Default)]
struct Dotenv {
    values: HashMap<String, String>,
    /// Lines without a `=`: their numbers, and what may have been meant as a name.
    broken: Vec<(usize, String)>,
    unreadable: Option<String>,
}

impl Environment {
    /// `.env` lies in `root`, beside `shops/`; it may be absent.
    pub fn beside(root: &Path) -> Environment {
        let path = root.join(".env");
        let dotenv = match std::fs::read_to_string(&path) {
            Ok(text) => Dotenv::parse(&text),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Dotenv::default(),
            Err(error) => Dotenv {
                unreadable: Some(format!("the file {} cannot be read: {error}", path.display())),
                ..Dotenv::default()
            },
        };
        Environment { dotenv }
    }

    pub fn get(&self, name: &str) -> Result<String, Unset> {
        let value = match self.set(name) {
            Some(value) => value,
            None => self.out_of_file(name)?,
        };
        match value.trim() {
            "" => Err(Unset::Because(format!("`{name}` is set to nothing: give it its value"))),
            value => Ok(value.to_owned()),
        }
    }

    fn set(&self, name: &str) -> Option<String> {
        std::env::var(name)
            .ok()
            .or_else(|| self.dotenv.values.get(name).cloned())
    }

    fn out_of_file(&self, name: &str) -> Result<String, Unset> {
        let variable = format!("{name}_FILE");
        let Some(path) = self.set(&variable) else {
            return Err(self.dotenv.why_not(name));
        };
        std::fs::read_to_string(&path).map_err(|error| {
            Unset::Because(format!(
                "`{variable}` names the file {path}, which cannot be read: {error}"
            ))
        })
    }
}

impl Dotenv {
    /// `NAME=value` lines, with or without `export` and quotes; `#` begins a comment line.
    fn parse(text: &str) -> Dotenv {
        let mut read = Dotenv::default();
        for (number, line) in (1..).zip(text.trim_start_matches('\u{feff}').lines()) {
            let line = line.trim();
            let line = line.strip_prefix("export ").unwrap_or(line).trim_start();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let Some((name, value)) = line.split_once('=') else {
                let name = line.split(|c: char| c == ':' || c.is_whitespace()).next();
                read.broken.push((number, name.unwrap_or_default().to_owned()));
                continue;
            };
            let value = value.trim();
            let bare = ['"', '\'']
                .iter()
                .find_map(|quote| value.strip_prefix(*quote)?.strip_suffix(*quote));
            read.values
                .insert(name.trim().to_owned(), bare.unwrap_or(value).to_owned());
        }
        read
    }

    /// What keeps a secret from having a value. No line is repeated: a token may stand in it.
    fn why_not(&self, name: &str) -> Unset {
        if let Some(words) = &self.unreadable {
            return Unset::Because(words.clone());
        }
        let named = self.broken.iter().find(|(_, word)| word == name);
        match (named, self.broken.first()) {
            (Some((line, _)), _) => Unset::Because(format!(
                "line {line} of the file .env has no `=`: write `{name}=…` there"
            )),
            (None, Some((line, _))) => Unset::Because(format!(
                "add the line `{name}=…` to the file .env beside `shops/`; line {line} of it has no `=` and is not read"
            )),
            (None, None) => Unset::Nowhere,
        }
    }
}

/// The name in `${NAME}`, if that is all that was written.
pub(super) fn name_in(text: &str) -> Option<&str> {
    let name = text.strip_prefix("${")?.strip_suffix('}')?;
    let fits = !name.is_empty()
        && name
            .bytes()
            .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_');
    (fits && !name.starts_with(|c: char| c.is_ascii_digit())).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_in_braces() {
        assert_eq!(name_in("${BAKERY_TOKEN}"), Some("BAKERY_TOKEN"));
        for text in ["$BAKERY_TOKEN", "${}", "${a}", "${1A}", "x${A}", "123:abc", "${A}${B}"] {
            assert_eq!(name_in(text), None, "{text}");
        }
    }

    #[test]
    fn a_dotenv_file_is_forgiving() {
        let read = Dotenv::parse("\u{feff}# a\nA=1\nexport B = \"two words\"\r\nC='x=y'\n\n#D=1\n");
        let mut pairs: Vec<_> = read.values.iter().map(|(name, value)| (&**name, &**value)).collect();
        pairs.sort_unstable();
        assert_eq!(pairs, [("A", "1"), ("B", "two words"), ("C", "x=y")]);
        assert_eq!(read.why_not("D"), Unset::Nowhere);
    }

    #[test]
    fn a_line_without_a_value_is_told_by_its_number_and_never_repeated() {
        let read = Dotenv::parse("# tokens\nSHOP_TOKEN: 123:AA\nOTHER=1\n456:BB\n");
        let Unset::Because(named) = read.why_not("SHOP_TOKEN") else {
            panic!("line 2 was meant");
        };
        assert_eq!(named, "line 2 of the file .env has no `=`: write `SHOP_TOKEN=…` there");
        let Unset::Because(other) = read.why_not("THIRD_TOKEN") else {
            panic!("line 2 may have been meant");
        };
        assert!(
            other.contains("`THIRD_TOKEN=…`") && other.contains("line 2 of it"),
            "{other}"
        );
        assert!(!named.contains("AA") && !other.contains("AA"));
    }

    #[test]
    fn a_secret_that_somebody_tried_to_set_says_what_is_in_the_way() {
        let environment = |text: &str| Environment {
            dotenv: Dotenv::parse(text),
        };
        let why = |text: &str| match environment(text).get("KIOSK_TEST_ONLY_TOKEN") {
            Err(Unset::Because(words)) => words,
            other => panic!("{text}: {other:?}"),
        };
        assert!(why("KIOSK_TEST_ONLY_TOKEN=").contains("is set to nothing"));
        let words = why("KIOSK_TEST_ONLY_TOKEN_FILE=/nowhere/token");
        assert!(
            words.starts_with("`KIOSK_TEST_ONLY_TOKEN_FILE` names the file /nowhere/token, which cannot be read: ")
        );
        assert_eq!(environment("").get("KIOSK_TEST_ONLY_TOKEN"), Err(Unset::Nowhere));
        let set = environment("KIOSK_TEST_ONLY_TOKEN = 1:x ");
        assert_eq!(set.get("KIOSK_TEST_ONLY_TOKEN"), Ok("1:x".to_owned()));
    }

    #[test]
    fn a_dotenv_file_that_cannot_be_read_is_not_one_that_is_absent() {
        let folder = std::env::temp_dir().join(format!("kiosk-dotenv-{}", std::process::id()));
        std::fs::create_dir_all(folder.join(".env")).unwrap();
        let read = Environment::beside(&folder).get("KIOSK_TEST_ONLY_TOKEN");
        std::fs::remove_dir_all(&folder).unwrap();
        assert!(matches!(read, Err(Unset::Because(words)) if words.contains(".env cannot be read: ")));
        assert_eq!(
            Environment::beside(&folder).get("KIOSK_TEST_ONLY_TOKEN"),
            Err(Unset::Nowhere)
        );
    }
}
