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
    wording(
        "after-unpaid",
        &["wait"],
        "when a customer must wait after payments that were not finished",
        "Please finish what you begin. Come back in {wait}.",
    ),
    wording(
        "age-button",
        &["age"],
        "the button under the question for the age",
        "Yes, I am {age} or older",
    ),
    wording(
        "age-question",
        &["age", "shop"],
        "the question for the age, before the payment form",
        "We sell wine to people of {age} and older. Are you?",
    ),
    wording(
        "age-unknown",
        &["age", "bot"],
        "when somebody pays outside of the bot who has not said their age",
        "Only from {age} on. Open {bot}, press Buy and say so, then pay again.",
    ),
    wording("agree-button", &[], "the button under the terms", "Agreed!"),
    wording(
        "buy-button",
        &["total"],
        "the button under a product",
        "Order for {total}",
    ),
    wording(
        "first-order-only",
        &["goods"],
        "when something is only for a first order",
        "We keep {goods} for new customers; you are an old friend.",
    ),
    wording(
        "help",
        &["shop"],
        "the answer to /help",
        "Ask {shop} anything, a person answers.",
    ),
    wording(
        "limit-reached",
        &["limit", "advice"],
        "when a customer wants more than a limit allows; the engine fills in what the limit is and what is still possible",
        "Everybody shall get some. {limit} {advice}",
    ),
    wording(
        "not-delivered",
        &["to"],
        "when an address is outside of where the shop delivers",
        "Our bicycles do not reach {to} yet.",
    ),
    wording(
        "not-served",
        &["bot"],
        "when a blocked customer wants to buy",
        "We do not sell to you any more.",
    ),
    wording(
        "not-understood",
        &["shop"],
        "the answer to words that are no command",
        "Please choose from the menu of {shop}.",
    ),
    wording(
        "one-order-only",
        &[],
        "when every customer may order only once",
        "One order each, and you have had yours.",
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
        "order-too-large",
        &["max"],
        "when an order comes to more than the shop takes",
        "We bake for up to {max} at a time.",
    ),
    wording(
        "order-too-small",
        &["min"],
        "when an order comes to less than the shop takes",
        "We deliver from {min} on.",
    ),
    wording(
        "out-of-hours",
        &["opens"],
        "when the shop is shut; the engine fills in when it opens",
        "The oven is cold. We open {opens}.",
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
        "the line above the terms, before a purchase, for those who have not agreed to this version",
        "Welcome to {shop}. Please read this before you order.",
    ),
    wording(
        "thank-you",
        &["order", "total", "shop"],
        "the first line of a receipt",
        "Thank you! Order {order} goes into the oven.",
    ),
];
