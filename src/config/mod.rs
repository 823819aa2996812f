//! Folder of text → raw → checked shop, and the engine's own settings.
//!
//! A load reads the folder's bytes once (`files`), each file with all its mistakes in one pass (`read`, over `tree` and
//! `lint`) into types that mirror the YAML (`raw`), and compiles those section by section (`compile`) into what the room
//! `shop` calls a shop. Everything that is wrong is a `Problem` with a place, a reason and a way out; `report` renders them.
//! Nothing here talks to a customer, a database or a network.

mod compile;
mod explain;
mod files;
mod kinds;
mod lint;
mod load;
mod picture;
mod place;
mod problem;
mod public_url;
mod raw;
mod read;
mod report;
mod rule_tests;
pub(crate) mod schema;
mod secrets;
mod settings;
mod templates;
mod tree;

pub(crate) use compile::bounds::{FORMS as POST_FORMS, PAYABLE as POST_PAYABLE};
pub(crate) use compile::spoken;
pub use compile::{Known, order_of, rule_tests};
pub use explain::{find as find_kind, page};
pub use files::{Files, Memory};
pub use kinds::{Kind, Page, Severity, Spot};
pub use load::{Loaded, compile, compile_again, load, load_again, load_untested};
pub use picture::{Content, Other};
pub(crate) use place::line_and_column;
pub use place::{FileId, Span};
pub use problem::{Problem, Problems, SHOWN_MAX};
pub use public_url::PublicUrl;
pub(crate) use raw::conversations;
pub(crate) use read::{Either, Entries, F, Written, choose, read};
pub use report::{Look, chat, json, lines, render, summary};
pub use rule_tests::{
    POLICIES, RuleReport, RuleTest, Standing, Unreached, mutate, mutate_policies, order_in_words, play_rule_tests,
    refused_by_policy, unreached, unreached_policies,
};
pub use schema::{FILE_KINDS, FileKind, Own, SCHEMA_FOLDER};
pub use secrets::{Environment, Secrets, Unset};
pub use settings::{Flags, Settings, SettingsError, mistyped};
pub use templates::{TEMPLATES, Template};
