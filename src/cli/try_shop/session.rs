//! One conversation: a line is typed, the shop answers, everything new is shown. In a pipe a line waits until the shop
//! has answered the one before.

use std::time::Duration;

use tokio::{sync::mpsc, time::Instant};

use super::{
    chat::{Chat, LINKED, News, Target},
    form::{self, Form},
    lost, show,
    wish::{self, How, Wish},
};
use crate::{
    cli::{
        ending::Failure,
        output::{Output, Tone, clean, clean_line},
    },
    sandbox::{ChatId, ChatView, Error, Outcome, Payment, People, Press},
};

/// How long a shop may take to answer before this is said.
pub(super) const ANSWER_MAX: Duration = Duration::from_secs(5);
/// An answer is over when nothing came for so long.
const QUIET: Duration = Duration::from_millis(300);
/// The same where only a tap stopped spinning: the screen that it leads to is sent after that.
const QUIET_AFTER_TAP: Duration = Duration::from_millis(700);
/// A terminal hears of news at once; this only bounds one request.
const LISTEN: Duration = Duration::from_secs(25);
const OUTCOME_EVERY: Duration = Duration::from_millis(30);

/// A person who talks to a shop.
pub(super) struct Session<'a> {
    pub(super) people: People,
    pub(super) me: i64,
    /// The first name, which also goes into payment forms.
    pub(super) name: String,
    pub(super) place: ChatId,
    pub(super) bot: i64,
    /// The bot's name behind the `@`.
    pub(super) username: String,
    pub(super) chat: Chat,
    pub(super) out: &'a mut Output,
    /// Somebody sits there: show where to type.
    pub(super) prompts: bool,
    /// The payment whose money is under way.
    pub(super) under_way: Option<i64>,
}

/// How much was heard since something was done.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Heard {
    Nothing,
    Tap,
    Words,
}

