//! Orders, money and people in plain words, the same in every command. Whatever people wrote is cleaned here.

use super::output::clean_line;
use crate::{
    conversation::{Alert, Customer, DeliveryEnd, Owed},
    ids::UserId,
    money::{Currency, Money},
    order::{Order, Progress, Quote, State},
};

/// Where an order stands.
pub(super) fn state(order: &Order) -> &'static str {
    match (order.state, order.progress) {
        (State::Open, _) => "waits for payment",
        (State::Held, _) => "is being paid",
        (State::Paid, _) => "paid, goods not allotted yet",
        (State::Fulfilled, Progress::None) => "paid",
        (State::Fulfilled, Progress::Done) => "paid, ready",
        (State::Fulfilled, Progress::Shipped) => "paid, shipped",
        (State::Expired, _) => "expired unpaid",
        (State::Cancelled, _) => "cancelled",
        (State::Review, _) => "paid, needs a look",
        (State::Unfulfillable, _) => "paid, nothing left to give",
        (State::RefundPending, _) => "refund under way",
        (State::Refunded, _) => "refunded",
        (State::RefundFailed, _) => "refund failed",
    }
}

/// Why money waits for people.
pub(super) fn loose(matched: &str, state: Option<State>) -> &'static str {
    match (state, matched) {
        (Some(State::Review), _) => "the amount or the currency is not what the invoice said",
        (Some(State::Unfulfillable), _) => "it was paid when nothing was left to give",
        (Some(State::RefundFailed), _) => "giving it back failed",
        (_, "unknown_payload") => "it names an invoice that this shop never made",
        (_, "unknown_payer") => "the invoice was for somebody else",
        (_, "paid_twice") => "its invoice was paid before",
        (_, "dead_letter") => "the message that brought it could not be handled",
        _ => "it fits no order",
    }
}

/// How a charge found its order.
pub(super) fn matched(word: &str) -> &'static str {
    match word {
        "held" => "in time",
        "late" => "late, after its hold had ended",
        "new" => "without a yes of ours",
        other => loose(other, None),
    }
}

/// An entry of an order's history. A word that this program does not know stays as it is.
pub(super) fn event(what: &str) -> String {
    let known = match what {
        "open" => "invoice is out",
        "held" => "yes at pre-checkout, goods are kept",
        "paid" => "money came in",
        "fulfilled" => "goods allotted",
        "expired" => "invoice ran out unpaid",
        "cancelled" => "cancelled",
        "review" => "put aside: the money does not fit",
        "unfulfillable" => "put aside: nothing was left to give",
        "rearmed" => "Pay was pressed again",
        "yes_taken" => "Telegram took our yes",
        "done" => "marked as ready",
        "shipped" => "marked as shipped",
        "bounced" => "a message bounced",
        "not_sent" => "a message cannot be sent",
        _ => return clean_line(&what.replace('_', " ")),
    };
    known.to_owned()
}

/// `Ann (@ann, 1000123)`.
pub(super) fn person(customer: Option<&Customer>, user: UserId) -> String {
    let name = customer.map(|customer| clean_line(&customer.name)).unwrap_or_default();
    let username = customer
        .map(|customer| clean_line(&customer.username))
        .unwrap_or_default();
    match (name.is_empty(), username.is_empty()) {
        (true, true) => user.to_string(),
        (false, true) => format!("{name} ({user})"),
        (true, false) => format!("@{username} ({user})"),
        (false, false) => format!("{name} (@{username}, {user})"),
    }
}

/// `2 × Sourdough loaf (Sliced), 1 × Rye`.
pub(super) fn lines(quote: &Quote) -> String {
    let lines: Vec<String> = quote
        .lines
        .iter()
        .map(|line| format!("{} × {}", line.quantity, clean_line(&line.name())))
        .collect();
    lines.join(", ")
}

/// An amount as it was charged; the bare number where the currency is none that Telegram charges.
pub(super) fn amount(minor: i64, code: &str) -> String {
    match Currency::parse(code) {
        Some(currency) => Money::new(minor, currency).to_string(),
        None => format!("{minor} of the smallest unit of {}", clean_line(code)),
    }
}

/// What a message is.
pub(super) fn owed(owed: Option<&Owed>) -> &'static str {
    match owed {
        Some(Owed::Receipt { .. }) => "receipt",
        Some(Owed::File { .. }) => "bought file",
        Some(Owed::Notice { .. }) => "notice to the staff",
        Some(Owed::Progress { .. }) => "news of the order",
        Some(Owed::MoneyNote { .. }) => "note about the money",
        Some(Owed::Post { .. }) => "post in a chat, or link",
        Some(Owed::Alert(alert)) => self::alert(alert),
        None => "message that this program cannot read",
    }
}

fn alert(alert: &Alert) -> &'static str {
    match alert {
        Alert::Surplus { .. } => "alert: money without an order",
        Alert::Files(_) => "alert: the shop's files",
        Alert::RuleFailed(_) => "alert: a rule failed",
        Alert::WrongAmount { .. } => "alert: wrong amount",
        Alert::NothingLeft { .. } => "alert: nothing left to give",
        Alert::PaidLate { .. } => "alert: paid late",
        Alert::DeadLetter { .. } => "alert: an update that could not be handled",
    }
}

/// What became of a message.
pub(super) fn end(end: Option<&DeliveryEnd>) -> String {
    match end {
        None => "not sent yet".to_owned(),
        Some(DeliveryEnd::Sent) => "sent".to_owned(),
        Some(DeliveryEnd::Blocked) => "waits: this person has blocked the bot, or never pressed Start".to_owned(),
        Some(DeliveryEnd::Failed(words)) => format!("cannot be sent: {}", clean_line(words)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ids::ShopId, payment::Surplus, time::Timestamp};

    #[test]
    fn every_reason_of_loose_money_has_words_of_its_own() {
        let reasons = [Surplus::UnknownPayload, Surplus::UnknownPayer, Surplus::PaidTwice];
        let words: std::collections::BTreeSet<_> = reasons.iter().map(|why| loose(why.word(), None)).collect();
        assert_eq!(words.len(), reasons.len());
        assert!(!words.contains("it fits no order"));
    }

    #[test]
    fn people_are_named_by_what_is_known_and_cannot_command_the_terminal() {
        let customer = |name: &str, username: &str| Customer {
            shop: ShopId::parse("bakery").unwrap(),
            user: UserId(7),
            name: name.to_owned(),
            username: username.to_owned(),
            language: String::new(),
            agreed: String::new(),
            age: 0,
            unpaid: crate::shop::Unpaid::default(),
            blocked: false,
            seen_at: Timestamp(0),
            first_seen: Timestamp(0),
        };
        let named = |name, username| person(Some(&customer(name, username)), UserId(7));
        assert_eq!(named("Ann", "ann"), "Ann (@ann, 7)");
        assert_eq!(named("Ann", ""), "Ann (7)");
        assert_eq!(named("", "ann"), "@ann (7)");
        assert_eq!(person(None, UserId(7)), "7");
        assert_eq!(named("A\u{1b}[2J\n", ""), "A\u{fffd}[2J  (7)");
    }

    #[test]
    fn amounts_of_unknown_currencies_are_still_told() {
        assert_eq!(amount(650, "EUR"), "6.50 EUR");
        assert_eq!(amount(650, "ZZZ"), "650 of the smallest unit of ZZZ");
        assert_eq!(event("yes_taken"), "Telegram took our yes");
        assert_eq!(event("something_new"), "something new");
    }
}
