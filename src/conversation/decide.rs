//! The one function that decides, and what it will want to read. Both are tables of what can happen: how each is
//! answered is in `browse`, `buy`, `checkout`, `money` and `staff`.

use super::{
    Books, Decision, Event, Key, Missing, Tap, TapEvent, Turn, browse, buy, checkout, inline, money, posts, staff,
};
use crate::{ids::UserId, payment::Charge, shop::Selection};

/// Says what this turn changes and what people see of it.
pub fn decide(turn: &Turn, books: &Books) -> Result<Decision, Missing> {
    let decision = decide_alone(turn, books)?;
    posts::follow(turn, books, decision)
}

fn decide_alone(turn: &Turn, books: &Books) -> Result<Decision, Missing> {
    match &turn.event {
        Event::Message(message) => browse::message(turn, books, message),
        Event::Tap(tap) => tapped(turn, books, tap),
        Event::Inline(query) => inline::asked(turn, books, query),
        Event::PreCheckout(query, person) => checkout::pre_checkout(turn, books, query, person),
        Event::Paid(charge, person, _) => money::paid(turn, books, charge, person),
        Event::Nothing => Ok(Decision::default()),
        Event::Opened { counted } => staff::opened(turn, books, counted),
        Event::Due { order, caught_up } => checkout::due(turn, books, *order, *caught_up),
        Event::Answered { order, query, taken } => checkout::answered(turn, books, *order, query, *taken),
        Event::Delivered { row, kind, order, end } => staff::delivered(turn, books, *row, *kind, *order, end),
        Event::Files(news) => Ok(staff::files(turn, books, news)),
        Event::Stock { sku, change } => staff::stock(turn, books, sku, *change),
        Event::Offer(offer) => posts::offer(turn, books, offer),
        Event::Withdraw { post } => posts::withdraw(turn, books, *post),
        Event::Posted {
            row,
            post,
            showing,
            end,
        } => posts::posted(turn, books, (*row, *post), showing, end),
    }
}

fn tapped(turn: &Turn, books: &Books, tap: &TapEvent) -> Result<Decision, Missing> {
    match &tap.tap {
        Some(Tap::Buy(selection)) => buy::buy(turn, books, tap, selection),
        Some(Tap::Agree { terms, then }) => buy::agree(turn, books, tap, *terms, then.as_ref()),
        Some(Tap::OfAge { years, then }) => buy::of_age(turn, books, tap, *years, then),
        Some(Tap::CancelOrder(order)) => buy::cancel(turn, books, tap, *order),
        Some(Tap::Accept(revision)) => staff::accept(turn, books, tap, *revision),
        Some(Tap::Progress(order, progress)) => staff::progress(turn, books, tap, *order, *progress),
        _ => browse::tap(turn, books, tap),
    }
}

/// What the store should load before this turn is decided. A guess that saves a round: what it forgets, `decide` asks
/// for.
pub fn needs(turn: &Turn) -> Vec<Key> {
    let shop = turn.revision.shop.id.clone();
    match &turn.event {
        Event::Message(message) => vec![Key::Customer(shop, message.from.user())],
        Event::Tap(tap) => needs_of_tap(turn, tap),
        Event::Inline(query) => inline::needs(turn, query),
        Event::PreCheckout(query, _) => {
            let invoice = query
                .payload
                .map(|payload| Key::Invoice(shop.clone(), payload, query.payer));
            let payer = [
                Key::Customer(shop.clone(), query.payer),
                Key::LiveOrders(shop.clone(), query.payer),
            ];
            let bought = bought(turn, query.payer);
            invoice.into_iter().chain(payer).chain(bought).collect()
        }
        Event::Paid(charge, _, _) => needs_of_charge(turn, charge),
        Event::Opened { counted } => counted
            .iter()
            .map(|(sku, _)| Key::Stock(shop.clone(), sku.clone()))
            .chain([Key::OpenPosts(shop.clone())])
            .chain(posts::standing_keys(turn))
            .collect(),
        Event::Offer(_) => vec![Key::OpenPosts(shop)],
        Event::Withdraw { post } | Event::Posted { post, .. } => vec![Key::Post(shop, *post)],
        Event::Due { order, .. } | Event::Answered { order, .. } => vec![Key::Order(shop, *order)],
        Event::Stock { sku, .. } => vec![Key::Stock(shop, sku.clone())],
        Event::Nothing | Event::Delivered { .. } | Event::Files(_) => Vec::new(),
    }
}

fn needs_of_charge(turn: &Turn, charge: &Charge) -> Vec<Key> {
    let shop = &turn.revision.shop.id;
    let mut keys = vec![
        Key::Customer(shop.clone(), charge.payer),
        Key::Charge(shop.clone(), charge.payload.clone(), charge.id.clone()),
    ];
    keys.extend(
        charge
            .parsed_payload()
            .map(|payload| Key::Invoice(shop.clone(), payload, charge.payer)),
    );
    keys
}

fn needs_of_tap(turn: &Turn, tap: &TapEvent) -> Vec<Key> {
    let shop = turn.revision.shop.id.clone();
    let user = tap.from.user();
    let mut keys = vec![Key::Customer(shop.clone(), user)];
    match &tap.tap {
        Some(Tap::Card(selection)) => keys.extend(stock_key(turn, selection)),
        Some(Tap::Buy(selection)) => keys.extend(needs_of_buying(turn, user, selection, tap.message)),
        Some(
            Tap::Agree {
                then: Some((selection, origin)),
                ..
            }
            | Tap::OfAge {
                then: (selection, origin),
                ..
            },
        ) => {
            keys.extend(needs_of_buying(turn, user, selection, *origin));
        }
        Some(Tap::Orders) => keys.push(Key::LatestOrders(shop, user)),
        Some(Tap::Order(order) | Tap::CancelOrder(order) | Tap::Progress(order, _)) => {
            keys.push(Key::Order(shop, *order));
        }
        _ => {}
    }
    keys
}

fn needs_of_buying(turn: &Turn, user: UserId, selection: &Selection, origin: crate::ids::MessageId) -> Vec<Key> {
    let shop = &turn.revision.shop.id;
    let mut keys = vec![
        Key::LiveOrders(shop.clone(), user),
        Key::OrdersFrom(shop.clone(), user, origin),
    ];
    keys.extend(stock_key(turn, selection));
    keys.extend(bought(turn, user));
    keys
}

/// Only the owner's own checks ask for a customer's history, and some policies.
fn bought(turn: &Turn, user: UserId) -> Option<Key> {
    let shop = &turn.revision.shop;
    let asked = !shop.rules.is_empty() || shop.policies.ask_for_history();
    asked.then(|| Key::Bought(shop.id.clone(), user))
}

fn stock_key(turn: &Turn, selection: &Selection) -> Option<Key> {
    let shop = &turn.revision.shop;
    let product = shop
        .catalog
        .product_by_code(selection.product)
        .filter(|product| product.is_counted())?;
    Some(Key::Stock(shop.id.clone(), product.sku_of(selection)?))
}
