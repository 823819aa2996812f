//! `shop.yaml`: who we are, money, Telegram, staff, policies.

use schemars::JsonSchema;
use serde::Deserialize;

use super::super::read::F;
use super::super::schema::form;
use super::{Policies, Text};

/// Who the shop is, how it is paid, who works in it.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct ShopFile {
    /// The shop's name, as customers see it.
    #[schemars(schema_with = "form::label", extend("x-required" = true, "x-example" = "Corner Bakery"))]
    pub(crate) name: F<Text>,
    /// The first words that a customer reads.
    #[schemars(
        schema_with = "form::markup",
        extend("x-required" = true, "x-example" = r#""**Fresh bread**, baked at dawn.""#)
    )]
    pub(crate) greeting: F<Text>,
    /// What customers pay in. `XTR` is Telegram Stars, for digital goods.
    #[schemars(schema_with = "form::currency", extend("x-required" = true, "x-example" = "EUR"))]
    pub(crate) currency: F<String>,
    /// The languages that the shop's texts are written in. Customers with another one get the first.
    #[schemars(schema_with = "form::languages", extend("x-default" = "[en]", "x-example" = "[en, ru]"))]
    pub(crate) languages: F<Vec<F<String>>>,
    /// Where the shop's clock hangs; times on receipts and in lists are of there.
    #[schemars(schema_with = "form::timezone", extend("x-example" = "Europe/Lisbon"))]
    pub(crate) timezone: F<String>,
    /// The shop's bot.
    #[schemars(
        extend(
            "x-default" = "the shop opens in the sandbox, with play money",
            "x-example" = r#"{bot_token: "${BAKERY_BOT_TOKEN}"}"#
        )
    )]
    pub(crate) telegram: F<Telegram>,
    /// How the shop is paid.
    #[schemars(
        extend("x-default" = "for `currency: XTR` Stars; otherwise it is needed", "x-example" = "{provider: a-pay}")
    )]
    pub(crate) payments: F<Payments>,
    /// When a customer agrees to the terms: before the first payment, with a button in the bot, or by paying.
    #[schemars(schema_with = "form::terms_rule", extend("x-example" = "by_paying"))]
    pub(crate) terms: F<String>,
    /// What the payment form asks besides the price.
    #[schemars(extend("x-default" = "nothing is asked", "x-example" = "{ask: [name, phone]}"))]
    pub(crate) checkout: F<Checkout>,
    /// Invoices in private chats.
    #[schemars(extend("x-example" = "{valid_for: 2h}"))]
    pub(crate) invoices: F<Invoices>,
    /// What the shop shows in groups and channels, by inline mode and as links.
    #[schemars(extend("x-example" = "{as: card}"))]
    pub(crate) posts: F<Posts>,
    /// Checks of every order.
    #[schemars(extend("x-default" = "none", "x-example" = "{minimum_order: 10}"))]
    pub(crate) policies: F<Policies>,
    /// The chat in which new orders are announced. Send /id to the bot in that chat: it answers with this line.
    #[schemars(
        schema_with = "form::chat",
        extend("x-default" = "the owner hears of them", "x-example" = "-1001234567890")
    )]
    pub(crate) orders_chat: F<String>,
    /// The topic of that chat, where it has topics. /id in the topic tells it.
    #[schemars(schema_with = "form::topic", extend("x-default" = "the general topic", "x-example" = "7"))]
    pub(crate) orders_topic: F<String>,
    /// Who works in the shop.
    #[schemars(extend("x-default" = "nobody", "x-example" = "[{id: 123456789, role: owner}]"))]
    pub(crate) staff: F<Vec<F<Member>>>,
}

#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct Telegram {
    /// The secret that holds the bot's token. `@BotFather` gives the token; it is written into the file .env beside the
    /// folder of shops.
    #[schemars(
        schema_with = "form::secret",
        extend("x-default" = "the shop opens in the sandbox, with play money", "x-example" = "${BAKERY_BOT_TOKEN}")
    )]
    pub(crate) bot_token: F<String>,
}

