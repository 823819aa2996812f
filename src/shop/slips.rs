//! What in a change of a shop's files looks so much like a slip that a person is to say yes first. A slip that is valid
//! YAML is the costliest one.

use std::collections::BTreeSet;

use super::{Difference, Price, Shop};
use crate::{
    ids::{ChoiceId, ProductId},
    money::Money,
};

/// A price that moves further than this is rather a missing dot.
const PRICE_FACTOR_MAX: i64 = 5;

/// Why a person should look before this is served. `found` are the differences of both, `promised` products with paid
/// orders that are not delivered yet.
pub fn slips(was: &Shop, now: &Shop, found: &[Difference], promised: &BTreeSet<ProductId>) -> Vec<String> {
    let mut reasons = Vec::new();
    let gone: Vec<&ProductId> = found.iter().filter_map(Difference::withdrawn).collect();
    let all = was.catalog.products().len();
    if gone.len() * 2 > all {
        reasons.push(format!("{} of {all} products would be gone", gone.len()));
    }
    for product in gone.into_iter().filter(|product| promised.contains(product)) {
        reasons.push(format!(
            "`{product}` would be gone, and paid orders of it are not delivered yet"
        ));
    }
    for difference in found {
        let far = match difference {
            Difference::Price { was, now, .. } => is_far(*was, *now),
            Difference::Amounts { was, now, .. } => is_far(was.0, now.0) || is_far(was.1, now.1),
            Difference::Choice {
                product,
                choice,
                was: before,
                now: after,
            } => {
                is_far_in_all((was, now), product, choice)
                    || (before.minor != 0 && after.minor != 0 && is_far(*before, *after))
            }
            Difference::Currency { .. } => {
                reasons.push(difference.to_string());
                false
            }
            _ => false,
        };
        if far {
            reasons.push(format!("{difference}: more than {PRICE_FACTOR_MAX} times"));
        }
    }
    reasons
}

fn is_far(was: Money, now: Money) -> bool {
    let (was, now) = (was.minor.saturating_abs(), now.minor.saturating_abs());
    let far = |small: i64, big: i64| big > small.saturating_mul(PRICE_FACTOR_MAX);
    far(was, now) || far(now, was)
}

/// Whether the price with this choice moves too far: an extra that was nothing has no factor of its own.
fn is_far_in_all((was, now): (&Shop, &Shop), product: &ProductId, choice: &ChoiceId) -> bool {
    let price = |shop: &Shop| {
        let product = shop.catalog.product(product)?;
        let mut choices = product.options.iter().flat_map(|option| &option.choices);
        let choice = choices.find(|known| known.id == *choice)?;
        match &product.price {
            Price::Fixed(price) => price.plus(choice.extra),
            Price::Free { .. } => None,
        }
    };
    matches!((price(was), price(now)), (Some(was), Some(now)) if is_far(was, now))
}

#[cfg(test)]
mod tests {
    use super::{super::differences, *};
    use crate::{
        money::Currency,
        shop::{
            Product,
            fixture::{self, priced, selling},
        },
    };

    fn slips_of(was: &Shop, now: &Shop, promised: &BTreeSet<ProductId>) -> Vec<String> {
        slips(was, now, &differences(was, now), promised)
    }

    #[test]
    fn nothing_is_no_slip() {
        let none = slips_of(&fixture::shop(), &fixture::shop(), &BTreeSet::new());
        assert_eq!(none, Vec::<String>::new());
    }

    #[test]
    fn an_extra_that_moves_too_far_is_a_slip_by_itself_or_with_the_price() {
        // 6.50 €, and `sliced` adds to it.
        let sliced = |extra: i64| {
            let mut bread = Product::clone(&fixture::shop().catalog.products()[0]);
            bread.options[0].choices[1].extra.minor = extra;
            selling(vec![bread])
        };
        let found = |was: i64, now: i64| slips_of(&sliced(was), &sliced(now), &BTreeSet::new());
        assert_eq!(found(20, 100), Vec::<String>::new(), "five times is not too far");
        assert_eq!(
            found(20, 101),
            ["extra up: `sourdough/sliced`, 1.01 € instead of 0.20 €: more than 5 times"]
        );
        assert_eq!(found(0, 2_600), Vec::<String>::new(), "6.50 € and 32.50 €");
        assert_eq!(
            found(0, 2_601),
            ["extra up: `sourdough/sliced`, 26.01 € instead of 0.00 €: more than 5 times"]
        );
    }

    #[test]
    fn bounds_of_a_free_price_that_move_too_far_are_a_slip() {
        let free = |max: i64| {
            let mut product = Product::clone(&fixture::shop().catalog.products()[4]);
            if let Price::Free { max: most, .. } = &mut product.price {
                most.minor = max;
            }
            selling(vec![product])
        };
        let found = slips_of(&free(50_000), &free(250_001), &BTreeSet::new());
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(
            slips_of(&free(50_000), &free(250_000), &BTreeSet::new()),
            Vec::<String>::new()
        );
    }

    #[test]
    fn what_looks_like_a_slip_is_named_with_its_reason() {
        let was = selling(vec![priced("tea", 300), priced("cake", 400), priced("milk", 100)]);
        let promised = BTreeSet::from([ProductId::parse("cake").unwrap()]);
        let fine = selling(vec![priced("tea", 1500), priced("cake", 80), priced("milk", 100)]);
        assert_eq!(
            slips_of(&was, &fine, &promised),
            Vec::<String>::new(),
            "exactly five times is far, not too far"
        );
        let now = selling(vec![priced("tea", 1501)]);
        let expected = [
            "2 of 3 products would be gone",
            "`cake` would be gone, and paid orders of it are not delivered yet",
            "price up: `tea`, 15.01 € instead of 3.00 €: more than 5 times",
        ];
        assert_eq!(slips_of(&was, &now, &promised), expected);
    }

    #[test]
    fn another_currency_is_a_slip_and_hides_no_other_change() {
        let was = selling(vec![priced("tea", 300)]);
        let mut now = selling(vec![Product {
            price: Price::Fixed(Money::new(300, Currency::stars())),
            ..fixture::product("tea")
        }]);
        now.currency = Currency::stars();
        assert_eq!(
            slips_of(&was, &now, &BTreeSet::new()),
            ["the currency is XTR instead of EUR"]
        );
    }
}
