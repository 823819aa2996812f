//! The picture on an invoice. Telegram fetches it by itself, so it has a public address and is no file of the folder.

use std::sync::Arc;

/// An address, and what the app may know of the picture before it has it. 0: not said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvoicePhoto {
    pub url: Arc<str>,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// Bytes.
    pub size: u32,
}