#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct Payments {
    /// Who takes the payments; what each can do stands in the README.
    #[schemars(
        schema_with = "form::provider",
        extend("x-default" = "for `currency: XTR` Stars; otherwise it is needed", "x-example" = "a-pay")
    )]
    pub(crate) provider: F<String>,
    /// Whether real money moves. Only the token of this mode is read.
    #[schemars(schema_with = "form::mode", extend("x-example" = "test"))]
    pub(crate) mode: F<String>,
    /// The secret that holds the provider's token for test payments.
    #[schemars(
        schema_with = "form::secret",
        extend(
            "x-default" = "needed with `mode: test` once the shop has a bot, but for Stars",
            "x-example" = "${BAKERY_TEST_TOKEN}"
        )
    )]
    pub(crate) test_token: F<String>,
    /// The secret that holds the provider's token for real payments.
    #[schemars(
        schema_with = "form::secret",
        extend(
            "x-default" = "needed with `mode: live` once the shop has a bot, but for Stars",
            "x-example" = "${BAKERY_LIVE_TOKEN}"
        )
    )]
    pub(crate) live_token: F<String>,
}

/// What the payment form asks besides the price. Payments in Stars have no form.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct Checkout {
    /// What a customer must fill in. A product may ask something else with an `ask` of its own.
    #[schemars(schema_with = "form::asks", extend("x-default" = "nothing", "x-example" = "[name, phone]"))]
    pub(crate) ask: F<Vec<F<String>>>,
    /// What of it the payment provider gets as well.
    #[schemars(schema_with = "form::sent", extend("x-default" = "nothing", "x-example" = "[phone]"))]
    pub(crate) send_to_provider: F<Vec<F<String>>>,
    /// A tip on top of the price.
    #[schemars(extend("x-default" = "no tips", "x-example" = "{max: 5}"))]
    pub(crate) tips: F<Tips>,
    /// What the provider wants to know of each invoice, such as a fiscal receipt; its documentation says what.
    /// `{title}`, `{quantity}`, `{price}`, `{total}` and `{currency}` are filled in.
    #[schemars(
        schema_with = "form::json",
        extend("x-default" = "nothing", "x-example" = r#"'{"receipt": {"item": "{title}", "sum": "{total}"}}'"#)
    )]
    pub(crate) provider_data: F<String>,
}

/// A tip on top of the price.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct Tips {
    /// The greatest tip.
    #[schemars(schema_with = "form::amount", extend("x-required" = true, "x-example" = "5"))]
    pub(crate) max: F<String>,
    /// Amounts that are offered as buttons, the smallest first, none above `max`.
    #[schemars(schema_with = "form::tips", extend("x-default" = "none", "x-example" = "[0.50, 1, 2]"))]
    pub(crate) suggested: F<Vec<F<String>>>,
}

/// Invoices in private chats.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct Invoices {
    /// How long an invoice can be paid. An older one is refused kindly, with a fresh one.
    #[schemars(schema_with = "form::valid_for", extend("x-example" = "2h"))]
    pub(crate) valid_for: F<String>,
    /// What becomes of an unpaid invoice when the price is another: `refuse` sends a fresh one, `honour` keeps the
    /// old price.
    #[schemars(schema_with = "form::price_change", extend("x-example" = "honour"))]
    pub(crate) when_price_changes: F<String>,
    /// What a forwarded invoice does: with `single-chat` it leads to the bot, with `multi-chat` it can be paid.
    #[schemars(schema_with = "form::forwarding", extend("x-example" = "multi-chat"))]
    pub(crate) forwarding: F<String>,
    /// Who may pay a forwarded invoice: `anyone`, or `invited`, which is only the customer for whom it was made.
    #[schemars(schema_with = "form::payer", extend("x-example" = "invited"))]
    pub(crate) payer: F<String>,
    /// With `true` the app neither forwards nor saves an invoice.
    #[schemars(schema_with = "form::yes_no", extend("x-example" = "true"))]
    pub(crate) protect_content: F<String>,
}

/// Posts in groups and channels, inline results and links.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct Posts {
    /// A `card` has a button that leads into the bot; an `invoice` can be paid on the spot by whoever sees it.
    #[schemars(schema_with = "form::post_form", extend("x-example" = "card"))]
    pub(crate) r#as: F<String>,
    /// How often a posted invoice can be paid: by one person, by each person once, or by anyone while there is
    /// something left.
    #[schemars(schema_with = "form::payable", extend("x-example" = "once_per_customer"))]
    pub(crate) payable: F<String>,
}

/// Somebody who works in the shop.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct Member {
    /// The person's number. Whoever sends /id to the bot is told it.
    #[schemars(schema_with = "form::person", extend("x-required" = true, "x-example" = "123456789"))]
    pub(crate) id: F<String>,
    /// An `owner` hears of everything about money; a `helper` handles orders.
    #[schemars(schema_with = "form::role", extend("x-required" = true, "x-example" = "owner"))]
    pub(crate) role: F<String>,
}
