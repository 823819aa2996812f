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
/// Shelves, and products without one, on one screen of the greeting. Telegram takes 100 buttons with a message.
const PAGE_SHELVES: usize = 40;

/// The greeting. More shelves than fit have screens of their own.
pub(super) fn home(voice: Voice<'_>, page: u8) -> Outgoing {
    let catalog = &voice.shop.catalog;
    let shelves = catalog.categories();
    let (page, pages) = within(page, shelves.len() + catalog.on_shelf(None).len(), PAGE_SHELVES);
    let from = page * PAGE_SHELVES;
    let mut home = Outgoing::words(greeting(voice, page, pages));
    let here: Vec<Button> = shelves
        .iter()
        .skip(from)
        .take(PAGE_SHELVES)
        .map(|c| shelf(voice, c))
        .collect();
    for pair in here.chunks(2) {
        home = home.row(pair.iter().cloned());
    }
    let loose = catalog.on_shelf(None).skip(from.saturating_sub(shelves.len()));
    for product in loose.take(PAGE_SHELVES - here.len()) {
        home = home.row([offer(voice, product)]);
    }
    let language = (voice.shop.languages.len() > 1).then(|| button(voice, "button-language", Tap::Languages));
    home.row(previous_and_next(voice, page, pages, |page| Tap::Shelves { page }))
        .row([
            button(voice, "button-orders", Tap::Orders),
            button(voice, "button-support", Tap::Support),
        ])
        .row([button(voice, "button-terms", Tap::Terms)].into_iter().chain(language))
}

fn greeting(voice: Voice<'_>, page: usize, pages: usize) -> Rich {
    let text = Rich::default()
        .bold(&voice.shop_name())
        .paragraph(voice.markup(&voice.shop.greeting));
    if pages == 1 {
        return text;
    }
    text.paragraph(page_of(voice, page, pages))
}

/// A page that there is, and how many there are.
fn within(page: u8, count: usize, on_one: usize) -> (usize, usize) {
    let pages = count.div_ceil(on_one).max(1);
    (usize::from(page).min(pages - 1), pages)
}

fn page_of(voice: Voice<'_>, page: usize, pages: usize) -> Rich {
    let (page, pages) = ((page + 1).into(), pages.into());
    Rich::plain(&voice.say("page-of", &[("page", page), ("pages", pages)]))
}

fn previous_and_next(
    voice: Voice<'_>,
    page: usize,
    pages: usize,
    to: impl Fn(u8) -> Tap,
) -> impl Iterator<Item = Button> {
    let to = |page: usize| to(u8::try_from(page).unwrap_or(u8::MAX));
    let previous = (page > 0).then(|| button(voice, "button-previous", to(page.saturating_sub(1))));
    let next = (page + 1 < pages).then(|| button(voice, "button-next", to(page + 1)));
    previous.into_iter().chain(next)
}

pub(super) fn category(voice: Voice<'_>, code: Code, page: u8) -> Outgoing {
    let Some(category) = voice.shop.catalog.category(code) else {
        return home(voice, 0);
    };
    let here = voice.shop.catalog.on_shelf(Some(&category.id));
    let (page, pages) = within(page, here.len(), PAGE_PRODUCTS);
    let mut screen = Outgoing::words(category_text(voice, category, page, pages));
    for product in here.skip(page * PAGE_PRODUCTS).take(PAGE_PRODUCTS) {
        screen = screen.row([offer(voice, product)]);
    }
    let own = voice.shop.catalog.categories().iter().position(|c| c.id == category.id);
    screen
        .row(previous_and_next(voice, page, pages, |page| Tap::Category {
            code,
            page,
        }))
        .row([to_shelves(voice, own)])
}

/// Leads to the screen of the greeting on which this entry stands.
fn to_shelves(voice: Voice<'_>, entry: Option<usize>) -> Button {
    match u8::try_from(entry.unwrap_or(0) / PAGE_SHELVES).unwrap_or(u8::MAX) {
        0 => home_button(voice),
        page => button(voice, "button-home", Tap::Shelves { page }),
    }
}

/// Leads back from a product to the page of the shelf on which it stands.
pub(super) fn back(voice: Voice<'_>, product: &Product) -> Button {
    let catalog = &voice.shop.catalog;
    let at = catalog.place_on_shelf(product);
    let Some(category) = &product.category else {
        return to_shelves(voice, at.map(|at| catalog.categories().len() + at));
    };
    let at = at.unwrap_or(0);
    let page = u8::try_from(at / PAGE_PRODUCTS).unwrap_or(u8::MAX);
    let code = category.code();
    button(voice, "button-back", Tap::Category { code, page })
}

fn category_text(voice: Voice<'_>, category: &Category, page: usize, pages: usize) -> Rich {
    let title = Rich::default().bold(voice.words(&category.title));
    if voice.shop.catalog.on_shelf(Some(&category.id)).len() == 0 {
        return title.paragraph(Rich::plain(&voice.say("shelf-empty", &[])));
    }
    if pages == 1 {
        return title;
    }
    title.paragraph(page_of(voice, page, pages))
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
pub(in crate::telegram) fn price(voice: Voice<'_>, product: &Product) -> String {
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
