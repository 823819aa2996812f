//! The local Telegram itself: bots, people, chats, update queues, payments. Sync and clockless (every call is told the
//! time in unix milliseconds), no I/O; `state` is all that is kept on disk. The bots' side is `execute`, the people's
//! side `person`, `tap` and `purchase`.

mod about;
mod access;
mod album;
mod bill;
mod bot;
mod charge;
mod chat;
pub(super) mod currency;
mod delivery;
mod edit;
mod execute;
mod files;
mod form;
mod forward;
mod group;
mod hear;
mod inline;
mod inline_message;
mod invite;
mod lane;
mod link;
mod members;
mod mentions;
mod menu;
mod message;
mod paid_media;
mod pay;
mod person;
mod purchase;
mod queue;
mod render;
mod rules;
mod send;
mod shipping;
mod stars;
mod state;
mod subscription;
mod tap;
mod topic;
mod trouble;
mod view;
mod webhook;

use std::collections::HashMap;

use super::view::ChatId;

pub(super) use bot::{NewBot, token_id};
pub(super) use delivery::{Delivery, Failure, Posted};
pub(super) use execute::Answer;
pub(super) use group::NewChat;
pub(super) use members::Standing;
pub(super) use queue::{Batch, WEBHOOK_IS_ACTIVE};
pub(super) use rules::{Query, Rules};
pub(super) use state::State;

/// The whole play world behind one lock.
pub(crate) struct Model {
    state: State,
    /// Derived from the bots, for each request's first look.
    tokens: HashMap<String, i64>,
    news: News,
    rules: Rules,
    post: delivery::Post,
}

/// What the last calls changed: who is to be woken, and whether the state file is behind.
#[derive(Debug, Default)]
pub(crate) struct News {
    pub(crate) changed: bool,
    pub(crate) bots: Vec<i64>,
    pub(crate) chats: Vec<ChatId>,
}

impl Model {
    pub(crate) fn new(state: State, rules: Rules) -> Model {
        let tokens = state.bots.values().map(|bot| (bot.token.clone(), bot.id)).collect();
        let mut post = delivery::Post::default();
        for bot in state.bots.values().filter(|bot| bot.webhook.is_set()) {
            post.wake(bot.id);
        }
        Model {
            state,
            tokens,
            news: News::default(),
            rules,
            post,
        }
    }

    pub(crate) fn state(&self) -> &State {
        &self.state
    }

    pub(crate) fn take_news(&mut self) -> News {
        std::mem::take(&mut self.news)
    }

    pub(crate) fn bot_of(&self, token: &str) -> Option<i64> {
        self.tokens.get(token).copied()
    }
}

#[cfg(test)]
mod tests;
