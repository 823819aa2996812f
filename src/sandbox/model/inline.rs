//! Inline mode: a query is typed in any chat, the bot offers results, one of them becomes a message there.
//! Rules: Bot API, "Inline mode" and "`ChosenInlineResult`"; Telegram Bot Features, "Inline requests".

use serde::{Deserialize, Serialize};

use super::Model;
use super::execute::Answer;
use super::message::{Author, Body, Message};
use super::render::json;
use super::rules::{INLINE_QUERY_LIFE_MS, Query};
use crate::sandbox::api::{AnswerInline, FileKind, Offer, Offered, Refusal};
use crate::sandbox::view::{ChatId, InlineAnswer, InlineButton};
use crate::sandbox::{Error, chance};

/// Bot API, "InlineQuery": `query`.
const QUERY_CHARACTERS_MAX: usize = 256;

/// Each may hold fifty results, and the state file holds them all.
const QUERIES_KEPT: usize = 100;

/// One query and its answer.
#[derive(Serialize, Deserialize)]
pub(crate) struct Typed {
    bot: i64,
    person: i64,
    chat: ChatId,
    text: String,
    offset: String,
    at_ms: i64,
    answer: Option<Offers>,
}

/// What a bot offered.
#[derive(Clone, Serialize, Deserialize)]
struct Offers {
    results: Vec<Offered>,
    next_offset: String,
    button: Option<InlineButton>,
    is_cached: bool,
}

/// An answer that Telegram hands out again without asking the bot.
#[derive(Serialize, Deserialize)]
pub(crate) struct Cached {
    bot: i64,
    text: String,
    offset: String,
    /// `None`: for everybody.
    person: Option<i64>,
    until_ms: i64,
    offers: Offers,
}

impl Model {
    /// Types a query for a bot in a chat in which the person may write.
    pub(crate) fn type_inline(
        &mut self,
        person: i64,
        bot: i64,
        chat: ChatId,
        (text, offset): (&str, &str),
        now_ms: i64,
    ) -> Result<Query, Error> {
        self.enter(person, chat)?;
        let record = self.bot(bot)?;
        if !record.settings.inline {
            return Err(Error::refused(format!(
                "@{} takes no inline queries: its owner has to switch inline mode on (`set_bot`)",
                record.username
            )));
        }
        if text.chars().count() > QUERY_CHARACTERS_MAX {
            return Err(Error::refused("an inline query has at most 256 characters"));
        }
        let query = self.state.next_query();
        let answer = self.cached(bot, person, (text, offset), now_ms);
        let ask = answer.is_none();
        let typed = Typed {
            bot,
            person,
            chat,
            text: text.to_owned(),
            offset: offset.to_owned(),
            at_ms: now_ms,
            answer,
        };
        self.state.inline.insert(query, typed);
        self.state.inline.settle(query, QUERIES_KEPT);
        self.news.changed = true;
        if ask {
            let update = format!(
                r#"{{"id":"{query}","from":{},"query":{},"offset":{},"chat_type":"{}"}}"#,
                self.person_json(person),
                json(&text),
                json(&offset),
                self.chat_type(bot, chat),
            );
            self.queue_update(bot, "inline_query", &update, now_ms);
        }
        Ok(query)
    }

    /// The next page of an answer.
    pub(crate) fn more_inline(&mut self, query: Query, now_ms: i64) -> Result<Query, Error> {
        let typed = self.typed(query)?;
        let (person, bot, chat, text) = (typed.person, typed.bot, typed.chat, typed.text.clone());
        let offset = typed.answer.as_ref().map_or("", |offers| offers.next_offset.as_str());
        if offset.is_empty() {
            return Err(Error::refused(format!("the answer to query {query} has no next page")));
        }
        let offset = offset.to_owned();
        self.type_inline(person, bot, chat, (&text, &offset), now_ms)
    }

