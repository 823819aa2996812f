//! Every rule says where it comes from: `spec/rules.txt` against the code, and against whatever the other tests hear.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

const TEXT: &str = include_str!("../spec/rules.txt");
/// The first word of every source.
const SOURCES: &[&str] = &["API", "API,", "DOC", "MT", "SRV", "TD", "LOG", "LOG;", "OWN"];
/// Files that only carry what others decide: no rule of Telegram's is in them.
const CARRIERS: &[&str] = &[
    "api/mod.rs",
    "http/mod.rs",
    "http/people.rs",
    "model/chat.rs",
    "model/mod.rs",
    "model/state.rs",
    "model/view.rs",
];

/// One line of the list.
#[derive(Debug)]
struct Rule {
    file: &'static str,
    /// `None` for a rule without words of its own.
    words: Option<&'static str>,
    source: &'static str,
}

static RULES: LazyLock<Vec<Rule>> = LazyLock::new(|| {
    let (mut rules, mut file) = (Vec::new(), "");
    for line in TEXT.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            file = name;
            continue;
        }
        let (rule, source) = line.rsplit_once(" | ").unwrap_or_else(|| panic!("no source: {line}"));
        let words = (!rule.starts_with("- ")).then_some(rule);
        rules.push(Rule { file, words, source });
    }
    rules
});

/// Where the words of a refusal come from.
pub(super) fn of(description: &str) -> Option<&'static str> {
    let words = ["Bad Request: ", "Forbidden: "]
        .iter()
        .find_map(|prefix| description.strip_prefix(prefix))
        .unwrap_or(description);
    source_of(words)
}

/// Whether one of the rules with these words admits that the wording is the sandbox's own.
pub(super) fn is_own(description: &str) -> bool {
    let words = description.trim_start_matches("Bad Request: ");
    let known = RULES
        .iter()
        .filter(|rule| rule.words.is_some_and(|pattern| fits(pattern, words)));
    known.map(|rule| rule.source).any(|source| source.contains("OWN"))
}

/// Words that end in what another rule says are sourced if that other is.
fn source_of(words: &str) -> Option<&'static str> {
    let whole = RULES.iter().filter(|rule| {
        rule.words
            .is_some_and(|pattern| !is_frame(pattern) && fits(pattern, words))
    });
    let framed = RULES.iter().filter_map(|rule| {
        let frame = rule.words.filter(|pattern| is_frame(pattern))?.strip_suffix('*')?;
        let rest = words
            .get(frame.len()..)
            .filter(|_| fits(frame, &words[..frame.len()]))?;
        source_of(rest).map(|_| rule)
    });
    whole.chain(framed).map(|rule| rule.source).next()
}

fn is_frame(pattern: &str) -> bool {
    pattern.ends_with(": *") && pattern.matches('*').count() == 1
}

/// `*` stands for anything; the first letter may have become a small one.
fn fits(pattern: &str, words: &str) -> bool {
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or("");
    let Some((begin, mut rest)) = words.split_at_checked(first.len()) else {
        return false;
    };
    let same = begin == first || begin.get(1..) == first.get(1..) && begin.eq_ignore_ascii_case(first);
    let mut last = first;
    for part in parts {
        let Some((_, after)) = rest.split_once(part) else {
            return false;
        };
        (rest, last) = (after, part);
    }
    same && (rest.is_empty() || (last.is_empty() && pattern.ends_with('*')))
}

fn sandbox() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src/sandbox")
}

fn files() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for folder in ["api", "api/markup", "model", "http"] {
        for entry in fs::read_dir(sandbox().join(folder)).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            if Path::new(&name).extension().is_some_and(|extension| extension == "rs") && name != "tests.rs" {
                found.insert(format!("{folder}/{name}"));
            }
        }
    }
    found
}

