//! What people do, done: each act goes to the sandbox as a person's app would send it, and is over when the shop is
//! quiet again.

use super::{
    form,
    script::{Act, Chat, Form, Then, Which},
    seen,
    stage::{Payment, Stage, words},
    transcript::Heard,
};
use crate::{
    conversation::Tap,
    ids::ProductId,
    sandbox::{ChatId, Outcome, Press},
};

/// One person acting in one chat.
struct Actor<'s> {
    stage: &'s mut Stage,
    who: &'s str,
    id: i64,
    chat: ChatId,
}

/// Does an act; the words say why it cannot be done.
pub(super) async fn perform(stage: &mut Stage, who: &str, chat: Chat, act: &Act) -> Result<(), String> {
    let id = stage.enter(who)?;
    let chat = match chat {
        Chat::Private => ChatId::private(stage.bot, id),
        Chat::Orders => stage.enter_orders(id)?,
        Chat::Group => stage.enter_group(id)?,
    };
    let mut actor = Actor { stage, who, id, chat };
    actor.act(act).await
}

/// Has somebody agree to the terms of the moment, as a person who was here before.
pub(super) async fn agree(stage: &mut Stage, who: &str) -> Result<(), String> {
    perform(stage, who, Chat::Private, &Act::Says("/terms".into())).await?;
    let id = stage.enter(who)?;
    let chat = ChatId::private(stage.bot, id);
    let view = stage.local.read(chat, 0);
    let agree = seen::meaning(&view, |tap| matches!(tap, Tap::Agree { .. }));
    let (message, data) = agree.ok_or("the shop does not ask to agree to its terms")?;
    stage.local.tap(id, chat, message, &data).map_err(words)?;
    stage.settle().await
}

