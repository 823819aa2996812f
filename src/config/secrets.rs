//! Secrets stand in shop files as `${NAME}` only. Their values come from outside: the environment, a file named by
//! `NAME_FILE`, or the `.env` file beside `shops/`. Nothing here keeps or prints one.

use std::collections::HashMap;
use std::path::Path;

/// Where a shop's secrets come from.
#[derive(Clone, Copy)]
pub enum Secrets<'a> {
    /// None is read: the shop opens in the sandbox, whatever its file names.
    Unread,
    /// By this look-up, those that are needed.
    From(&'a dyn Fn(&str) -> Option<String>),
}

/// The look-up of the environment: the variable, else the file that `NAME_FILE` names, else the line in `.env`.
#[derive(Default)]
pub struct Environment {
    dotenv: HashMap<String, String>,
}

impl Environment {
    /// `.env` lies in `root`, beside `shops/`; it may be absent.
    pub fn beside(root: &Path) -> Environment {
        let text = std::fs::read_to_string(root.join(".env")).unwrap_or_default();
        Environment {
            dotenv: parse_dotenv(&text),
        }
    }

    pub fn get(&self, name: &str) -> Option<String> {
        let set = |name: &str| std::env::var(name).ok().or_else(|| self.dotenv.get(name).cloned());
        let from_file = || set(&format!("{name}_FILE")).and_then(|path| std::fs::read_to_string(path).ok());
        set(name)
            .or_else(from_file)
            .map(|value| value.trim().to_owned())
            .filter(|value| !value.is_empty())
    }
}

/// `NAME=value` lines, with or without `export` and quotes; `#` begins a comment line.
fn parse_dotenv(text: &str) -> HashMap<String, String> {
    let pair = |line: &str| {
        let line = line.trim();
        let line = line.strip_prefix("export ").unwrap_or(line);
        let (name, value) = line.split_once('=').filter(|_| !line.starts_with('#'))?;
        let value = value.trim();
        let bare = ['"', '\'']
            .iter()
            .find_map(|quote| value.strip_prefix(*quote)?.strip_suffix(*quote));
        Some((name.trim().to_owned(), bare.unwrap_or(value).to_owned()))
    };
    text.trim_start_matches('\u{feff}').lines().filter_map(pair).collect()
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
        let found = parse_dotenv("\u{feff}# a\nA=1\nexport B = \"two words\"\r\nC='x=y'\n\nbroken\n#D=1\n");
        let mut pairs: Vec<_> = found.iter().map(|(name, value)| (&**name, &**value)).collect();
        pairs.sort_unstable();
        assert_eq!(pairs, [("A", "1"), ("B", "two words"), ("C", "x=y")]);
    }
}
