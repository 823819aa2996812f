//! What a change of a shop's files means to its customers, in words, and what in it looks so much like a slip that a
//! person is to say yes first. A slip that is valid YAML is the costliest one.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use super::{Price, Product, Shop};
use crate::{ids::ProductId, money::Money};

/// A price that moves further than this is rather a missing dot.
const PRICE_FACTOR_MAX: i64 = 5;

/// One thing that is different.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Difference {
    New {
        product: ProductId,
        title: String,
        price: String,
    },
    Withdrawn {
        product: ProductId,
        title: String,
    },
    Price {
        product: ProductId,
        was: Money,
        now: Money,
    },
    /// Something else about a product.
    Product {
        product: ProductId,
        what: &'static str,
    },
    Currency {
        was: &'static str,
        now: &'static str,
    },
    /// Customers are asked to agree again.
    Terms,
    /// A script under `rules/` came, went or changed.
    Rule {
        script: String,
        how: &'static str,
    },
    /// Something about the whole shop.
    Shop {
        what: &'static str,
    },
}

/// Everything that is different, products in the order of the new catalog.
pub fn differences(was: &Shop, now: &Shop) -> Vec<Difference> {
    let mut found = Vec::new();
    if was.currency != now.currency {
        found.push(Difference::Currency {
            was: was.currency.code(),
            now: now.currency.code(),
        });
    }
    for product in now.catalog.products() {
        match was.catalog.product(&product.id) {
            None => found.push(Difference::New {
                product: product.id.clone(),
                title: product.title.first.to_string(),
                price: price_shown(&product.price),
            }),
            Some(before) => compare(before, product, &mut found),
        }
    }
    let gone = was.catalog.products().iter();
    let gone = gone.filter(|product| now.catalog.product(&product.id).is_none());
    found.extend(gone.map(|product| Difference::Withdrawn {
        product: product.id.clone(),
        title: product.title.first.to_string(),
    }));
    if was.terms.version != now.terms.version {
        found.push(Difference::Terms);
    }
    found.extend(changed_rules(was, now));
    found.extend(changed_parts(was, now).map(|what| Difference::Shop { what }));
    found
}

/// Why a person should look before this is served. `promised` are products with paid orders that are not delivered yet.
pub fn slips(was: &Shop, now: &Shop, promised: &BTreeSet<ProductId>) -> Vec<String> {
    let mut reasons = Vec::new();
    let found = differences(was, now);
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
    for difference in &found {
        match difference {
            Difference::Currency { .. } => reasons.push(difference.to_string()),
            Difference::Price { was, now, .. } if is_far(*was, *now) => {
                reasons.push(format!("{difference}: more than {PRICE_FACTOR_MAX} times"));
            }
            _ => {}
        }
    }
    reasons
}

fn is_far(was: Money, now: Money) -> bool {
    let far = |small: i64, big: i64| big > small.saturating_mul(PRICE_FACTOR_MAX);
    far(was.minor, now.minor) || far(now.minor, was.minor)
}

fn compare(was: &Product, now: &Product, found: &mut Vec<Difference>) {
    let product = || now.id.clone();
    let mut other = |what, is_other: bool| {
        if is_other {
            found.push(Difference::Product {
                product: product(),
                what,
            });
        }
    };
    other("title", was.title != now.title);
    other("description", was.description != now.description);
    other(
        "picture",
        was.photo != now.photo || was.invoice_photo != now.invoice_photo,
    );
    other("category", was.category != now.category);
    other("options", was.options != now.options);
    other("stock in the file", was.stock != now.stock);
    other("delivery", was.deliver != now.deliver);
    other("what buyers are asked", was.ask != now.ask);
    other("most pieces in one order", was.quantity_max != now.quantity_max);
    match (&was.price, &now.price) {
        (Price::Fixed(before), Price::Fixed(after)) if before.currency == after.currency => {
            if before != after {
                found.push(Difference::Price {
                    product: product(),
                    was: *before,
                    now: *after,
                });
            }
        }
        // With another currency each price is another one, which is said once.
        (Price::Fixed(_), Price::Fixed(_)) => {}
        (before, after) => {
            if before != after {
                found.push(Difference::Product {
                    product: product(),
                    what: "price",
                });
            }
        }
    }
}

fn changed_rules(was: &Shop, now: &Shop) -> Vec<Difference> {
    let (before, after): (BTreeMap<_, _>, BTreeMap<_, _>) =
        (was.rules.scripts().collect(), now.rules.scripts().collect());
    let scripts: BTreeSet<&str> = before.keys().chain(after.keys()).copied().collect();
    let how = |script: &str| match (before.get(script), after.get(script)) {
        (None, _) => Some("new"),
        (_, None) => Some("gone"),
        (was, now) => (was != now).then_some("changed"),
    };
    let found = scripts
        .into_iter()
        .filter_map(|script| Some((script.to_owned(), how(script)?)));
    found.map(|(script, how)| Difference::Rule { script, how }).collect()
}

