//! What a change of a shop's files means to its customers, in words. What in it looks like a slip says `slips`.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use super::{Price, Product, ProductOption, Shop};
use crate::{
    ids::{ChoiceId, ProductId},
    money::Money,
};

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
    /// What a choice adds to the price.
    Choice {
        product: ProductId,
        choice: ChoiceId,
        was: Money,
        now: Money,
    },
    /// The least or the most that customers may name.
    Amounts {
        product: ProductId,
        was: (Money, Money),
        now: (Money, Money),
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
    for product in now.catalog.apart_from(&was.catalog) {
        match was.catalog.product(&product.id) {
            None => found.push(Difference::New {
                product: product.id.clone(),
                title: product.title.first.to_string(),
                price: price_shown(&product.price),
            }),
            Some(before) => compare(before, product, &mut found),
        }
    }
    let gone = was.catalog.apart_from(&now.catalog);
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
    other("options", !are_priced_alike(&was.options, &now.options));
    other("stock in the file", was.stock != now.stock);
    other("delivery", was.deliver != now.deliver);
    other("what buyers are asked", was.ask != now.ask);
    other("most pieces in one order", was.quantity_max != now.quantity_max);
    found.extend(price(was, now));
    found.extend(choices(was, now));
}

fn price(was: &Product, now: &Product) -> Option<Difference> {
    let product = now.id.clone();
    match (&was.price, &now.price) {
        (before, after) if before == after => None,
        // With another currency each price is another one, which is said once.
        (Price::Fixed(before), Price::Fixed(after)) => {
            (before.currency == after.currency).then_some(Difference::Price {
                product,
                was: *before,
                now: *after,
            })
        }
        (
            Price::Free { min, max, .. },
            Price::Free {
                min: min_now,
                max: max_now,
                ..
            },
        ) if (min, max) != (min_now, max_now) => (min.currency == min_now.currency).then_some(Difference::Amounts {
            product,
            was: (*min, *max),
            now: (*min_now, *max_now),
        }),
        (Price::Free { .. }, Price::Free { .. }) => Some(Difference::Product {
            product,
            what: "suggested amounts",
        }),
        _ => Some(Difference::Product { product, what: "price" }),
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

/// What the choices that stay add to the price, where that is different.
fn choices(was: &Product, now: &Product) -> impl Iterator<Item = Difference> {
    let before = was.options.iter().flat_map(|option| &option.choices);
    before.filter_map(|before| {
        let mut after = now.options.iter().flat_map(|option| &option.choices);
        let after = after.find(|choice| choice.id == before.id)?;
        let moved = before.extra != after.extra && before.extra.currency == after.extra.currency;
        moved.then(|| Difference::Choice {
            product: now.id.clone(),
            choice: after.id.clone(),
            was: before.extra,
            now: after.extra,
        })
    })
}

/// Whether options differ at most in what their choices add to the price.
fn are_priced_alike(was: &[ProductOption], now: &[ProductOption]) -> bool {
    let alike = |(was, now): (&ProductOption, &ProductOption)| {
        let mut priced = was.clone();
        for (choice, after) in priced.choices.iter_mut().zip(&now.choices) {
            choice.extra = after.extra;
        }
        priced == *now
    };
    was.len() == now.len() && was.iter().zip(now).all(alike)
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
        ("policies", was.policies != now.policies),
        (
            "orders chat",
            (was.orders_chat, was.orders_topic) != (now.orders_chat, now.orders_topic),
        ),
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
            Difference::Choice { .. } => "choice",
            Difference::Amounts { .. } => "amounts",
            Difference::Product { .. } => "product",
            Difference::Currency { .. } => "currency",
            Difference::Terms => "terms",
            Difference::Rule { .. } => "rule",
            Difference::Shop { .. } => "shop",
        }
    }
}

fn way(was: Money, now: Money) -> &'static str {
    if now.minor > was.minor { "up" } else { "down" }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Difference::New { product, title, price } => write!(f, "new: `{product}`, {title}, {price}"),
            Difference::Withdrawn { product, title } => write!(f, "no longer sold: `{product}`, {title}"),
            Difference::Price { product, was, now } => {
                let (way, now, was) = (way(*was, *now), now.shown(), was.shown());
                write!(f, "price {way}: `{product}`, {now} instead of {was}")
            }
            Difference::Choice {
                product,
                choice,
                was,
                now,
            } => {
                let (way, now, was) = (way(*was, *now), now.shown(), was.shown());
                write!(f, "extra {way}: `{product}/{choice}`, {now} instead of {was}")
            }
            Difference::Amounts { product, was, now } => {
                let span = |(min, max): &(Money, Money)| format!("{} to {}", min.shown(), max.shown());
                write!(f, "amounts of `{product}`: {} instead of {}", span(now), span(was))
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
        shop::fixture::{self, priced, selling},
    };

    fn words(was: &Shop, now: &Shop) -> Vec<String> {
        differences(was, now).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn nothing_is_different_from_itself() {
        assert_eq!(words(&fixture::shop(), &fixture::shop()), Vec::<String>::new());
    }

    fn cut(sliced: i64) -> Product {
        let mut bread = Product::clone(&fixture::shop().catalog.products()[0]);
        bread.options[0].choices[1].extra.minor = sliced;
        bread
    }

    #[test]
    fn what_a_choice_adds_is_told_apart_from_what_can_be_chosen() {
        let was = selling(vec![cut(20)]);
        let dearer = selling(vec![cut(50)]);
        let expected = ["extra up: `sourdough/sliced`, 0.50 € instead of 0.20 €"];
        assert_eq!(words(&was, &dearer), expected);
        let mut other = cut(20);
        other.options[0].choices[1].stock = Some(3);
        assert_eq!(words(&was, &selling(vec![other])), ["changed: options of `sourdough`"]);
    }

    #[test]
    fn what_customers_may_name_is_said_in_full() {
        let free = |max| {
            let mut product = Product::clone(&fixture::shop().catalog.products()[4]);
            if let Price::Free { max: most, .. } = &mut product.price {
                most.minor = max;
            }
            selling(vec![product])
        };
        let expected = ["amounts of `top-up`: 1.00 € to 600.00 € instead of 1.00 € to 500.00 €"];
        assert_eq!(words(&free(50_000), &free(60_000)), expected);
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
}
