//! Links: to invoices, which anybody opens as often as they like, and to bots.
//! Rules: Bot API, "createInvoiceLink"; Telegram Bot Features, "Deep linking"; the forms of the addresses are those of
//! Telegram's page on deep links.

use reqwest::Url;
use serde::{Deserialize, Serialize};

use super::Model;
use super::execute::Answer;
use super::form::purchase;
use super::render::json;
use super::rules::Query;
use super::view::invoice_view;
use crate::sandbox::api::NewInvoice;
use crate::sandbox::view::{ChatId, Opened, Payment};
use crate::sandbox::{Error, chance};

/// An invoice that stands in no chat.
#[derive(Serialize, Deserialize)]
pub(crate) struct InvoiceLink {
    bot: i64,
    invoice: NewInvoice,
}

/// Where an address leads.
enum Leads {
    /// To the invoice of this slug.
    Invoice(String),
    /// Into a group or channel.
    Invite(String),
    /// To the bot of this username, with a parameter.
    Bot(String, String),
}

impl Model {
    pub(super) fn create_invoice_link(&mut self, bot: i64, invoice: NewInvoice) -> Answer {
        let slug = chance::letters(22);
        let link = format!("https://t.me/${slug}");
        self.state.links.insert(slug, InvoiceLink { bot, invoice });
        self.news.changed = true;
        Answer::of(json(&link))
    }

    /// Opens an address as the app does: an invoice's form, or a bot, to which Start is pressed.
    pub(crate) fn open(&mut self, person: i64, address: &str, now_ms: i64) -> Result<Opened, Error> {
        self.person(person)?;
        match leads(address)? {
            Leads::Invoice(slug) => Ok(Opened::Invoice(invoice_view(&self.link(&slug)?.invoice, false))),
            Leads::Invite(slug) => self.accept_invite(person, &slug, now_ms),
            Leads::Bot(username, parameter) => {
                let bot = self.bot_named(&username)?;
                let chat = ChatId::private(bot, person);
                let text = format!("/start {parameter}");
                let message = self.say(person, chat, text.trim_end(), None, now_ms)?;
                Ok(Opened::Bot { chat, message })
            }
        }
    }

    /// Presses Pay in the form behind an invoice's link. The bot is told in its private chat with the payer.
    pub(crate) fn pay_link(
        &mut self,
        payer: i64,
        address: &str,
        payment: Payment,
        now_ms: i64,
    ) -> Result<Query, Error> {
        self.person(payer)?;
        let Leads::Invoice(slug) = leads(address)? else {
            return Err(Error::refused(format!("{address} does not lead to an invoice")));
        };
        let link = self.link(&slug)?;
        let (bot, invoice) = (link.bot, link.invoice.clone());
        let told = ChatId::private(bot, payer);
        let option = self.chosen_shipping(payer, &invoice, &payment)?;
        let purchase = purchase(bot, payer, (told, 0), told, invoice, payment, now_ms)?.shipped(option);
        self.state.chats.entry(told).or_default();
        Ok(self.ask_bot(purchase, now_ms))
    }

    fn link(&self, slug: &str) -> Result<&InvoiceLink, Error> {
        let link = self.state.links.get(slug);
        link.ok_or_else(|| Error::refused("no bot of this sandbox has made this link"))
    }

    fn bot_named(&self, username: &str) -> Result<i64, Error> {
        let mut bots = self.state.bots.values();
        let bot = bots.find(|bot| bot.username.eq_ignore_ascii_case(username));
        bot.map(|bot| bot.id)
            .ok_or_else(|| Error::refused(format!("no bot of this sandbox is called @{username}")))
    }
}

fn leads(address: &str) -> Result<Leads, Error> {
    let outside = || Error::refused(format!("{address} leads out of Telegram, or where no sandbox goes"));
    let full = if address.contains("://") {
        address.to_owned()
    } else {
        format!("https://{address}")
    };
    let url = Url::parse(&full).map_err(|_| outside())?;
    let parameter = |name: &str| {
        let mut pairs = url.query_pairs();
        pairs.find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
    };
    let host = url.host_str().unwrap_or("");
    let telegram = ["t.me", "telegram.me", "telegram.dog"].contains(&host);
    let path = url.path().trim_matches('/');
    let start = parameter("start").unwrap_or_default();
    match (url.scheme(), host, path) {
        ("tg", "invoice", _) => parameter("slug").map(Leads::Invoice).ok_or_else(outside),
        ("tg", "resolve", _) => {
            let domain = parameter("domain").ok_or_else(outside)?;
            Ok(Leads::Bot(domain, start))
        }
        ("http" | "https", _, path) if telegram => {
            if let Some(slug) = path.strip_prefix('+').or_else(|| path.strip_prefix("joinchat/")) {
                return Ok(Leads::Invite(slug.to_owned()));
            }
            let slug = path.strip_prefix('$').or_else(|| path.strip_prefix("invoice/"));
            match slug {
                Some(slug) => Ok(Leads::Invoice(slug.to_owned())),
                None if path.is_empty() || path.contains('/') => Err(outside()),
                None => Ok(Leads::Bot(path.to_owned(), start)),
            }
        }
        _ => Err(outside()),
    }
}
