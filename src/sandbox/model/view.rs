//! Chats as their people read them.

use super::Model;
use super::chat::ChatRecord;
use super::currency;
use super::forward::Origin;
use super::message::{Author, Body, Message};
use crate::sandbox::Error;
use crate::sandbox::api::{FileKind, KeyboardButton, Needs, NewInvoice};
use crate::sandbox::view::{Button, ChatId, ChatView, Content, FileView, InvoiceView, MessageView, Press};

impl Model {
    /// What changed in a chat after a revision. A chat that nobody opened yet is empty.
    pub(crate) fn read(&self, chat: ChatId, after: u64) -> ChatView {
        match self.state.chats.get(&chat) {
            Some(record) => self.read_record(chat, record, after),
            None => ChatView {
                chat,
                revision: 0,
                messages: Vec::new(),
                deleted: Vec::new(),
                toasts: Vec::new(),
            },
        }
    }

    pub(crate) fn revision(&self, chat: ChatId) -> u64 {
        self.state.chats.get(&chat).map_or(0, |record| record.revision)
    }

    pub(crate) fn read_message(&self, chat: ChatId, message: i64) -> Result<MessageView, Error> {
        self.message(chat, message).map(|message| self.view(chat, message))
    }

    fn read_record(&self, chat: ChatId, record: &ChatRecord, after: u64) -> ChatView {
        let messages = record.messages.iter().filter(|message| message.revision > after);
        ChatView {
            chat,
            revision: record.revision,
            messages: messages.map(|message| self.view(chat, message)).collect(),
            deleted: record
                .deleted
                .iter()
                .filter(|(at, _)| *at > after)
                .map(|(_, id)| *id)
                .collect(),
            toasts: record
                .toasts
                .iter()
                .filter(|(at, _)| *at > after)
                .map(|(_, toast)| toast.clone())
                .collect(),
        }
    }

    fn view(&self, chat: ChatId, message: &Message) -> MessageView {
        let (author, by_bot) = match message.author {
            Author::Bot(id) => (id, true),
            Author::Person(id) => (id, false),
        };
        let channel = self.state.chats.get(&chat).filter(|record| record.is_channel);
        let author_name = match channel {
            Some(record) => record.title.clone(),
            None => self.user(message.author).map_or("", |user| user.first_name).to_owned(),
        };
        MessageView {
            id: message.id,
            author,
            author_name,
            by_bot,
            date: message.date_ms.div_euclid(1_000),
            text: message.text.clone(),
            entities: message.entities.clone(),
            content: self.content(chat, message),
            buttons: buttons(message),
            reply_to: message.reply_to,
            topic: message.topic,
            edits: message.edits,
            revision: message.revision,
            protected: message.protected,
            force_reply: message.force_reply,
            via_bot: message.via_bot,
            forwarded_from: message.origin.as_ref().map(|origin| self.origin_name(origin)),
        }
    }

    fn origin_name(&self, origin: &Origin) -> String {
        let channel = self.state.chats.get(&origin.chat).filter(|record| record.is_channel);
        match channel {
            Some(record) => record.title.clone(),
            None => self.user(origin.author).map_or("", |user| user.first_name).to_owned(),
        }
    }

    fn content(&self, chat: ChatId, message: &Message) -> Content {
        match &message.body {
            Body::Text => Content::Text,
            Body::File {
                kind: FileKind::Photo,
                id,
            } => Content::Photo(self.file(id)),
            Body::File {
                kind: FileKind::Document,
                id,
            } => Content::Document(self.file(id)),
            Body::Invoice { invoice, paid } => {
                let own_private = matches!(chat, ChatId::Private { bot, .. } if message.author == Author::Bot(bot));
                let receipt = *paid && own_private;
                Content::Invoice(invoice_view(invoice, receipt))
            }
            Body::PaidMedia(sale) => Content::PaidMedia {
                stars: sale.stars,
                count: sale.photos.len(),
            },
            Body::Paid(charge) => Content::Paid(charge.clone()),
            Body::Refunded(_)
            | Body::Joined(_)
            | Body::Left(_)
            | Body::MigratedTo(_)
            | Body::MigratedFrom(_)
            | Body::TopicCreated(..) => Content::Notice,
        }
    }

    fn file(&self, id: &str) -> FileView {
        self.state
            .files
            .get(id)
            .map(|record| record.file.clone())
            .unwrap_or_default()
    }
}

pub(super) fn invoice_view(invoice: &NewInvoice, receipt: bool) -> InvoiceView {
    InvoiceView {
        title: invoice.title.clone(),
        description: invoice.description.clone(),
        currency: invoice.currency.clone(),
        total_amount: invoice.total_amount,
        price: currency::words(invoice.total_amount, &invoice.currency),
        max_tip_amount: invoice.max_tip_amount,
        max_tip: currency::words(invoice.max_tip_amount, &invoice.currency),
        suggested_tip_amounts: invoice.suggested_tip_amounts.clone(),
        asks: asks(invoice.needs),
        photo_url: invoice.photo_url.clone(),
        receipt,
    }
}

fn asks(needs: Needs) -> Vec<String> {
    let all = [
        (needs.name, "name"),
        (needs.phone_number, "phone_number"),
        (needs.email, "email"),
        (needs.shipping_address, "shipping_address"),
    ];
    let asked = all.into_iter().filter(|(asked, _)| *asked);
    asked.map(|(_, word)| word.to_owned()).collect()
}

/// An invoice without a keyboard has one button, which pays.
fn buttons(message: &Message) -> Vec<Vec<Button>> {
    if let (Body::Invoice { invoice, .. }, true) = (&message.body, message.rows.is_empty()) {
        let text = format!("Pay {}", currency::words(invoice.total_amount, &invoice.currency));
        return vec![vec![Button {
            text,
            press: Press::Pay,
        }]];
    }
    message
        .rows
        .iter()
        .map(|row| row.iter().map(button).collect())
        .collect()
}

fn button(button: &KeyboardButton) -> Button {
    let press = match button {
        KeyboardButton { url: Some(url), .. } => Press::Url(url.clone()),
        KeyboardButton {
            callback_data: Some(data),
            ..
        } => Press::Data(data.clone()),
        KeyboardButton { pay: true, .. } => Press::Pay,
        _ => Press::Other(button.other_action().unwrap_or_default().to_owned()),
    };
    Button {
        text: button.text.clone(),
        press,
    }
}
