//! What people pass on to each other: forwarded invoices, and what they show by inline mode. The other one finds a copy
//! in the chat between the two.

use super::{act::Actor, script::Which, stage::words};
use crate::sandbox::{ChatId, Opened, Press};

impl Actor<'_> {
    pub(super) async fn forwards(&mut self, which: Which, to: &str) -> Result<(), String> {
        self.tell(&format!("forwards an invoice to {to}"));
        let message = self.invoice_in(self.chat, which, "this chat")?;
        let friend = self.stage.enter(to)?;
        let between = ChatId::people(self.id, friend);
        let copy = self.stage.local.forward(self.id, self.chat, message, between);
        self.stage.passed.push((friend, between, copy.map_err(words)?));
        self.stage.settle().await
    }

    /// Types words behind the bot's name, in the chat with a friend or where this act happens, and picks a result.
    pub(super) async fn shows(&mut self, typed: &str, result: &str, to: Option<&str>) -> Result<(), String> {
        self.tell(&format!("types “{typed}” behind the shop's name and picks {result}"));
        let friend = match to {
            Some(to) => Some(self.stage.enter(to)?),
            None => None,
        };
        let chat = friend.map_or(self.chat, |friend| ChatId::people(self.id, friend));
        let (local, bot) = (&self.stage.local, self.stage.bot);
        let query = local.type_inline(self.id, bot, chat, typed).map_err(words)?;
        self.stage.settle().await?;
        let answer = self.stage.local.inline_answer(query).map_err(words)?;
        let answer = answer.ok_or("the shop does not answer what is typed behind its name")?;
        if !answer.results.iter().any(|offered| offered.id == result) {
            let offered: Vec<&str> = answer.results.iter().map(|offered| offered.id.as_str()).collect();
            return Err(format!("the shop offers [{}]", offered.join(", ")));
        }
        let message = self.stage.local.choose(query, result).map_err(words)?;
        self.stage.passed.extend(friend.map(|friend| (friend, chat, message)));
        self.stage.settle().await
    }

    /// Presses the link below what somebody passed on.
    pub(super) async fn opens_copy(&mut self) -> Result<(), String> {
        self.tell("opens what was passed on");
        let (chat, message) = self.stage.passed_to(self.id)?;
        let seen = self.stage.local.message(chat, message).map_err(words)?;
        let url = seen.every_button().find_map(|button| match &button.press {
            Press::Url(url) => Some(url.clone()),
            _ => None,
        });
        let url = url.ok_or("there is no link below it")?;
        match self.stage.local.open(self.id, &url).map_err(words)? {
            Opened::Bot { .. } => self.stage.settle().await,
            Opened::Invoice(_) => Err("it is an invoice; write `pays: copy`".into()),
            Opened::Group { .. } => Err("it leads to a group, not to the shop".into()),
        }
    }
}
