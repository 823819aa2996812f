//! What owners bring along: their own language, price tags, tables, other people's names, half of a change, and files
//! that were copied or renamed.

use super::{CATALOG, SHOP, each_is_told_once, said_of};

const STAFF: &str = "# staff:\n#   - {id: 123456789, role: owner}\n";
const TERMS: &str = "terms: before_paying";
const RYE: &str = "    price: 5.20\n    category: bread\n    stock: 8\n";

#[test]
fn people_are_known_by_their_number() {
    each_is_told_once(&[
        (
            SHOP,
            "# orders_chat: -1001234567890",
            "orders_chat: Bakery orders",
            &["bad-telegram-id: send /id to the bot in that chat"],
        ),
        (
            SHOP,
            STAFF,
            "staff:\n  - name: Anna\n    role: owner\n",
            &["unknown-field: people are known by the number that /id answers: write `id: 123456789`"],
        ),
        (
            SHOP,
            STAFF,
            "staff:\n  - name: Anna\n    id: 123456789\n    role: owner\n",
            &["unknown-field: take it out; a name may stand behind a `#`"],
        ),
        (
            SHOP,
            STAFF,
            "staff:\n  - {id: +49 170 1234567, role: owner}\n",
            &["bad-telegram-id: let that person send /id to the bot"],
        ),
        (
            SHOP,
            STAFF,
            "staff:\n  - {id: @anna, role: owner}\n",
            &["special-start: people and chats are known by the number that /id answers"],
        ),
        (
            SHOP,
            STAFF,
            "staff:\n  - id: @anna\n    role: owner\n",
            &["special-start: write the number instead of the name"],
        ),
        (
            SHOP,
            STAFF,
            "staff:\n  - Anna\n",
            &["wrong-type: write its settings in braces, such as `{id: 123456789, role: helper}`"],
        ),
        (
            SHOP,
            TERMS,
            "policies:\n  blocked_customers: [@spammer]\nterms: before_paying",
            &["special-start: people and chats are known by the number that /id answers"],
        ),
    ]);
}

#[test]
fn prices_as_on_a_tag() {
    const SIZES: &str =
        "wrong-type: write one amount, such as `price: 5.20`; what costs more in another size is a choice";
    each_is_told_once(&[
        (CATALOG, "price: 5.20", "price: 5,-", &["bad-price: write `5`"]),
        (CATALOG, "price: 5.20", "price: 5€20", &["bad-price: write `5.20`"]),
        (CATALOG, "price: 5.20", "price: 5.20,", &["bad-price: write `5.20`"]),
        (
            CATALOG,
            "price: 5.20",
            "price: 5.20 // was 5",
            &["bad-price: write `5.20 # was 5`"],
        ),
        (
            CATALOG,
            "price: 5.20",
            "price. 5.20",
            &["no-colon: write `price: 5.20`"],
        ),
        (
            CATALOG,
            "price: 5.20",
            "\"price\": \"5.20\",",
            &["no-colon: write `price: 5.20`"],
        ),
        (
            CATALOG,
            "price: +0.20",
            "extra: 0.20",
            &["unknown-field: did you mean `price`?"],
        ),
        (
            CATALOG,
            "price: 5.20",
            "price: kostenlos",
            &["bad-price: write an amount, such as `0.50`"],
        ),
        (
            CATALOG,
            "price: 5.20",
            "price: fünf Euro zwanzig",
            &["bad-price: write the number alone, in digits"],
        ),
        (
            CATALOG,
            "price: 5.20",
            "price: 500 руб.",
            &["currency-sign: write `500`"],
        ),
        (CATALOG, "price: 5.20", "price: [5.20, 4.80]", &[SIZES]),
        (CATALOG, "price: 5.20", "price: {small: 5.20, big: 8}", &[SIZES]),
    ]);
}

#[test]
fn words_of_other_languages() {
    each_is_told_once(&[
        (
            CATALOG,
            RYE,
            "    preis: 5.20\n    kategorie: bread\n    lager: 8\n",
            &[
                "unknown-field: did you mean `price`?",
                "unknown-field: did you mean `category`?",
                "unknown-field: did you mean `stock`?",
            ],
        ),
        (
            CATALOG,
            RYE,
            "    цена: 5.20\n    категория: bread\n    остаток: 8\n",
            &[
                "unknown-field: did you mean `price`?",
                "unknown-field: did you mean `category`?",
                "unknown-field: did you mean `stock`?",
            ],
        ),
        (
            CATALOG,
            "    title: {en: Dark rye, ru: Чёрный ржаной}\n",
            "    title: Dark rye\n    ru: Чёрный ржаной\n",
            &["unknown-field: write both languages within one setting: `title: {en: …, ru: …}`"],
        ),
        (
            CATALOG,
            "    title: {en: Dark rye, ru: Чёрный ржаной}\n",
            "    title: Dark rye\n    title_ru: Чёрный ржаной\n",
            &["unknown-field: write both languages within one setting: `title: {en: …, ru: …}`"],
        ),
        (
            "texts.yaml",
            "{order} на {total}",
            "{заказ} на {total}",
            &["unknown-placeholder: one of: order, total, shop"],
        ),
        (
            "support.yaml",
            "  - ask: {en: Do you deliver?",
            "  - question: {en: Do you deliver?",
            &["unknown-field: did you mean `ask`?"],
        ),
        (
            "terms.yaml",
            "text:\n  en: |\n",
            "  en: |\n",
            &["missing-field: write `text:` on a line above them"],
        ),
    ]);
}

