//! The pages of `kiosk explain`: laid over a good shop, wrong lines give exactly their kind and right lines give nothing.

use std::collections::BTreeMap;

use kiosk::config::{Content, Files, Kind, Loaded, Look, Other, Page, Secrets, Spot, Unset, compile, render};
use kiosk::ids::ShopId;

const SHOP: &str =
    "name: Corner Bakery\ngreeting: Fresh bread, baked at dawn.\ncurrency: EUR\npayments: {provider: a-pay}\n";
const PRODUCT: &str = "id: rye\ntitle: Dark rye\ndescription: 700 g, malt and caraway.\nprice: 5.20\n";
/// Photos and goods that a page may name, with their sizes.
const OTHERS: [(&str, u64, Content); 9] = [
    (
        "images/rye.jpg",
        90_000,
        Content::Picture {
            width: 1280,
            height: 960,
        },
    ),
    ("images/rye.gif", 90_000, Content::Unknown),
    (
        "images/phone.jpg",
        90_000,
        Content::NotPicture("a HEIC picture, as phones make them"),
    ),
    (
        "images/poster.png",
        900_000,
        Content::Picture {
            width: 9000,
            height: 6000,
        },
    ),
    ("goods/keys.txt", 300, Content::Unknown),
    ("goods/more.txt", 300, Content::Unknown),
    ("goods/empty.txt", 0, Content::Unknown),
    ("goods/film.mp4", 60_000_000, Content::Unknown),
    ("goods/book.pdf", 900_000, Content::Unknown),
];
/// Kinds that are about bytes and folders.
const WITHOUT_LINES: [Kind; 2] = [Kind::NotUtf8, Kind::Unreadable];

fn secret(name: &str) -> Result<String, Unset> {
    match name {
        "BAKERY_BOT_TOKEN" => Ok("123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw".to_owned()),
        "BAKERY_TEST_TOKEN" => Ok("123456789:TEST:12345".to_owned()),
        "BAKERY_LIVE_TOKEN" => Ok("123456789:LIVE:12345".to_owned()),
        "NOT_A_BOT_TOKEN" => Ok("hello".to_owned()),
        _ => Err(Unset::Nowhere),
    }
}

/// Settings by their first word; what is indented or has no word belongs to the one before.
fn settings(text: &str) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    for line in text.lines() {
        let word: String = line
            .chars()
            .take_while(|c| c.is_alphanumeric() || *c == '_' || *c == '-')
            .collect();
        match found.last_mut() {
            Some((_, lines)) if word.is_empty() || word == "-" => lines.extend([line, "\n"]),
            _ => found.push((word, format!("{line}\n"))),
        }
    }
    found
}

/// The text with those settings that `lines` has in place of its own.
fn laid_over(text: &str, lines: &str) -> String {
    let new = settings(lines);
    let kept = settings(text)
        .into_iter()
        .filter(|(word, _)| !new.iter().any(|(own, _)| own == word));
    let kept: String = kept.map(|(_, lines)| lines).collect();
    kept + new.into_iter().map(|(_, lines)| lines).collect::<String>().as_str()
}

fn catalog(product: &str) -> String {
    let lines: Vec<String> = product.lines().map(|line| format!("    {line}\n")).collect();
    format!("products:\n  - {}", lines.concat().trim_start())
}

fn load(lines: &[(Spot, &str)]) -> Loaded {
    let mut texts: BTreeMap<String, String> = BTreeMap::from([
        ("shop.yaml".into(), SHOP.into()),
        ("catalog.yaml".into(), catalog(PRODUCT)),
        ("terms.yaml".into(), "text: We bake after you have paid.\n".into()),
        ("support.yaml".into(), "contact: Write here.\n".into()),
    ]);
    for (spot, lines) in lines {
        let (file, text) = match spot {
            Spot::Shop => ("shop.yaml".into(), laid_over(SHOP, lines)),
            Spot::Product => ("catalog.yaml".into(), catalog(&laid_over(PRODUCT, lines))),
            Spot::Catalog => ("catalog.yaml".into(), format!("{lines}\n")),
            Spot::Terms => ("terms.yaml".into(), format!("{lines}\n")),
            Spot::Support => ("support.yaml".into(), format!("{lines}\n")),
            Spot::Texts => ("texts.yaml".into(), format!("{lines}\n")),
            Spot::Folder => {
                let (name, text) = lines.split_once('\n').unwrap();
                (name.strip_prefix("# ").unwrap().to_owned(), text.to_owned())
            }
        };
        texts.insert(file, text);
    }
    let is_named = |name: &str| lines.iter().any(|(_, lines)| lines.contains(name));
    let others = OTHERS.into_iter().filter(|(name, ..)| is_named(name));
    let others = others.map(|(name, size, content)| (name, Other { size, content }));
    let texts = texts.iter().map(|(name, text)| (name.as_str(), text.as_bytes()));
    let files = Files::from_parts(texts, others);
    compile(ShopId::parse("bakery").unwrap(), files, Secrets::From(&secret))
}

fn said(loaded: &Loaded) -> String {
    render(&loaded.problems, &loaded.files, "", Look::Plain)
}

#[test]
fn wrong_lines_give_their_kind_and_right_lines_give_nothing() {
    let mut untrue = Vec::new();
    for kind in Kind::ALL {
        let Page { wrong, right, .. } = kind.page();
        assert_eq!(wrong.is_empty(), WITHOUT_LINES.contains(kind), "{}", kind.code());
        assert_eq!(wrong.is_empty(), right.is_empty(), "{}", kind.code());
        if wrong.is_empty() {
            continue;
        }
        let loaded = load(wrong);
        let kinds: Vec<Kind> = loaded.problems.iter().map(|problem| problem.kind).collect();
        if kinds.is_empty() || kinds.iter().any(|found| found != kind) {
            untrue.push(format!("{}, wrong lines:\n{}", kind.code(), said(&loaded)));
        }
        let loaded = load(right);
        if !loaded.problems.is_empty() {
            untrue.push(format!("{}, right lines:\n{}", kind.code(), said(&loaded)));
        }
    }
    assert!(untrue.is_empty(), "{}", untrue.join("\n\n"));
}
