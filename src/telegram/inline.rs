//! Results of an inline query, in the Bot API's fields. A picture is shown by the name that Telegram gave it when it was
//! uploaded: where it was not yet, a result goes without.

use serde_json::{Value, json};

use super::{bot::Bot, fault::ApiFault, render, rich::CAPTION_MAX, voice::Voice};
use crate::{
    conversation::{InlineResult, InvoiceMessage},
    ids::{ChatId, QueryId},
    shop::{Product, Revision},
};

/// For so long Telegram may answer the same words by itself: something may sell out meanwhile.
const CACHE_SECONDS: u32 = 10;

/// Answers what somebody typed behind the bot's name.
pub(super) async fn answer(
    bot: &Bot,
    voice: Voice<'_>,
    revision: &Revision,
    query: &QueryId,
    (results, next): (&[InlineResult], Option<usize>),
) -> Result<(), ApiFault> {
    let mut shown = Vec::new();
    for result in results {
        if let Some(product) = voice.shop.catalog.product(&result.product) {
            let picture = match &product.photo {
                Some(photo) => bot.known_picture(&revision.folder, &photo.path).await,
                None => None,
            };
            shown.push(one(voice, product, result, picture));
        }
    }
    let body = json!({
        "inline_query_id": query,
        "results": shown,
        "cache_time": CACHE_SECONDS,
        // In the language of whoever asks.
        "is_personal": true,
        "next_offset": next.map(|offset| offset.to_string()).unwrap_or_default(),
    });
    bot.answer_inline(&body).await
}

fn one(voice: Voice<'_>, product: &Product, result: &InlineResult, picture: Option<String>) -> Value {
    let mut shown = json!({
        "type": "article",
        "id": product.id,
        "title": voice.words(&product.title),
        "description": format!("{} · {}", render::price(voice, product), voice.words(&product.description)),
    });
    if let Some((payload, quote)) = &result.invoice {
        let message = InvoiceMessage {
            chat: ChatId(0),
            payload: *payload,
            quote: quote.clone(),
            language: voice.language.clone(),
        };
        shown["input_message_content"] = json!(render::invoice(voice, &message).body);
        return shown;
    }
    let words = render::offer_words(voice, product, false).cut(CAPTION_MAX).into_owned();
    let entities = super::bot::entities(&words);
    shown["reply_markup"] = json!(super::bot::keyboard(&[vec![render::buy_button(voice, product, None)]]));
    let (words, entities) = (words.text, json!(entities.unwrap_or_default()));
    match picture {
        Some(file) => {
            shown["type"] = "photo".into();
            shown["photo_file_id"] = file.into();
            shown["caption"] = words.into();
            shown["caption_entities"] = entities;
        }
        None => {
            shown["input_message_content"] = json!({
                "message_text": words,
                "entities": entities,
                "link_preview_options": {"is_disabled": true},
            });
        }
    }
    shown
}
