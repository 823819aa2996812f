//! Mistakes that owners make in a shop that was right, such as the shipped bakery: each is told once, at its place, with
//! the way out, and nothing is said of what is only a consequence of it.

mod habits;

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::LazyLock,
};

use kiosk::{
    config::{Files, Loaded, Look, Other, Secrets, compile, load, render},
    ids::ShopId,
};

const CATALOG: &str = "catalog.yaml";
const SHOP: &str = "shop.yaml";

/// A folder's texts by their names, and what else lies in it.
type Folder = (BTreeMap<String, String>, Vec<(String, Other)>);

static BAKERY: LazyLock<Folder> = LazyLock::new(|| {
    let folder: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("shops/bakery");
    let Loaded { files, .. } = load(&folder, Secrets::Unread);
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    let texts = files.texts().map(|(name, bytes)| (name.to_owned(), text(bytes)));
    let others = files.others().map(|(name, other)| (name.to_owned(), other));
    (texts.collect(), others.collect())
});

/// One mistake: the file, what stands there, what is written instead; and what is said, as `code: way out`.
type Mistake = (&'static str, &'static str, &'static str, &'static [&'static str]);

fn said(file: &str, right: &str, wrong: &str) -> (Vec<String>, String) {
    said_of(|texts| {
        let text = texts.get_mut(file).unwrap();
        assert!(text.contains(right), "{file} has no `{right}`");
        *text = text.replacen(right, wrong, 1);
    })
}

/// What is said of the bakery after a change of its texts: `code: way out` of each, and all as it is shown.
fn said_of(change: impl FnOnce(&mut BTreeMap<String, String>)) -> (Vec<String>, String) {
    let (mut texts, others) = BAKERY.clone();
    change(&mut texts);
    let texts = texts.iter().map(|(name, text)| (name.as_str(), text.as_bytes()));
    let others = others.iter().map(|(name, other)| (name.as_str(), *other));
    let loaded = compile(
        ShopId::parse("bakery").unwrap(),
        Files::from_parts(texts, others),
        Secrets::Unread,
    );
    let one = |problem: &kiosk::config::Problem| {
        let help = problem.help.as_deref().unwrap_or_default();
        format!("{}: {help}", problem.kind.code())
    };
    let whole = render(&loaded.problems, &loaded.files, "", Look::Plain);
    (loaded.problems.iter().map(one).collect(), whole)
}

fn each_is_told_once(mistakes: &[Mistake]) {
    let mut wrong = Vec::new();
    for (file, right, written, expected) in mistakes {
        let (found, whole) = said(file, right, written);
        let fits = |(found, expected): (&String, &&str)| found.starts_with(expected);
        if found.len() != expected.len() || !found.iter().zip(*expected).all(fits) {
            wrong.push(format!("{written}\nexpected {expected:#?}\n{whole}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn lines_of_another_form() {
    const RYE: &str = "  - id: rye\n    title: {en: Dark rye, ru: Чёрный ржаной}\n";
    const ABOUT: &str = "    description:\n      en: 700 g, malt and caraway. Better on the second day.\n      ru: 700 г, солод и тмин. На второй день ещё вкуснее.\n";
    each_is_told_once(&[
        (CATALOG, "- id: rye\n", "- rye:\n", &["unknown-field: write `id: rye`"]),
        (
            CATALOG,
            RYE,
            "  - rye:\n      title: {en: Dark rye, ru: Чёрный ржаной}\n      description: {en: Malt., ru: Солод.}\n      price: 5.20\n\n  - id: other-rye\n    title: {en: Other rye, ru: Другой ржаной}\n",
            &["unknown-field: write `id: rye`, and its settings below"],
        ),
        (
            CATALOG,
            ABOUT,
            "    description: 700 g, malt and caraway.\n    Better on the second day.\n",
            &["bad-indent: write 6 spaces before them, if they go on with the text of `description`"],
        ),
        (
            CATALOG,
            ABOUT,
            "    description: 700 g, malt and caraway.\n      Better on the second day.\n",
            &[],
        ),
        (
            CATALOG,
            "{en: Dark rye, ru: Чёрный ржаной}",
            "{en: Dark rye ru: Чёрный ржаной}",
            &["unclosed-bracket: write `title: {en: Dark rye, ru: Чёрный ржаной}`"],
        ),
        (
            CATALOG,
            "{en: Dark rye,",
            "{en: \"Dark \"old\" rye\",",
            &["special-start: write `title: {en: 'Dark \"old\" rye', ru: Чёрный ржаной}`"],
        ),
        (
            CATALOG,
            "{en: Dark rye,",
            "{en: New: dark rye,",
            &["colon-in-text: write `title: {en: \"New: dark rye\", ru: Чёрный ржаной}`"],
        ),
        (
            CATALOG,
            "    price: 5.20\n",
            "    <!-- cheap -->\n    price: 5.20\n",
            &["no-colon: a note begins with `#`: write `# cheap`"],
        ),
        (
            "terms.yaml",
            "  en: |\n",
            "  en:\n",
            &["wrong-type: write `|` behind the colon above"],
        ),
        (
            SHOP,
            "languages: [en, ru]",
            "languages: en/ru",
            &["wrong-type: write it in brackets: `[en, ru]`"],
        ),
        (
            SHOP,
            "ask: [name, phone]",
            "ask: name and phone",
            &["wrong-type: write it in brackets: `[name, phone]`"],
        ),
        (
            SHOP,
            "tips: {max: 5, suggested: [0.50, 1, 2]}",
            "tips: [0.50, 1, 2]",
            &["wrong-type: write its settings in braces, such as `{max: …, suggested: …}`"],
        ),
        (
            SHOP,
            "tips: {max: 5, suggested: [0.50, 1, 2]}",
            "tips: 5",
            &["wrong-type: write its settings in braces, such as `{max: 5}`"],
        ),
        (
            SHOP,
            "terms: before_paying",
            "policies:\n  opening_hours:\n    - mon-fri 08:00-18:00\nterms: before_paying",
            &["wrong-type: write each line of it as `name: value`"],
        ),
    ]);
}

#[test]
fn values_of_another_form() {
    each_is_told_once(&[
        (CATALOG, "price: 5.20", "price: 5.20;", &["bad-price: write `5.20`"]),
        (
            CATALOG,
            "price: 5.20",
            "price: 5.20/kg",
            &["bad-price: write `5.20`, and say the rest"],
        ),
        (
            CATALOG,
            "price: +0.20",
            "price: +0,20",
            &["comma-decimal: write `price: +0.20`"],
        ),
        (
            CATALOG,
            "stock: 8\n",
            "stock: sold out\n",
            &["not-a-number: write `0` for nothing left"],
        ),
        (
            CATALOG,
            "images/sourdough.png",
            "images\\sourdough.png",
            &["missing-file: write `images/sourdough.png`"],
        ),
        (
            CATALOG,
            "images/sourdough.png",
            "sourdough",
            &["missing-file: did you mean `images/sourdough.png`?"],
        ),
        (
            SHOP,
            "terms: before_paying",
            "policies: {opening_hours: {monday-friday: 8:00 to 18:00}}\nterms: before_paying",
            &["bad-hours: write `mon-fri`", "bad-hours: write `08:00-18:00`"],
        ),
        (
            SHOP,
            "terms: before_paying",
            "policies: {opening_hours: {mon-fri: 08:00-18:00, sun: closed}}\nterms: before_paying",
            &["bad-hours: take out the days on which the shop is closed"],
        ),
        (
            SHOP,
            "suggested: [0.50, 1, 2]",
            "suggested: [0,50, 1, 2]",
            &["comma-decimal: write `0.50`"],
        ),
        (
            "texts.yaml",
            "Order {order} over",
            "Order {order over",
            &["unknown-placeholder: write `{order}`"],
        ),
    ]);
}

/// A rule of the bakery names products, and products name shelves: neither is missed where it could not be read.
#[test]
fn what_follows_from_a_mistake_is_not_told() {
    const BREAD: &str = "  - {id: bread, title: {en: Bread, ru: Хлеб}}\n";
    each_is_told_once(&[
        (
            SHOP,
            "currency: EUR",
            "currency: Euro",
            &["unknown-currency: write `EUR`"],
        ),
        (CATALOG, "price: 6.50", "price: 6,50", &["comma-decimal: write `6.50`"]),
        (
            CATALOG,
            BREAD,
            "  - bread\n",
            &["wrong-type: write its settings in braces"],
        ),
        (
            CATALOG,
            "{id: bread, title: {en: Bread, ru: Хлеб}}\n  - {id: sweet, title: {en: Sweet things, ru: Сладкое}}",
            "{id: Bread, title: {en: Bread, ru: Хлеб}}\n  - {id: sweet, title: {en: Sweet things, ru: Сладкое}}",
            &["bad-id: write `bread`"],
        ),
        (
            CATALOG,
            "  - {id: bread, title: {en: Bread, ru: Хлеб}}\n  - {id: sweet, title: {en: Sweet things, ru: Сладкое}}\n",
            "  bread: Bread\n  sweet: Sweet things\n",
            &["wrong-type: write `- ` before the first setting"],
        ),
    ]);
}
