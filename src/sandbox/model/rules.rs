//! Numbers that the whole model goes by.

/// A query of either kind: a tap or a pre-checkout.
pub(crate) type Query = i64;

/// How many of each are kept. A state file wants little, a benchmark more.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rules {
    /// Messages of a chat.
    pub(crate) messages: usize,
    /// Settled taps and payments that can still be looked up.
    pub(crate) queries: usize,
    /// Documents whose beginning is kept.
    pub(crate) documents: usize,
}

impl Default for Rules {
    fn default() -> Rules {
        Rules {
            messages: 200,
            queries: 1_000,
            documents: 200,
        }
    }
}

/// A message update waits a day for its bot.
pub(super) const MESSAGE_LIFE_MS: i64 = 86_400_000;
/// A callback or pre-checkout query waits this long for its bot.
pub(super) const QUERY_LIFE_MS: i64 = 150_000;
/// An inline query waits this long (`telegram-bot-api`, `Client.cpp`, `add_new_inline_query`).
pub(super) const INLINE_QUERY_LIFE_MS: i64 = 30_000;
/// As does the news of which inline result was sent (`add_new_chosen_inline_result`).
pub(super) const CHOSEN_RESULT_LIFE_MS: i64 = 600_000;
/// A tap can be answered this long.
pub(super) const TAP_ANSWER_MS: i64 = 15_000;
/// A pre-checkout query must be answered within ten seconds.
pub(super) const PRE_CHECKOUT_MS: i64 = 10_000;
/// A bot can delete messages for everybody this long.
pub(super) const DELETE_MS: i64 = 48 * 3_600_000;
