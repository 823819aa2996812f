//! kiosk runs Telegram shops from folders of YAML.
//!
//! The table is the map, the reading order and the law: a room may use only the rooms named beside it, and a crate
//! in the last column may be named in that room alone. `tests/it/tidy.rs` reads this table and fails on anything else.
//!
//! | room | what it is | may use | the only room that may name |
//! | --- | --- | --- | --- |
//! | `money` | exact amounts: i64 minor units with a currency | – | – |
//! | `ids` | parsed names and numbers of things | – | – |
//! | `time` | timestamps, spans, `Clock`, `Rng` | – | `getrandom`, `jiff` |
//! | `priority` | threads that give way to customers | – | `rustix`, `thread_priority` |
//! | `failpoint` | named points at which a debug build can be told to die | – | – |
//! | `sandbox` | the local Telegram: Bot API server, people, play money; knows nothing of the engine | – | `axum`, `reqwest` |
//! | `http` | the one HTTP client of the engine: a deadline per method, no sleeping on 5xx | – | `reqwest`, `hyper`, `hyper_util`, `hyper_rustls`, `http_body_util`, `tower_service` |
//! | `rules` | the owner's own checks: compiles and runs Rhai scripts within bounds; no files, no clock, no SQL | money, ids, time, priority | `rhai`, `rust_decimal`, `strsim` |
//! | `shop` | what a checked shop is: no serde, no files, no "maybe" | money, ids, time, rules | – |
//! | `config` | folder of text → raw → shop, every problem at once with its place; engine settings | money, ids, time, rules, shop | `serde_yaml`, `saphyr_parser`, `schemars`, `figment`, `annotate_snippets`, `lz4_flex` |
//! | `order` | quote, hold, the states of an order and its one transition function, refusals | money, ids, time, shop | – |
//! | `payment` | invoice, pre-checkout decision, matching of money | money, ids, time, shop, order | – |
//! | `conversation` | `decide(revision, books, event)`: what customers and staff see and may do | money, ids, time, rules, shop, order, payment | – |
//! | `store` | the only SQL: inbox, books, batches, outbox, ledger | money, ids, time, failpoint, rules, shop, order, payment, conversation | `sqlx` |
//! | `telegram` | the only Bot API: intake, rendering, buttons, sending | money, ids, time, shop, order, payment, conversation, http | `teloxide`, `fluent_bundle`, `unic_langid` |
//! | `engine` | the running thing, one per world: intake, writer, delivery, expiry, reload, control socket | money, ids, time, priority, failpoint, http, rules, shop, config, order, payment, conversation, store, telegram | `arc_swap`, `notify`, `prometheus`, `subtle` |
//! | `rehearsal` | plays conversations from YAML against engine and sandbox | money, ids, time, sandbox, rules, shop, config, order, payment, conversation, store, telegram, engine | – |
//! | `web` | HTTP faces of the engine: the webhooks to which Telegram posts, health and gauges for operators | config, engine | `hyper`, `hyper_util`, `http_body_util`, `prometheus` |
//! | `cli` | one file per command | all | `clap`, `tracing_subscriber` |
//!
//! One update's way: `engine::intake` fetches it, or `web` is posted it, and keeps the raw JSON; `telegram::intake`
//! reads it into an `Event`, the writer (`engine::writer`) loads the rows that the waiting turns name,
//! `conversation::decide` decides them one by one, `store` writes each table by one statement and commits once; only
//! then is Telegram answered and the update acknowledged.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

pub mod cli;
pub mod config;
pub mod conversation;
pub mod engine;
pub mod failpoint;
pub mod http;
pub mod ids;
pub mod money;
pub mod order;
pub mod payment;
pub mod priority;
pub mod rehearsal;
pub mod rules;
pub mod sandbox;
pub mod shop;
pub mod store;
pub mod telegram;
pub mod time;
pub mod web;
