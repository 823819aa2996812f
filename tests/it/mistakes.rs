//! Every kind of mistake in a shop's files, with a sample that shows it: `tests/mistakes/CODE/` holds the files that differ
//! from the good shop in `tests/mistakes/_good/`. What is said about it is a snapshot.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use kiosk::config::{Files, Kind, Loaded, Look, Other, Secrets, Unset, chat, compile, json, lines, load, render};
use kiosk::ids::ShopId;

fn folder() -> PathBuf {
    PathBuf::from("tests/mistakes")
}

fn secret(name: &str) -> Result<String, Unset> {
    match name {
        "GOOD_BOT_TOKEN" => Ok("123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw".to_owned()),
        "PROVIDER_TEST_TOKEN" => Ok("123456789:TEST:12345".to_owned()),
        "NOT_A_BOT_TOKEN" => Ok("hello".to_owned()),
        _ => Err(Unset::Nowhere),
    }
}

/// Files that a sample has by name and size only, since nobody wants them in a repository.
pub(crate) fn sizes(folder: &Path) -> Vec<(String, u64)> {
    let text = std::fs::read_to_string(folder.join(".sizes")).unwrap_or_default();
    let pairs = text.lines().map(|line| line.split_once(' ').unwrap());
    pairs
        .map(|(name, size)| (name.to_owned(), size.parse().unwrap()))
        .collect()
}

/// The good shop with the files of a sample laid over it.
pub(crate) fn sample(code: &str) -> Loaded {
    let path = folder().join(code);
    if path.is_file() {
        return load(&path, Secrets::Unread);
    }
    let good = Files::read(&folder().join("_good")).unwrap();
    let own = Files::read(&path).unwrap();
    let mut texts: BTreeMap<&str, &[u8]> = good.texts().collect();
    texts.extend(own.texts());
    let named = sizes(&path);
    let others = own
        .others()
        .chain(named.iter().map(|(name, size)| (&**name, Other::from(*size))));
    let files = Files::from_parts(texts, others);
    compile(ShopId::parse("bakery").unwrap(), files, Secrets::From(&secret))
}

#[test]
fn the_good_shop_is_good() {
    let loaded = load(&folder().join("_good").canonicalize().unwrap(), Secrets::Unread);
    // Its folder's name is no id; nothing else is wrong with it.
    assert_eq!(
        loaded.problems.iter().map(|problem| problem.kind).collect::<Vec<_>>(),
        [Kind::BadId]
    );
    let good = Files::read(&folder().join("_good")).unwrap();
    let loaded = compile(ShopId::parse("bakery").unwrap(), good, Secrets::Unread);
    assert_eq!(render(&loaded.problems, &loaded.files, "", Look::Plain), "");
    assert!(loaded.shop.is_some());
}

#[test]
fn every_kind_has_a_sample_that_shows_it_alone() {
    let mut wrong = Vec::new();
    for kind in Kind::ALL {
        let code = kind.code();
        assert!(
            folder().join(code).exists(),
            "tests/mistakes/{code} is missing: a shop with this mistake"
        );
        let loaded = sample(code);
        let kinds: Vec<&str> = loaded.problems.iter().map(|problem| problem.kind.code()).collect();
        if kinds.is_empty() || kinds.iter().any(|found| *found != code) {
            wrong.push(format!("{code} shows {kinds:?}"));
        }
        assert_eq!(loaded.shop.is_some(), !loaded.problems.has_errors(), "{code}");
        insta::assert_snapshot!(code, render(&loaded.problems, &loaded.files, "", Look::Plain));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_sample_has_a_kind() {
    let codes: Vec<&str> = Kind::ALL.iter().map(|kind| kind.code()).collect();
    for entry in std::fs::read_dir(folder()).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(
            name == "_good" || name == "_repaired" || codes.contains(&name.as_str()),
            "tests/mistakes/{name} is no kind's code"
        );
    }
}

#[test]
fn a_problem_never_shows_a_token() {
    let loaded = sample("literal-secret");
    let Loaded { problems, files, .. } = &loaded;
    for said in [
        render(problems, files, "", Look::Plain),
        render(problems, files, "", Look::Coloured),
        lines(problems, files, "").join("\n"),
        chat(problems, files).join("\n"),
        json(problems, files).to_string(),
    ] {
        assert!(said.contains("token") && !said.contains("AAHdq"), "{said}");
    }
}

#[test]
fn no_text_makes_the_loader_panic() {
    // Every file of the samples, cut off at every character: most are broken, none may stop the program.
    for file in [
        "shops/bakery/shop.yaml",
        "shops/bakery/catalog.yaml",
        "shops/keys/catalog.yaml",
    ] {
        let text = std::fs::read_to_string(Path::new(file)).unwrap();
        let name = Path::new(file).file_name().unwrap().to_str().unwrap();
        for (end, _) in text.char_indices().step_by(7) {
            let files = Files::from_parts([(name, &text.as_bytes()[..end])], []);
            let loaded = compile(ShopId::parse("bakery").unwrap(), files, Secrets::From(&secret));
            render(&loaded.problems, &loaded.files, "", Look::Plain);
        }
    }
}

/// `config::json` as the README tells programs: the fields of its table, no others.
#[test]
fn the_readme_lists_every_field_of_the_json() {
    const README: &str = include_str!("../../README.md");
    let (_, table) = README.split_once("| field | type | what it is |").unwrap();
    let (_, table) = table.split_once('\n').unwrap();
    let rows = table.lines().take_while(|line| line.starts_with('|')).skip(1);
    let mut listed: BTreeMap<String, String> = BTreeMap::new();
    for row in rows {
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        for field in cells[1].split(", ") {
            listed.insert(field.trim_matches('`').to_owned(), cells[2].to_owned());
        }
    }
    let mut found: BTreeMap<String, String> = BTreeMap::new();
    for kind in Kind::ALL {
        let loaded = sample(kind.code());
        for problem in json(&loaded.problems, &loaded.files).as_array().unwrap() {
            fields(problem, "", &mut found);
        }
    }
    assert_eq!(listed, found);
}

fn fields(value: &serde_json::Value, before: &str, found: &mut BTreeMap<String, String>) {
    for (name, value) in value.as_object().unwrap() {
        let sort = match value {
            serde_json::Value::Object(_) => {
                fields(value, &format!("{before}{name}."), found);
                "object"
            }
            serde_json::Value::Number(_) => "number",
            _ => "text",
        };
        found.insert(format!("{before}{name}"), sort.to_owned());
    }
}