/// A file's code without its own tests, with texts that go over several lines in one.
fn code(file: &str) -> String {
    let text = fs::read_to_string(sandbox().join(file)).unwrap();
    let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
    let mut joined = String::new();
    for part in text.split("\\\n") {
        joined += if joined.is_empty() { part } else { part.trim_start() };
    }
    joined.replace("\\\"", "\"").replace("\\\\", "\\")
}

#[test]
fn every_file_has_its_rules_and_every_rule_its_source() {
    let named: BTreeSet<String> = RULES.iter().map(|rule| rule.file.to_owned()).collect();
    let carriers = CARRIERS.iter().map(ToString::to_string);
    assert_eq!(carriers.chain(named).collect::<BTreeSet<String>>(), files());
    for rule in RULES.iter() {
        let kind = rule.source.split(' ').next().unwrap();
        assert!(SOURCES.contains(&kind), "{rule:?}");
    }
}

#[test]
fn every_sourced_word_is_said_in_the_code() {
    let all: String = files().iter().map(|file| code(file)).collect();
    let missing = RULES.iter().filter(|rule| {
        let mut parts = rule.words.unwrap_or("").split('*');
        !parts.all(|part| all.contains(part))
    });
    let missing: Vec<&Rule> = missing.collect();
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn every_word_that_the_code_says_has_a_source() {
    let mut unknown = Vec::new();
    for file in files() {
        let text = code(&file);
        for opening in [
            "Refusal::bad(\"",
            "Refusal::forbidden(\"",
            "cannot(\"",
            "bad_webhook(\"",
        ] {
            for said in text.split(opening).skip(1) {
                let said = said.split("\")").next().unwrap();
                if source_of(said).is_none() {
                    unknown.push(format!("{file}: {said}"));
                }
            }
        }
    }
    assert!(unknown.is_empty(), "{unknown:#?}");
}

/// The methods, types and fields that a source names, in the order of its words: `API sendInvoice, prices`.
fn named_of_api(source: &str) -> Vec<Vec<&str>> {
    let lists = source.split("API").skip(1);
    lists
        .map(|text| {
            let end = text
                .find(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == ',' || c == ' '))
                .unwrap_or(text.len());
            let words = text[..end].split(',').map(str::trim);
            words.filter(|word| !word.is_empty() && !word.contains(' ')).collect()
        })
        .collect()
}

#[test]
fn what_a_source_names_of_the_bot_api_stands_in_its_specification() {
    /// A heading of a method's page, and a value of a field.
    const PROSE: [&str; 2] = ["notes", "bot_command"];
    let spec = include_str!("../spec/bot-api.txt");
    let line_of = |name: &str| {
        let mut lines = spec.lines();
        lines.find(|line| line.strip_prefix(name).is_some_and(|rest| rest.starts_with(['(', ' '])))
    };
    let mut wrong = Vec::new();
    let mut fields = 0;
    for rule in RULES.iter() {
        for named in named_of_api(rule.source) {
            let Some((first, others)) = named.split_first() else {
                continue;
            };
            let Some(line) = line_of(first) else {
                wrong.push(format!("{first}: {rule:?}"));
                continue;
            };
            for word in others.iter().filter(|word| !PROSE.contains(word)) {
                let field = line.contains(&format!(" {word}: ")) || line.contains(&format!("{word}?: "));
                let field = field || line.contains(&format!("({word}: "));
                if !field && line_of(word).is_none() {
                    wrong.push(format!("{first}, {word}: {rule:?}"));
                }
                fields += usize::from(field);
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(fields > 20, "{fields}");
}

#[test]
fn words_are_found_by_their_pattern() {
    assert!(fits("Field \"*\" must be *", "field \"a\" must be of type String"));
    assert!(fits("a*", "abc") && fits("a*c", "abc") && !fits("a*c", "abcd") && !fits("ab", "abc"));
    assert_eq!(of("Bad Request: message is as you like it"), None);
    assert_eq!(of("Bad Request: can't parse entities: something new"), None);
    assert!(
        of("Bad Request: can't parse labeled price: Can't find field \"label\"")
            .unwrap()
            .starts_with("SRV")
    );
}
