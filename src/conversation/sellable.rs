//! Whether something can be sold to this customer now: priced by the revision of today, enough left, nothing against it.

use super::{
    Missing,
    checks::{self, Wish},
    desk::Desk,
};
use crate::{
    order::{Quote, Refusal, refused_by_policy},
    shop::{Price, Product, Selection, SelectionError},
};

/// A quote for a selection if it can be sold now, else why not.
pub(super) fn sellable(desk: &mut Desk<'_>, selection: &Selection) -> Result<Result<Quote, Refusal>, Missing> {
    if desk.turn.revision.closing {
        return Ok(Err(Refusal::ShopClosed));
    }
    let quote = match Quote::price(&desk.turn.revision, selection, &desk.language, desk.turn.now) {
        Ok(quote) => quote,
        Err(error) => return Ok(Err(refusal(desk, selection, error))),
    };
    if let Some(refusal) = refused_by_policy(desk.shop, &quote, &desk.buyer()?, desk.turn.now) {
        return Ok(Err(refusal));
    }
    if let Some(refusal) = desk.shortage(&quote)? {
        return Ok(Err(refusal));
    }
    let wish = Wish {
        quote: &quote,
        paying: None,
    };
    Ok(checks::check(desk, &wish)?.map(|()| quote))
}

fn refusal(desk: &Desk<'_>, selection: &Selection, error: SelectionError) -> Refusal {
    let product = desk.shop.catalog.product_by_code(selection.product);
    let title = |product: &Product| product.title.get(&desk.language).to_string();
    match (error, product.map(|product| &product.price)) {
        (SelectionError::TooMany { max }, _) => Refusal::TooMany { max },
        (SelectionError::AmountOutside, Some(Price::Free { min, max, .. })) => {
            Refusal::AmountOutside { min: *min, max: *max }
        }
        _ => Refusal::Withdrawn {
            product: product.map(|product| title(product)).unwrap_or_default(),
        },
    }
}
