//! The invoice, within Telegram's bounds: a title of 32 characters, a description of 255, lines that add up.

use super::invoice_form;
use crate::{
    conversation::InvoiceMessage,
    order::{Line, Quote},
    shop::{Forwarding, TermsRule},
    telegram::{
        bot::{InvoiceBody, InvoiceRequest, Price},
        names::short,
        voice::Voice,
    },
};

const TITLE_CHARACTERS_MAX: usize = 32;
const DESCRIPTION_CHARACTERS_MAX: usize = 255;

/// The request for one invoice. The amounts are the quote's: nothing is priced here.
pub(in crate::telegram) fn invoice(voice: Voice<'_>, message: &InvoiceMessage) -> InvoiceRequest {
    let quote = &message.quote;
    let first = quote.lines.first();
    let title = first.map(|line| line.title.clone()).unwrap_or_default();
    let shop = voice.shop;
    let token = if quote.currency.is_stars() {
        String::new()
    } else {
        voice.premises.provider_token.clone()
    };
    let parameter = first.filter(|_| shop.invoices.forwarding == Forwarding::SingleChat);
    let body = InvoiceBody {
        title: filled(cut(&title, TITLE_CHARACTERS_MAX), voice),
        description: filled(description(voice, quote), voice),
        payload: message.payload.to_string(),
        provider_token: token,
        currency: quote.currency.code(),
        prices: prices(voice, quote),
        provider_data: invoice_form::provider_data(shop, quote),
        photo: invoice_form::photo(shop, quote),
        form: invoice_form::form(shop, quote),
    };
    InvoiceRequest {
        chat_id: message.chat.0,
        message_thread_id: None,
        start_parameter: parameter
            .map(|line| Voice::product_parameter(&line.product, quote.selection.campaign.as_ref())),
        protect_content: shop.invoices.protect_content.then_some(true),
        body,
    }
}

/// What was picked, what it is, and what paying means.
fn description(voice: Voice<'_>, quote: &Quote) -> String {
    let products = &voice.shop.catalog;
    let mut parts: Vec<String> = Vec::new();
    for line in &quote.lines {
        if !line.choices.is_empty() {
            parts.push(line.choices.join(", "));
        }
        if line.quantity > 1 {
            parts.push(voice.say("invoice-quantity", &[("quantity", line.quantity.into())]));
        }
        let about = products.product(&line.product);
        parts.extend(about.map(|product| voice.words(&product.description).to_string()));
    }
    parts.retain(|part| !part.trim().is_empty());
    let words = parts.join("\n");
    if voice.shop.terms.rule != TermsRule::ByPaying {
        return cut(&words, DESCRIPTION_CHARACTERS_MAX);
    }
    let terms = voice.say("invoice-terms", &[("bot", voice.bot().into())]);
    let room = DESCRIPTION_CHARACTERS_MAX.saturating_sub(terms.chars().count() + 1);
    format!("{}\n{terms}", cut(&words, room))
}

/// A line of the quote each; Stars take one only, and so does a sum that would not be the total.
fn prices(voice: Voice<'_>, quote: &Quote) -> Vec<Price> {
    let sum = quote
        .lines
        .iter()
        .try_fold(0_i64, |sum, line| sum.checked_add(line.total()));
    if sum == Some(quote.total) && (quote.lines.len() == 1 || !quote.currency.is_stars()) {
        return quote.lines.iter().map(|line| price(voice, line)).collect();
    }
    vec![Price {
        label: voice.say("invoice-total", &[]),
        amount: quote.total,
    }]
}

fn price(voice: Voice<'_>, line: &Line) -> Price {
    Price {
        label: line_words(voice, line),
        amount: line.total(),
    }
}

/// `2 × Sourdough loaf (sliced)`.
pub(super) fn line_words(voice: Voice<'_>, line: &Line) -> String {
    let name = short(&line.name());
    match line.quantity {
        1 => filled(name, voice),
        quantity => format!("{quantity} × {name}"),
    }
}

fn cut(text: &str, characters: usize) -> String {
    if text.chars().count() <= characters {
        return text.to_string();
    }
    let kept: String = text.chars().take(characters.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

fn filled(text: String, voice: Voice<'_>) -> String {
    if text.trim().is_empty() {
        voice.shop_name()
    } else {
        text
    }
}
