//! The greeting with its shelves, and one shelf with its products.

use super::{button, home_button};
use crate::{
    conversation::Tap,
    ids::Code,
    money::Money,
    shop::{Category, Price, Product},
    telegram::{
        outgoing::{Button, Outgoing},
        rich::Rich,
        voice::Voice,
    },
};

/// Products of a shelf on one screen.
const PAGE_PRODUCTS: usize = 10;
/// Telegram takes 100 buttons; products without a shelf beyond these need one.
const HOME_PRODUCTS_MAX: usize = 60;

pub(super) fn home(voice: Voice<'_>) -> Outgoing {
    let greeting = voice.markup(&voice.shop.greeting);
    let text = Rich::default().bold(&voice.shop_name()).paragraph(greeting);
    let shelves: Vec<Button> = voice
        .shop
        .catalog
        .categories()
        .iter()
        .map(|c| shelf(voice, c))
        .collect();
    let mut home = Outgoing::words(text);
    for pair in shelves.chunks(2) {
        home = home.row(pair.iter().cloned());
    }
    for product in voice.shop.catalog.on_shelf(None).take(HOME_PRODUCTS_MAX) {
        home = home.row([offer(voice, product)]);
    }
    let language = (voice.shop.languages.len() > 1).then(|| button(voice, "button-language", Tap::Languages));
    home.row([
        button(voice, "button-orders", Tap::Orders),
        button(voice, "button-support", Tap::Support),
    ])
    .row([button(voice, "button-terms", Tap::Terms)].into_iter().chain(language))
}

pub(super) fn category(voice: Voice<'_>, code: Code, page: u8) -> Outgoing {
    let Some(category) = voice.shop.catalog.category(code) else {
        return home(voice);
    };
    let offers: Vec<Button> = voice
        .shop
        .catalog
        .on_shelf(Some(&category.id))
        .map(|product| offer(voice, product))
        .collect();
    let pages = offers.len().div_ceil(PAGE_PRODUCTS).max(1);
    let page = usize::from(page).min(pages - 1);
    let shown = offers.into_iter().skip(page * PAGE_PRODUCTS).take(PAGE_PRODUCTS);
    let mut screen = Outgoing::words(category_text(voice, category, page, pages));
    for offer in shown {
        screen = screen.row([offer]);
    }
    let to = |page: usize| Tap::Category {
        code,
        page: u8::try_from(page).unwrap_or(u8::MAX),
    };
    let previous = (page > 0).then(|| button(voice, "button-previous", to(page.saturating_sub(1))));
    let next = (page + 1 < pages).then(|| button(voice, "button-next", to(page + 1)));
    screen.row(previous.into_iter().chain(next)).row([home_button(voice)])
}

/// Leads back from a product to the page of the shelf on which it stands.
pub(super) fn back(voice: Voice<'_>, product: &Product) -> Button {
    let Some(category) = &product.category else {
        return home_button(voice);
    };
    let mut shelf = voice.shop.catalog.on_shelf(Some(category));
    let at = shelf.position(|other| other.id == product.id).unwrap_or(0);
    let page = u8::try_from(at / PAGE_PRODUCTS).unwrap_or(u8::MAX);
    let code = category.code();
    button(voice, "button-back", Tap::Category { code, page })
}

fn category_text(voice: Voice<'_>, category: &Category, page: usize, pages: usize) -> Rich {
    let title = Rich::default().bold(voice.words(&category.title));
    if voice.shop.catalog.on_shelf(Some(&category.id)).next().is_none() {
        return title.paragraph(Rich::plain(&voice.say("shelf-empty", &[])));
    }
    if pages == 1 {
        return title;
    }
    let (page, pages) = ((page + 1).into(), pages.into());
    title.paragraph(Rich::plain(&voice.say("page-of", &[("page", page), ("pages", pages)])))
}

fn shelf(voice: Voice<'_>, category: &Category) -> Button {
    let code = category.id.code();
    Button::new(voice.words(&category.title), Tap::Category { code, page: 0 })
}

/// A product with its price.
fn offer(voice: Voice<'_>, product: &Product) -> Button {
    let text = format!("{} · {}", voice.words(&product.title), price(voice, product));
    Button::new(text, Tap::Card(product.first_selection()))
}

/// The lowest price; "from" where a choice makes it higher.
pub(super) fn price(voice: Voice<'_>, product: &Product) -> String {
    let Price::Fixed(price) = &product.price else {
        return voice.say("any-price", &[]);
    };
    let extras = product.options.iter().map(|option| {
        let extras = option.choices.iter().map(|choice| choice.extra.minor);
        let lowest = extras.clone().min().unwrap_or(0);
        (lowest, extras.max().unwrap_or(lowest))
    });
    let (lowest, highest) = extras.fold((0, 0), |(low, high): (i64, i64), (lowest, highest)| {
        (low.saturating_add(lowest), high.saturating_add(highest))
    });
    let shown = Money::new(price.minor.saturating_add(lowest), price.currency).shown();
    if lowest == highest {
        shown
    } else {
        voice.say("from-price", &[("price", shown.into())])
    }
}
