//! What is known of the chat: its messages, which buttons have which numbers, and what somebody means who types their
//! words. It talks to nobody and prints nothing.

use std::collections::BTreeMap;

use crate::sandbox::{ChatView, Content, InvoiceView, MessageView, Press, Toast};

/// The chat as this terminal has seen it.
pub(super) struct Chat {
    me: i64,
    revision: u64,
    messages: BTreeMap<i64, MessageView>,
    /// Button `[1]` is the first; a button that is gone leaves its number empty.
    numbered: Vec<Option<Target>>,
    /// What the shop offered in inline mode, from `[1]` on; buttons that come later take the numbers over.
    offered: Vec<Offer>,
    /// The invoice behind a link that was opened last, and its address.
    linked: Option<(String, InvoiceView)>,
    /// Something was typed since the last number was given.
    turned: bool,
}

/// The number of the invoice behind a link; messages count from 1.
pub(super) const LINKED: i64 = 0;

/// A result of inline mode.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Offer {
    pub(super) query: i64,
    pub(super) result: String,
}

/// A button that can be pressed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Target {
    pub(super) message: i64,
    pub(super) label: String,
    pub(super) press: Press,
}

/// What came in: messages with the numbers of their buttons, and answers to taps.
pub(super) struct News {
    pub(super) messages: Vec<(MessageView, Vec<Vec<usize>>)>,
    pub(super) toasts: Vec<Toast>,
    /// The shop said or changed something.
    pub(super) spoken: bool,
}

/// What some words may mean among the buttons.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found {
    One(Target),
    Several(Vec<String>),
    Nothing,
}

impl Chat {
    pub(super) fn new(me: i64) -> Chat {
        Chat {
            me,
            revision: 0,
            messages: BTreeMap::new(),
            numbered: Vec::new(),
            offered: Vec::new(),
            linked: None,
            turned: true,
        }
    }

    pub(super) fn revision(&self) -> u64 {
        self.revision
    }

    /// The next buttons begin at `[1]` again.
    pub(super) fn turn(&mut self) {
        self.turned = true;
    }

    /// Takes in what changed, and says what of it is to be shown.
    pub(super) fn absorb(&mut self, view: ChatView) -> News {
        self.revision = self.revision.max(view.revision);
        for gone in view.deleted {
            self.forget(gone);
        }
        let mut news = News {
            messages: Vec::new(),
            toasts: view
                .toasts
                .into_iter()
                .filter(|toast| toast.person == self.me)
                .collect(),
            spoken: false,
        };
        for message in view.messages {
            news.spoken |= message.by_bot;
            if matches!(&message.content, Content::Invoice(invoice) if !invoice.receipt) {
                self.linked = None;
            }
            self.messages.insert(message.id, message.clone());
            if self.is_shown(&message) {
                let numbers = self.number(&message);
                news.messages.push((message, numbers));
            }
        }
        news
    }

    /// What this person typed stands in the terminal already; that an invoice became a receipt is said by other lines.
    fn is_shown(&self, message: &MessageView) -> bool {
        match &message.content {
            Content::Paid(_) | Content::Notice => true,
            Content::Invoice(invoice) => !invoice.receipt,
            _ => message.author != self.me || message.via_bot.is_some(),
        }
    }

    fn forget(&mut self, message: i64) {
        self.messages.remove(&message);
        self.unnumber(message);
    }

    fn unnumber(&mut self, message: i64) {
        for place in &mut self.numbered {
            if place.as_ref().is_some_and(|target| target.message == message) {
                *place = None;
            }
        }
    }

    fn number(&mut self, message: &MessageView) -> Vec<Vec<usize>> {
        if message.every_button().next().is_none() {
            return Vec::new();
        }
        self.begin_numbers();
        self.unnumber(message.id);
        let mut rows = Vec::new();
        for row in &message.buttons {
            let first = self.numbered.len() + 1;
            self.numbered
                .extend(row.iter().map(|button| Some(target(message.id, button))));
            rows.push((first..first + row.len()).collect());
        }
        rows
    }

    fn begin_numbers(&mut self) {
        if std::mem::take(&mut self.turned) {
            self.numbered.clear();
            self.offered.clear();
        }
    }

