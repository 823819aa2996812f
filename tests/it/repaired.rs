//! "Can an owner repair it from the message alone?", as a proof: every sample of `tests/mistakes` has a repaired twin in
//! `tests/mistakes/_repaired`, with which the loader is content, that differs from it only at the places that the messages
//! mark, and in which stands what the messages say is to be written.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use kiosk::config::{Files, Kind, Loaded, Look, Other, Secrets, Unset, compile, json, render};
use kiosk::ids::ShopId;

use crate::mistakes::{sample, sizes};

/// Another currency has other prices: with the twin's `shop.yaml`, the messages mark those.
const IN_TWO_STEPS: [Kind; 1] = [Kind::DigitalForFiat];

fn twin_of(code: &str) -> PathBuf {
    match code {
        // What is too much was taken away; the folder is named, and not a file.
        "stray-file" | "unused-file" | "unreadable" => PathBuf::from("tests/mistakes/_good"),
        _ => Path::new("tests/mistakes/_repaired").join(code),
    }
}

/// The environment after it was put right as well.
fn secret(name: &str) -> Result<String, Unset> {
    let value = match name {
        "GOOD_BOT_TOKEN" | "NOT_A_BOT_TOKEN" | "SHOP_TOKEN" => "123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw",
        "PROVIDER_TEST_TOKEN" | "NOBODY_SET_THIS" => "123456789:TEST:12345",
        "PROVIDER_LIVE_TOKEN" => "123456789:LIVE:12345",
        _ => return Err(Unset::Nowhere),
    };
    Ok(value.to_owned())
}

fn repaired(code: &str) -> Loaded {
    let good = Files::read(Path::new("tests/mistakes/_good")).unwrap();
    let own = Files::read(&twin_of(code)).unwrap();
    let mut texts: BTreeMap<&str, &[u8]> = good.texts().collect();
    texts.extend(own.texts());
    let named = sizes(&twin_of(code));
    let named = named.iter().map(|(name, size)| (&**name, Other::from(*size)));
    let files = Files::from_parts(texts, own.others().chain(named));
    compile(ShopId::parse("bakery").unwrap(), files, Secrets::From(&secret))
}

fn texts(loaded: &Loaded) -> BTreeMap<String, String> {
    let texts = loaded.files.texts();
    texts
        .map(|(name, bytes)| (name.to_owned(), String::from_utf8_lossy(bytes).into_owned()))
        .collect()
}

/// The sample with the twin's `shop.yaml`.
fn half_repaired(code: &str) -> Loaded {
    let (broken, whole) = (sample(code).files, repaired(code).files);
    let mut texts: BTreeMap<&str, &[u8]> = broken.texts().collect();
    texts.extend(whole.texts().filter(|(name, _)| *name == "shop.yaml"));
    let files = Files::from_parts(texts, broken.others());
    compile(ShopId::parse("bakery").unwrap(), files, Secrets::From(&secret))
}

#[test]
fn every_mistake_has_a_repaired_twin_with_which_the_loader_is_content() {
    for kind in Kind::ALL {
        let code = kind.code();
        assert!(
            twin_of(code).is_dir(),
            "tests/mistakes/_repaired/{code} is missing: the sample, put right"
        );
        let Loaded { shop, problems, files } = repaired(code);
        let said = render(&problems, &files, "", Look::Plain);
        assert!(shop.is_some() && problems.is_empty(), "{code} is not repaired:\n{said}");
    }
    for entry in std::fs::read_dir("tests/mistakes/_repaired").unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(Kind::find(&name).is_some(), "{name} is no kind's code");
    }
}

#[test]
fn repairs_are_made_where_the_messages_point() {
    let mut astray = Vec::new();
    for kind in Kind::ALL {
        let code = kind.code();
        let (broken, whole) = (sample(code), repaired(code));
        let mut marked = marked(&broken);
        if IN_TWO_STEPS.contains(kind) {
            for (file, lines) in self::marked(&half_repaired(code)) {
                marked.entry(file).or_default().extend(lines);
            }
        }
        let now = texts(&whole);
        for (name, text) in texts(&broken) {
            let Some(now) = now.get(&name) else {
                assert!(
                    marked.contains_key(&name),
                    "{code}: {name} went, and no message is about it"
                );
                continue;
            };
            let kept: BTreeSet<&str> = now.lines().collect();
            for (number, line) in text.lines().enumerate() {
                let pointed = marked
                    .get(&name)
                    .is_some_and(|lines| lines.contains(&(number as u64 + 1)));
                // What stands below a marked name goes and moves with it.
                let below = line.starts_with("  ");
                if !kept.contains(line) && !pointed && !below {
                    astray.push(format!("{code}: {name}:{}: {line}", number + 1));
                }
            }
        }
    }
    assert!(
        astray.is_empty(),
        "no message marks these lines, and they were changed:\n{}",
        astray.join("\n")
    );
}

/// The lines of each file that some problem marks; none for what concerns the folder.
fn marked(broken: &Loaded) -> BTreeMap<String, BTreeSet<u64>> {
    let mut found: BTreeMap<String, BTreeSet<u64>> = BTreeMap::new();
    for problem in json(&broken.problems, &broken.files).as_array().unwrap() {
        if problem["code"] == Kind::NotUtf8.code() {
            let (file, line) = named_in_words(problem["message"].as_str().unwrap());
            found.entry(file).or_default().insert(line);
        }
        for place in [&problem["also"], problem] {
            if let (Some(first), Some(last)) = (place["line"].as_u64(), place["end_line"].as_u64()) {
                let file = place["file"].as_str().unwrap().to_owned();
                found.entry(file).or_default().extend(first..=last);
            }
        }
    }
    found
}

/// A file that is no text has no places, so its message says the line: “a letter of `terms.yaml` is not …: line 3, …”.
fn named_in_words(message: &str) -> (String, u64) {
    let file = message.split('`').nth(1).unwrap().to_owned();
    let line = message.split("line ").nth(1).unwrap();
    let digits: String = line.chars().take_while(char::is_ascii_digit).collect();
    (file, digits.parse().unwrap())
}

#[test]
fn what_a_message_says_is_to_be_written_is_in_the_twin() {
    let (mut followed, mut ignored) = (0, Vec::new());
    for kind in Kind::ALL {
        let (broken, whole) = (sample(kind.code()), repaired(kind.code()));
        let texts = texts(&whole);
        for help in broken.problems.iter().filter_map(|problem| problem.help.as_deref()) {
            let choices = offered(help);
            if choices.is_empty() {
                continue;
            }
            followed += 1;
            let is_there = |words: &&str| texts.values().any(|text| text.contains(words.trim()));
            if !choices.iter().any(is_there) {
                ignored.push(format!("{}: {help}", kind.code()));
            }
        }
    }
    assert!(
        ignored.is_empty(),
        "these words are in no twin:\n{}",
        ignored.join("\n")
    );
    assert!(followed > 70, "only {followed} messages say literally what to write");
}

/// What a help offers to be written, literally; of several, one is to be chosen.
fn offered(help: &str) -> Vec<&str> {
    let says_what = ["write", "did you mean", "add ", "rename"]
        .iter()
        .any(|verb| help.starts_with(verb));
    let parts = help.split('`').skip(1).step_by(2);
    parts
        .filter(|part| says_what && !part.contains('…') && !part.ends_with('/'))
        .collect()
}
