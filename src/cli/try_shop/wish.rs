//! What a typed line means: a local command, a button, or words for the shop.

use super::{
    chat::{Chat, Found, Offer, Target},
    form::Form,
};

/// What somebody wants.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Wish {
    Nothing,
    /// Says what can be typed.
    Explain,
    Quit,
    /// What the app shows behind `/`.
    Menu,
    Press(Target),
    /// A result of inline mode becomes a message.
    Choose(Offer),
    /// `@bot words`: what people type in any chat.
    Ask {
        bot: String,
        text: String,
    },
    /// An address is opened, as by a tap on it.
    Open(String),
    Pay {
        invoice: i64,
        how: How,
        form: Form,
    },
    /// The money of `/paylate` arrives.
    Arrive,
    Say {
        text: String,
        reply_to: Option<i64>,
    },
    /// Not done, and why.
    Unclear(String),
}

/// What becomes of a payment after the shop's yes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum How {
    Once,
    /// The provider charges twice.
    Twice,
    /// The card is refused.
    Declined,
    /// The money is under way until `/arrive`.
    Late,
}

/// What `?` prints.
pub(super) const EXPLANATION: &str = concat!(
    "  3            tap the button with this number\n",
    "  Bread        tap the button with these words, or that begins so\n",
    "  p, /pay      pay the latest invoice with play money\n",
    "  /pay tip 1.50; phone +351 210 000 000; street Rua da Esquina 1; city Lisboa\n",
    "               the same with a tip and your own words for the payment form\n",
    "  /decline     press Pay, and the card is refused\n",
    "  /paytwice    pay, and the provider charges twice\n",
    "  /paylate     press Pay, but the money comes only when you type /arrive\n",
    "  @NAME_bot words\n",
    "               what people type in any chat: the shop offers what fits, a number sends it\n",
    "  https://t.me/…\n",
    "               open a link that the shop gave you\n",
    "  /            the menu of commands\n",
    "  /quit        leave\n",
    "  anything else is sent to the shop, such as /orders, /terms or /help",
);

/// Reads one line.
pub(super) fn read(line: &str, chat: &Chat) -> Wish {
    let line = line.trim();
    match line {
        "" => Wish::Nothing,
        "?" | "/?" => Wish::Explain,
        "/" => Wish::Menu,
        "/quit" | "/exit" | "/q" => Wish::Quit,
        "/arrive" => Wish::Arrive,
        "p" | "P" if chat.invoice().is_some() => pay(chat, How::Once, ""),
        _ => payment(line, chat).unwrap_or_else(|| words(line, chat)),
    }
}

/// A way to pay, and what is written into the form.
fn payment(line: &str, chat: &Chat) -> Option<Wish> {
    let (command, form) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    let how = match command {
        "/pay" => How::Once,
        "/paytwice" => How::Twice,
        "/decline" => How::Declined,
        "/paylate" => How::Late,
        _ => return None,
    };
    Some(pay(chat, how, form))
}

fn pay(chat: &Chat, how: How, form: &str) -> Wish {
    let form = match Form::read(form) {
        Ok(form) => form,
        Err(words) => return Wish::Unclear(words),
    };
    match chat.invoice() {
        Some(invoice) => Wish::Pay { invoice, how, form },
        None => Wish::Unclear("There is no invoice to pay yet: choose something and tap Buy.".to_owned()),
    }
}

/// An answer that the shop asked for is never taken for a button.
fn words(line: &str, chat: &Chat) -> Wish {
    let asked = chat.asked();
    if asked.is_some() || line.starts_with('/') {
        let reply_to = asked.filter(|_| !line.starts_with('/'));
        return Wish::Say {
            text: line.to_owned(),
            reply_to,
        };
    }
    if let Some((bot, text)) = inline(line) {
        return Wish::Ask { bot, text };
    }
    if ["https://t.me/", "http://t.me/", "tg://"]
        .iter()
        .any(|start| line.starts_with(start))
    {
        return Wish::Open(line.to_owned());
    }
    let number = line.parse().ok();
    if let Some(offer) = number.and_then(|number| chat.offered(number)) {
        return Wish::Choose(offer.clone());
    }
    let by_number = number.and_then(|number| chat.numbered(number).cloned());
    match by_number.map_or_else(|| chat.find(line), Found::One) {
        Found::One(target) => Wish::Press(target),
        Found::Several(labels) => Wish::Unclear(format!("Several buttons begin so: {}.", labels.join(", "))),
        Found::Nothing => Wish::Say {
            text: line.to_owned(),
            reply_to: None,
        },
    }
}

