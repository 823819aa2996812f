//! The owner's choices about terms and invoices: one word of YAML each.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// When a customer agrees to the terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TermsRule {
    /// An explicit "I have read and agree" before the first invoice; a payer without it is refused at pre-checkout.
    BeforePaying,
    /// The description names the terms; the yes at pre-checkout stores the consent.
    ByPaying,
}

/// What an accepted invoice does when the price in the file has moved on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhenPriceChanges {
    Refuse,
    Honour,
}

/// Who may pay a private invoice that was forwarded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Payer {
    Anyone,
    Invited,
}

/// What a forwarded copy of an invoice can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Forwarding {
    /// It carries a link to the bot.
    SingleChat,
    /// It can be paid.
    MultiChat,
}

/// Invoices in private chats.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvoicePolicy {
    pub valid_for: Duration,
    pub when_price_changes: WhenPriceChanges,
    pub forwarding: Forwarding,
    pub payer: Payer,
    /// Keeps the app from forwarding and saving the message.
    pub protect_content: bool,
}

/// How many orders may come of one invoice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Payable {
    Once,
    OncePerCustomer,
    WhileStockLasts,
}

/// What a post in a group or channel is, and what an inline result becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PostForm {
    /// A message with a button that leads into the bot.
    Card,
    /// An invoice that whoever sees it can pay.
    Invoice,
}

/// Posts in groups and channels, inline results and links.
#[derive(Clone, Copy, Debug)]
pub struct PostPolicy {
    pub form: PostForm,
    pub payable: Payable,
}
