//! Finding things in a chat as a person does, by words; and what a button means where a shorthand needs to know.

use super::script::Which;
use crate::{
    conversation::Tap,
    engine,
    sandbox::{Button, ChatView, Content, MessageView, Press},
};

/// The callback data of every button of a message.
pub(super) fn data_of(message: &MessageView) -> impl Iterator<Item = &str> {
    message.every_button().filter_map(|button| match &button.press {
        Press::Data(data) => Some(data.as_str()),
        _ => None,
    })
}

/// The button with these words in the shop's messages, and the message that has it; the latest unless the oldest is
/// asked for. In one message a button of exactly these words comes first.
pub(super) fn button<'v>(view: &'v ChatView, wanted: &str, oldest: bool) -> Option<(&'v MessageView, &'v Button)> {
    let in_message = |message: &'v MessageView| {
        let exact = message.every_button().find(|button| same(&button.text, wanted));
        let button = exact.or_else(|| message.every_button().find(|button| holds(&button.text, wanted)))?;
        Some((message, button))
    };
    let mut messages = view.messages.iter().filter(|message| message.by_bot);
    if oldest {
        messages.find_map(in_message)
    } else {
        messages.rev().find_map(in_message)
    }
}

/// Every button that could have been meant, for a failure.
pub(super) fn all_buttons(view: &ChatView) -> Vec<&str> {
    let messages = view.messages.iter().filter(|message| message.by_bot).rev();
    messages
        .flat_map(MessageView::every_button)
        .map(|button| button.text.as_str())
        .collect()
}

/// The message and data of the latest button with a meaning.
pub(super) fn meaning(view: &ChatView, wanted: fn(&Tap) -> bool) -> Option<(i64, String)> {
    view.messages
        .iter()
        .rev()
        .filter(|message| message.by_bot)
        .find_map(|message| {
            let data = data_of(message).find(|data| engine::button_meaning(data).as_ref().is_some_and(wanted))?;
            Some((message.id, data.to_owned()))
        })
}

/// The message of an invoice. A paid one is a receipt, and is taken only where no other is left.
pub(super) fn invoice(view: &ChatView, which: Which) -> Option<i64> {
    let invoices = || {
        view.messages.iter().filter_map(|message| match &message.content {
            Content::Invoice(invoice) => Some((message.id, invoice.receipt)),
            _ => None,
        })
    };
    let open = || invoices().filter(|(_, receipt)| !receipt);
    let found = match which {
        Which::First => invoices().next(),
        _ => open().next_back().or_else(|| invoices().next_back()),
    };
    found.map(|(message, _)| message)
}

/// Whether a text holds these words, in whatever case and on however many lines.
pub(super) fn holds(text: &str, words: &str) -> bool {
    plain(text).contains(&plain(words))
}

fn same(text: &str, words: &str) -> bool {
    plain(text) == plain(words)
}

fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_in_any_case_and_across_lines() {
        assert!(holds("Fresh bread,\nbaked at dawn", "BREAD, baked"));
        assert!(holds("Хлеб на закваске", "хлеб"));
        assert!(!holds("Bread", "breads"));
        assert!(same(" Buy  now ", "buy now"));
    }
}
