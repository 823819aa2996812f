//! Looking around: commands, links and buttons that lead from one screen to another. Nothing here writes a row, but for
//! the language that somebody chose and the mark of somebody who came back, and what waits for the staff.

use std::sync::Arc;

use super::{
    Availability, Books, Change, Decision, Message, Missing, Person, Place, Screen, Tap, TapEvent, Toast, Turn,
    desk::Desk, own_orders,
};
use crate::{
    ids::{Campaign, ChatId, Code, ProductId},
    money::Money,
    order::Refusal,
    shop::{Price, Product, Selection, SelectionError},
};

pub(super) fn message(turn: &Turn, books: &Books, message: &Message) -> Result<Decision, Missing> {
    let mut desk = Desk::open(turn, books, &message.from)?;
    let (word, rest) = command(&message.text);
    if word == "/id" {
        desk.show(
            message.chat,
            Place::Topic(message.topic),
            Screen::Ids {
                user: message.from.user(),
                chat: message.chat,
                topic: message.topic,
            },
        );
    } else if message.private {
        welcome_back(&mut desk);
        let screen = answer(&mut desk, message, word, rest)?;
        desk.show(message.chat, Place::New, screen);
    }
    Ok(desk.close())
}

/// `/start@shop_bot p_bread` is the command `/start` with `p_bread`.
fn command(text: &str) -> (&str, &str) {
    let text = text.trim();
    let (word, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    (word.split('@').next().unwrap_or(word), rest.trim())
}

/// Whoever writes to us has unblocked us. Of the staff nothing is kept that could tell: an alert may have been for
/// somebody who had never pressed Start.
fn welcome_back(desk: &mut Desk<'_>) {
    if desk.was_blocked() {
        desk.keep_customer();
    } else if desk.shop.is_staff(desk.customer.user) {
        let (shop, chat) = (desk.shop.id.clone(), ChatId::of(desk.customer.user));
        desk.change(Change::Revive { shop, chat });
    }
}

fn answer(desk: &mut Desk<'_>, message: &Message, word: &str, rest: &str) -> Result<Screen, Missing> {
    Ok(match word {
        "/start" => start(desk, rest)?,
        "/terms" => Screen::Terms {
            then: None,
            agreed: desk.has_agreed(),
        },
        "/support" | "/paysupport" => Screen::Support,
        "/privacy" => Screen::Privacy,
        "/help" => Screen::Help,
        "/language" => Screen::Languages,
        "/orders" => own_orders::list(desk)?,
        _ => match asked_product(desk, message) {
            Some((product, tag)) => named_amount(desk, &product, message.text.trim(), tag)?,
            None => Screen::NotUnderstood,
        },
    })
}

/// `/start`, alone or with a deep link's parameter.
fn start(desk: &Desk<'_>, parameter: &str) -> Result<Screen, Missing> {
    let (target, tag) = split_tag(parameter);
    let linked = |prefix: &str| {
        let id = ProductId::parse(target.strip_prefix(prefix)?).ok()?;
        desk.shop.catalog.product(&id).cloned()
    };
    if let Some(product) = linked("p_") {
        let selection = Selection {
            campaign: tag,
            ..product.first_selection()
        };
        return card(desk, &product, selection);
    }
    if let Some(product) = linked("a_") {
        return Ok(Screen::AskAmount {
            product: product.id.clone(),
            campaign: tag,
        });
    }
    let was_a_link = parameter.starts_with("p_") || parameter.starts_with("a_");
    Ok(if was_a_link {
        Screen::Refused(Refusal::Withdrawn { product: String::new() })
    } else {
        Screen::Home
    })
}

/// `p_bread_spring` is the link to `p_bread` with the tag `spring`; ids have no underscore.
fn split_tag(parameter: &str) -> (&str, Option<Campaign>) {
    let at = parameter.match_indices('_').nth(1).map(|(at, _)| at);
    match at.and_then(|at| parameter.split_at_checked(at)) {
        Some((target, tag)) => (target, Campaign::parse(&tag[1..])),
        None => (parameter, None),
    }
}

/// The product whose price a typed number may name: the one that our message asked about, with the tag that had led
/// there, else the shop's only one.
fn asked_product(desk: &Desk<'_>, message: &Message) -> Option<(Arc<Product>, Option<Campaign>)> {
    let catalog = &desk.shop.catalog;
    if let Some(parameter) = &message.reply_to {
        let (target, tag) = split_tag(parameter);
        let id = ProductId::parse(target.strip_prefix("a_")?).ok()?;
        return Some((catalog.product(&id)?.clone(), tag));
    }
    let looks_like_a_number = message.text.trim().starts_with(|c: char| c.is_ascii_digit());
    let mut free = catalog
        .products()
        .iter()
        .filter(|product| matches!(product.price, Price::Free { .. }));
    match (free.next(), free.next()) {
        (Some(only), None) if looks_like_a_number => Some((only.clone(), None)),
        _ => None,
    }
}

fn named_amount(desk: &Desk<'_>, product: &Product, text: &str, campaign: Option<Campaign>) -> Result<Screen, Missing> {
    let Price::Free { min, max, .. } = &product.price else {
        return Ok(Screen::NotUnderstood);
    };
    let bare = text.trim_end_matches(desk.shop.currency.info().sign).trim();
    let amount = Money::parse(&bare.replace(',', "."), desk.shop.currency).ok();
    match amount.filter(|amount| (min.minor..=max.minor).contains(&amount.minor)) {
        Some(amount) => card(
            desk,
            product,
            Selection {
                amount: Some(amount.minor),
                campaign,
                ..product.first_selection()
            },
        ),
        None => Ok(Screen::Refused(Refusal::AmountOutside { min: *min, max: *max })),
    }
}

/// The card of a product with what is picked; what no longer fits the catalog starts afresh.
pub(super) fn card(desk: &Desk<'_>, product: &Product, selection: Selection) -> Result<Screen, Missing> {
    let fits = !matches!(
        product.resolve(&selection),
        Err(SelectionError::Withdrawn | SelectionError::TooMany { .. })
    );
    let selection = if fits {
        selection
    } else {
        Selection {
            campaign: selection.campaign,
            ..product.first_selection()
        }
    };
    let availability = availability(desk, product, &selection)?;
    Ok(Screen::Card {
        product: product.id.clone(),
        selection,
        availability,
    })
}

fn availability(desk: &Desk<'_>, product: &Product, selection: &Selection) -> Result<Availability, Missing> {
    let Some(sku) = product.sku_of(selection).filter(|_| product.is_counted()) else {
        return Ok(Availability::Endless);
    };
    let free = desk.free(&sku)?;
    Ok(if free > 0 {
        Availability::Left(free)
    } else {
        Availability::SoldOut
    })
}

/// A button that leads somewhere, or nowhere any more.
pub(super) fn tap(turn: &Turn, books: &Books, tap: &TapEvent) -> Result<Decision, Missing> {
    let mut desk = Desk::open(turn, books, &tap.from)?;
    if !tap.private {
        desk.answer_tap(&tap.query, Some(Toast::Gone));
        return Ok(desk.close());
    }
    welcome_back(&mut desk);
    match tap.tap.as_ref() {
        Some(Tap::Order(order)) => own_orders::one(&mut desk, tap, *order)?,
        Some(Tap::Language(letters)) => choose_language(&mut desk, tap, *letters),
        Some(Tap::AskAmount { product, campaign }) => ask_amount(&mut desk, tap, (*product, campaign.clone())),
        Some(known) => lead_to(&mut desk, tap, known)?,
        None => gone(&mut desk, tap),
    }
    Ok(desk.close())
}

fn lead_to(desk: &mut Desk<'_>, tap: &TapEvent, target: &Tap) -> Result<(), Missing> {
    let screen = match target {
        Tap::Shelves { page } => Some(Screen::Shelves { page: *page }),
        Tap::Category { code, page } => desk.shop.catalog.category(*code).map(|_| Screen::Category {
            code: *code,
            page: *page,
        }),
        Tap::Card(selection) => match desk.shop.catalog.product_by_code(selection.product) {
            Some(product) => Some(card(desk, product, selection.clone())?),
            None => None,
        },
        Tap::Terms => Some(Screen::Terms {
            then: None,
            agreed: desk.has_agreed(),
        }),
        Tap::Support => Some(Screen::Support),
        Tap::Privacy => Some(Screen::Privacy),
        Tap::Languages => Some(Screen::Languages),
        Tap::Orders => Some(own_orders::list(desk)?),
        _ => Some(Screen::Home),
    };
    match screen {
        Some(screen) => {
            desk.answer_tap(&tap.query, None);
            desk.show(tap.chat, instead(tap), screen);
        }
        None => gone(desk, tap),
    }
    Ok(())
}

/// The button outlived what it led to.
pub(super) fn gone(desk: &mut Desk<'_>, tap: &TapEvent) {
    desk.answer_tap(&tap.query, Some(Toast::Gone));
    desk.show(tap.chat, Place::New, Screen::Home);
}

pub(super) fn instead(tap: &TapEvent) -> Place {
    Place::Instead {
        message: tap.message,
        on_photo: tap.on_photo,
    }
}

fn ask_amount(desk: &mut Desk<'_>, tap: &TapEvent, (code, campaign): (Code, Option<Campaign>)) {
    let product = desk
        .shop
        .catalog
        .product_by_code(code)
        .filter(|p| matches!(p.price, Price::Free { .. }));
    match product.map(|product| product.id.clone()) {
        Some(product) => {
            desk.answer_tap(&tap.query, None);
            desk.show(tap.chat, Place::New, Screen::AskAmount { product, campaign });
        }
        None => gone(desk, tap),
    }
}

fn choose_language(desk: &mut Desk<'_>, tap: &TapEvent, letters: [u8; 2]) {
    let spoken = desk
        .shop
        .languages
        .iter()
        .find(|language| language.as_str().as_bytes() == letters);
    let Some(language) = spoken.cloned() else {
        return gone(desk, tap);
    };
    desk.customer.language = language.as_str().into();
    desk.language = language;
    desk.keep_customer();
    desk.answer_tap(&tap.query, None);
    desk.show(tap.chat, instead(tap), Screen::LanguageChosen);
}

/// Whether a person may press the staff's buttons in this chat.
pub(super) fn is_staff_here(desk: &Desk<'_>, person: &Person, chat: ChatId, private: bool) -> bool {
    desk.shop.is_staff(person.user()) && (private || desk.shop.orders_chat == Some(chat))
}
