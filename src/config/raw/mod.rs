//! What an owner writes, setting by setting, before anything is checked: the mirror of the YAML files. Every setting may
//! be absent, every single value is its raw text. A field's name here is its name in the file; its doc comment is its
//! line on the reference page. What a setting means, and whether it is needed, is said in `compile`.

mod catalog;
pub(crate) mod conversations;
mod pages;
mod policies;
mod rule_tests;
mod shop;

pub(crate) use catalog::{
    CatalogFile, Category, Choice, Deliver, FreePrice, PhotoUrl, Picture, Product, ProductOption,
};
pub(crate) use pages::{Question, SupportFile, TermsFile, TextsFile};
pub(crate) use policies::{AfterUnpaid, Hours, Limit, MinimumAge, Policies};
pub(crate) use rule_tests::{
    ExpectedNo, GivenCustomer, GivenDay, GivenDelivery, GivenInvoice, GivenLine, GivenOrder, GivenUnpaid, RuleTest,
    RuleTestFile,
};
pub(crate) use shop::{Checkout, Invoices, Payments, Posts, ShopFile, Tips};

use super::read::{Either, Entries};

/// One text for all languages, or one for each.
pub(crate) type Text = Either<String, Entries<String>>;
