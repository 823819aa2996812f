//! What was said, for eyes: one line for each message, toast and verdict. Its end is what a failure shows.

use crate::sandbox::{Button, Content, MessageView, Outcome, Press};

/// So many lines of a talk explain a difference.
const SHOWN_LINES: usize = 14;
/// A longer text is cut in the middle of a line.
const SHOWN_CHARACTERS: usize = 280;

/// What reached a person.
#[derive(Debug, Clone)]
pub(super) enum Heard {
    Message(Box<MessageView>),
    /// The answer to a tap; empty where the button only stopped spinning.
    Toast(String),
    /// What became of a payment.
    Verdict(Outcome),
}

/// All lines of a talk.
#[derive(Default)]
pub(super) struct Transcript(Vec<String>);

impl Transcript {
    pub(super) fn add(&mut self, line: String) {
        self.0.push(line);
    }

    /// The shop's words, as they are shown to `who`.
    pub(super) fn hear(&mut self, who: &str, heard: &Heard) {
        let line = match heard {
            Heard::Message(message) => of_message(who, message),
            Heard::Toast(text) if text.is_empty() => return,
            Heard::Toast(text) => format!("shop → {who}, over the chat: {}", flat(text)),
            Heard::Verdict(outcome) => of_outcome(who, outcome),
        };
        self.add(line);
    }

    /// The last part of it.
    pub(super) fn end(&self) -> String {
        let from = self.0.len().saturating_sub(SHOWN_LINES);
        self.0[from..].join("\n")
    }
}

fn of_message(who: &str, message: &MessageView) -> String {
    let sender = if (message.by_bot || message.via_bot.is_some()) && !is_paid(message) {
        format!("shop → {who}")
    } else {
        "telegram".to_owned()
    };
    let kind = match &message.content {
        Content::Text => String::new(),
        Content::Photo(_) => ", with a photo".to_owned(),
        Content::Document(file) => format!(", file {} ({} bytes)", file.name, file.bytes),
        Content::Invoice(invoice) if invoice.receipt => format!(", to {who}: invoice {} is paid", flat(&invoice.title)),
        Content::Invoice(invoice) => format!(", invoice {} over {}", flat(&invoice.title), invoice.price),
        Content::PaidMedia { stars, count } => format!(", {count} paid photos for {stars} Stars"),
        Content::Notice => ", notice".to_owned(),
        Content::Paid(charge) => format!(", to {who}: charge {}", charge.telegram_payment_charge_id),
    };
    let edited = if message.edits > 0 { ", edited" } else { "" };
    let buttons: Vec<String> = message.every_button().map(of_button).collect();
    format!("{sender}{kind}{edited}: {} {}", flat(&message.text), buttons.join(" "))
        .trim_end()
        .to_owned()
}

/// An invoice that Telegram has made a receipt of.
fn is_paid(message: &MessageView) -> bool {
    matches!(&message.content, Content::Invoice(invoice) if invoice.receipt)
}

fn of_button(button: &Button) -> String {
    match &button.press {
        Press::Url(_) => format!("[{} ↗]", button.text),
        _ => format!("[{}]", button.text),
    }
}

fn of_outcome(who: &str, outcome: &Outcome) -> String {
    match outcome {
        Outcome::Waiting => format!("{who}'s payment waits for the shop"),
        Outcome::Refused { words } => format!("shop refuses {who}'s payment: {}", flat(words)),
        Outcome::TimedOut => format!("shop does not answer {who}'s payment in ten seconds"),
        Outcome::Confirmed => format!("shop accepts {who}'s payment"),
        Outcome::Charged => format!("{who}'s card is charged"),
        Outcome::Declined => format!("{who}'s card is declined"),
    }
}

/// On one line, and not too long.
fn flat(text: &str) -> String {
    let line = text.split('\n').map(str::trim).collect::<Vec<_>>().join(" / ");
    if line.chars().count() <= SHOWN_CHARACTERS {
        return line;
    }
    let head: String = line.chars().take(SHOWN_CHARACTERS).collect();
    format!("{head}…")
}
