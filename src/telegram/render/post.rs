//! A product outside the shop's own chats: a card whose button leads into the bot, because a stranger in a group can
//! neither be asked to agree to terms nor be written to.

use crate::{
    conversation::PostFacts,
    ids::Sku,
    shop::{Price, Product},
    telegram::{
        outgoing::{Button, Outgoing},
        render::shelf,
        rich::Rich,
        voice::Voice,
    },
};

/// The card of a post as it is true now. A count would be another edit with each sale, so it only says "sold out".
pub(in crate::telegram) fn post_card(voice: Voice<'_>, facts: &PostFacts) -> Outgoing {
    let Some(product) = voice.shop.catalog.product(&facts.post.product) else {
        return gone(voice, "refusal-withdrawn-nameless");
    };
    let sold_out = is_sold_out(product, &facts.free);
    let words = offer_words(voice, product, sold_out);
    let card = Outgoing {
        text: words,
        photo: product.photo.as_ref().map(|photo| photo.path.to_string()),
        ..Outgoing::default()
    };
    card.row([open_button(voice, product, sold_out)])
}

/// What stays of a card that was taken back and could not be deleted.
pub(in crate::telegram) fn closed_card(voice: Voice<'_>) -> Outgoing {
    gone(voice, "post-closed")
}

fn gone(voice: Voice<'_>, key: &str) -> Outgoing {
    let open = voice.say("post-open-shop", &[("shop", voice.shop_name().into())]);
    let words = Rich::plain(&voice.say(key, &[]));
    Outgoing::words(words).row([Button::link(open, voice.home_link())])
}

/// Title, description and price of a product, as strangers see it.
pub(in crate::telegram) fn offer_words(voice: Voice<'_>, product: &Product, sold_out: bool) -> Rich {
    let price = match &product.price {
        Price::Fixed(_) => shelf::price(voice, product),
        Price::Free { min, max, .. } => {
            let bounds = [("min", min.shown().into()), ("max", max.shown().into())];
            voice.say("price-between", &bounds)
        }
    };
    let facts = if sold_out {
        format!("{price} · {}", voice.say("card-sold-out", &[]))
    } else {
        price
    };
    Rich::default()
        .bold(voice.words(&product.title))
        .paragraph(Rich::plain(voice.words(&product.description)))
        .paragraph(Rich::plain(&facts))
}

/// Leads to the product's card in the bot; to the shop where it is sold out.
pub(in crate::telegram) fn open_button(voice: Voice<'_>, product: &Product, sold_out: bool) -> Button {
    if sold_out {
        let open = voice.say("post-open-shop", &[("shop", voice.shop_name().into())]);
        return Button::link(open, voice.home_link());
    }
    Button::link(voice.say("post-buy", &[]), voice.link(&format!("p_{}", product.id)))
}

/// Whether nothing is left of whatever a product is counted by.
fn is_sold_out(product: &Product, free: &[(Sku, i64)]) -> bool {
    let left = |sku: &Sku| free.iter().any(|(own, pieces)| own == sku && *pieces > 0);
    product.is_counted() && !product.skus().iter().any(left)
}
