//! `kiosk posts`: what a shop shows outside its own chats. It only reads; the words here are `post`'s and `link`'s too.

use clap::Args;
use serde_json::{Value, json};

use super::{
    ending::{Ending, Exit, Failure},
    output::{Output, Tone, clean_line, columns},
    place,
    worlds::{self, Side},
};
use crate::{
    config::Settings,
    conversation::{Post, PostKind, PostState},
    ids::{MessageId, ShopId, TopicId},
    shop::Payable,
    store::PostListing,
};

/// Lists a shop's posts and links
///
/// Reads the databases of both worlds, whether kiosk runs or not. How many were paid counts invoices and links; what a
/// card leads to is bought in the bot.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  kiosk posts bakery
  kiosk posts bakery --json")]
pub(super) struct Posts {
    /// A shop
    shop: String,
    /// Print a JSON document
    #[arg(long)]
    json: bool,
}

pub(super) async fn run(settings: &Settings, posts: &Posts, out: &mut Output) -> Ending {
    let shop = shop_id(&posts.shop)?;
    let mut rows: Vec<(Side, PostListing)> = Vec::new();
    for (side, reader) in worlds::readers(&settings.data).await? {
        let listed = reader.posts(&shop).await.map_err(Failure::said)?;
        rows.extend(listed.into_iter().map(|row| (side, row)));
    }
    if rows.is_empty() {
        place::shop_folder(settings, shop.as_str())?;
    }
    if posts.json {
        let documents = rows.iter().map(|(side, row)| record(*side, &row.post, row.paid));
        out.json(&documents.collect())?;
        return Ok(Exit::Fine);
    }
    if rows.is_empty() {
        out.line(&format!("{shop} has no posts and no links."))?;
        return Ok(Exit::Fine);
    }
    let headings = ["", "what", "product", "where", "state", "paid", ""]
        .map(str::to_owned)
        .to_vec();
    let mut table = vec![headings];
    table.extend(rows.iter().map(|(side, row)| cells(*side, row)));
    let text = columns(&table, "");
    let (heading, rest) = text.split_once('\n').unwrap_or((&text, ""));
    out.line(&out.paint(Tone::Faint, heading))?;
    out.text(rest)?;
    Ok(Exit::Fine)
}

pub(super) fn shop_id(word: &str) -> Result<ShopId, Failure> {
    ShopId::parse(word).map_err(|_| {
        Failure::Usage(format!(
            "`{word}` is no shop's name; a shop is named as its folder, such as `bakery`"
        ))
    })
}

fn cells(side: Side, row: &PostListing) -> Vec<String> {
    let post = &row.post;
    let place = match post.kind {
        PostKind::Link => post.url.clone(),
        PostKind::Card | PostKind::Invoice => chat(post),
    };
    let paid = match post.kind {
        PostKind::Card => String::new(),
        PostKind::Invoice | PostKind::Link => row.paid.to_string(),
    };
    let play = if side.is_play() { "sandbox" } else { "" };
    let notes: Vec<String> = [play.to_owned(), clean_line(&post.note)]
        .into_iter()
        .filter(|note| !note.is_empty())
        .collect();
    vec![
        post.id.to_string(),
        what(post),
        post.product.to_string(),
        clean_line(&place),
        state(post).to_owned(),
        paid,
        notes.join("; "),
    ]
}

/// The chat, and the topic in it where there is one.
fn chat(post: &Post) -> String {
    match post.topic {
        TopicId(0) => post.chat.to_string(),
        topic => format!("{}, topic {topic}", post.chat),
    }
}

fn what(post: &Post) -> String {
    let often = match (post.kind, post.payable) {
        (PostKind::Card, _) | (_, Payable::WhileStockLasts) => "",
        (_, Payable::Once) => ", once",
        (_, Payable::OncePerCustomer) => ", once per customer",
    };
    format!("{}{often}", post.kind.word())
}

fn state(post: &Post) -> &'static str {
    let there = post.message != MessageId(0) || !post.url.is_empty();
    match post.state {
        PostState::Open if there => "open",
        PostState::Open if post.kind == PostKind::Invoice && post.invoice.is_none() => "not on sale",
        PostState::Open => "on its way",
        PostState::Closed => "closed",
        PostState::Failed => "failed",
    }
}

/// How a post is now, in one sentence.
pub(super) fn sentence(side: Side, post: &Post) -> String {
    let world = if side.is_play() { " (sandbox)" } else { "" };
    let name = format!("{} {} of {}{world}", post.kind.word(), post.id, post.product);
    let note = clean_line(&post.note);
    match post.state {
        PostState::Failed => format!("{name} is not shown: {note}"),
        PostState::Closed if note.is_empty() => format!("{name} is closed: nobody can pay it any more"),
        PostState::Closed => format!("{name} is closed: nobody can pay it any more, but {note}"),
        PostState::Open if state(post) == "on its way" => format!("{name} is on its way: see `posts`"),
        PostState::Open if post.kind == PostKind::Link => format!("{name}: {}", clean_line(&post.url)),
        PostState::Open => format!("{name} is in chat {}", chat(post)),
    }
}

pub(super) fn record(side: Side, post: &Post, paid: i64) -> Value {
    json!({
        "post": post.id,
        "play": side.is_play(),
        "kind": post.kind,
        "product": post.product,
        "chat": (post.kind != PostKind::Link).then_some(post.chat),
        "topic": (post.topic != TopicId(0)).then_some(post.topic),
        "message": (post.message != MessageId(0)).then_some(post.message),
        "url": (!post.url.is_empty()).then_some(&post.url),
        "payable": (post.kind != PostKind::Card).then_some(post.payable),
        "tag": post.selection.campaign,
        "state": post.state,
        "paid": paid,
        "note": post.note,
        "created_at": post.created_at.to_string(),
    })
}