    /// Numbers what the shop offers.
    pub(super) fn offer(&mut self, offers: Vec<Offer>) -> Vec<usize> {
        self.turned = true;
        self.begin_numbers();
        self.offered = offers;
        self.numbered = vec![None; self.offered.len()];
        (1..=self.offered.len()).collect()
    }

    /// The result with this number.
    pub(super) fn offered(&self, number: usize) -> Option<&Offer> {
        self.offered.get(number.checked_sub(1)?)
    }

    /// A link was opened, and an invoice stood behind it.
    pub(super) fn link(&mut self, address: &str, invoice: InvoiceView) {
        self.linked = Some((address.to_owned(), invoice));
    }

    /// The address behind which the invoice `LINKED` stands.
    pub(super) fn linked(&self) -> Option<&str> {
        self.linked.as_ref().map(|(address, _)| address.as_str())
    }

    /// The button with this number.
    pub(super) fn numbered(&self, number: usize) -> Option<&Target> {
        self.numbered.get(number.checked_sub(1)?)?.as_ref()
    }

    /// The newest invoice that waits for money.
    pub(super) fn invoice(&self) -> Option<i64> {
        let waits = |message: &&MessageView| matches!(&message.content, Content::Invoice(invoice) if !invoice.receipt);
        let message = || self.messages.values().rev().find(waits).map(|message| message.id);
        self.linked().map(|_| LINKED).or_else(message)
    }

    /// What an invoice says.
    pub(super) fn bill(&self, message: i64) -> Option<&InvoiceView> {
        if message == LINKED {
            return self.linked.as_ref().map(|(_, invoice)| invoice);
        }
        match &self.messages.get(&message)?.content {
            Content::Invoice(invoice) => Some(invoice),
            _ => None,
        }
    }

    /// The shop's latest message, if it asks for a typed answer.
    pub(super) fn asked(&self) -> Option<i64> {
        let latest = self.messages.values().rev().find(|message| message.by_bot)?;
        latest.force_reply.then_some(latest.id)
    }

    /// The button that is called so, or begins so; the newest message that has one counts.
    pub(super) fn find(&self, words: &str) -> Found {
        let sign = sign(words);
        let words = plain(words);
        if words.is_empty() {
            return self.signed(&sign);
        }
        for message in self.messages.values().rev() {
            match find_in(message, &words) {
                Found::Nothing => {}
                found => return found,
            }
        }
        Found::Nothing
    }

    /// The button whose label is just this sign, such as the one for a piece more.
    fn signed(&self, sign: &str) -> Found {
        let mut buttons = self.messages.values().rev().flat_map(|message| {
            let every = message.every_button();
            every.map(|button| target(message.id, button))
        });
        let found = buttons.find(|target| !sign.is_empty() && self::sign(&target.label) == sign);
        found.map_or(Found::Nothing, Found::One)
    }
}

fn find_in(message: &MessageView, words: &str) -> Found {
    let all: Vec<Target> = message
        .every_button()
        .map(|button| target(message.id, button))
        .collect();
    if let Some(exact) = all.iter().find(|target| plain(&target.label) == words) {
        return Found::One(exact.clone());
    }
    let begun: Vec<&Target> = all
        .iter()
        .filter(|target| plain(&target.label).starts_with(words))
        .collect();
    let named: Vec<&Target> = begun
        .iter()
        .copied()
        .filter(|target| is_name(&plain(&target.label), words))
        .collect();
    match if named.len() == 1 { named } else { begun }.as_slice() {
        [] => Found::Nothing,
        [one] => Found::One((*one).clone()),
        several => Found::Several(several.iter().map(|target| target.label.clone()).collect()),
    }
}

fn target(message: i64, button: &crate::sandbox::Button) -> Target {
    Target {
        message,
        label: button.text.clone(),
        press: button.press.clone(),
    }
}

/// Whether these are all words before a sign: `rye bread` is the name in `rye bread · 5.20`.
fn is_name(label: &str, words: &str) -> bool {
    let rest = label.strip_prefix(words).map(str::trim_start);
    rest.and_then(|rest| rest.chars().next())
        .is_some_and(|next| !next.is_alphanumeric())
}

/// How a label is compared: without case, and without the signs and pictures before its first letter.
fn plain(text: &str) -> String {
    text.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()
}

/// A label without letters as it is typed: no keyboard has the long minus.
fn sign(text: &str) -> String {
    text.trim().replace('−', "-")
}

#[cfg(test)]
pub(super) mod tests;
