//! Inline mode: somebody types the bot's name in any chat and picks a product to show there. Answered from the catalog;
//! a question writes nothing. What can be paid on the spot was made when the revision opened.

use std::sync::Arc;

use super::{Books, Decision, Effect, InlineQuery, InlineResult, Key, Missing, Turn, desk::Desk};
use crate::{
    ids::PostId,
    order::Quote,
    shop::{Language, PostForm, Product, Shop, TermsRule},
};

/// Results of one answer; more come when somebody scrolls. Telegram takes fifty.
const RESULTS_PER_ANSWER: usize = 20;

pub(super) fn asked(turn: &Turn, books: &Books, query: &InlineQuery) -> Result<Decision, Missing> {
    let mut desk = Desk::open(turn, books, &query.from)?;
    let (page, next) = page(desk.shop, &desk.language, query);
    let mut results = Vec::new();
    for product in page {
        // What is sold out is not offered: nobody could correct it in somebody else's chat.
        if !is_sold_out(&desk, &product)? {
            let invoice = standing(&desk, &product)?;
            results.push(InlineResult {
                product: product.id.clone(),
                invoice,
            });
        }
    }
    let (query, language) = (query.query.clone(), desk.language.clone());
    desk.effect(Effect::AnswerInline {
        query,
        results,
        next,
        language,
    });
    Ok(desk.close())
}

/// The products that fit the words, from the offset on, and the next offset.
fn page(shop: &Shop, language: &Language, query: &InlineQuery) -> (Vec<Arc<Product>>, Option<usize>) {
    let start: usize = query.offset.parse().unwrap_or(0);
    let words = query.words.trim().to_lowercase();
    let mut found = shop
        .catalog
        .products()
        .iter()
        .filter(|product| fits(shop, product, language, &words))
        .skip(start);
    let page: Vec<Arc<Product>> = found.by_ref().take(RESULTS_PER_ANSWER).cloned().collect();
    let next = found.next().map(|_| start.saturating_add(page.len()));
    (page, next)
}

/// Every word must stand in the product's title or description, its id, or the title of its shelf.
fn fits(shop: &Shop, product: &Product, language: &Language, words: &str) -> bool {
    let shelves = shop.catalog.categories().iter();
    let shelf = shelves.filter(|shelf| Some(&shelf.id) == product.category.as_ref());
    let shelf: Vec<&str> = shelf.map(|shelf| &**shelf.title.get(language)).collect();
    let text = format!(
        "{} {} {} {}",
        product.title.get(language),
        product.description.get(language),
        product.id,
        shelf.join(" ")
    );
    let text = text.to_lowercase();
    words.split_whitespace().all(|word| text.contains(word))
}

fn is_sold_out(desk: &Desk<'_>, product: &Product) -> Result<bool, Missing> {
    for sku in product.skus() {
        if desk.free(&sku)? > 0 {
            return Ok(false);
        }
    }
    Ok(product.is_counted())
}

/// Whether an inline result can be paid on the spot: where a stranger would be refused for the terms or their age, a
/// card is better.
pub(super) fn sells(shop: &Shop, product: &Product) -> bool {
    let asks = shop.terms.rule != TermsRule::ByPaying || shop.asks_age_for(&product.id);
    shop.posts.form == PostForm::Invoice && !asks
}

fn standing(desk: &Desk<'_>, product: &Product) -> Result<Option<(crate::ids::Payload, Quote)>, Missing> {
    let quote = Quote::standing(&desk.turn.revision, &product.first_selection());
    let Some(quote) = quote.ok().filter(|_| sells(desk.shop, product)) else {
        return Ok(None);
    };
    let fingerprint = quote.fingerprint(desk.shop.posts.payable);
    let invoice = desk.books.standing(&desk.shop.id, PostId(0), &fingerprint)?;
    Ok(invoice.map(|invoice| (invoice.payload, invoice.quote.clone())))
}

/// What an answer will read.
pub(super) fn needs(turn: &Turn, query: &InlineQuery) -> Vec<Key> {
    let shop = &turn.revision.shop;
    let language = shop.language(query.from.language_code.as_deref());
    let (page, _) = page(shop, language, query);
    let counted = page.iter().flat_map(|product| product.skus());
    let mut keys = vec![Key::Customer(shop.id.clone(), query.from.user())];
    keys.extend(counted.map(|sku| Key::Stock(shop.id.clone(), sku)));
    keys.extend(page.iter().filter_map(|product| standing_key(turn, product)));
    keys
}

/// The standing invoice of a product's inline result, where there is to be one.
pub(super) fn standing_key(turn: &Turn, product: &Product) -> Option<Key> {
    let shop = &turn.revision.shop;
    if !sells(shop, product) {
        return None;
    }
    let quote = Quote::standing(&turn.revision, &product.first_selection()).ok()?;
    let fingerprint = quote.fingerprint(shop.posts.payable);
    Some(Key::Standing(shop.id.clone(), PostId(0), fingerprint))
}
