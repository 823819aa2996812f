//! Numbers and words that lead to buttons, and the invoice that is meant.

use super::*;
use crate::sandbox::{Button, ChatId, InvoiceView};

pub(crate) fn message(id: i64, labels: &[&str]) -> MessageView {
    let button = |label: &&str| Button {
        text: (*label).to_owned(),
        press: Press::Data(format!("{id}:{label}")),
    };
    MessageView {
        id,
        author: 900,
        author_name: "Corner Bakery".to_owned(),
        by_bot: true,
        date: 0,
        text: "Hello".to_owned(),
        entities: Vec::new(),
        content: Content::Text,
        buttons: labels.iter().map(|label| vec![button(label)]).collect(),
        reply_to: None,
        topic: None,
        edits: 0,
        revision: 1,
        protected: false,
        force_reply: false,
        via_bot: None,
        forwarded_from: None,
    }
}

pub(crate) fn chat_with(messages: Vec<MessageView>) -> Chat {
    let mut chat = Chat::new(7);
    chat.absorb(view(1, messages));
    chat
}

pub(crate) fn invoice(id: i64, receipt: bool) -> MessageView {
    let content = Content::Invoice(InvoiceView {
        title: "Rye".to_owned(),
        description: "Dark".to_owned(),
        currency: "EUR".to_owned(),
        total_amount: 520,
        price: "5.20 EUR".to_owned(),
        max_tip_amount: 0,
        max_tip: "0.00 EUR".to_owned(),
        suggested_tip_amounts: Vec::new(),
        asks: Vec::new(),
        photo_url: None,
        receipt,
    });
    MessageView {
        content,
        ..message(id, &[])
    }
}

fn view(revision: u64, messages: Vec<MessageView>) -> ChatView {
    ChatView {
        chat: ChatId::private(900, 7),
        revision,
        messages,
        deleted: Vec::new(),
        toasts: Vec::new(),
    }
}

fn label(found: Found) -> String {
    match found {
        Found::One(target) => target.label,
        Found::Several(labels) => labels.join("|"),
        Found::Nothing => "nothing".to_owned(),
    }
}

#[test]
fn numbers_go_on_within_an_answer_and_begin_again_after_something_was_typed() {
    let mut chat = chat_with(vec![message(1, &["Bread", "Cakes"]), message(2, &["Help"])]);
    assert_eq!(chat.numbered(3).unwrap().label, "Help");
    chat.turn();
    let news = chat.absorb(view(2, vec![message(3, &[]), message(4, &["Rye"])]));
    assert_eq!(news.messages[1].1, [[1]]);
    assert_eq!(chat.numbered(1).unwrap().label, "Rye");
    assert!(chat.numbered(2).is_none() && chat.numbered(0).is_none());
}

#[test]
fn an_edited_message_has_new_numbers_and_its_old_ones_lead_nowhere() {
    let mut chat = chat_with(vec![message(1, &["Bread", "Cakes"])]);
    let news = chat.absorb(view(2, vec![message(1, &["Rye"])]));
    assert_eq!(news.messages[0].1, [[3]]);
    assert!(chat.numbered(1).is_none());
}

#[test]
fn words_find_the_newest_button_that_begins_so() {
    let chat = chat_with(vec![
        message(1, &["🍞 Bread", "Cakes"]),
        message(2, &["✅ I have read and agree", "Rye loaf", "Rye rolls", "Rye"]),
    ]);
    assert_eq!(label(chat.find("bread")), "🍞 Bread");
    assert_eq!(label(chat.find("I have read")), "✅ I have read and agree");
    assert_eq!(label(chat.find("rye")), "Rye");
    assert_eq!(label(chat.find("rye ")), "Rye");
    assert_eq!(label(chat.find("Rye l")), "Rye loaf");
    assert_eq!(label(chat.find("ry")), "Rye loaf|Rye rolls|Rye");
    assert_eq!(label(chat.find("wheat")), "nothing");
    let chat = chat_with(vec![message(1, &["Moss Garden · 120", "Moss Garden wallpapers · 15"])]);
    assert_eq!(label(chat.find("Moss Garden")), "Moss Garden · 120");
    assert_eq!(
        label(chat.find("Moss")),
        "Moss Garden · 120|Moss Garden wallpapers · 15"
    );
    assert_eq!(label(chat.find("🍞")), "nothing");
}

#[test]
fn a_piece_more_or_less_is_typed_as_its_sign() {
    let chat = chat_with(vec![message(1, &["−", "1", "+", "Buy for 5.20 €"])]);
    assert_eq!(label(chat.find("+")), "+");
    assert_eq!(label(chat.find("-")), "−");
    assert_eq!(label(chat.find(" − ")), "−");
    assert_eq!(label(chat.find("--")), "nothing");
    assert_eq!(label(chat.find(" ")), "nothing");
}

#[test]
fn the_invoice_to_pay_is_the_newest_that_is_no_receipt() {
    let chat = chat_with(vec![invoice(1, false), invoice(2, false), invoice(3, true)]);
    assert_eq!(chat.invoice(), Some(2));
    assert_eq!(chat_with(vec![invoice(3, true)]).invoice(), None);
}

#[test]
fn an_invoice_behind_a_link_is_paid_first_until_the_shop_sends_another() {
    let Content::Invoice(bill) = invoice(1, false).content else {
        panic!()
    };
    let mut chat = chat_with(vec![invoice(1, false)]);
    chat.link("https://t.me/$a", bill);
    assert_eq!((chat.invoice(), chat.linked()), (Some(LINKED), Some("https://t.me/$a")));
    assert_eq!(chat.bill(LINKED).unwrap().title, "Rye");
    chat.absorb(view(2, vec![invoice(2, false)]));
    assert_eq!((chat.invoice(), chat.linked()), (Some(2), None));
}

#[test]
fn a_question_is_open_until_the_shop_says_something_else() {
    let asking = MessageView {
        force_reply: true,
        ..message(5, &[])
    };
    let mut chat = chat_with(vec![asking]);
    assert_eq!(chat.asked(), Some(5));
    chat.absorb(view(2, vec![message(6, &[])]));
    assert_eq!(chat.asked(), None);
}
