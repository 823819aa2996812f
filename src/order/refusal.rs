//! A "no" for a customer. The words are the shop's and Telegram's business; here is only what there is to say.

use serde::{Deserialize, Serialize};

use crate::{
    money::Money,
    shop::{Ask, PolicyRefusal},
};

/// Why a customer's wish is refused. Each has words of its own in each language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// No invoice of this shop has this payload.
    UnknownInvoice,
    /// The invoice is older than the shop allows; a fresh one follows.
    Expired,
    /// The customer made a newer invoice for the same, or took the order back.
    Cancelled,
    SoldOut {
        product: String,
    },
    /// Fewer are left than were asked for.
    OnlyLeft {
        product: String,
        left: i64,
    },
    PriceChanged {
        was: Money,
        now: Money,
    },
    /// The product, or a choice of it, is no longer on sale.
    Withdrawn {
        product: String,
    },
    /// The payer has not agreed to the current terms.
    TermsNotAgreed,
    /// Somebody is paying this invoice at this moment.
    BeingPaid,
    AlreadyPaid,
    /// The post or link was closed, or what it delivers has changed since.
    Closed,
    /// The payer keeps as many pieces for unfinished payments as one customer may.
    TooManyHolds {
        product: String,
    },
    /// The invoice was made for somebody else.
    NotForYou,
    /// The amount or currency is not what the invoice says.
    AmountDiffers,
    TipTooLarge {
        max: Money,
    },
    /// The payment form came without what the invoice asks for.
    InfoMissing {
        what: Vec<Ask>,
    },
    TooMany {
        max: i64,
    },
    AmountOutside {
        min: Money,
        max: Money,
    },
    /// A rule of the owner says no; without words where the rule failed.
    OwnRule {
        rule: String,
        words: Option<String>,
        product: Option<String>,
    },
    /// One of the owner's policies says no.
    Policy(PolicyRefusal),
    /// The shop's folder is gone: it sells nothing new.
    ShopClosed,
    /// We could not decide in time, or cannot write at the moment: nothing was charged, please try again.
    TryAgain,
}
