//! `rules/NAME.test.yaml`: what the rules of `rules/NAME.rhai` must say of which order.

use serde::Deserialize;

use crate::config::{Either, Entries, F};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct RuleTestFile {
    /// What holds for every test of the file that does not say otherwise.
    pub(crate) given: F<GivenOrder>,
    pub(crate) tests: F<Vec<F<RuleTest>>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct RuleTest {
    /// What must hold, as a sentence.
    pub(crate) name: F<String>,
    pub(crate) given: F<GivenOrder>,
    /// `allow`, `deny`, a no with its words, or the policy that refuses.
    pub(crate) expect: F<Either<String, ExpectedNo>>,
}

/// A no that is looked at more closely.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ExpectedNo {
    /// Words that the customer must read in it.
    pub(crate) deny: F<String>,
    /// The function that must have said it.
    pub(crate) rule: F<String>,
    /// The product of the line that it must be about.
    pub(crate) line: F<String>,
    /// The setting under `policies:` that must refuse, before any rule is asked.
    pub(crate) policy: F<String>,
}

/// An order, and who would pay for it when and where.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct GivenOrder {
    /// `18:05`, `saturday 18:05` or `2026-11-24 18:05`, in the shop's zone.
    pub(crate) now: F<String>,
    /// Product: how many, or more about the line.
    pub(crate) lines: F<Entries<Either<String, GivenLine>>>,
    /// What the customer would pay; without it, the sum of the lines.
    pub(crate) total: F<String>,
    pub(crate) customer: F<GivenCustomer>,
    pub(crate) invoice: F<GivenInvoice>,
    pub(crate) delivery: F<GivenDelivery>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct GivenLine {
    pub(crate) quantity: F<String>,
    /// For one piece; without it, the catalog's.
    pub(crate) price: F<String>,
    /// Ids of the choices; without them, the first of each option.
    pub(crate) choices: F<Vec<F<String>>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct GivenCustomer {
    pub(crate) id: F<String>,
    /// Two letters; without it, the shop's first language.
    pub(crate) language: F<String>,
    /// `2026-11-01`; without it, the day of the first purchase below, or today.
    pub(crate) first_seen: F<String>,
    /// What they bought here on one day, `days_ago`.
    pub(crate) days_ago: F<String>,
    pub(crate) orders: F<String>,
    pub(crate) spent: F<String>,
    pub(crate) bought: F<Entries<String>>,
    /// The same for more days.
    pub(crate) earlier: F<Vec<F<GivenDay>>>,
}

/// What a customer bought on one day.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct GivenDay {
    /// 0 is today.
    pub(crate) days_ago: F<String>,
    /// How many orders it was.
    pub(crate) orders: F<String>,
    /// What they cost together; without it, what was bought, at the catalog's prices.
    pub(crate) spent: F<String>,
    /// Product: how many pieces.
    pub(crate) bought: F<Entries<String>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct GivenInvoice {
    /// `private`, `post`, `link` or `inline`.
    pub(crate) place: F<String>,
    /// `no` for one that was made for somebody else, or for everybody.
    pub(crate) own: F<String>,
    /// `no` while it is only being made.
    pub(crate) paying: F<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct GivenDelivery {
    pub(crate) name: F<String>,
    pub(crate) phone: F<String>,
    pub(crate) email: F<String>,
    /// Two capital letters.
    pub(crate) country: F<String>,
    pub(crate) state: F<String>,
    pub(crate) city: F<String>,
    pub(crate) street: F<String>,
    pub(crate) postcode: F<String>,
}
