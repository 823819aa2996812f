//! Posts and links: what the operator wants shown outside the shop's own chats, and what keeps it true. A row says how a
//! post is meant to be; whoever sends reads the row at that moment and makes the message fit it. Each invoice post and
//! each link has a standing invoice of its own, so that it can be closed by itself.

use super::{
    Books, Change, Decision, DeliveryEnd, Key, Missing, Offer, Owed, OwedRow, Post, PostKind, PostState, Showing, Turn,
    desk::Desk, inline,
};
use crate::{
    ids::{MessageId, OutboxId, PostId, Sku},
    order::{Quote, Refusal},
    payment::{Audience, Invoice, still_offered},
    shop::{Payable, Selection, Stock},
};

/// Makes a post or a link. The same link again is the one that is there.
pub(super) fn offer(turn: &Turn, books: &Books, offer: &Offer) -> Result<Decision, Missing> {
    let mut desk = Desk::of_engine(turn, books);
    let Some(product) = desk.shop.catalog.product_by_code(offer.selection.product) else {
        return Ok(desk.close());
    };
    if let Some(known) = same_link(&desk, offer)? {
        desk.change(Change::Post(known));
        return Ok(desk.close());
    }
    let id = books.next.post;
    let invoice = match offer.kind {
        PostKind::Card => None,
        PostKind::Invoice | PostKind::Link => match standing(&mut desk, id, &offer.selection, offer.payable)? {
            Some(invoice) => Some(invoice.id),
            None => return Ok(desk.close()),
        },
    };
    let post = Post {
        id,
        shop: desk.shop.id.clone(),
        kind: offer.kind,
        chat: offer.chat,
        topic: offer.topic,
        product: product.id.clone(),
        selection: offer.selection.clone(),
        payable: offer.payable,
        invoice,
        state: PostState::Open,
        message: MessageId(0),
        url: String::new(),
        face: String::new(),
        note: String::new(),
        revision: turn.revision.id.clone(),
        created_at: turn.now,
        version: 0,
    };
    owe(&mut desk, &post);
    desk.change(Change::Post(post));
    Ok(desk.close())
}

/// An open link to the same thing at today's price. One that is payable once is always new.
fn same_link(desk: &Desk<'_>, offer: &Offer) -> Result<Option<Post>, Missing> {
    let quote = Quote::standing(&desk.turn.revision, &offer.selection);
    let (PostKind::Link, Ok(quote)) = (offer.kind, quote) else {
        return Ok(None);
    };
    let fingerprint = quote.fingerprint(offer.payable);
    for post in desk.books.open_posts(&desk.shop.id)? {
        let same = post.kind == PostKind::Link && post.selection == offer.selection && post.payable == offer.payable;
        if !same || post.payable == Payable::Once {
            continue;
        }
        let now = desk.books.standing(&desk.shop.id, post.id, &fingerprint)?;
        if now.is_some_and(|invoice| Some(invoice.id) == post.invoice) {
            return Ok(Some(post.clone()));
        }
    }
    Ok(None)
}

/// The standing invoice of a post at today's price and terms, made at its first use; `None` for what cannot be priced
/// without the customer.
fn standing(
    desk: &mut Desk<'_>,
    post: PostId,
    selection: &Selection,
    payable: Payable,
) -> Result<Option<Invoice>, Missing> {
    let Ok(quote) = Quote::standing(&desk.turn.revision, selection) else {
        return Ok(None);
    };
    let fingerprint = quote.fingerprint(payable);
    if let Some(known) = desk.books.standing(&desk.shop.id, post, &fingerprint)? {
        return Ok(Some(known.clone()));
    }
    let (id, payload) = desk.next_standing();
    let invoice = Invoice {
        id,
        shop: desk.shop.id.clone(),
        payload,
        audience: Audience::Anyone,
        payable,
        post,
        standing: fingerprint,
        quote,
        created_at: desk.turn.now,
    };
    desk.change(Change::Invoice(invoice.clone()));
    Ok(Some(invoice))
}

/// Takes a post or a link back: from now on nobody can pay it, and its message goes.
pub(super) fn withdraw(turn: &Turn, books: &Books, id: PostId) -> Result<Decision, Missing> {
    let mut desk = Desk::of_engine(turn, books);
    let found = books.post(&desk.shop.id, id)?;
    let Some(post) = found.filter(|post| post.state != PostState::Closed) else {
        return Ok(desk.close());
    };
    let post = Post {
        state: PostState::Closed,
        ..post.clone()
    };
    if post.kind != PostKind::Link {
        owe(&mut desk, &post);
    }
    desk.change(Change::Post(post));
    Ok(desk.close())
}

/// What became of the message of a post.
pub(super) fn posted(
    turn: &Turn,
    books: &Books,
    (row, id): (OutboxId, PostId),
    showing: &Showing,
    end: &DeliveryEnd,
) -> Result<Decision, Missing> {
    let mut desk = Desk::of_engine(turn, books);
    // Nobody unblocks us in a group: what may not be written there has failed.
    let end = match end {
        DeliveryEnd::Blocked => &DeliveryEnd::Failed("the bot may not write in this chat".into()),
        end => end,
    };
    let (end, at) = (end.clone(), turn.now);
    let failed = match &end {
        DeliveryEnd::Failed(why) => Some(why.clone()),
        _ => None,
    };
    desk.change(Change::OutboxEnd { row, end, at });
    let Some(before) = books.post(&desk.shop.id, id)? else {
        return Ok(desk.close());
    };
    let mut post = Post {
        chat: showing.chat,
        message: showing.message,
        url: showing.url.clone(),
        face: showing.face.clone(),
        note: showing.note.clone(),
        ..before.clone()
    };
    if let Some(why) = failed {
        post.note = why;
        if post.state == PostState::Open {
            post.state = PostState::Failed;
        }
    }
    if post != *before {
        desk.change(Change::Post(post));
    }
    Ok(desk.close())
}