impl Actor<'_> {
    async fn act(&mut self, act: &Act) -> Result<(), String> {
        match act {
            Act::Says(text) => self.says(text).await,
            Act::Replies(text) => self.replies(text).await,
            Act::Taps { button, oldest } => self.taps(button, *oldest).await,
            Act::TapsEverythingAgain => self.taps_everything_again().await,
            Act::Buys(product) => self.buys(product).await,
            Act::PressesPay {
                invoice,
                of,
                form,
                then,
            } => self.pays(*invoice, of.as_deref(), form, *then).await,
            Act::ChargeLate => self.charge(&Outcome::Confirmed).await,
            Act::ChargeAgain => self.charge(&Outcome::Charged).await,
            Act::Blocks => self.block(true).await,
            Act::Unblocks => self.block(false).await,
        }
    }

    fn tell(&mut self, what: &str) {
        let line = format!("{}: {what}", self.who);
        self.stage.transcript.add(line);
    }

    async fn says(&mut self, text: &str) -> Result<(), String> {
        self.tell(text);
        self.stage.local.say(self.id, self.chat, text).map_err(words)?;
        self.stage.settle().await
    }

    /// To the latest message that asks for a reply, else to the latest of all.
    async fn replies(&mut self, text: &str) -> Result<(), String> {
        let view = self.stage.local.read(self.chat, 0);
        let mut by_shop = view.messages.iter().rev().filter(|message| message.by_bot);
        let latest = by_shop.clone().next();
        let to = by_shop.find(|message| message.force_reply).or(latest);
        let to = to.ok_or("the shop has said nothing yet to reply to")?.id;
        self.tell(&format!("replies {text}"));
        self.stage.local.reply(self.id, self.chat, to, text).map_err(words)?;
        self.stage.settle().await
    }

    async fn taps(&mut self, wanted: &str, oldest: bool) -> Result<(), String> {
        let view = self.stage.local.read(self.chat, 0);
        let Some((message, button)) = seen::button(&view, wanted, oldest) else {
            let known = seen::all_buttons(&view).join("], [");
            return Err(format!("no button says “{wanted}”; there are [{known}]"));
        };
        self.tell(&format!("taps [{}]", button.text));
        match &button.press {
            Press::Data(data) => self.stage.local.tap(self.id, self.chat, message.id, data).map(drop),
            Press::Url(url) => match url.split_once("?start=") {
                Some((_, parameter)) => self.stage.local.start(self.id, self.stage.bot, parameter).map(drop),
                None => {
                    return Err(format!(
                        "the button “{wanted}” opens {url}, and that is outside the chat"
                    ));
                }
            },
            Press::Pay => return Err(format!("“{wanted}” is a payment; write `pays: last invoice`")),
            Press::Other(_) => return Err(format!("the button “{wanted}” does nothing that a rehearsal knows")),
        }
        .map_err(words)?;
        self.stage.settle().await
    }

    /// Every button that the talk has shown in this chat, one after the other. Each must be answered, with words or with
    /// what it leads to.
    async fn taps_everything_again(&mut self) -> Result<(), String> {
        let chat = self.chat;
        let shown = self.stage.buttons.iter().filter(|(at, ..)| *at == chat);
        let mut buttons: Vec<(i64, String)> = shown.map(|(_, message, data)| (*message, data.clone())).collect();
        buttons.sort_unstable();
        buttons.dedup();
        self.tell(&format!("taps all {} buttons again", buttons.len()));
        self.stage.is_tapping_again = true;
        let mut tapped = Ok(());
        for (message, data) in buttons {
            tapped = tapped.and(self.taps_again(message, &data).await);
        }
        self.stage.is_tapping_again = false;
        tapped
    }

    async fn taps_again(&mut self, message: i64, data: &str) -> Result<(), String> {
        self.stage.tick();
        let (heard, shown) = (self.stage.window.len(), self.screens());
        let local = &self.stage.local;
        let tap = local.forge_tap(self.id, self.chat, message, data).map_err(words)?;
        self.stage.settle().await?;
        if self.stage.local.tap_answer(tap).map_err(words)?.is_none() {
            return Err(format!("the button with the data `{data}` keeps spinning"));
        }
        let spoken = |(_, heard): &(ChatId, Heard)| !matches!(heard, Heard::Toast(text) if text.is_empty());
        // A screen that is there already is edited into itself, and nobody sees that.
        if self.stage.window[heard..].iter().any(spoken) || self.screens() > shown {
            return Ok(());
        }
        Err(format!("the button with the data `{data}` was answered with nothing"))
    }

    /// How often the shop has asked Telegram to change a message.
    fn screens(&self) -> u64 {
        let counts = self.stage.local.request_counts();
        let edits = counts.iter().filter(|(method, _)| method.starts_with("edit"));
        edits.map(|(_, count)| count).sum()
    }

    /// The product's link, Buy, and the terms where they are asked for.
    async fn buys(&mut self, product: &ProductId) -> Result<(), String> {
        self.tell(&format!("opens the link of {product}"));
        let (id, bot) = (self.id, self.stage.bot);
        let said = self
            .stage
            .local
            .start(id, bot, &format!("p_{product}"))
            .map_err(words)?;
        self.stage.settle().await?;
        let card = self.answer(said, |tap| matches!(tap, Tap::Buy(_)));
        let Some(after) = self.press("Buy", card).await? else {
            return Ok(());
        };
        let agree = self.answer(after, |tap| matches!(tap, Tap::Agree { .. }));
        self.press("I agree", agree).await.map(drop)
    }

    /// The button of a meaning in what the shop said after a message.
    fn answer(&self, after: i64, wanted: fn(&Tap) -> bool) -> Option<(i64, String)> {
        let view = self.stage.local.read(self.chat, 0);
        seen::meaning(&view, wanted).filter(|(message, _)| *message > after)
    }

    /// Presses a button if there is one; answers with the last message before the press.
    async fn press(&mut self, name: &str, button: Option<(i64, String)>) -> Result<Option<i64>, String> {
        let Some((message, data)) = button else { return Ok(None) };
        self.tell(&format!("taps {name}"));
        let last = self.stage.local.read(self.chat, 0).last().map(|message| message.id);
        self.stage
            .local
            .tap(self.id, self.chat, message, &data)
            .map_err(words)?;
        self.stage.settle().await?;
        Ok(last)
    }

    async fn pays(&mut self, which: Which, of: Option<&str>, form: &Form, then: Then) -> Result<(), String> {
        let owner = of.unwrap_or(self.who);
        let chat = match of {
            Some(of) => self
                .stage
                .cast
                .chat(of)
                .ok_or_else(|| format!("nobody called {of} was here"))?,
            None => self.chat,
        };
        let view = self.stage.local.read(chat, 0);
        let invoice = seen::invoice(&view, which).ok_or_else(|| format!("{owner} has no invoice"))?;
        self.tell("presses Pay");
        let (local, id) = (&self.stage.local, self.id);
        let form = form::filled_in(self.who, form);
        let pressed = if of.is_some() {
            local.pay_forwarded(id, chat, invoice, form)
        } else {
            local.pay(id, chat, invoice, form)
        };
        let query = pressed.map_err(words)?;
        let told = Outcome::Waiting;
        let who = self.who.to_owned();
        self.stage.payments.push(Payment { who, query, told });
        self.stage.settle().await?;
        if self.stage.local.outcome(query).map_err(words)? != Outcome::Confirmed {
            return Ok(());
        }
        match then {
            Then::Nothing => Ok(()),
            Then::Decline => {
                self.stage.local.decline(query).map_err(words)?;
                self.stage.settle().await
            }
            Then::Charge => self.charge(&Outcome::Confirmed).await,
            Then::ChargeTwice => {
                self.charge(&Outcome::Confirmed).await?;
                self.charge(&Outcome::Charged).await
            }
        }
    }

    /// Charges the card for this person's latest payment that stands so.
    async fn charge(&mut self, standing: &Outcome) -> Result<(), String> {
        let local = &self.stage.local;
        let mine = self
            .stage
            .payments
            .iter()
            .rev()
            .filter(|payment| payment.who == self.who);
        let mut found = mine.filter(|payment| local.outcome(payment.query).as_ref() == Ok(standing));
        let query = found.next().map(|payment| payment.query);
        let query = query.ok_or_else(|| format!("{} has no payment that could be charged now", self.who))?;
        let charged = match standing {
            Outcome::Charged => local.charge_again(query),
            _ => local.charge(query),
        };
        charged.map_err(words)?;
        self.stage.settle().await
    }

    async fn block(&mut self, blocked: bool) -> Result<(), String> {
        self.tell(if blocked { "blocks the bot" } else { "unblocks the bot" });
        let (local, id, bot) = (&self.stage.local, self.id, self.stage.bot);
        let done = if blocked {
            local.block(id, bot)
        } else {
            local.unblock(id, bot)
        };
        done.map_err(words)?;
        self.stage.settle().await
    }
}
