//! Inline mode and tagged links.

use super::*;
use crate::{
    ids::Campaign,
    shop::{PostForm, TermsRule},
};

impl Play {
    fn looks_for(&mut self, user: i64, words: &str, offset: &str) -> Decision {
        let query = QueryId::new(format!("i{}", self.nonce));
        self.happens(Event::Inline(InlineQuery {
            query,
            from: person(user),
            words: words.into(),
            offset: offset.into(),
        }))
    }
}

/// Products of an answer, and where it goes on.
fn answered(decision: &Decision) -> (Vec<String>, Option<usize>) {
    assert_eq!(decision.changes, [], "a question writes nothing");
    let [Effect::AnswerInline { results, next, .. }] = &decision.effects[..] else {
        panic!("{decision:?}")
    };
    let ids = results.iter().map(|result| result.product.to_string());
    (ids.collect(), *next)
}

fn payloads(decision: &Decision) -> Vec<Option<Payload>> {
    let [Effect::AnswerInline { results, .. }] = &decision.effects[..] else {
        panic!("{decision:?}")
    };
    let invoices = results.iter().map(|result| result.invoice.as_ref());
    invoices.map(|invoice| invoice.map(|(payload, _)| *payload)).collect()
}

#[test]
fn words_find_products_and_what_is_sold_out_is_left_out() {
    let mut play = Play::open();
    let all = answered(&play.looks_for(1, "", ""));
    assert_eq!(
        all,
        (
            vec!["sourdough", "book", "recipe", "top-up"]
                .into_iter()
                .map(String::from)
                .collect(),
            None
        )
    );
    assert_eq!(answered(&play.looks_for(1, " BREAD sour", "")).0, ["sourdough"]);
    assert_eq!(answered(&play.looks_for(1, "nothing of the kind", "")).0, [""; 0]);
    let sku = Sku::new("sourdough");
    let change = StockChange::Set(0);
    play.happens(Event::Stock { sku, change });
    assert_eq!(answered(&play.looks_for(1, "sour", "")).0, [""; 0]);
}

#[test]
fn a_long_answer_goes_on_where_it_ended() {
    let mut play = Play::open();
    play.edit("r2", |shop| {
        let products = (0..25).map(|n| fixture::product(&format!("p{n}")));
        shop.catalog = crate::shop::Catalog::new(vec![], products.collect::<Vec<_>>());
    });
    let (first, next) = answered(&play.looks_for(1, "", ""));
    assert_eq!((first.len(), next), (20, Some(20)));
    let (rest, end) = answered(&play.looks_for(1, "", "20"));
    assert_eq!((rest.len(), end), (5, None));
    assert_eq!(answered(&play.looks_for(1, "", "-1 or so")).0.len(), 20);
}

#[test]
fn results_can_be_paid_where_paying_is_agreeing_and_are_one_invoice_for_all() {
    let mut play = Play::open();
    let by_paying = |shop: &mut Shop| {
        shop.posts.form = PostForm::Invoice;
        shop.terms.rule = TermsRule::ByPaying;
    };
    assert_eq!(payloads(&play.looks_for(1, "recipe", "")), [None], "a card");
    let opened = play.reopen("r2", by_paying);
    let made = opened
        .changes
        .iter()
        .filter(|change| matches!(change, Change::Invoice(_)));
    assert_eq!(made.count(), 4, "one for each price that is the shop's own");
    assert_eq!(play.reopen("r3", by_paying).changes, [], "and never again");
    let first = play.looks_for(1, "recipe", "");
    let second = play.looks_for(2, "recipe", "");
    assert_eq!(payloads(&first), payloads(&second));
    assert_eq!(
        payloads(&play.looks_for(1, "top-up", "")),
        [None],
        "the customer names its amount"
    );
    let [Effect::AnswerInline { results, .. }] = &first.effects[..] else {
        panic!()
    };
    let (payload, quote) = results[0].invoice.clone().unwrap();
    let invoice = InvoiceMessage {
        chat: ChatId(5),
        payload,
        quote,
        language: crate::shop::Language::parse("en").unwrap(),
    };
    assert!(play.checks_out(5, &invoice).is_ok());
    assert!(play.checks_out(6, &invoice).is_ok());
    play.edit("r4", |shop| shop.posts.form = PostForm::Invoice);
    assert_eq!(
        payloads(&play.looks_for(1, "recipe", "")),
        [None],
        "strangers would be refused"
    );
}

#[test]
fn the_tag_of_a_link_is_kept_with_the_order() {
    let mut play = Play::open();
    let decision = play.says(1, "/start p_recipe_spring-2");
    let [Screen::Card { selection, .. }] = screens(&decision)[..] else {
        panic!("{decision:?}")
    };
    assert_eq!(selection.campaign, Campaign::parse("spring-2"));
    let invoice = play.invoice_of(1, selection.clone());
    assert_eq!(invoice.quote.selection.campaign, Campaign::parse("spring-2"));
    // The same goods without a tag are the same wish.
    let again = play.invoice_for(1, "recipe");
    assert_eq!(play.checks_out(1, &invoice), Err(Refusal::Cancelled));
    assert!(play.checks_out(1, &again).is_ok());
    for odd in ["p_recipe_", "p_recipe_Sp ring", "p_recipe_a_b"] {
        let decision = play.says(1, &format!("/start {odd}"));
        let [Screen::Card { selection, .. }] = screens(&decision)[..] else {
            panic!("{odd}: {decision:?}")
        };
        assert_eq!(selection.campaign, None, "{odd}");
    }
}