/// Other files may want other posts: a new price needs another invoice, a new text another message.
pub(super) fn look_over(desk: &mut Desk<'_>) -> Result<(), Missing> {
    if desk.turn.revision.closing {
        // Nothing new is offered by a shop whose folder is gone.
        return Ok(());
    }
    let (links, posts): (Vec<Post>, Vec<Post>) = desk
        .books
        .open_posts(&desk.shop.id)?
        .into_iter()
        .cloned()
        .partition(|post| post.kind == PostKind::Link);
    for before in links {
        let note = out_of_date(desk, &before);
        if note != before.note {
            desk.change(Change::Post(Post { note, ..before }));
        }
    }
    for before in posts {
        let mut post = Post {
            revision: desk.turn.revision.id.clone(),
            ..before.clone()
        };
        if post.kind == PostKind::Invoice {
            let invoice = standing(desk, post.id, &post.selection, post.payable)?;
            post.invoice = invoice.map(|invoice| invoice.id);
        }
        // A pool of keys is filled beside the files, so its card is looked at each time.
        if post != before || (post.kind == PostKind::Card && is_pool(desk, &post)) {
            owe(desk, &post);
            desk.change(Change::Post(post));
        }
    }
    make_inline(desk)
}

/// Why nobody can pay a link any more. Telegram changes no link: it goes on showing the old invoice.
fn out_of_date(desk: &Desk<'_>, link: &Post) -> String {
    let Some(invoice) = desk.books.offered(link) else {
        return String::new();
    };
    let why = match still_offered(&desk.turn.revision, invoice) {
        Ok(()) => return String::new(),
        Err(Refusal::PriceChanged { was, now }) => format!("it says {was}, and the price is {now} now"),
        Err(Refusal::Withdrawn { .. }) => "its product is not sold any more".into(),
        Err(_) => "what it would deliver is another thing now".into(),
    };
    format!("{why}: whoever pays it is refused in words; make a new link and close this one")
}

/// What inline results offer to be paid is made before anybody looks: a question writes nothing.
fn make_inline(desk: &mut Desk<'_>) -> Result<(), Missing> {
    let shop = desk.shop;
    let products = shop.catalog.products().iter();
    for product in products.filter(|product| inline::sells(shop, product)) {
        standing(desk, PostId(0), &product.first_selection(), desk.shop.posts.payable)?;
    }
    Ok(())
}

/// The standing invoices of every inline result.
pub(super) fn standing_keys(turn: &Turn) -> impl Iterator<Item = Key> {
    let products = turn.revision.shop.catalog.products().iter();
    products.filter_map(|product| inline::standing_key(turn, product))
}

fn is_pool(desk: &Desk<'_>, post: &Post) -> bool {
    let product = desk.shop.catalog.product(&post.product);
    product.is_some_and(|product| product.stock == Stock::Keys)
}

fn owe(desk: &mut Desk<'_>, post: &Post) {
    let language = desk.shop.languages[0].as_str().to_string();
    desk.owe(post.chat, &language, Owed::Post { post: post.id });
}

/// A card says whether its product is sold out, so it follows when that turns, whatever turned it.
pub(super) fn follow(turn: &Turn, books: &Books, mut decision: Decision) -> Result<Decision, Missing> {
    let shop = &turn.revision.shop;
    let mut turned: Vec<Sku> = Vec::new();
    for change in &decision.changes {
        if let Change::Stock(row) = change {
            let before = books.stock(&shop.id, &row.sku)?.map_or(0, super::StockRow::free);
            if (before > 0) != (row.free() > 0) {
                turned.push(row.sku.clone());
            }
        }
    }
    if turned.is_empty() {
        return Ok(decision);
    }
    let cards = books
        .open_posts(&shop.id)?
        .into_iter()
        .filter(|post| post.kind == PostKind::Card && turned.iter().any(|sku| counts(post, sku)));
    let owed = decision.changes.iter().filter_map(|change| match change {
        Change::Owe(row) => Some(row.id.0 + 1),
        _ => None,
    });
    let first = owed.max().unwrap_or(0).max(books.next.outbox.0);
    let language = shop.languages[0].as_str();
    let rows: Vec<Change> = (first..)
        .zip(cards)
        .map(|(id, post)| {
            Change::Owe(OwedRow {
                id: OutboxId(id),
                shop: shop.id.clone(),
                chat: post.chat,
                language: language.into(),
                owed: Owed::Post { post: post.id },
            })
        })
        .collect();
    decision.changes.extend(rows);
    Ok(decision)
}

/// Whether a sku is of the product of a post.
fn counts(post: &Post, sku: &Sku) -> bool {
    let product = sku.as_str().split('/').next();
    product == Some(post.product.as_str())
}
