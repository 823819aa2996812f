//! How a chat begins, and what the app offers beside it: the menu of commands, inline mode and links.

use super::{
    chat::Offer,
    lost,
    session::{ANSWER_MAX, Heard, Session},
    show,
};
use crate::{
    cli::{ending::Failure, output::clean_line},
    sandbox::{ChatId, Opened},
};

/// So many messages of a group are shown to somebody who comes.
const RECALLED: usize = 10;

impl Session<'_> {
    /// Presses Start; in a group there is nothing to start: one comes in, and what was said last is shown.
    pub(super) async fn begin(&mut self) -> Result<(), Failure> {
        let came_in = match self.place {
            ChatId::Group { id } => self.people.join(id, self.me).await,
            ChatId::Private { .. } | ChatId::People { .. } => Ok(()),
        };
        let history = self.people.read(self.place, 0).await.map_err(|error| lost(&error))?;
        let mut history = self.chat.absorb(history);
        self.chat.turn();
        if let ChatId::Group { .. } = self.place {
            let earlier = history.messages.len().saturating_sub(RECALLED);
            history.messages.drain(..earlier);
            if history.messages.is_empty() {
                return self
                    .remark("Nothing was said here yet. A shop's group is the one that it names as `orders_chat`.");
            }
            self.show(&history)?;
            return came_in.or_else(|refused| self.remark(&refused.to_string()));
        }
        self.echo("/start")?;
        let started = self.people.start(self.me, self.bot, "").await;
        started.map_err(|error| lost(&error))?;
        self.settle(Heard::Nothing).await
    }

    /// Types `@bot words` and shows what the shop offers.
    pub(super) async fn ask(&mut self, bot: &str, text: &str) -> Result<(), Failure> {
        if !bot.eq_ignore_ascii_case(&self.username) {
            let words = format!(
                "The shop of this chat is @{}: no other bot answers here.",
                self.username
            );
            return self.remark(&words);
        }
        let query = match self.people.type_inline(self.me, self.bot, self.place, text).await {
            Ok(query) => query,
            Err(error) => return self.remark(&error.to_string()),
        };
        let answer = self.people.wait_for_inline_answer(query, ANSWER_MAX).await;
        let Some(answer) = answer.map_err(Failure::said)? else {
            return self.remark("The shop has not answered yet.");
        };
        if answer.results.is_empty() {
            return self.remark("The shop offers nothing for these words.");
        }
        let offers = answer.results.iter().map(|result| Offer {
            query,
            result: result.id.clone(),
        });
        let numbers = self.chat.offer(offers.collect());
        let coloured = self.out.is_coloured();
        self.out.text(&show::offers(&answer.results, &numbers, coloured))?;
        Ok(())
    }

    /// The commands that the app shows behind `/` in this chat.
    pub(super) async fn menu(&mut self) -> Result<(), Failure> {
        let menu = self.people.menu(self.me, self.bot, self.place).await;
        for line in menu.map_err(Failure::said)? {
            let (command, description) = (clean_line(&line.command), clean_line(&line.description));
            self.out.line(&format!("  /{command:<12} {description}"))?;
        }
        Ok(())
    }

    /// Sends a result: everybody in the chat sees it as a message of this person.
    pub(super) async fn choose(&mut self, offer: &Offer) -> Result<(), Failure> {
        let chosen = self.people.choose(offer.query, &offer.result).await;
        if let Err(error) = chosen {
            return self.remark(&error.to_string());
        }
        let view = self.people.read(self.place, self.chat.revision()).await;
        self.take_in(view.map_err(Failure::said)?, Heard::Words).map(drop)
    }

    /// Opens a link: the shop with a product, or the invoice behind it.
    pub(super) async fn open(&mut self, address: &str) -> Result<(), Failure> {
        match self.people.open(self.me, address).await {
            Ok(Opened::Bot { chat, .. }) if chat == self.place => self.settle(Heard::Nothing).await,
            Ok(Opened::Bot { .. } | Opened::Group { .. }) => self.remark("It led to another chat of this sandbox."),
            Ok(Opened::Invoice(invoice)) => {
                let bill = show::bill(&invoice, self.out.is_coloured());
                self.chat.link(address, invoice);
                Ok(self.out.text(&bill)?)
            }
            Err(_) => self.remark(&format!("Telegram would open {address}")),
        }
    }
}