#[test]
fn ids_that_are_titles() {
    each_is_told_once(&[
        (
            CATALOG,
            "  - id: cinnamon-roll\n",
            "  - Cinnamon roll:\n",
            &["unknown-field: write `id: cinnamon-roll`"],
        ),
        (
            CATALOG,
            "          - {id: whole, title: {en: Whole, ru: Целый}}\n",
            "          - id: whole, title: {en: Whole, ru: Целый}\n",
            &["colon-in-text: write `- {id: whole, title: {en: Whole, ru: Целый}}`"],
        ),
        (
            CATALOG,
            "          - {id: whole, title: {en: Whole, ru: Целый}}\n",
            "          - Whole\n",
            &["wrong-type: write its settings in braces, such as `{id: whole, title: Whole}`"],
        ),
        (
            CATALOG,
            "\n  - id: honey-cake\n",
            "\n  - brioche;Brioche;2,40\n\n  - id: honey-cake\n",
            &["wrong-type: write its settings in braces, such as `{id: brioche, title: Brioche}`"],
        ),
        (
            CATALOG,
            "\n  - id: honey-cake\n",
            "\nid\ttitle\tprice\nbrioche\tBrioche\t2.40\n\n  - id: honey-cake\n",
            &["no-colon: a table cannot be read: write each of its rows as an entry"],
        ),
    ]);
}

#[test]
fn half_of_a_change() {
    const TELEGRAM: &str = "# telegram:\n#   bot_token: ${BAKERY_BOT_TOKEN}\n";
    const PRODUCTS: &str = "missing-field: write `products:` on a line of its own above it";
    each_is_told_once(&[
        (CATALOG, "products:\n", "", &[PRODUCTS]),
        (CATALOG, "products:\n", "# products:\n", &[PRODUCTS]),
        (
            CATALOG,
            "products:\n",
            "products:\n\nproducts:\n",
            &["duplicate-key: keep one of the two"],
        ),
        (
            CATALOG,
            "categories:\n",
            "",
            &["bad-indent: write the name of the setting that it belongs to on a line above"],
        ),
        (
            CATALOG,
            "    price: 5.20\n",
            "      price: 5.20\n",
            &["bad-indent: write as many spaces before it as before `description:`"],
        ),
        (
            CATALOG,
            "    price: 5.20\n",
            "<<<<<<< HEAD\n    price: 5.20\n=======\n    price: 5.40\n>>>>>>> b\n",
            &["syntax: keep one of the two, and delete the lines"],
        ),
        (
            CATALOG,
            "products:\n",
            "```yaml\nproducts:\n",
            &["special-start: delete the line"],
        ),
        (
            SHOP,
            TELEGRAM,
            "telegram:\n#   bot_token: ${BAKERY_BOT_TOKEN}\n",
            &["empty-value: take the `#` off the line below as well"],
        ),
        (
            SHOP,
            TELEGRAM,
            "# telegram:\n  bot_token: ${BAKERY_BOT_TOKEN}\n",
            &["bad-indent: take the `# ` off the line above as well, so that it begins with `telegram:`"],
        ),
        (
            SHOP,
            STAFF,
            "staff:\n#   - {id: 123456789, role: owner}\n",
            &["empty-value: take the `#` off the line below as well"],
        ),
        (
            SHOP,
            TERMS,
            "policies:\n  opening_hours:\n    mon-fri: 08:00-12:00, 14:00-18:00\nterms: before_paying",
            &["bad-hours: write them in brackets: `[08:00-12:00, 14:00-18:00]`"],
        ),
    ]);
}

#[test]
fn files_that_were_copied_or_renamed() {
    let codes = |from: &str, to: &str, is_copy: bool| {
        said_of(|texts| {
            let text = texts.get(from).unwrap().clone();
            if !is_copy {
                texts.remove(from);
            }
            texts.insert(to.to_owned(), text);
        })
        .0
    };
    for (from, to, is_copy, expected) in [
        (
            CATALOG,
            "Catalog.yaml",
            false,
            "missing-file: is it `Catalog.yaml`? Then rename that file",
        ),
        (
            CATALOG,
            "catalog.yml",
            false,
            "missing-file: is it `catalog.yml`? Then rename that file",
        ),
        (
            CATALOG,
            "catalog copy.yaml",
            true,
            "stray-file: if it has other products than `catalog.yaml`, move it into the folder `catalog/`; if it is a copy, delete it",
        ),
        (
            SHOP,
            "shop2.yaml",
            true,
            "stray-file: `shop.yaml` is read and stands beside it: take over from here what is new, and delete this one",
        ),
    ] {
        assert_eq!(codes(from, to, is_copy), [expected], "{to}");
    }
    // Another file that the shop needs is not proposed for the one that is missing.
    let (found, _) = said_of(|texts| drop(texts.remove("terms.yaml")));
    assert_eq!(
        found,
        ["missing-file: write it: what a customer agrees to, under `text:`"]
    );
}

#[test]
fn a_catalog_that_is_one_list() {
    let products = "- id: rye\n  title: Dark rye\n  description: 700 g\n  price: 5.20\n";
    let (found, whole) = said_of(|texts| drop(texts.insert(CATALOG.to_owned(), products.to_owned())));
    assert!(
        found.contains(&"wrong-type: write `products:` on a line of its own above the first entry".to_owned()),
        "{whole}"
    );
}
