//! A question that nobody asked: the examples of the reference page are true of it, and every rule is tried on it when
//! it is compiled, so that mistakes show before a customer meets them.

use std::sync::Arc;

use super::{CustomerFacts, DeliveryFacts, Input, InvoiceFacts, LineFacts, Purchase, QuoteFacts, ShopFacts};
use crate::{ids::UserId, money::Currency, time::Timestamp};

/// 24 November 2026, 18:05 in Lisbon.
const NOW: Timestamp = Timestamp(1_795_543_500_000);
const TODAY: i64 = 20_781;
/// 40 days before, at noon.
const FIRST_SEEN: Timestamp = Timestamp(1_792_065_600_000);

/// Two sourdough loaves and a jar of jam, by a customer who was here before.
pub fn sample() -> Arc<Input> {
    let line = |product: &str, title: &str, category: &str, choices: &[&str], quantity, price| LineFacts {
        product: product.into(),
        title: title.into(),
        category: category.into(),
        choices: choices.iter().map(|choice| (*choice).into()).collect(),
        quantity,
        price,
        physical: true,
    };
    Arc::new(Input {
        now: NOW,
        shop: ShopFacts {
            id: "bakery".to_owned(),
            name: "Corner Bakery".to_owned(),
            timezone: "Europe/Lisbon".to_owned(),
        },
        quote: QuoteFacts {
            lines: vec![
                line("sourdough", "Sourdough loaf", "bread", &["sliced"], 2, 550),
                line("fig-jam", "Fig jam", "jars", &[], 1, 260),
            ],
            currency: Currency::parse("EUR").unwrap_or(Currency::stars()),
            total: 1360,
        },
        customer: customer(),
        invoice: InvoiceFacts {
            place: "private".to_owned(),
            made_for: Some(UserId(4242)),
            paying: true,
        },
        delivery: delivery(),
    })
}

fn customer() -> CustomerFacts {
    let bought = |product: &str, day, units, amount| Purchase {
        product: product.to_owned(),
        day,
        units,
        amount,
    };
    CustomerFacts {
        id: UserId(4242),
        language: "en".to_owned(),
        first_seen: FIRST_SEEN,
        purchases: vec![
            bought("", TODAY, 1, 1100),
            bought("sourdough", TODAY, 2, 1100),
            bought("", TODAY - 3, 1, 1100),
            bought("sourdough", TODAY - 3, 1, 1100),
            bought("", TODAY - 40, 1, 800),
            bought("sourdough", TODAY - 40, 1, 800),
        ],
    }
}

fn delivery() -> DeliveryFacts {
    DeliveryFacts {
        name: "Ann Miller".to_owned(),
        phone: "351210000000".to_owned(),
        email: "ann@example.org".to_owned(),
        country: "PT".to_owned(),
        state: String::new(),
        city: "Lisboa".to_owned(),
        street: "Rua Augusta 1".to_owned(),
        postcode: "1100-048".to_owned(),
    }
}
