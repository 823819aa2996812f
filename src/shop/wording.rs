//! The messages whose wording an owner may replace in `texts.yaml`, with the placeholders that each may use.
//! One table: the check of `texts.yaml`, the engine's own phrases and the reference page all read it. The engine's own
//! words for the same keys are in the Fluent files of the room `telegram`.

/// One replaceable message.
#[derive(Debug)]
pub struct Wording {
    pub key: &'static str,
    /// Names that may stand in braces.
    pub placeholders: &'static [&'static str],
    /// Where customers meet it.
    pub meaning: &'static str,
    /// What an owner might write.
    pub example: &'static str,
}

const fn wording(
    key: &'static str,
    placeholders: &'static [&'static str],
    meaning: &'static str,
    example: &'static str,
) -> Wording {
    Wording {
        key,
        placeholders,
        meaning,
        example,
    }
}

/// Sorted by key.
pub static WORDINGS: &[Wording] = &[
    wording("agree-button", &[], "the button under the terms", "Agreed!"),
    wording(
        "buy-button",
        &["total"],
        "the button under a product",
        "Order for {total}",
    ),
    wording(
        "help",
        &["shop"],
        "the answer to /help",
        "Ask {shop} anything, a person answers.",
    ),
    wording(
        "not-understood",
        &["shop"],
        "the answer to words that are no command",
        "Please choose from the menu of {shop}.",
    ),
    wording(
        "order-done",
        &["order", "shop"],
        "when the staff pressed “done”",
        "Your order {order} is ready at the counter.",
    ),
    wording(
        "order-shipped",
        &["order", "shop"],
        "when the staff pressed “shipped”",
        "Your order {order} is on its way.",
    ),
    wording(
        "sold-out",
        &["product"],
        "when nothing is left",
        "No {product} left today, sorry.",
    ),
    wording(
        "terms-intro",
        &["shop"],
        "the line above the terms before a first purchase",
        "Welcome to {shop}. Please read this before you order.",
    ),
    wording(
        "thank-you",
        &["order", "total", "shop"],
        "the first line of a receipt",
        "Thank you! Order {order} goes into the oven.",
    ),
];
