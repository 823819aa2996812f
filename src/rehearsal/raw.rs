//! What stands in a file of conversations, setting by setting, before anything is checked. A field's name here is its
//! name in the file. What a step means is said in `script`, whether it makes sense in `compile`.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};

use crate::config::{Either, Entries, F};

/// One text, or several that are all meant.
pub(super) type Words = Either<String, Vec<F<String>>>;

#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub(super) struct ConversationFile {
    /// What must hold, as a sentence.
    pub(super) name: F<String>,
    /// Ids of the sentences that this conversation proves.
    pub(super) covers: F<Vec<F<String>>>,
    pub(super) given: F<Given>,
    pub(super) talk: F<Vec<F<Step>>>,
}

/// How things stand before anybody speaks.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub(super) struct Given {
    /// Product (or product/choice): how many there are.
    pub(super) stock: F<Entries<String>>,
    /// Product: how many unsold keys its pool has.
    pub(super) keys: F<Entries<String>>,
    /// Person: the language of their app.
    pub(super) language: F<Entries<String>>,
    /// Person: what they call themselves.
    pub(super) names: F<Entries<String>>,
    /// People who have agreed to the terms.
    pub(super) agreed: F<Vec<F<String>>>,
    /// People who work in the shop, besides `staff`.
    pub(super) staff: F<Vec<F<String>>>,
}

/// One line of the talk: who, and what. More than one pair is a mistake that `compile` reports.
#[derive(Debug)]
pub(super) struct Step(pub(super) Vec<(F<String>, Does)>);

/// File → its new text, or passages of it → what stands there instead.
pub(super) type Edits = Entries<Either<String, Entries<String>>>;

/// What stands behind the first word of a step.
#[derive(Debug)]
pub(super) enum Does {
    Shop(Box<F<Either<String, Expect>>>),
    Books(Box<F<Books>>),
    Wait(F<String>),
    /// `true`, the name of a folder with other files, or edits: file → old text → new text.
    Reload(F<Either<String, Edits>>),
    Restart(F<String>),
    Stop(F<String>),
    Start(F<String>),
    Post(Box<F<Post>>),
    /// `last`: the latest post.
    Unpost(F<String>),
    Person(Box<F<Either<String, Act>>>),
}

/// What the operator posts in the group.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub(super) struct Post {
    pub(super) product: F<String>,
    /// card or invoice.
    pub(super) r#as: F<String>,
    /// `once`, `once_per_customer` or `while_stock_lasts`.
    pub(super) payable: F<String>,
}

/// What a person does; exactly one of these, and where.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub(super) struct Act {
    /// `orders` or `group`: in the orders chat, or in the group, instead of the private one.
    pub(super) chat: F<String>,
    pub(super) says: F<String>,
    pub(super) tap: F<Either<String, TapOn>>,
    pub(super) buys: F<String>,
    pub(super) pays: F<Either<String, InvoiceOf>>,
    pub(super) pays_twice: F<Either<String, InvoiceOf>>,
    pub(super) declines: F<Either<String, InvoiceOf>>,
    pub(super) presses_pay: F<Either<String, InvoiceOf>>,
    /// `late`: the card is charged after all; `again`: once more for the same payment.
    pub(super) charge: F<String>,
    pub(super) replies: F<String>,
    pub(super) blocks: F<String>,
    pub(super) unblocks: F<String>,
    pub(super) taps_everything_again: F<String>,
}

#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub(super) struct TapOn {
    /// Words of the button.
    pub(super) button: F<String>,
    /// `latest` or `oldest`: where to look first.
    pub(super) of: F<String>,
}

#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub(super) struct InvoiceOf {
    /// `last invoice` or `first invoice`.
    pub(super) invoice: F<String>,
    /// The person to whom it was sent, or `group`; a forwarded copy is paid.
    pub(super) of: F<String>,
    /// On top of the price.
    pub(super) tip: F<String>,
    /// Written into the payment form, where the invoice asks for it; without them people write something of their own.
    pub(super) name: F<String>,
    pub(super) phone: F<String>,
    pub(super) email: F<String>,
    pub(super) address: F<Address>,
}

/// Where to send the goods.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub(super) struct Address {
    pub(super) street: F<String>,
    pub(super) post_code: F<String>,
    pub(super) city: F<String>,
    /// Two letters.
    pub(super) country: F<String>,
}

/// What the shop did since the last step of somebody else.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub(super) struct Expect {
    /// A person, `staff` or `group`; without it, who acted last.
    pub(super) to: F<String>,
    pub(super) says: F<Words>,
    pub(super) lacks: F<Words>,
    pub(super) buttons: F<Words>,
    /// `6.50 EUR`, or `true` for any.
    pub(super) invoice: F<String>,
    /// `payment`.
    pub(super) accepts: F<String>,
    pub(super) refuses: F<Words>,
    pub(super) receipt: F<String>,
    pub(super) toast: F<Words>,
    /// Words of the file's name or of its content.
    pub(super) document: F<Words>,
    pub(super) photo: F<String>,
    pub(super) silent: F<String>,
    pub(super) nothing_changes: F<String>,
}

/// What the books hold, compared row by row and with what Telegram charged.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub(super) struct Books {
    /// State: how many orders; states that are not named have none.
    pub(super) orders: F<Entries<String>>,
    /// Product (or product/choice): how many there are; of a key pool, how many keys are unsold.
    pub(super) stock: F<Entries<String>>,
    /// Product (or product/choice): how many are promised to people who are paying.
    pub(super) reserved: F<Entries<String>>,
    /// Person: what their account holds, such as `5.00 EUR`.
    pub(super) balance: F<Entries<String>>,
    /// Charges that Telegram made.
    pub(super) charges: F<String>,
    /// Payments that the shop booked.
    pub(super) payments: F<String>,
    /// Payments that fit no order, or need people.
    pub(super) surplus: F<String>,
    /// Consents that are stored.
    pub(super) consents: F<String>,
    pub(super) customers: F<String>,
    pub(super) invoices: F<String>,
    /// Messages that are still owed to somebody.
    pub(super) owed: F<String>,
    /// `true`: every sum fits. It is always checked; the line says so.
    pub(super) balanced: F<String>,
    /// Requests to Telegram since the talk began, exactly, without getUpdates.
    pub(super) requests: F<Entries<String>>,
}

impl<'de> Deserialize<'de> for Step {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Step, D::Error> {
        deserializer.deserialize_map(StepVisitor)
    }
}

struct StepVisitor;

impl<'de> Visitor<'de> for StepVisitor {
    type Value = Step;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a step such as `ann: /start`")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Step, A::Error> {
        let mut pairs = Vec::new();
        while let Some(who) = map.next_key::<F<String>>()? {
            let does = match who.good().map_or("", |who| who.v.as_str()) {
                "shop" => Does::Shop(Box::new(map.next_value()?)),
                "books" => Does::Books(Box::new(map.next_value()?)),
                "wait" => Does::Wait(map.next_value()?),
                "reload" => Does::Reload(map.next_value()?),
                "restart" => Does::Restart(map.next_value()?),
                "stop" => Does::Stop(map.next_value()?),
                "start" => Does::Start(map.next_value()?),
                "post" => Does::Post(Box::new(map.next_value()?)),
                "unpost" => Does::Unpost(map.next_value()?),
                _ => Does::Person(Box::new(map.next_value()?)),
            };
            pairs.push((who, does));
        }
        Ok(Step(pairs))
    }
}
