//! What a checked shop is. Whoever holds a `Shop` holds one without a "maybe": every price is exact, every reference
//! leads somewhere, every limit of Telegram is kept. No serde, no files; `config` is the only maker.

mod account;
mod buyer;
mod catalog;
mod checkout;
mod deliver;
mod difference;
#[cfg(test)]
pub(crate) mod fixture;
mod hours;
mod language;
mod limits;
mod options;
mod payments;
mod photo;
mod policies;
mod policy;
mod postcodes;
mod product;
mod provider;
mod refused;
mod selection;
mod slips;
mod staff;
mod statement;
mod terms;
mod text;
mod wording;

use std::{path::PathBuf, sync::Arc};

pub use account::{Secret, TelegramAccount};
pub use buyer::{Buyer, Unpaid, Wish};
pub use catalog::{Catalog, Category, Coded};
pub use checkout::{Ask, Checkout, PROVIDER_DATA_PLACEHOLDERS, Tips};
pub use deliver::{Credit, Deliver, FileRef};
pub use difference::{Difference, differences};
pub use hours::{OpeningHours, Overlap, WeekTime};
pub use language::{Language, Localized};
pub use limits::{Limit, Period, Scope};
pub use options::{Choice, ProductOption};
pub use payments::{Mode, Payments};
pub use photo::InvoicePhoto;
pub use policies::{CoolDown, MinimumAge, Policies};
pub use policy::{Forwarding, InvoicePolicy, Payable, Payer, PostForm, PostPolicy, TermsRule, WhenPriceChanges};
pub use postcodes::Postcodes;
pub use product::{Price, Product, Stock};
pub use provider::{PROFILES, Profile, Provider};
pub use refused::{POLICY_NAMES, PolicyRefusal};
pub use selection::{Selection, SelectionError, Unpriced};
pub use slips::slips;
pub use staff::{Role, Staff};
pub use statement::{Column, NumberedBy, Statement, UNKNOWN_STATEMENT};
pub use terms::{Support, Terms};
pub use text::{Markup, Piece, Style};
pub use wording::{WORDINGS, Wording};

use crate::{
    ids::{ChatId, RevisionId, ShopId, TopicId, UserId},
    money::Currency,
    rules::Rules,
};

/// One immutable, fully checked version of a shop's files.
#[derive(Debug)]
pub struct Revision {
    pub id: RevisionId,
    pub shop: Shop,
    /// Where photos and goods are read from when they are sent.
    pub folder: PathBuf,
    /// Whether that folder is gone: nothing new is sold, and what was begun is brought to its end.
    pub closing: bool,
}

/// A checked shop: at run time one bot.
#[derive(Debug)]
pub struct Shop {
    pub id: ShopId,
    pub name: Localized<Arc<str>>,
    pub greeting: Localized<Markup>,
    /// At least one; the first is the default.
    pub languages: Vec<Language>,
    pub currency: Currency,
    /// A name of the IANA database.
    pub timezone: String,
    pub telegram: TelegramAccount,
    pub payments: Payments,
    pub terms: Terms,
    pub support: Support,
    pub privacy: Localized<Markup>,
    pub checkout: Checkout,
    pub invoices: InvoicePolicy,
    pub posts: PostPolicy,
    pub policies: Policies,
    pub orders_chat: Option<ChatId>,
    /// The topic of the orders chat in which the staff is told; `TopicId(0)` for none.
    pub orders_topic: TopicId,
    pub staff: Vec<Staff>,
    pub catalog: Catalog,
    /// The owner's own wording: (key of `WORDINGS`, its texts).
    pub texts: Vec<(&'static str, Localized<Markup>)>,
    /// The owner's own checks, asked before an order is promised.
    pub rules: Rules,
}

impl Shop {
    /// The customer's language where the shop speaks it, else the shop's first.
    pub fn language(&self, wanted: Option<&str>) -> &Language {
        let wanted = wanted.unwrap_or_default();
        let short = wanted.split(['-', '_']).next().unwrap_or_default();
        self.languages
            .iter()
            .find(|l| l.as_str() == short)
            .unwrap_or(&self.languages[0])
    }

    pub fn is_staff(&self, user: UserId) -> bool {
        self.staff.iter().any(|member| member.id == user)
    }

    pub fn is_owner(&self, user: UserId) -> bool {
        self.staff
            .iter()
            .any(|member| member.id == user && member.role == Role::Owner)
    }

    /// Where notices for the staff go: the orders chat, else each owner's private chat.
    pub fn staff_chats(&self) -> Vec<ChatId> {
        match self.orders_chat {
            Some(chat) => vec![chat],
            None => self.staff.iter().map(|member| ChatId::of(member.id)).collect(),
        }
    }

    /// The topic for what the shop writes in a chat by itself.
    pub fn topic(&self, chat: ChatId) -> TopicId {
        if self.orders_chat == Some(chat) {
            self.orders_topic
        } else {
            TopicId(0)
        }
    }

    pub fn wording(&self, key: &str) -> Option<&Localized<Markup>> {
        self.texts.iter().find(|(own, _)| *own == key).map(|(_, text)| text)
    }
}