impl Session<'_> {
    /// From `/start`, or from what was said last in a group, to the end of input.
    pub(super) async fn run(&mut self, mut lines: mpsc::Receiver<String>) -> Result<(), Failure> {
        self.begin().await?;
        loop {
            self.prompt()?;
            let Some(line) = self.next_line(&mut lines).await? else {
                return self.leave();
            };
            self.echo(&line)?;
            self.chat.turn();
            match wish::read(&line, &self.chat) {
                Wish::Quit => return Ok(()),
                wish => self.grant(wish).await?,
            }
        }
    }

    /// What the shell says next begins on a line of its own.
    pub(super) fn leave(&mut self) -> Result<(), Failure> {
        if self.prompts {
            self.out.line("")?;
        }
        Ok(())
    }

    /// `None` at the end of input. On a terminal, news that comes meanwhile is shown.
    async fn next_line(&mut self, lines: &mut mpsc::Receiver<String>) -> Result<Option<String>, Failure> {
        if !self.prompts {
            return Ok(lines.recv().await);
        }
        loop {
            let people = self.people.clone();
            tokio::select! {
                line = lines.recv() => return Ok(line),
                view = people.wait_for_news(self.place, self.chat.revision(), LISTEN) => {
                    let news = self.chat.absorb(view.map_err(|error| lost(&error))?);
                    if !news.messages.is_empty() || !news.toasts.is_empty() {
                        self.out.line("")?;
                        self.show(&news)?;
                        self.prompt()?;
                    }
                }
            }
        }
    }

    async fn grant(&mut self, wish: Wish) -> Result<(), Failure> {
        match wish {
            Wish::Nothing | Wish::Quit => Ok(()),
            Wish::Explain => Ok(self.out.line(wish::EXPLANATION)?),
            Wish::Menu => self.menu().await,
            Wish::Unclear(words) => self.remark(&words),
            Wish::Press(target) => self.press(target).await,
            Wish::Ask { bot, text } => self.ask(&bot, &text).await,
            Wish::Choose(offer) => self.choose(&offer).await,
            Wish::Open(address) => self.open(&address).await,
            Wish::Say { text, reply_to } => self.say(&text, reply_to).await,
            Wish::Pay { invoice, how, form } => self.pay(invoice, how, &form).await,
            Wish::Arrive => match self.under_way.take() {
                Some(payment) => self.charge(payment, How::Once).await,
                None => self.remark("No money is under way: /paylate sends some."),
            },
        }
    }

    async fn say(&mut self, text: &str, reply_to: Option<i64>) -> Result<(), Failure> {
        let said = match reply_to {
            Some(message) => self.people.reply(self.me, self.place, message, text).await,
            None => self.people.say(self.me, self.place, text).await,
        };
        match said {
            Ok(_) => self.settle(Heard::Nothing).await,
            Err(error) => self.failed(&error),
        }
    }

    async fn press(&mut self, target: Target) -> Result<(), Failure> {
        match target.press {
            Press::Data(data) => match self.people.tap(self.me, self.place, target.message, &data).await {
                Ok(_) => self.settle(Heard::Nothing).await,
                Err(error) => self.failed(&error),
            },
            Press::Pay => self.pay(target.message, How::Once, &Form::default()).await,
            Press::Url(address) => self.open(&address).await,
            Press::Other(what) => self.remark(&format!("The sandbox cannot play this button ({what}).")),
        }
    }

    /// Presses Pay, hears the shop's yes or no, and then what `how` says happens to the money.
    async fn pay(&mut self, invoice: i64, how: How, form: &Form) -> Result<(), Failure> {
        let filled_in = match self.fill_in(invoice, form)? {
            Ok(filled_in) => filled_in,
            Err(words) => return self.remark(&words),
        };
        let pressed = match self.chat.linked() {
            Some(address) if invoice == LINKED => self.people.pay_link(self.me, address, filled_in).await,
            _ => self.people.pay(self.me, self.place, invoice, filled_in).await,
        };
        let payment = match pressed {
            Ok(payment) => payment,
            Err(error) => return self.failed(&error),
        };
        match self.outcome(payment).await? {
            Outcome::Confirmed => self.charge(payment, how).await,
            Outcome::Refused { words } => {
                self.remark(&format!("The shop does not take the payment: {words}"))?;
                self.settle(Heard::Tap).await
            }
            _ => self.remark("The shop did not answer in time, so Telegram gave up. Nothing was paid; try again."),
        }
    }

    /// The form that is handed over, and what it says where the invoice asks for something.
    fn fill_in(&mut self, invoice: i64, form: &Form) -> Result<Result<Payment, String>, Failure> {
        let Some(bill) = self.chat.bill(invoice) else {
            return Ok(Ok(Payment::default()));
        };
        let payment = form.payment(&self.name, bill);
        let told = payment.as_ref().ok().and_then(|payment| form::told(bill, payment));
        if let Some(told) = told {
            self.remark(&told)?;
        }
        Ok(payment)
    }

    async fn outcome(&self, payment: i64) -> Result<Outcome, Failure> {
        loop {
            let outcome = self.people.outcome(payment).await.map_err(|error| lost(&error))?;
            if outcome != Outcome::Waiting {
                return Ok(outcome);
            }
            tokio::time::sleep(OUTCOME_EVERY).await;
        }
    }

    async fn charge(&mut self, payment: i64, how: How) -> Result<(), Failure> {
        let done = match how {
            How::Once => self.people.charge(payment).await.map(drop),
            How::Twice => self.charge_twice(payment).await,
            How::Declined => {
                self.people.decline(payment).await.map_err(|error| lost(&error))?;
                return self.remark("The card was refused. Nothing was paid, and the shop never hears of it.");
            }
            How::Late => {
                self.under_way = Some(payment);
                return self.remark("The shop said yes and the money is under way: /arrive lets it come.");
            }
        };
        match done {
            Ok(()) => self.settle(Heard::Nothing).await,
            Err(error) => self.failed(&error),
        }
    }

    async fn charge_twice(&self, payment: i64) -> Result<(), Error> {
        self.people.charge(payment).await?;
        self.people.charge_again(payment).await.map(drop)
    }

    /// Shows what comes, until the shop has said something and then nothing more.
    pub(super) async fn settle(&mut self, mut heard: Heard) -> Result<(), Failure> {
        let end = Instant::now() + ANSWER_MAX;
        loop {
            let patience = match heard {
                Heard::Nothing => end.saturating_duration_since(Instant::now()),
                Heard::Tap => QUIET_AFTER_TAP,
                Heard::Words => QUIET,
            };
            let before = self.chat.revision();
            let view = self.people.wait_for_news(self.place, before, patience).await;
            let view = view.map_err(|error| lost(&error))?;
            if view.revision > before {
                heard = self.take_in(view, heard)?;
            } else if heard == Heard::Nothing {
                return self.remark("The shop has not answered yet.");
            } else {
                return Ok(());
            }
        }
    }

    pub(super) fn take_in(&mut self, view: ChatView, heard: Heard) -> Result<Heard, Failure> {
        let news = self.chat.absorb(view);
        self.show(&news)?;
        Ok(match heard {
            _ if news.spoken => Heard::Words,
            Heard::Nothing if news.toasts.iter().any(|toast| !toast.text.is_empty()) => Heard::Words,
            Heard::Nothing if !news.toasts.is_empty() => Heard::Tap,
            same => same,
        })
    }

    pub(super) fn show(&mut self, news: &News) -> Result<(), Failure> {
        let coloured = self.out.is_coloured();
        for toast in news.toasts.iter().filter_map(|toast| show::toast(toast, coloured)) {
            self.out.line(&toast)?;
        }
        for (message, numbers) in &news.messages {
            self.out.text(&show::message(message, numbers, coloured))?;
        }
        Ok(())
    }

    /// What makes no sense is remarked on; where the sandbox is gone, the chat is over.
    fn failed(&mut self, error: &Error) -> Result<(), Failure> {
        match error {
            Error::Refused(words) => self.remark(words),
            Error::Machine(_) => Err(lost(error)),
        }
    }

    /// A remark of the sandbox, never of the shop.
    pub(super) fn remark(&mut self, words: &str) -> Result<(), Failure> {
        let words = clean(words);
        let line = self.out.paint(Tone::Faint, &format!("  * {words}"));
        Ok(self.out.line(&line)?)
    }

    fn prompt(&mut self) -> Result<(), Failure> {
        if self.prompts {
            self.out.text("> ")?;
        }
        Ok(())
    }

    /// In a pipe nobody sees what was typed.
    pub(super) fn echo(&mut self, line: &str) -> Result<(), Failure> {
        if !self.prompts {
            self.out.line(&format!("> {}", clean_line(line)))?;
        }
        Ok(())
    }
}
