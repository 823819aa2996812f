//! The owner's choices about terms and invoices: one word of YAML each.

use std::time::Duration;

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
