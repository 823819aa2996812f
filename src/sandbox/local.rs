//! The sandbox in this process: people and bots. Everything here is sync; waiting is in `waiting`, facts and faults
//! are in `owner`. `People` is the same from another process.

use std::sync::Arc;

use super::Error;
use super::model::{NewBot, Query};
use super::shared::Shared;
use super::view::{Bot, Charge, ChatId, ChatView, MenuCommand, MessageView, NewFile, Outcome, Payment, Person, Toast};

/// A handle on a running sandbox; cheap to clone. It works on after the server has stopped.
#[derive(Clone)]
pub struct Local {
    pub(super) shared: Arc<Shared>,
}

/// Bots and people; groups and channels are in `places`.
impl Local {
    pub(super) fn new(shared: Arc<Shared>) -> Local {
        Local { shared }
    }

    /// The token of the bot with this username, which is made if there is none.
    pub fn add_bot(&self, name: &str, username: &str) -> Result<String, Error> {
        self.shared.change(|model, _| {
            model.add_bot(NewBot {
                name,
                username,
                token: None,
            })
        })?
    }

    /// A bot with a token of the caller's choice.
    pub fn add_bot_with_token(&self, name: &str, username: &str, token: &str) -> Result<(), Error> {
        self.shared
            .change(|model, _| {
                model.add_bot(NewBot {
                    name,
                    username,
                    token: Some(token),
                })
            })?
            .map(drop)
    }

    /// From now on the old token is answered 401; returns the new one.
    pub fn revoke_token(&self, bot: i64) -> Result<String, Error> {
        self.shared.change(|model, _| model.revoke_token(bot))?
    }

    pub fn bots(&self) -> Vec<Bot> {
        self.shared.look(|model, _| model.bots())
    }

    /// The id of the bot that this token belongs to.
    pub fn bot_id(&self, token: &str) -> Result<i64, Error> {
        let found = self.shared.look(|model, _| model.bot_of(token));
        found.ok_or_else(|| Error::refused("no bot of this sandbox has this token"))
    }

    /// Makes a person, or changes the one with this id.
    pub fn put_person(&self, person: Person) -> Result<(), Error> {
        self.shared.change(|model, _| model.put_person(person))?
    }

    pub fn people(&self) -> Vec<Person> {
        self.shared.look(|model, _| model.people())
    }
}

/// Talking and reading.
impl Local {
    /// Writes a text; returns the message's id.
    pub fn say(&self, person: i64, chat: ChatId, text: &str) -> Result<i64, Error> {
        self.shared
            .change(|model, now_ms| model.say(person, chat, text, None, now_ms))?
    }

    /// Writes a text in reply to a message.
    pub fn reply(&self, person: i64, chat: ChatId, to: i64, text: &str) -> Result<i64, Error> {
        self.shared
            .change(|model, now_ms| model.say(person, chat, text, Some(to), now_ms))?
    }

    /// Sends a photo or a document to a bot; returns the message's id.
    pub fn send_file(&self, person: i64, chat: ChatId, file: NewFile) -> Result<i64, Error> {
        self.shared
            .change(|model, now_ms| model.send_file(person, chat, file, now_ms))?
    }

    /// The commands that the app shows behind `/`: those for this chat, this person and their language.
    pub fn menu(&self, person: i64, bot: i64, chat: ChatId) -> Result<Vec<MenuCommand>, Error> {
        self.shared.look(|model, _| model.menu(person, bot, chat))
    }

    /// Opens the bot by a link `t.me/BOT?start=PARAMETER`, or by its Start button if the parameter is empty.
    pub fn start(&self, person: i64, bot: i64, parameter: &str) -> Result<i64, Error> {
        let text = format!("/start {parameter}");
        self.say(person, ChatId::private(bot, person), text.trim_end())
    }

    /// Taps the button with this callback data; the bot's answer is read by `tap_answer`.
    pub fn tap(&self, person: i64, chat: ChatId, message: i64, data: &str) -> Result<Query, Error> {
        self.shared
            .change(|model, now_ms| model.tap(person, chat, message, data, now_ms))?
    }

    /// A tap that no honest app sends: data that no button has, on a message of anybody's.
    pub fn forge_tap(&self, person: i64, chat: ChatId, message: i64, data: &str) -> Result<Query, Error> {
        self.shared
            .change(|model, now_ms| model.forge_tap(person, chat, message, data, now_ms))?
    }

    /// `None` while the bot has not answered.
    pub fn tap_answer(&self, tap: Query) -> Result<Option<Toast>, Error> {
        self.shared.look(|model, _| model.tap_answer(tap))
    }

    pub fn block(&self, person: i64, bot: i64) -> Result<(), Error> {
        self.shared
            .change(|model, now_ms| model.set_blocked(person, bot, true, now_ms))?
    }

    pub fn unblock(&self, person: i64, bot: i64) -> Result<(), Error> {
        self.shared
            .change(|model, now_ms| model.set_blocked(person, bot, false, now_ms))?
    }

    /// What changed in a chat after this revision; after 0 that is all it holds.
    pub fn read(&self, chat: ChatId, after: u64) -> ChatView {
        self.shared.look(|model, _| model.read(chat, after))
    }

    pub fn message(&self, chat: ChatId, message: i64) -> Result<MessageView, Error> {
        self.shared.look(|model, _| model.read_message(chat, message))
    }
}

/// Paying.
impl Local {
    /// Presses Pay on an invoice. How the bot decides is read by `outcome`.
    pub fn pay(&self, payer: i64, chat: ChatId, message: i64, payment: Payment) -> Result<Query, Error> {
        self.shared
            .change(|model, now_ms| model.pay(payer, chat, message, payment, now_ms))?
    }

    /// Presses Pay on a copy of an invoice that was forwarded to this payer, who need not know the bot.
    pub fn pay_forwarded(&self, payer: i64, chat: ChatId, message: i64, payment: Payment) -> Result<Query, Error> {
        self.shared
            .change(|model, now_ms| model.pay_forwarded(payer, chat, message, payment, now_ms))?
    }

    pub fn outcome(&self, payment: Query) -> Result<Outcome, Error> {
        self.shared.change(|model, now_ms| {
            model.expire(now_ms);
            model.outcome(payment)
        })?
    }

    /// Money moves, at once or long after the bot's yes. It works once.
    pub fn charge(&self, payment: Query) -> Result<Charge, Error> {
        self.shared.change(|model, now_ms| model.charge(payment, now_ms))?
    }

    /// The provider's fault: money moves again for the same payment, with a new charge id.
    pub fn charge_again(&self, payment: Query) -> Result<Charge, Error> {
        self.shared
            .change(|model, now_ms| model.charge_again(payment, now_ms))?
    }

    /// The card is refused; the bot never hears of it.
    pub fn decline(&self, payment: Query) -> Result<(), Error> {
        self.shared.change(|model, _| model.decline(payment))?
    }

    /// Every charge there ever was, in order.
    pub fn charges(&self) -> Vec<Charge> {
        self.shared.look(|model, _| model.charges().to_vec())
    }
}
