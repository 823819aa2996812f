//! Where shops come from. The engine knows neither folders nor secrets: whoever starts it does.

use std::fmt;

use sha2::{Digest, Sha256};

use crate::{
    engine::ShopStart,
    ids::{RevisionId, ShopId},
};

/// Folders of shops. All of this may wait for a disk.
pub trait Source: Send + Sync {
    /// Shops whose folders are there.
    fn shops(&self) -> Result<Vec<ShopId>, String>;

    /// What a folder is known by; `None` where it cannot be read.
    fn print(&self, shop: &ShopId) -> Option<Print>;

    /// The revision that a folder's texts make, right or wrong; `None` where it cannot be read.
    fn revision(&self, shop: &ShopId) -> Option<RevisionId>;

    /// Reads and checks a folder, unless it still is what is known.
    fn look(&self, shop: &ShopId, known: Option<&Print>) -> Look;

    /// A shop from files as `Files::to_json` gave them, for the world in which it plays or not.
    fn kept(&self, shop: &ShopId, files: &str, play: bool, closing: bool) -> Result<ShopStart, String>;
}

/// Tells whether anything in a folder has changed: the bytes of its texts, the names and sizes of all else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Print(String);

impl fmt::Display for Print {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a look at a folder found.
pub enum Look {
    Same,
    Gone,
    Wrong {
        print: Print,
        /// For a terminal.
        report: String,
        /// For a chat, one problem a line.
        short: Vec<String>,
    },
    Right {
        print: Print,
        start: Box<ShopStart>,
        /// Whether it names no bot and plays.
        play: bool,
    },
}

impl Print {
    /// Of everything that makes the difference.
    pub fn of(text: &str) -> Print {
        Print(format!("{:x}", Sha256::digest(text)))
    }

    /// A folder that is not there.
    pub fn gone() -> Print {
        Print(String::new())
    }
}
