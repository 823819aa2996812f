//! What goes wrong for the operator: one sentence that says what, where and what to do. Customers never see these
//! words, and no token or key is ever in them.

use std::{fmt, path::PathBuf};

use crate::{ids::ShopId, store::StoreError, telegram::ApiFault};

/// A "no" for the operator.
#[derive(Debug)]
pub enum Fault {
    /// Another engine works on this data folder.
    Locked {
        folder: PathBuf,
    },
    /// A file or folder of ours cannot be used.
    Folder {
        path: PathBuf,
        why: String,
    },
    Store(StoreError),
    /// Telegram, or the way there, refused a call.
    Telegram {
        doing: &'static str,
        fault: ApiFault,
    },
    /// What stands as bot token cannot be one.
    NoToken {
        shop: ShopId,
    },
    /// Telegram does not know the token (any more).
    TokenRefused {
        shop: ShopId,
    },
    /// One bot cannot serve two shops.
    SameBot {
        first: ShopId,
        second: ShopId,
    },
    /// A shop came back with another bot than the one that its customers know.
    OtherBot {
        shop: ShopId,
    },
    UnknownShop {
        shop: String,
    },
    /// The operating system gives no random numbers.
    Chance(String),
    /// A command that makes no sense, in its own words.
    Command(String),
    /// The engine is going down and takes nothing more in.
    Stopping,
    /// The writer lost these turns; they are fetched again.
    Lost,
    /// Somebody else set or took away the webhook of this bot.
    WebhookMoved,
    /// Telegram tried to post updates and could not.
    NotPosted {
        address: String,
        words: String,
    },
}

impl Fault {
    /// Two faults of one kind are told once.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Fault::Locked { .. } => "locked",
            Fault::Folder { .. } => "folder",
            Fault::Store(_) => "store",
            Fault::Telegram { fault, .. } => telegram_kind(fault),
            Fault::NoToken { .. } | Fault::TokenRefused { .. } => "token",
            Fault::SameBot { .. } => "same bot",
            Fault::OtherBot { .. } => "other bot",
            Fault::UnknownShop { .. } => "unknown shop",
            Fault::Chance(_) => "chance",
            Fault::Command(_) => "command",
            Fault::Stopping => "stopping",
            Fault::Lost => "lost",
            Fault::WebhookMoved => "webhook moved",
            Fault::NotPosted { .. } => "webhook",
        }
    }
}

fn telegram_kind(fault: &ApiFault) -> &'static str {
    match fault {
        ApiFault::Conflict(_) => "conflict",
        ApiFault::Retry { .. } => "flood",
        ApiFault::NotSent(_) | ApiFault::Unknown(_) => "network",
        _ => "telegram",
    }
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Fault {
        Fault::Store(error)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::Locked { folder } => write!(
                f,
                "another kiosk already works on {}; stop it first, or choose another folder with --data",
                folder.display()
            ),
            Fault::Folder { path, why } => write!(f, "cannot use {}: {why}", path.display()),
            Fault::Store(error) => error.fmt(f),
            Fault::Telegram {
                fault: ApiFault::Conflict(_),
                ..
            } => f.write_str(
                "another program fetches the updates of this bot; stop it, or renew the token with BotFather's /revoke",
            ),
            Fault::Telegram { doing, fault } => write!(f, "{doing}: {fault}"),
            Fault::NoToken { shop } => write!(
                f,
                "the bot token of `{shop}` does not look like one (123456789:AA…); copy it from BotFather again"
            ),
            Fault::TokenRefused { shop } => write!(
                f,
                "Telegram does not know the bot token of `{shop}`; this shop stops. Copy the token from BotFather again \
                 and restart"
            ),
            Fault::SameBot { first, second } => write!(
                f,
                "`{first}` and `{second}` name the same bot; a bot serves one shop, make a second one with BotFather"
            ),
            Fault::OtherBot { shop } => write!(
                f,
                "`{shop}` now names another bot (telegram.bot_token); its customers, orders and invoices belong to the first one. Put the \
                 old token back, or give the new bot a folder of its own"
            ),
            Fault::UnknownShop { shop } => write!(f, "no shop `{shop}` runs here"),
            Fault::Chance(why) => write!(f, "the operating system gives no random numbers: {why}"),
            Fault::Command(words) => f.write_str(words),
            Fault::Stopping => f.write_str("kiosk is stopping and takes nothing more in"),
            Fault::WebhookMoved => f.write_str(
                "another program moved or removed the webhook of this bot, and it was set again; stop that program, or \
                 renew the token with BotFather's /revoke",
            ),
            Fault::NotPosted { address, words } => write!(
                f,
                "Telegram cannot post updates to {address}: {words}. They wait there; see that the proxy passes this \
                 address on to kiosk"
            ),
            Fault::Lost => f.write_str("a batch was given up half-way; its updates are fetched again"),
        }
    }
}

impl std::error::Error for Fault {}
