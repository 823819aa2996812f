//! A small shop built by hand, for tests of rooms that may not read files.

use std::{sync::Arc, time::Duration};

use super::*;
use crate::{
    ids::{CategoryId, ChatId, ChoiceId, OptionId, ProductId, RevisionId, ShopId, TermsVersion, UserId},
    money::Money,
    rules::Rules,
};

pub(crate) fn words(text: &str) -> Localized<Arc<str>> {
    Localized::one(text.into())
}

fn eur(minor: i64) -> Money {
    Money::new(minor, Currency::parse("EUR").unwrap())
}

/// A product without options that costs 5.00 EUR and never runs out.
pub(crate) fn product(id: &str) -> Product {
    Product {
        id: ProductId::parse(id).unwrap(),
        title: words(&format!("The {id}")),
        description: words("Good."),
        price: Price::Fixed(eur(500)),
        category: None,
        photo: None,
        invoice_photo: None,
        ask: None,
        stock: Stock::Endless,
        options: Vec::new(),
        deliver: Deliver::Physical,
        quantity_max: 10,
    }
}

fn choice(id: &str, extra: i64) -> Choice {
    Choice {
        id: ChoiceId::parse(id).unwrap(),
        title: words(id),
        extra: eur(extra),
        stock: None,
    }
}

fn products() -> Vec<Product> {
    let file = |path: &str| FileRef { path: path.into() };
    let cut = ProductOption {
        id: OptionId::parse("cut").unwrap(),
        title: words("Cut"),
        choices: vec![choice("whole", 0), choice("sliced", 20)],
    };
    let bread = Some(CategoryId::parse("bread").unwrap());
    let free = Price::Free {
        min: eur(100),
        max: eur(50_000),
        suggested: vec![eur(500), eur(1000)],
    };
    vec![
        Product {
            price: Price::Fixed(eur(650)),
            category: bread,
            stock: Stock::Counted(2),
            options: vec![cut],
            ..product("sourdough")
        },
        Product {
            stock: Stock::Keys,
            deliver: Deliver::Keys(file("goods/keys.txt")),
            ..product("key")
        },
        Product {
            deliver: Deliver::File(file("goods/book.pdf")),
            ..product("book")
        },
        Product {
            deliver: Deliver::Text(words("The recipe: flour and water.")),
            ..product("recipe")
        },
        Product {
            price: free,
            deliver: Deliver::Credit(Credit::Paid),
            quantity_max: 1,
            ..product("top-up")
        },
    ]
}

/// The bakery: one loaf counted twice, a key, a file, a text, a top-up. Staff 900 in the chat -100.
pub(crate) fn shop() -> Shop {
    let markup = |text: &str| Localized::one(Markup::plain(text));
    let category = Category {
        id: CategoryId::parse("bread").unwrap(),
        title: words("Bread"),
    };
    Shop {
        id: ShopId::parse("bakery").unwrap(),
        name: words("Corner Bakery"),
        greeting: markup("Fresh bread."),
        languages: vec![Language::parse("en").unwrap(), Language::parse("ru").unwrap()],
        currency: Currency::parse("EUR").unwrap(),
        timezone: "Europe/Lisbon".into(),
        telegram: TelegramAccount { bot_token: None },
        payments: Payments {
            provider: Provider::Stripe,
            mode: Mode::Test,
            token: None,
        },
        terms: Terms {
            version: TermsVersion::new("v1"),
            text: markup("Be kind."),
            rule: TermsRule::BeforePaying,
        },
        support: Support {
            contact: markup("Write to us."),
            questions: Vec::new(),
        },
        privacy: markup("We keep what we must."),
        checkout: Checkout::default(),
        invoices: InvoicePolicy {
            valid_for: Duration::from_secs(1800),
            when_price_changes: WhenPriceChanges::Refuse,
            forwarding: Forwarding::SingleChat,
            payer: Payer::Anyone,
            protect_content: false,
        },
        posts: PostPolicy {
            form: PostForm::Card,
            payable: Payable::WhileStockLasts,
        },
        orders_chat: Some(ChatId(-100)),
        staff: vec![Staff {
            id: UserId(900),
            role: Role::Owner,
        }],
        catalog: Catalog::new(vec![category], products()),
        texts: Vec::new(),
        rules: Rules::default(),
    }
}

/// A revision of a shop under a name.
pub(crate) fn revision(id: &str, shop: Shop) -> Arc<Revision> {
    Arc::new(Revision {
        id: RevisionId::new(id),
        shop,
        folder: "shops/bakery".into(),
        closing: false,
    })
}
