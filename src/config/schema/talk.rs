//! The form of each setting of a conversation (`tests/*.yaml`), as `form` has it for the files of the shop itself. The
//! words are those to which the room `rehearsal` gives a meaning.

use schemars::{Schema, SchemaGenerator, json_schema};

use super::super::raw::conversations::{
    Act, Expect, InvoiceOf, TapOn,
    words::{CHARGES, CHATS, COUNT_MAX, INVOICES, MESSAGES, POST_PLACES, STATES, WAIT_DAYS_MAX},
};
use super::parts::{amount, by_name, free, list, named, one_of, or_group, shaped, span, whole};
use super::types::in_order;

pub(crate) use super::form::{payable, post_form, product};

/// Any short word; what else is wrong with one says `check`.
const PERSON: &str = "^[^\\s0-9-]\\S*$";

forms! {
    said = free("words", "");
    proved = list(&free("word", ""));
    person = any_person();
    people = list(&any_person());
    chat = one_of(CHATS);
    post_place = one_of(POST_PLACES);
    which = one_of(INVOICES);
    charge = one_of(CHARGES);
    age_of_message = one_of(MESSAGES);
    only_true = json_schema!({"enum": [true, "true"], "x-type": "word", "x-limits": "only `true`"});
    only_last = one_of(["last"]);
    only_copy = one_of(["copy"]);
    only_payment = one_of(["payment"]);
    wait = span("smhd", "1s", &format!("{WAIT_DAYS_MAX}d"));
    tip = {
        let mut schema = amount();
        schema.insert("minimum".into(), 0.into());
        schema.insert("x-limits".into(), "".into());
        schema
    };
    number = whole(0, COUNT_MAX);
    numbers = by_name("^[\\s\\S]*$", &whole(0, COUNT_MAX), "numbers by name");
    orders = {
        let states = STATES.join("|");
        let mut schema = by_name(&format!("^({states})$"), &whole(0, COUNT_MAX), "numbers by state");
        let states: Vec<String> = STATES.iter().map(|state| format!("`{state}`")).collect();
        schema.insert("x-limits".into(), states.join(", ").into());
        schema
    };
    counts = named(by_name("^[a-z0-9]+([-/][a-z0-9]+)*$", &whole(0, COUNT_MAX), "numbers by product"), "sku");
    words_by_person = by_name(PERSON, &free("word", ""), "words by person");
    languages_of_people = {
        let language = shaped("language", "^[a-z]{2}$", "two small letters, such as en", "two small letters");
        by_name(PERSON, &language, "languages by person")
    };
    words = json_schema!({
        "type": ["string", "number", "boolean", "array"], "items": free("words", ""),
        "x-type": "words, or a list of such", "x-limits": "",
    });
    invoice_sum = free("amount and currency", "`5.20 EUR`, or `true` for any sum");
    post_product = shaped(
        "product", "^[a-z0-9]+([-/][a-z0-9]+)*$", "the id of a product, or product/choice",
        "an id, or `product/choice`",
    );
    reload = {
        let text = free("text", "");
        json_schema!({
            "type": ["boolean", "string", "object"],
            "additionalProperties": {"type": ["string", "object"], "additionalProperties": text},
            "x-type": "changes by file, a folder, or `true`", "x-limits": "each old text stands once in its file",
        })
    };
}

fn any_person() -> Schema {
    shaped("person", PERSON, "one short word, such as ann", "one short word")
}

/// Words that are typed, or a group.
pub(crate) fn act(generator: &mut SchemaGenerator) -> Schema {
    or_group(free("words", ""), &in_order::<Act>(generator))
}

/// Words that are said, or a group.
pub(crate) fn expected(generator: &mut SchemaGenerator) -> Schema {
    or_group(free("words", ""), &in_order::<Expect>(generator))
}

/// Words of a button, or a group that says which.
pub(crate) fn tap(generator: &mut SchemaGenerator) -> Schema {
    or_group(free("words", ""), &in_order::<TapOn>(generator))
}

/// Which invoice, or a group that says more.
pub(crate) fn invoice_of(generator: &mut SchemaGenerator) -> Schema {
    let words = INVOICES.map(|word| format!("`{word}`")).join(", ");
    let help = "write last invoice, first invoice, copy or link";
    let which = shaped("word", &format!("^({})$", INVOICES.join("|")), help, &words);
    or_group(which, &in_order::<InvoiceOf>(generator))
}