fn changed_parts(was: &Shop, now: &Shop) -> impl Iterator<Item = &'static str> {
    let parts = [
        ("name", was.name != now.name),
        ("greeting", was.greeting != now.greeting),
        ("languages", was.languages != now.languages),
        ("time zone", was.timezone != now.timezone),
        ("payments", was.payments != now.payments),
        ("support", was.support != now.support),
        ("privacy text", was.privacy != now.privacy),
        ("what the payment form asks", was.checkout != now.checkout),
        ("invoice settings", was.invoices != now.invoices),
        ("orders chat", was.orders_chat != now.orders_chat),
        ("staff", was.staff != now.staff),
        ("categories", was.catalog.categories() != now.catalog.categories()),
        ("own wording", was.texts != now.texts),
        // A comment moved, or the text of the terms under the same version.
        (
            "text of the terms",
            was.terms.version == now.terms.version && was.terms != now.terms,
        ),
    ];
    parts.into_iter().filter_map(|(what, changed)| changed.then_some(what))
}

fn price_shown(price: &Price) -> String {
    match price {
        Price::Fixed(money) => money.shown(),
        Price::Free { min, max, .. } => format!("{} to {}", min.shown(), max.shown()),
    }
}

impl Difference {
    pub fn withdrawn(&self) -> Option<&ProductId> {
        match self {
            Difference::Withdrawn { product, .. } => Some(product),
            _ => None,
        }
    }

    /// A word for tools.
    pub fn kind(&self) -> &'static str {
        match self {
            Difference::New { .. } => "new",
            Difference::Withdrawn { .. } => "withdrawn",
            Difference::Price { .. } => "price",
            Difference::Product { .. } => "product",
            Difference::Currency { .. } => "currency",
            Difference::Terms => "terms",
            Difference::Rule { .. } => "rule",
            Difference::Shop { .. } => "shop",
        }
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Difference::New { product, title, price } => write!(f, "new: `{product}`, {title}, {price}"),
            Difference::Withdrawn { product, title } => write!(f, "no longer sold: `{product}`, {title}"),
            Difference::Price { product, was, now } => {
                let way = if now.minor > was.minor { "up" } else { "down" };
                write!(
                    f,
                    "price {way}: `{product}`, {} instead of {}",
                    now.shown(),
                    was.shown()
                )
            }
            Difference::Product { product, what } => write!(f, "changed: {what} of `{product}`"),
            Difference::Currency { was, now } => write!(f, "the currency is {now} instead of {was}"),
            Difference::Terms => f.write_str("new terms: customers are asked to agree again"),
            Difference::Rule { script, how } => write!(f, "rule {how}: rules/{script}.rhai"),
            Difference::Shop { what } => write!(f, "changed: {what}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        ids::TermsVersion,
        money::Currency,
        shop::{Catalog, fixture},
    };

    fn priced(id: &str, minor: i64) -> Product {
        let currency = Currency::parse("EUR").unwrap();
        Product {
            price: Price::Fixed(Money::new(minor, currency)),
            ..fixture::product(id)
        }
    }

    fn selling(products: Vec<Product>) -> Shop {
        Shop {
            catalog: Catalog::new(vec![], products),
            ..fixture::shop()
        }
    }

    fn words(was: &Shop, now: &Shop) -> Vec<String> {
        differences(was, now).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn nothing_is_different_from_itself() {
        assert_eq!(words(&fixture::shop(), &fixture::shop()), Vec::<String>::new());
        assert_eq!(
            slips(&fixture::shop(), &fixture::shop(), &BTreeSet::new()),
            Vec::<String>::new()
        );
    }

    #[test]
    fn each_thing_that_customers_notice_is_said_once() {
        let was = selling(vec![priced("tea", 300), priced("cake", 400), priced("milk", 100)]);
        let mut now = selling(vec![priced("tea", 350), priced("cake", 390), priced("jam", 500)]);
        now.terms.version = TermsVersion::new("v2");
        now.timezone = "Europe/Riga".into();
        let expected = [
            "price up: `tea`, 3.50 € instead of 3.00 €",
            "price down: `cake`, 3.90 € instead of 4.00 €",
            "new: `jam`, The jam, 5.00 €",
            "no longer sold: `milk`, The milk",
            "new terms: customers are asked to agree again",
            "changed: time zone",
        ];
        assert_eq!(words(&was, &now), expected);
    }

    #[test]
    fn what_looks_like_a_slip_is_named_with_its_reason() {
        let was = selling(vec![priced("tea", 300), priced("cake", 400), priced("milk", 100)]);
        let promised = BTreeSet::from([ProductId::parse("cake").unwrap()]);
        let fine = selling(vec![priced("tea", 1500), priced("cake", 80), priced("milk", 100)]);
        assert_eq!(
            slips(&was, &fine, &promised),
            Vec::<String>::new(),
            "exactly five times is far, not too far"
        );
        let now = selling(vec![priced("tea", 1501)]);
        let expected = [
            "2 of 3 products would be gone",
            "`cake` would be gone, and paid orders of it are not delivered yet",
            "price up: `tea`, 15.01 € instead of 3.00 €: more than 5 times",
        ];
        assert_eq!(slips(&was, &now, &promised), expected);
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
            slips(&was, &now, &BTreeSet::new()),
            ["the currency is XTR instead of EUR"]
        );
    }
}
