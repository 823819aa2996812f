//! Pressing Pay: on which invoices it can be pressed, and where the bot will be told of the payment.
//! Rules: Bot API, "sendInvoice" (`start_parameter`); Bot Payments API, which says that an invoice in the bot's private
//! chat is paid once and every other as often as people like, each payment being the bot's to accept or refuse.

use super::Model;
use super::form::purchase;
use super::message::{Body, Message};
use super::rules::Query;
use crate::sandbox::Error;
use crate::sandbox::api::NewInvoice;
use crate::sandbox::view::{ChatId, Payment};

const LINK_INSTEAD: &str = "a forwarded copy of this invoice has a link to the bot in place of Pay";

impl Model {
    /// Presses Pay on an invoice that the payer sees.
    pub(crate) fn pay(
        &mut self,
        payer: i64,
        chat: ChatId,
        message: i64,
        payment: Payment,
        now_ms: i64,
    ) -> Result<Query, Error> {
        self.sees(payer, chat)?;
        let found = self.message(chat, message)?;
        let (bot, invoice, paid) = invoice(chat, found)?;
        let is_copy = found.origin.is_some();
        if is_copy && !invoice.start_parameter.is_empty() {
            return Err(Error::refused(LINK_INSTEAD));
        }
        let own_private = !is_copy && chat == ChatId::private(bot, payer);
        if paid && own_private {
            return Err(Error::refused("this invoice is paid: it is a receipt now"));
        }
        let told = if is_copy {
            ChatId::private(bot, payer)
        } else {
            self.told_in(bot, payer, chat)
        };
        let option = self.chosen_shipping(payer, &invoice, &payment)?;
        let purchase = purchase(bot, payer, (chat, message), told, invoice, payment, now_ms)?.shipped(option);
        self.state.chats.entry(told).or_default();
        Ok(self.ask_bot(purchase, now_ms))
    }

    /// Presses Pay on a copy that was forwarded to somebody. Copies of an invoice with a start parameter cannot be paid.
    pub(crate) fn pay_forwarded(
        &mut self,
        payer: i64,
        chat: ChatId,
        message: i64,
        payment: Payment,
        now_ms: i64,
    ) -> Result<Query, Error> {
        let found = self.message(chat, message)?;
        if found.protected {
            return Err(Error::refused(
                "this invoice cannot be forwarded: its content is protected",
            ));
        }
        let (bot, invoice, _) = invoice(chat, found)?;
        if !invoice.start_parameter.is_empty() {
            return Err(Error::refused(LINK_INSTEAD));
        }
        let told = ChatId::private(bot, payer);
        self.member(payer, told)?;
        let option = self.chosen_shipping(payer, &invoice, &payment)?;
        let purchase = purchase(bot, payer, (chat, message), told, invoice, payment, now_ms)?.shipped(option);
        self.state.chats.entry(told).or_default();
        Ok(self.ask_bot(purchase, now_ms))
    }

    /// `successful_payment` stands as a line of the payer in the chat where they paid. Where the payer cannot write or the
    /// bot is not present, no source says where it stands; here it is the payer's private chat with the bot.
    fn told_in(&self, bot: i64, payer: i64, chat: ChatId) -> ChatId {
        let is_private = matches!(chat, ChatId::Private { bot: here, .. } if here == bot);
        let both_write = self
            .state
            .chats
            .get(&chat)
            .is_some_and(|record| !record.is_channel && [bot, payer].iter().all(|id| record.members.contains(id)));
        if is_private || both_write {
            chat
        } else {
            ChatId::private(bot, payer)
        }
    }
}

impl Model {
    /// The invoice that an address is filled in for, and its bot.
    pub(super) fn invoice_for_shipping(&self, chat: ChatId, message: i64) -> Result<(i64, NewInvoice), Error> {
        invoice(chat, self.message(chat, message)?).map(|(bot, invoice, _)| (bot, invoice))
    }
}

/// The bot that is paid, the invoice, and whether it is paid already.
fn invoice(chat: ChatId, message: &Message) -> Result<(i64, NewInvoice, bool), Error> {
    match (&message.body, message.seller()) {
        (Body::Invoice { invoice, paid }, Some(bot)) => Ok((bot, invoice.clone(), *paid)),
        _ => Err(Error::refused(format!(
            "message {} in {chat} is no invoice",
            message.id
        ))),
    }
}
