//! `shop.yaml`: who we are, money, Telegram, staff, policies.

use serde::Deserialize;

use super::super::read::{Either, Entries, F};
use super::Text;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ShopFile {
    /// The shop's name, as customers see it.
    pub(crate) name: F<Text>,
    /// The first words that a customer reads.
    pub(crate) greeting: F<Text>,
    /// Three letters, such as EUR; XTR for Telegram Stars.
    pub(crate) currency: F<String>,
    /// The shop's languages, two letters each; the first is the default.
    pub(crate) languages: F<Vec<F<String>>>,
    /// Where the shop's clock hangs, such as Europe/Lisbon.
    pub(crate) timezone: F<String>,
    pub(crate) telegram: F<Telegram>,
    pub(crate) payments: F<Payments>,
    /// When a customer agrees to the terms: `before_paying` or `by_paying`.
    pub(crate) terms: F<String>,
    pub(crate) checkout: F<Checkout>,
    pub(crate) invoices: F<Invoices>,
    pub(crate) posts: F<Posts>,
    pub(crate) policies: F<Policies>,
    /// The chat in which new orders are announced.
    pub(crate) orders_chat: F<String>,
    /// The topic of that chat, where it has topics.
    pub(crate) orders_topic: F<String>,
    pub(crate) staff: F<Vec<F<Member>>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Telegram {
    /// ${NAME} of the bot's token; without this line the shop opens in the sandbox.
    pub(crate) bot_token: F<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Payments {
    /// a-pay, stripe, yookassa, smart-glocal, stars or custom.
    pub(crate) provider: F<String>,
    /// test or live; only that mode's token is read.
    pub(crate) mode: F<String>,
    /// ${NAME} of the provider's token for test payments.
    pub(crate) test_token: F<String>,
    /// ${NAME} of the provider's token for real payments.
    pub(crate) live_token: F<String>,
}

/// What the payment form asks besides the price.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Checkout {
    /// What a customer must fill in: name, phone, email, address. A product may say something else.
    pub(crate) ask: F<Vec<F<String>>>,
    /// What of it the payment provider gets as well: phone, email.
    pub(crate) send_to_provider: F<Vec<F<String>>>,
    pub(crate) tips: F<Tips>,
    /// JSON that the provider wants with each invoice; {title}, {quantity}, {price}, {total} and {currency} are filled in.
    pub(crate) provider_data: F<String>,
}

/// A tip on top of the price.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Tips {
    /// The greatest tip.
    pub(crate) max: F<String>,
    /// Up to four amounts that are offered as buttons, the smallest first.
    pub(crate) suggested: F<Vec<F<String>>>,
}

/// Invoices in private chats.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Invoices {
    /// How long an invoice can be paid, such as 30m; an older one is refused kindly, with a fresh one.
    pub(crate) valid_for: F<String>,
    /// refuse or honour.
    pub(crate) when_price_changes: F<String>,
    /// single-chat: copies carry a link to the bot; multi-chat: copies can be paid.
    pub(crate) forwarding: F<String>,
    /// anyone, or invited: only the customer whom it was made for.
    pub(crate) payer: F<String>,
    /// true: the app neither forwards nor saves an invoice.
    pub(crate) protect_content: F<String>,
}

/// Posts in groups and channels, inline results and links.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Posts {
    /// card: a button into the bot; invoice: whoever sees it can pay it.
    pub(crate) r#as: F<String>,
    /// `once`, `once_per_customer` or `while_stock_lasts`.
    pub(crate) payable: F<String>,
}

/// Checks of every order that need no script.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Policies {
    /// The least that an order may come to, without a tip.
    pub(crate) minimum_order: F<String>,
    /// The most that an order may come to, without a tip.
    pub(crate) maximum_order: F<String>,
    /// When the shop sells, by its own clock: days, and hours such as 08:00-18:00; without it, always.
    pub(crate) opening_hours: F<Entries<Hours>>,
    /// The only countries that are delivered to, two capital letters each.
    pub(crate) countries: F<Vec<F<String>>>,
    /// The only postcodes that are delivered to: "80331", "80*" or "80000-80999".
    pub(crate) postcodes: F<Vec<F<String>>>,
    /// Telegram ids of people who cannot buy.
    pub(crate) blocked_customers: F<Vec<F<String>>>,
}

/// One span of hours, or several.
pub(crate) type Hours = Either<String, Vec<F<String>>>;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Member {
    /// The Telegram id of the person; /id tells it.
    pub(crate) id: F<String>,
    /// owner or helper.
    pub(crate) role: F<String>,
}
