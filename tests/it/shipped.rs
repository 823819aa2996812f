//! The shops, examples and templates that come with the program load clean: who starts from one starts without a mistake.

use std::path::{Path, PathBuf};

use kiosk::config::{Files, Kind, Look, Secrets, TEMPLATES, compile, load, render};
use kiosk::ids::ShopId;

/// Top-ups sell what is digital for money, as the providers that they are for ask; the warning is meant to be seen.
fn is_expected(shop: &str, kind: Kind) -> bool {
    shop == "top-up" && kind == Kind::DigitalForFiat
}

fn folders() -> Vec<PathBuf> {
    let inside = |parent: &str| {
        std::fs::read_dir(Path::new(parent))
            .unwrap()
            .map(|entry| entry.unwrap().path())
    };
    let mut all: Vec<PathBuf> = inside("shops")
        .chain(inside("examples"))
        .filter(|path| path.is_dir())
        .collect();
    all.sort();
    all
}

#[test]
fn every_shipped_shop_is_clean_and_opens_in_the_sandbox() {
    let folders = folders();
    assert!(folders.len() >= 5, "{folders:?}");
    for folder in folders {
        let loaded = load(
            &folder,
            Secrets::From(&|name| panic!("{name} is looked up for a shop without a bot")),
        );
        let name = folder.file_name().unwrap().to_str().unwrap();
        let said = render(&loaded.problems, &loaded.files, "", Look::Plain);
        assert!(
            loaded.problems.iter().all(|problem| is_expected(name, problem.kind)),
            "{}\n{said}",
            folder.display()
        );
        assert!(loaded.shop.unwrap().telegram.bot_token.is_none());
    }
}

#[test]
fn every_template_is_clean() {
    for template in TEMPLATES {
        let (texts, others): (Vec<_>, Vec<_>) = template.files.iter().partition(|(name, _)| name.ends_with(".yaml"));
        let others = others.iter().map(|(name, text)| (*name, text.len() as u64));
        let files = Files::from_parts(texts.iter().map(|(name, text)| (*name, text.as_bytes())), others);
        let loaded = compile(ShopId::parse(template.kind).unwrap(), files, Secrets::Unread);
        let said = render(&loaded.problems, &loaded.files, "", Look::Plain);
        assert!(
            loaded
                .problems
                .iter()
                .all(|problem| is_expected(template.kind, problem.kind)),
            "{}\n{said}",
            template.kind
        );
        assert!(loaded.shop.is_some(), "{}", template.kind);
    }
}

#[test]
fn templates_do_not_teach_real_tokens() {
    for (name, text) in TEMPLATES.iter().flat_map(|template| template.files) {
        for line in text.lines().filter(|line| line.contains("token:")) {
            assert!(line.contains("${"), "{name}: {line}");
        }
    }
}
