//! Chats whose screen rides in the answer to a webhook's request, where nobody hears what becomes of it. What is sent to
//! such a chat by a call waits until that answer has certainly been read, so that it does not overtake it.
//!
//! Not every proxy lets the body of an answer through. That they arrive is known once somebody taps a message that can
//! only have come so; until then nothing rides that is worth money.

use std::{sync::Arc, time::Duration};

use foldhash::HashMap;

use super::{
    Parcels,
    parcel::{Lane, What},
};
use crate::{
    conversation::Effect,
    ids::{ChatId, MessageId},
    shop::Revision,
    time::Timestamp,
};

/// An answer is read sooner than this after it was given.
const READ_WITHIN: Duration = Duration::from_millis(250);
/// So many chats are remembered for what is tapped in them.
const CHATS_MAX: usize = 256;

/// What was said aloud, and to whom.
#[derive(Default)]
pub(super) struct Aloud {
    chats: HashMap<ChatId, Spoken>,
    is_heard: bool,
}

struct Spoken {
    /// The message that was answered.
    to: MessageId,
    until: Timestamp,
    /// Nothing else was sent to this chat since.
    alone: bool,
}

impl Aloud {
    /// A screen rides that answers this message.
    pub(super) fn speak(&mut self, chat: ChatId, to: MessageId, now: Timestamp) {
        if self.chats.len() >= CHATS_MAX {
            self.chats.retain(|_, spoken| spoken.until > now);
        }
        let until = now.plus(READ_WITHIN);
        let alone = true;
        self.chats.insert(chat, Spoken { to, until, alone });
    }

    /// The screen did not ride after all.
    pub(super) fn take_back(&mut self, chat: ChatId) {
        self.chats.remove(&chat);
    }

    /// Something comes from this chat, and is about this message. Telegram posts the next message of a chat after the
    /// answer to the one before, and a later message than that can only be tapped where it has arrived.
    pub(super) fn hears(&mut self, chat: ChatId, message: MessageId, is_tap: bool) {
        if self.chats.get(&chat).is_some_and(|spoken| message > spoken.to)
            && let Some(spoken) = self.chats.remove(&chat)
        {
            self.is_heard |= is_tap && spoken.alone;
        }
    }

    /// Until when what goes to this chat by a call must wait.
    pub(super) fn rests_until(&mut self, chat: ChatId) -> Timestamp {
        let Some(spoken) = self.chats.get_mut(&chat) else {
            return Timestamp(0);
        };
        spoken.alone = false;
        spoken.until
    }

    pub(super) fn is_resting(&self, chat: ChatId, now: Timestamp) -> bool {
        self.chats.get(&chat).is_some_and(|spoken| spoken.until > now)
    }

    pub(super) fn is_heard(&self) -> bool {
        self.is_heard
    }
}

impl Parcels {
    /// Whether the screen that answers this message may ride in the answer to the request that brought it: nothing of its
    /// chat waits or is on its way.
    pub(in crate::engine) fn speak(&self, chat: ChatId, to: MessageId, now: Timestamp) -> bool {
        let mut state = self.lock();
        let is_free = state.quiet_until <= now && !state.lanes.contains_key(&Lane::Chat(chat));
        let speaks = is_free && !state.aloud.is_resting(chat, now);
        if speaks {
            state.aloud.speak(chat, to, now);
        }
        speaks
    }

    /// Nobody waits for the answer in which a screen was to ride: it goes before what was said to its chat since.
    pub(in crate::engine) fn spoken_to_nobody(&self, revision: &Arc<Revision>, effect: Effect, now: Timestamp) {
        let Some(lane) = Lane::of(&effect) else { return };
        let parcel = self.parcel(What::Passing(revision.clone(), effect), now);
        let mut state = self.lock();
        if let Lane::Chat(chat) = lane {
            state.aloud.take_back(chat);
        }
        state.passing += 1;
        match state.lanes.get_mut(&lane) {
            Some(queue) => queue.push_front(parcel),
            None => state.push(lane, parcel),
        }
        drop(state);
        self.news.notify_one();
    }

    /// Something comes from a chat, and is about this message.
    pub(in crate::engine) fn hears(&self, chat: ChatId, message: MessageId, is_tap: bool) {
        self.lock().aloud.hears(chat, message, is_tap);
    }

    /// Whether the bodies of answers are known to reach Telegram.
    pub(in crate::engine) fn is_heard(&self) -> bool {
        self.lock().aloud.is_heard()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANN: ChatId = ChatId(7);
    const NOW: Timestamp = Timestamp(1_000);

    #[test]
    fn what_comes_after_an_answer_waits_until_that_is_read() {
        let mut aloud = Aloud::default();
        aloud.speak(ANN, MessageId(40), NOW);
        assert!(aloud.is_resting(ANN, NOW));
        assert_eq!(aloud.rests_until(ANN), NOW.plus(READ_WITHIN));
        assert_eq!(aloud.rests_until(ChatId(8)), Timestamp(0));
        aloud.hears(ANN, MessageId(39), true);
        assert!(aloud.is_resting(ANN, NOW), "an older card says nothing");
        aloud.hears(ANN, MessageId(42), false);
        assert!(!aloud.is_resting(ANN, NOW));
    }

    #[test]
    fn answers_arrive_where_a_message_is_tapped_that_can_only_have_come_by_one() {
        let mut aloud = Aloud::default();
        for message in 0..1_000 {
            aloud.speak(ChatId(message), MessageId(40), NOW);
        }
        aloud.speak(ANN, MessageId(40), NOW);
        aloud.rests_until(ANN);
        aloud.hears(ANN, MessageId(41), true);
        assert!(!aloud.is_heard(), "it may be a message that was sent by a call");
        aloud.speak(ANN, MessageId(50), NOW);
        aloud.hears(ANN, MessageId(52), false);
        assert!(!aloud.is_heard(), "who writes may do so because nothing came");
        aloud.speak(ANN, MessageId(52), NOW);
        aloud.hears(ANN, MessageId(53), true);
        assert!(aloud.is_heard());
    }
}
