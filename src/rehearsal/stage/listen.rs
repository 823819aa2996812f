//! Waiting until all is quiet, and listening: what a step set off ends before the next one begins, and what it said is
//! kept for the judge and the transcript. Nothing is waited for by time alone.

use std::time::Duration;

use super::{Stage, words};
use crate::{
    rehearsal::{seen, transcript::Heard},
    sandbox::{ChatId, Content, MessageView},
};

/// Whatever a step sets off is done within this real time, or something hangs.
const SETTLES_WITHIN: Duration = Duration::from_secs(20);
/// Between two looks at whether all is quiet, in real time.
const LOOK: Duration = Duration::from_millis(1);

/// Waiting until all is quiet, and listening.
impl Stage {
    /// Waits until nothing is queued, nothing unanswered, nothing owed and nothing under way; then listens to what the
    /// shop said.
    pub(in crate::rehearsal) async fn settle(&mut self) -> Result<(), String> {
        self.quiet().await?;
        self.listen()
    }

    pub(super) async fn quiet(&self) -> Result<(), String> {
        let Some(world) = &self.world else { return Ok(()) };
        let handle = world.handle();
        let all_quiet = async {
            loop {
                handle.settled().await;
                if self.local.waiting_count(self.bot).map_err(words)? == 0 {
                    // What came in with the last fetch may have begun to be sent.
                    handle.settled().await;
                    return Ok(());
                }
                tokio::time::sleep(LOOK).await;
            }
        };
        match tokio::time::timeout(SETTLES_WITHIN, all_quiet).await {
            Ok(quiet) => quiet,
            Err(_) => Err(format!(
                "the shop is not done after {} seconds; {}",
                SETTLES_WITHIN.as_secs(),
                self.trouble().await
            )),
        }
    }

    async fn trouble(&self) -> String {
        let mut troubles = Vec::new();
        if let Some(world) = &self.world {
            let report = world.handle().report().await.unwrap_or_default();
            troubles.extend(report.shops.into_iter().filter_map(|shop| shop.trouble));
        }
        if troubles.is_empty() {
            "its log says why".into()
        } else {
            troubles.join("; ")
        }
    }

    /// Waits until the engine has asked for updates more often than so many times.
    pub(super) async fn ready(&self, polls: u64) -> Result<(), String> {
        let asked = async {
            while self.polls() <= polls {
                tokio::time::sleep(LOOK).await;
            }
        };
        let in_time = tokio::time::timeout(SETTLES_WITHIN, asked).await;
        match in_time {
            Ok(done) => Ok(done),
            Err(_) => Err(format!("the shop does not begin to serve; {}", self.trouble().await)),
        }
    }

    pub(super) fn polls(&self) -> u64 {
        self.local.request_counts().get("getUpdates").copied().unwrap_or(0)
    }

    /// Takes in everything that is new in all chats, and how payments went.
    fn listen(&mut self) -> Result<(), String> {
        let chats: Vec<(ChatId, String)> = self.cast.chats().map(|(chat, who)| (chat, who.to_owned())).collect();
        for (chat, who) in chats {
            self.listen_in(chat, &who);
        }
        for at in 0..self.payments.len() {
            let outcome = self.local.outcome(self.payments[at].query).map_err(words)?;
            if self.payments[at].told != outcome {
                let who = self.payments[at].who.clone();
                self.payments[at].told = outcome.clone();
                let chat = self.cast.chat(&who).ok_or("a payer who is nobody")?;
                self.hear(chat, &who, Heard::Verdict(outcome));
            }
        }
        Ok(())
    }

    fn listen_in(&mut self, chat: ChatId, who: &str) {
        let place = self.read.iter().position(|(known, _)| *known == chat);
        let place = place.unwrap_or_else(|| {
            self.read.push((chat, 0));
            self.read.len() - 1
        });
        let news = self.local.read(chat, self.read[place].1);
        self.read[place].1 = news.revision;
        for message in news.messages {
            if is_telegrams(&message) {
                self.transcript.hear(who, &Heard::Message(Box::new(message)));
            } else if message.by_bot || message.via_bot.is_some() {
                if !self.is_tapping_again {
                    let shown = seen::data_of(&message);
                    self.buttons
                        .extend(shown.map(|data| (chat, message.id, data.to_owned())));
                }
                self.hear(chat, who, Heard::Message(Box::new(message)));
            }
        }
        for toast in news.toasts {
            self.hear(chat, who, Heard::Toast(toast.text));
        }
    }

    fn hear(&mut self, chat: ChatId, who: &str, heard: Heard) {
        self.transcript.hear(who, &heard);
        self.window.push((chat, heard));
    }
}

/// What Telegram makes of a payment by itself: the line about it, and a receipt of the invoice.
fn is_telegrams(message: &MessageView) -> bool {
    match &message.content {
        Content::Paid(_) | Content::Notice => true,
        Content::Invoice(invoice) => invoice.receipt,
        _ => false,
    }
}
