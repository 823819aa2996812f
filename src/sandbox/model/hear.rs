//! Which bots hear of a message.
//! Rules: Telegram Bot Features, "Privacy mode"; Bot FAQ, "What messages will my bot get?".

use super::Model;
use super::chat::ChatRecord;
use super::message::{Author, Body, Message};
use crate::sandbox::view::ChatId;

impl Model {
    /// Queues an update for each bot that sees this message.
    pub(super) fn tell_bots(&mut self, chat: ChatId, message: i64, now_ms: i64) {
        let listeners = self.listeners(chat, message);
        if listeners.is_empty() {
            return;
        }
        let is_channel = self.state.chats.get(&chat).is_some_and(|record| record.is_channel);
        let kind = if is_channel { "channel_post" } else { "message" };
        let json = self.message_json(chat, message);
        for bot in listeners {
            self.queue_update(bot, kind, &json, now_ms);
        }
    }

    fn listeners(&self, chat: ChatId, id: i64) -> Vec<i64> {
        match chat {
            ChatId::Private { bot, .. } => return vec![bot],
            ChatId::People { .. } => return Vec::new(),
            ChatId::Group { .. } => {}
        }
        let record = self.state.chats.get(&chat);
        let Some((record, message)) = record.and_then(|record| Some((record, record.message(id)?))) else {
            return Vec::new();
        };
        let bots = record.members.iter().copied();
        let others = bots.filter(|id| self.state.bots.contains_key(id) && message.author != Author::Bot(*id));
        match &message.body {
            Body::Paid(charge) | Body::Refunded(charge) => others.filter(|bot| *bot == charge.bot).collect(),
            _ if record.is_channel || message.body.is_service() => others.collect(),
            _ => {
                let addressee = self.addressee(record, message);
                others
                    .filter(|bot| self.hears_all(record, *bot) || addressee.reaches(*bot))
                    .collect()
            }
        }
    }

    /// "Bot admins and bots with privacy mode disabled will receive all messages except messages sent by other bots."
    fn hears_all(&self, record: &ChatRecord, bot: i64) -> bool {
        let open = self.state.bots.get(&bot).is_some_and(|bot| !bot.settings.privacy);
        open || record.admins.contains(&bot)
    }

    /// "Each particular message can only be available to one privacy-enabled bot at a time. Replies have the highest
    /// priority." A general command goes to the bot that wrote last.
    fn addressee(&self, record: &ChatRecord, message: &Message) -> Addressee {
        let replied = message.reply_to.and_then(|to| record.message(to));
        if let Some(bot) = replied.and_then(Message::bot) {
            return Addressee::One(bot);
        }
        let Some(command) = message.text.strip_prefix('/') else {
            return message.via_bot.map_or(Addressee::Nobody, Addressee::One);
        };
        let command = command.split_whitespace().next().unwrap_or("");
        if let Some((_, name)) = command.split_once('@') {
            let mut bots = self.state.bots.values();
            let named = bots.find(|bot| bot.username.eq_ignore_ascii_case(name));
            return named.map_or(Addressee::Nobody, |bot| Addressee::One(bot.id));
        }
        let mut written = record.messages.iter().rev();
        // Where no bot has written yet the pages are silent; a command then reaches every bot, as it does in Telegram.
        let last = written.find_map(|message| match message.author {
            Author::Bot(bot) if !message.body.is_service() => Some(bot),
            _ => None,
        });
        last.map_or(Addressee::All, Addressee::One)
    }
}

/// Whom of the bots in privacy mode a message is for.
enum Addressee {
    Nobody,
    One(i64),
    All,
}

impl Addressee {
    fn reaches(&self, bot: i64) -> bool {
        match self {
            Addressee::Nobody => false,
            Addressee::One(one) => *one == bot,
            Addressee::All => true,
        }
    }
}
