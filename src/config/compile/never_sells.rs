//! Policies under which something can never be bought, whoever asks: the sums that an order must come to, against what
//! an order of a product can come to at all.

use super::super::kinds::Kind;
use super::super::place::Span;
use super::super::problem::Problem;
use super::super::raw::Policies as Raw;
use super::context::{Context, each};
use crate::{
    money::Money,
    shop::{Catalog, Choice, Limit, Policies, Price, Product},
};

pub(super) fn warn(cx: &mut Context<'_>, raw: &Raw, policies: &Policies, catalog: &Catalog) {
    if let (Some(min), Some(at)) = (policies.minimum_order, raw.minimum_order.span()) {
        let too_small = |product: &&Product| most(product, &policies.limits, catalog) < min.minor;
        for product in catalog.products().iter().map(AsRef::as_ref).filter(too_small) {
            let most = Money::new(most(product, &policies.limits, catalog), min.currency);
            let message = format!(
                "nobody can buy `{}`: an order of it comes to at most {most}",
                product.id
            );
            let problem = Problem::new(Kind::PolicyNeverSells, at, message).label("every order must come to more");
            let problem = match narrowest(product, raw, policies, catalog) {
                Some((max, limit)) => problem.also(limit, format!("because of this, at most {max} of it")),
                None => problem,
            };
            cx.push(problem.help("write a smaller minimum, or let one order hold more of it"));
        }
    }
    if let (Some(max), Some(at)) = (policies.maximum_order, raw.maximum_order.span()) {
        let too_dear = |product: &&Product| unit(product).0 > max.minor;
        for product in catalog.products().iter().map(AsRef::as_ref).filter(too_dear) {
            let least = Money::new(unit(product).0, max.currency);
            let message = format!("nobody can buy `{}`: one piece of it costs {least}", product.id);
            cx.push(
                Problem::new(Kind::PolicyNeverSells, at, message)
                    .label("no order may come to more")
                    .help("write a larger maximum"),
            );
        }
    }
}

/// The most that one order of a product comes to.
fn most(product: &Product, limits: &[Limit], catalog: &Catalog) -> i64 {
    let limits = limits.iter().filter(|limit| limit.of.covers(catalog, &product.id));
    let pieces = limits.map(|limit| limit.max).fold(product.quantity_max, i64::min);
    unit(product).1.saturating_mul(pieces)
}

/// The limit that keeps an order of a product smaller than the product's own bound does.
fn narrowest(product: &Product, raw: &Raw, policies: &Policies, catalog: &Catalog) -> Option<(i64, Span)> {
    let limits = policies.limits.iter().zip(each(&raw.limits));
    let own = limits.filter(|(limit, _)| limit.of.covers(catalog, &product.id) && limit.max < product.quantity_max);
    let (limit, written) = own.min_by_key(|(limit, _)| limit.max)?;
    Some((limit.max, written.at))
}

/// What one piece costs at least and at most, in minor units.
fn unit(product: &Product) -> (i64, i64) {
    let (least, most) = match &product.price {
        Price::Fixed(price) => (price.minor, price.minor),
        Price::Free { min, max, .. } => (min.minor, max.minor),
    };
    let extras = |pick: fn(i64, i64) -> i64| {
        let options = product.options.iter();
        let picked = options.filter_map(move |option| option.choices.iter().map(extra).reduce(pick));
        picked.fold(0, i64::saturating_add)
    };
    (
        least.saturating_add(extras(i64::min)),
        most.saturating_add(extras(i64::max)),
    )
}

fn extra(choice: &Choice) -> i64 {
    choice.extra.minor
}