/// The bot and the words of `@bot words`.
fn inline(line: &str) -> Option<(String, String)> {
    let (bot, text) = line.strip_prefix('@')?.split_once(' ').unwrap_or((&line[1..], ""));
    let is_name = !bot.is_empty() && bot.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    is_name.then(|| (bot.to_owned(), text.trim().to_owned()))
}

#[cfg(test)]
mod tests {
    use super::super::chat::tests::{chat_with, invoice, message};
    use super::*;
    use crate::sandbox::MessageView;

    fn said(text: &str, reply_to: Option<i64>) -> Wish {
        Wish::Say {
            text: text.to_owned(),
            reply_to,
        }
    }

    #[test]
    fn numbers_and_words_press_buttons_and_the_rest_is_said() {
        let chat = chat_with(vec![message(1, &["Bread", "Cakes", "Pears"])]);
        for (line, label) in [("1", "Bread"), (" 2 ", "Cakes"), ("cak", "Cakes"), ("p", "Pears")] {
            let Wish::Press(target) = read(line, &chat) else {
                panic!("{line}")
            };
            assert_eq!(target.label, label);
        }
        assert_eq!(read("4", &chat), said("4", None));
        assert_eq!(read("hello", &chat), said("hello", None));
        assert_eq!(read("/orders", &chat), said("/orders", None));
        assert_eq!(read("  ", &chat), Wish::Nothing);
    }

    #[test]
    fn a_bots_name_asks_it_a_number_chooses_and_an_address_is_opened() {
        let mut chat = chat_with(vec![message(1, &["Bread"])]);
        let ask = |bot: &str, text: &str| Wish::Ask {
            bot: bot.to_owned(),
            text: text.to_owned(),
        };
        assert_eq!(read("@bakery_bot rye bread", &chat), ask("bakery_bot", "rye bread"));
        assert_eq!(read("@bakery_bot", &chat), ask("bakery_bot", ""));
        assert_eq!(read("@ 5", &chat), said("@ 5", None));
        let address = "https://t.me/bakery_bot?start=p_rye";
        assert_eq!(read(address, &chat), Wish::Open(address.to_owned()));
        let offer = Offer {
            query: 9,
            result: "rye".to_owned(),
        };
        chat.turn();
        assert_eq!(chat.offer(vec![offer.clone()]), [1]);
        assert_eq!(read("1", &chat), Wish::Choose(offer));
        assert_eq!(read("2", &chat), said("2", None));
    }

    #[test]
    fn money_goes_to_the_latest_invoice() {
        let chat = chat_with(vec![message(1, &["Pears"]), invoice(2, false)]);
        for (line, how) in [
            ("p", How::Once),
            ("/pay", How::Once),
            ("/decline", How::Declined),
            ("/paytwice", How::Twice),
        ] {
            let form = Form::default();
            assert_eq!(read(line, &chat), Wish::Pay { invoice: 2, how, form });
        }
        let Wish::Unclear(words) = read("/pay", &chat_with(Vec::new())) else {
            panic!()
        };
        assert!(words.contains("no invoice"), "{words}");
        let Wish::Pay { form, .. } = read("/decline tip 1", &chat) else {
            panic!()
        };
        assert_eq!(form, Form::read("tip 1").unwrap());
        assert!(matches!(read("/pay much", &chat), Wish::Unclear(_)));
    }

    #[test]
    fn an_amount_that_was_asked_for_is_a_reply_and_not_a_button() {
        let asking = MessageView {
            force_reply: true,
            ..message(2, &[])
        };
        let chat = chat_with(vec![message(1, &["5 stars"]), asking]);
        assert_eq!(read("5", &chat), said("5", Some(2)));
        assert_eq!(read("/help", &chat), said("/help", None));
        assert_eq!(read("/quit", &chat), Wish::Quit);
    }

    #[test]
    fn an_unclear_word_presses_nothing() {
        let chat = chat_with(vec![message(1, &["Rye loaf", "Rye rolls"])]);
        assert_eq!(
            read("rye", &chat),
            Wish::Unclear("Several buttons begin so: Rye loaf, Rye rolls.".to_owned())
        );
    }
}
