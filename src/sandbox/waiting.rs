//! Waiting for what the bot does, in real time and without polling.

use std::time::Duration;

use super::model::{Model, Query};
use super::view::{ChatId, ChatView, Outcome, Toast};
use super::{Error, Local};

impl Local {
    /// Waits until the chat is beyond this revision, or until the time is over, then reads it.
    pub async fn wait_for_news(&self, chat: ChatId, after: u64, timeout: Duration) -> ChatView {
        self.wait(chat, timeout, |model| model.revision(chat) > after).await;
        self.read(chat, after)
    }

    /// Waits for the bot's yes or no to a payment, or for its time-out; `Waiting` if the time is over before.
    pub async fn wait_for_outcome(&self, payment: Query, timeout: Duration) -> Result<Outcome, Error> {
        let chat = self.shared.look(|model, _| model.payment_chat(payment))?;
        let answered = |model: &Model| model.outcome(payment).is_ok_and(|outcome| outcome != Outcome::Waiting);
        self.wait(chat, timeout, answered).await;
        self.outcome(payment)
    }

    /// Waits for the bot's answer to a tap; `None` if the time is over before.
    pub async fn wait_for_tap_answer(&self, tap: Query, timeout: Duration) -> Result<Option<Toast>, Error> {
        let chat = self.shared.look(|model, _| model.tap_chat(tap))?;
        self.wait(chat, timeout, |model| {
            model.tap_answer(tap).is_ok_and(|answer| answer.is_some())
        })
        .await;
        self.tap_answer(tap)
    }

    /// Looks again whenever something changes in the chat.
    pub(super) async fn wait(&self, chat: ChatId, timeout: Duration, there: impl Fn(&Model) -> bool) {
        let mut bell = self.shared.chats.listen(chat);
        let mut closing = self.shared.closing.subscribe();
        let news = async {
            while !self.shared.look(|model, _| there(model)) {
                if bell.changed().await.is_err() {
                    return;
                }
            }
        };
        tokio::select! {
            () = news => {}
            () = tokio::time::sleep(timeout) => {}
            _ = closing.wait_for(|closing| *closing) => {}
        }
    }
}
