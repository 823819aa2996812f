//! The form of each setting that is not a group: one function a sort, named in `raw` by `schema_with`. The bounds and words
//! are those by which `compile` checks.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value};

use super::super::compile::bounds::{
    self, ASKS, BUTTON_MAX, CHOICES_MAX, DAYS, DESCRIPTION_MAX, ID_MAX, MESSAGE_MAX, MODES, OPTIONS_MAX, PER_ORDER_MAX,
    PHOTO_ENDINGS, PHOTO_URL_BYTES_MAX, ROLES, SENT, SIDE_PIXELS_MAX, STOCK_MAX, SUGGESTED_TIPS_MAX, TITLE_MAX,
    TOPIC_MAX, shown,
};
use super::super::raw;
use super::parts::{
    amount as any_amount, by_name, free, id as any_id, list, named, one_of, or_group, price as paid, shaped,
    short_list, span, text, whole, word,
};
use super::types::in_order;
use crate::{
    money::Currency,
    rules::INVOICE_PLACES,
    shop::{PROFILES, WORDINGS, Wording},
};

forms! {
    id = any_id();
    category = named(any_id(), "category");
    title = text("text of one line", TITLE_MAX);
    /// What stands on a button, or in a list.
    label = text("text of one line", BUTTON_MAX);
    description = text("plain text", DESCRIPTION_MAX);
    words = text("plain text", MESSAGE_MAX);
    markup = text("text with marks", MESSAGE_MAX);
    any_word = free("word", "");

    currency = {
        let mut schema = one_of(Currency::codes());
        schema.insert("x-limits".into(), "a code in capitals that Telegram takes".into());
        schema
    };
    languages = list(&shaped("language", "^[a-z]{2}$", "two small letters, such as en", "two small letters"));
    timezone = {
        let help = "a continent and a city, such as Europe/Lisbon";
        let mut schema = shaped("time zone", "^[A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+)*$", help, "a continent and a city");
        schema.insert("default".into(), bounds::TIMEZONE.into());
        schema
    };
    secret = shaped(
        "name of a secret", "^\\$\\{[A-Z_][A-Z0-9_]*\\}$",
        "write ${NAME}; the token itself belongs into the file .env",
        "`${NAME}`, never the token itself",
    );
    provider = one_of(PROFILES.iter().map(|row| row.word));
    mode = word(&MODES);
    terms_rule = word(&bounds::TERMS);
    chat = whole(-ID_MAX, ID_MAX);
    topic = whole(1, TOPIC_MAX);
    person = whole(1, ID_MAX);
    people = list(&whole(1, ID_MAX));
    opening_hours = {
        let day = DAYS.join("|");
        let days = format!("^(daily|({day})(-({day}))?)$");
        let time = "^\\s*[0-9]{1,2}:[0-9]{2}\\s*[-–]\\s*[0-9]{1,2}:[0-9]{2}\\s*$";
        let hours = shaped("hours", time, "two times, such as 08:00-18:00", "");
        json_schema!({
            "type": "object", "propertyNames": {"pattern": days},
            "additionalProperties": {
                "type": ["string", "array"], "pattern": time, "patternErrorMessage": "two times, such as 08:00-18:00",
                "items": hours,
            },
            "x-type": "hours by day",
            "x-limits": "days are `mon` to `sun`, two of them as `mon-fri`, or `daily`; times of the 24-hour clock",
        })
    };
    countries = list(&shaped("country", "^[A-Z]{2}$", "two capital letters, such as PT", "two capital letters"));
    postcodes = list(&free("postcode", "in quotes, so that a zero in front is kept"));
    pieces = whole(1, bounds::PIECES_MAX);
    period = word(&bounds::PERIODS);
    products = list(&named(any_id(), "product"));
    categories = list(&named(any_id(), "category"));
    age = whole(1, bounds::AGE_MAX);
    unpaid = whole(1, bounds::UNPAID_MAX);
    pause = span("smhdw", &shown(bounds::PAUSE_MIN), &shown(bounds::PAUSE_MAX));
    role = one_of(ROLES.iter().map(|(word, _)| *word));

    asks = list(&one_of(ASKS.iter().map(|(word, _)| *word)));
    sent = list(&one_of(SENT.iter().map(|(word, _)| *word)));
    json = shaped("JSON", "^\\s*\\{[\\s\\S]*\\}\\s*$", "a JSON object: { … }", "an object");
    tips = short_list(&paid(), SUGGESTED_TIPS_MAX);

    valid_for = {
        let mut schema = span("smhdw", &shown(bounds::VALID_FOR_MIN), &shown(bounds::VALID_FOR_MAX));
        schema.insert("default".into(), shown(bounds::VALID_FOR).into());
        schema
    };
    price_change = word(&bounds::PRICE_CHANGES);
    forwarding = word(&bounds::FORWARDING);
    payer = word(&bounds::PAYERS);
    yes_no = super::parts::yes_no();
    post_form = word(&bounds::FORMS);
    payable = word(&bounds::PAYABLE);

    amount = paid();
    amounts = short_list(&paid(), bounds::SUGGESTED_MAX);
    extra = any_amount();
    stock = whole(0, STOCK_MAX);
    per_order = whole(1, PER_ORDER_MAX);
    pixels = whole(1, SIDE_PIXELS_MAX);
    bytes = whole(1, PHOTO_URL_BYTES_MAX);
    file = named(path("inside the shop's folder"), "file");
    photo = {
        let endings = PHOTO_ENDINGS.map(|ending| format!(".{ending}"));
        let limits = format!("inside the shop's folder; {}; Telegram's 10 MB", endings.join(", "));
        named(path(&limits), "picture")
    };
    credit = {
        let mut schema = paid();
        schema.insert("pattern".into(), "^(paid|\\+?(0|[1-9][0-9]*)(\\.[0-9]+)?)$".into());
        schema.insert("patternErrorMessage".into(), "write an amount, or paid".into());
        schema.insert("x-limits".into(), "above zero, or `paid`".into());
        schema
    };
    product = named(any_id(), "product");
    one_language = shaped("language", "^[a-z]{2}$", "two small letters, such as en", "two small letters");
    day = shaped("day", "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "write year, month and day, such as 2026-11-01", "`2026-11-01`");
    moment = shaped(
        "moment", "^([a-z]+ |[0-9]{4}-[0-9]{2}-[0-9]{2} )?[0-9]{1,2}:[0-9]{2}(:[0-9]{2})?$",
        "write 18:05, saturday 18:05 or 2026-11-24 18:05", "`18:05`, `saturday 18:05` or `2026-11-24 18:05`",
    );
    tested_pieces = whole(1, bounds::TESTED_PIECES_MAX);
    many = whole(0, bounds::TESTED_NUMBER_MAX);
    confirmed_age = whole(0, bounds::AGE_MAX);
    unpaid_ago = span("smhdw", "0s", &shown(bounds::PAUSE_MAX));
    choice_ids = list(&any_id());
    given_pieces = by_product(&whole(1, bounds::TESTED_PIECES_MAX), "pieces by product");
    invoice_place = one_of(INVOICE_PLACES);
    yes_or_no = json_schema!({
        "type": ["boolean", "string"], "pattern": "^(true|false|yes|no)$", "patternErrorMessage": "write yes or no",
        "x-type": "yes or no", "x-limits": "`yes`, `no`",
    });

    folder = shaped("folder", "\\S", "write the path of a folder", "");
    address = shaped("address", "^https?://[^\\s]+$", "write it whole, such as https://shops.example.org", "");
    listen = shaped("address and port", "^[^\\s]+:[0-9]+$", "write it as 127.0.0.1:8080", "");
    log = shaped("filter", "\\S", "such as info, or kiosk=debug", "");
}

/// An amount, or bounds within which the customer names one.
pub(crate) fn product_price(generator: &mut SchemaGenerator) -> Schema {
    or_group(paid(), &in_order::<raw::FreePrice>(generator))
}

/// An address, or a group with one.
pub(crate) fn photo_url(generator: &mut SchemaGenerator) -> Schema {
    or_group(picture_address(generator), &in_order::<raw::Picture>(generator))
}

/// How many pieces, or a group that says more.
pub(crate) fn given_lines(generator: &mut SchemaGenerator) -> Schema {
    let line = or_group(tested_pieces(generator), &in_order::<raw::GivenLine>(generator));
    by_product(&line, "lines by product")
}

/// `allow`, `deny`, or a group that looks at the no.
pub(crate) fn rule_answer(generator: &mut SchemaGenerator) -> Schema {
    let help = "write allow, deny, {deny: words of the no}, or {policy: its name}";
    let word = shaped("answer", "^(allow|deny)$", help, "`allow`, `deny`");
    or_group(word, &in_order::<raw::ExpectedNo>(generator))
}

/// A group with products of the shop for names.
fn by_product(each: &Schema, sort: &str) -> Schema {
    named(by_name("^[a-z0-9]+(-[a-z0-9]+)*$", each, sort), "product")
}

pub(crate) fn picture_address(_: &mut SchemaGenerator) -> Schema {
    let help = "the whole address of a picture, such as https://example.com/bread.jpg";
    shaped(
        "address",
        "^https?://[^\\s@/]+\\.[^\\s]+$",
        help,
        "public, `https://…`; at most 5 MB",
    )
}

pub(crate) fn options(generator: &mut SchemaGenerator) -> Schema {
    let mut schema = Vec::<super::super::read::F<raw::ProductOption>>::json_schema(generator);
    schema.insert("maxItems".into(), OPTIONS_MAX.into());
    schema.insert("x-limits".into(), format!("at most {OPTIONS_MAX}").into());
    schema
}

pub(crate) fn choices(generator: &mut SchemaGenerator) -> Schema {
    let mut schema = Vec::<super::super::read::F<raw::Choice>>::json_schema(generator);
    schema.insert("minItems".into(), 1.into());
    schema.insert("maxItems".into(), CHOICES_MAX.into());
    schema.insert("x-limits".into(), format!("1 to {CHOICES_MAX}").into());
    schema
}

/// A path inside the shop's folder: not from its root, not out of it.
fn path(limits: &str) -> Schema {
    let part = "([^./~\\\\:][^/\\\\:]*|\\.[^./\\\\:][^/\\\\:]*|\\.\\.[^/\\\\:]+|\\.)";
    let help = "the path of a file from the shop's folder, with /";
    shaped("file", &format!("^{part}(/{part})*$"), help, limits)
}

/// `texts.yaml`: every message that has a wording to be replaced.
pub(crate) fn wordings() -> Value {
    let one = |wording: &Wording| {
        let mut schema = text("text with marks", MESSAGE_MAX);
        let places: Vec<String> = wording
            .placeholders
            .iter()
            .map(|name| format!("`{{{name}}}`"))
            .collect();
        let filled = match &places[..] {
            [] => String::new(),
            places => format!("; filled in: {}", places.join(", ")),
        };
        schema.insert(
            "description".into(),
            format!("{}{filled}.", capital(wording.meaning)).into(),
        );
        schema.insert("x-example".into(), wording.example.into());
        (wording.key.to_owned(), schema.to_value())
    };
    let properties: Map<String, Value> = WORDINGS.iter().map(one).collect();
    let order: Vec<&str> = WORDINGS.iter().map(|wording| wording.key).collect();
    json_schema!({
        "type": "object", "properties": properties, "x-order": order,
        "description": "The shop's own wording of some messages. A message that is not here uses the engine's.",
    })
    .to_value()
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// What one order may hold where the file says nothing.
pub(crate) fn per_order_default() -> String {
    format!("{}; 1 where the customer names the amount", bounds::PER_ORDER)
}