    /// Bot API, "InlineQuery": `chat_type`.
    fn chat_type(&self, bot: i64, chat: ChatId) -> &'static str {
        match chat {
            ChatId::Private { bot: here, .. } if here == bot => "sender",
            ChatId::Private { .. } | ChatId::People { .. } => "private",
            ChatId::Group { id } => self.state.chats.get(&chat).map_or("group", |record| record.kind(id)),
        }
    }

    /// Answers are kept on the server for everybody, or for the one who asked, as long as the bot allowed.
    fn cached(&mut self, bot: i64, person: i64, (text, offset): (&str, &str), now_ms: i64) -> Option<Offers> {
        self.state.inline_cache.retain(|cached| cached.until_ms > now_ms);
        let mut cached = self.state.inline_cache.iter();
        let fits = |cached: &&Cached| {
            cached.bot == bot
                && cached.text == text
                && cached.offset == offset
                && cached.person.is_none_or(|whose| whose == person)
        };
        cached.find(fits).map(|cached| Offers {
            is_cached: true,
            ..cached.offers.clone()
        })
    }

    pub(super) fn answer_inline(&mut self, bot: i64, answer: AnswerInline, now_ms: i64) -> Result<Answer, Refusal> {
        self.check_photos(bot, &answer)?;
        // No page says how long a query can be answered; here as long as its update lives.
        let typed =
            self.state.inline.get_mut(answer.query).filter(|typed| {
                typed.bot == bot && typed.answer.is_none() && now_ms - typed.at_ms <= INLINE_QUERY_LIFE_MS
            });
        let Some(typed) = typed else {
            return Err(Refusal::query_too_old());
        };
        let offers = Offers {
            results: answer.results,
            next_offset: answer.next_offset,
            button: answer.button,
            is_cached: false,
        };
        typed.answer = Some(offers.clone());
        let chat = typed.chat;
        if answer.cache_s > 0 {
            self.state.inline_cache.push(Cached {
                bot,
                text: typed.text.clone(),
                offset: typed.offset.clone(),
                person: answer.is_personal.then_some(typed.person),
                until_ms: now_ms + answer.cache_s * 1_000,
                offers,
            });
        }
        self.bump(chat);
        Ok(Answer::truth())
    }

    fn check_photos(&self, bot: i64, answer: &AnswerInline) -> Result<(), Refusal> {
        for offered in &answer.results {
            if let Offer::Photo { file, .. } = &offered.content {
                self.state.files.check_photo(bot, file)?;
            }
        }
        Ok(())
    }

    /// What the bot offered; `None` while it has not answered.
    pub(crate) fn inline_answer(&self, query: Query) -> Result<Option<InlineAnswer>, Error> {
        let answer = self.typed(query)?.answer.as_ref();
        Ok(answer.map(|offers| InlineAnswer {
            results: offers.results.iter().map(|offered| offered.shown.clone()).collect(),
            next_offset: offers.next_offset.clone(),
            button: offers.button.clone(),
            is_cached: offers.is_cached,
        }))
    }

    pub(crate) fn inline_chat(&self, query: Query) -> Result<ChatId, Error> {
        self.typed(query).map(|typed| typed.chat)
    }

    fn typed(&self, query: Query) -> Result<&Typed, Error> {
        let typed = self.state.inline.get(query);
        typed.ok_or_else(|| Error::refused(format!("inline query {query} is unknown, or too old to be remembered")))
    }

    /// Chooses a result: its message goes to the chat in which the query was typed, as the person's own, via the bot.
    pub(crate) fn choose(&mut self, query: Query, result: &str, now_ms: i64) -> Result<i64, Error> {
        let typed = self.typed(query)?;
        let (bot, person, chat, text) = (typed.bot, typed.person, typed.chat, typed.text.clone());
        let offers = typed.answer.as_ref();
        let offered = offers.and_then(|offers| offers.results.iter().find(|offered| offered.shown.id == result));
        let offered = offered.ok_or_else(|| Error::refused(format!("the bot has not offered a result `{result}`")))?;
        let offered = offered.clone();
        self.enter(person, chat)?;
        let message = self.inline_message(bot, person, offered, now_ms);
        let inline_id = message.inline_id.clone();
        let id = self.append(chat, message);
        if let Some(record) = self.state.chats.get_mut(&chat) {
            record.started = true;
        }
        if let Some(inline_id) = &inline_id {
            self.remember_inline(inline_id.clone(), chat, id);
        }
        self.tell_bots(chat, id, now_ms);
        if self.bot(bot)?.settings.inline_feedback {
            let named = inline_id.map_or(String::new(), |id| format!(r#","inline_message_id":{}"#, json(&id)));
            let update = format!(
                r#"{{"result_id":{},"from":{},"query":{}{named}}}"#,
                json(&result),
                self.person_json(person),
                json(&text),
            );
            self.queue_update(bot, "chosen_inline_result", &update, now_ms);
        }
        Ok(id)
    }

    fn inline_message(&mut self, bot: i64, person: i64, offered: Offered, now_ms: i64) -> Message {
        let author = Author::Person(person);
        let mut message = match offered.content {
            Offer::Text(text) => Message {
                entities: text.entities,
                ..Message::new(author, text.text, Body::Text, now_ms)
            },
            Offer::Photo { file, caption } => {
                let id = self.state.files.photo_or_address(bot, file);
                let kind = FileKind::Photo;
                Message {
                    entities: caption.entities,
                    ..Message::new(author, caption.text, Body::File { kind, id }, now_ms)
                }
            }
            Offer::Invoice(invoice) => Message::new(author, "", Body::Invoice { invoice, paid: false }, now_ms),
        };
        // "Available only if there is an inline keyboard attached to the message" (Bot API, "ChosenInlineResult"). An
        // invoice always has one: its Pay button.
        let has_keyboard = !offered.rows.is_empty() || matches!(message.body, Body::Invoice { .. });
        message.inline_id = has_keyboard.then(|| format!("BAAA{}", chance::letters(23)));
        message.rows = offered.rows;
        message.via_bot = Some(bot);
        message
    }
}
