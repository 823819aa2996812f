//! `kiosk post`, `kiosk link` and their ends: what a shop shows outside its own chats. A wish goes to the engine that
//! serves the shop; where none does, this takes the data folder's lock and drives the same steps once.

use clap::{Args, ValueEnum};
use serde_json::json;

use super::{
    ending::{Ending, Exit, Failure},
    output::{Output, clean_line},
    place, posts,
    worlds::{self, Side},
};
use crate::{
    config::Settings,
    conversation::{Post as Shown, PostState},
    engine::{
        Wish,
        control::{Answer, Request},
    },
    ids::{PostId, ShopId},
    shop::{Payable, PostForm},
};

/// Posts a product in a group or channel
///
/// A card has a button that leads into the bot; an invoice can be paid by whoever sees it. Cards follow the shop's files
/// and say when the product is sold out. The bot must be a member that may write there.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  kiosk post bakery sourdough --to -1001234567890
  kiosk post bakery sourdough --to @corner_bakery
  kiosk post bakery sourdough --to -1001234567890 --topic 4
  kiosk post bakery sourdough/sliced --to -1001234567890 --as invoice --payable once")]
pub(super) struct Post {
    #[command(flatten)]
    offered: Offered,
    /// The number of a group or channel (/id tells it in a group), or the @name of a public one
    #[arg(long, value_name = "CHAT", allow_hyphen_values = true)]
    to: String,
    /// A topic of that group, where it has topics: the number that /id tells there
    #[arg(long, value_name = "TOPIC")]
    topic: Option<i64>,
}

/// Makes a link to a product
///
/// As a card it opens the product in the bot. As an invoice it can be paid by whoever opens it; the same link again is the
/// one that is there, unless its price has changed.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  kiosk link bakery sourdough --tag flyer
  kiosk link bakery sourdough --as invoice --payable once")]
pub(super) struct Link {
    #[command(flatten)]
    offered: Offered,
}

/// What is offered and how, for a post and a link alike.
#[derive(Args, Debug)]
struct Offered {
    /// A shop
    shop: String,
    /// A product, with choices where its first ones are not meant
    #[arg(value_name = "PRODUCT[/CHOICE]")]
    product: String,
    /// A card that leads into the bot, or an invoice; without it, what `posts:` in shop.yaml says
    #[arg(long = "as", value_name = "KIND")]
    form: Option<Form>,
    /// How often an invoice can be paid; without it, what `posts:` in shop.yaml says
    #[arg(long, value_name = "HOW")]
    payable: Option<HowOften>,
    /// A word that is kept with the orders that come of it
    #[arg(long, value_name = "WORD")]
    tag: Option<String>,
    /// Print a JSON document
    #[arg(long)]
    json: bool,
}

/// Takes a post back
///
/// Its message is deleted, and nobody can pay it any more. Whoever is paying at this moment may finish.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  kiosk unpost bakery 3        the number is the one that `posts` shows")]
pub(super) struct Unpost {
    /// A shop
    shop: String,
    /// The number of a post
    post: i64,
}

/// Closes a link
///
/// Telegram goes on showing its invoice; whoever tries to pay it hears that the offer is closed.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  kiosk unlink bakery 4        the number is the one that `posts` shows")]
pub(super) struct Unlink {
    /// A shop
    shop: String,
    /// The number of a link
    link: i64,
}

/// The kinds of posts, as they are typed.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Form {
    Card,
    Invoice,
}

/// The words of `payable:` in shop.yaml.
#[derive(Clone, Copy, Debug, ValueEnum)]
#[value(rename_all = "snake_case")]
enum HowOften {
    Once,
    OncePerCustomer,
    WhileStockLasts,
}

impl From<Form> for PostForm {
    fn from(form: Form) -> PostForm {
        match form {
            Form::Card => PostForm::Card,
            Form::Invoice => PostForm::Invoice,
        }
    }
}

impl From<HowOften> for Payable {
    fn from(often: HowOften) -> Payable {
        match often {
            HowOften::Once => Payable::Once,
            HowOften::OncePerCustomer => Payable::OncePerCustomer,
            HowOften::WhileStockLasts => Payable::WhileStockLasts,
        }
    }
}

pub(super) async fn post(settings: &Settings, post: &Post, out: &mut Output) -> Ending {
    make(settings, &post.offered, Some((&post.to, post.topic)), out).await
}

pub(super) async fn link(settings: &Settings, link: &Link, out: &mut Output) -> Ending {
    make(settings, &link.offered, None, out).await
}

pub(super) async fn unpost(settings: &Settings, unpost: &Unpost, out: &mut Output) -> Ending {
    close(settings, &unpost.shop, PostId(unpost.post), out).await
}

pub(super) async fn unlink(settings: &Settings, unlink: &Unlink, out: &mut Output) -> Ending {
    close(settings, &unlink.shop, PostId(unlink.link), out).await
}

/// In a chat, or as a link where none is named.
async fn make(
    settings: &Settings,
    offered: &Offered,
    place: Option<(&String, Option<i64>)>,
    out: &mut Output,
) -> Ending {
    let wish = &Wish {
        product: offered.product.clone(),
        chat: place.map(|(chat, _)| chat.clone()),
        topic: place.and_then(|(_, topic)| topic),
        form: offered.form.map(Into::into),
        payable: offered.payable.map(Into::into),
        tag: offered.tag.clone(),
    };
    let (shop, as_json) = (posts::shop_id(&offered.shop)?, offered.json);
    let (side, post) = match serving(settings, &shop).await? {
        Some(side) => {
            let request = Request::Post {
                shop: shop.to_string(),
                product: wish.product.clone(),
                chat: wish.chat.clone(),
                topic: wish.topic,
                form: wish.form,
                payable: wish.payable,
                tag: wish.tag.clone(),
            };
            match ask(settings, side, &shop, &request).await? {
                Made::Post(post) => (side, *post),
                Made::Link(url) => return say_link(out, &url, as_json),
            }
        }
        None => {
            let folder = place::shop_folder(settings, shop.as_str())?;
            let by_hand = worlds::ByHand::open(settings, &folder).await?;
            let (side, made) = (by_hand.side(), make_by_hand(&by_hand, &shop, wish).await);
            by_hand.close().await;
            match made? {
                Made::Post(post) => (side, *post),
                Made::Link(url) => return say_link(out, &url, as_json),
            }
        }
    };
    say(out, side, &post, as_json)
}

async fn close(settings: &Settings, shop: &str, id: PostId, out: &mut Output) -> Ending {
    let shop = posts::shop_id(shop)?;
    let (side, post) = match serving(settings, &shop).await? {
        Some(side) => {
            let request = Request::Unpost {
                shop: shop.to_string(),
                post: id,
            };
            match ask(settings, side, &shop, &request).await? {
                Made::Post(post) => (side, *post),
                Made::Link(_) => return Err(another_version()),
            }
        }
        None => {
            let folder = place::shop_folder(settings, shop.as_str())?;
            let by_hand = worlds::ByHand::open(settings, &folder).await?;
            let (side, closed) = (by_hand.side(), by_hand.withdraw(&shop, id).await);
            by_hand.close().await;
            (side, closed?)
        }
    };
    say(out, side, &post, false)
}

/// What a wish became.
enum Made {
    Post(Box<Shown>),
    /// The address of a card in the bot.
    Link(String),
}

async fn make_by_hand(by_hand: &worlds::ByHand, shop: &ShopId, wish: &Wish) -> Result<Made, Failure> {
    match by_hand.deep_link(shop, wish).await? {
        Some(url) => Ok(Made::Link(url)),
        None => Ok(Made::Post(Box::new(by_hand.offer(shop, wish).await?))),
    }
}

/// The world in which an engine serves the shop now.
async fn serving(settings: &Settings, shop: &ShopId) -> Result<Option<Side>, Failure> {
    let running = worlds::running(&settings.data).await?;
    let serving = running.iter().find(|(_, status)| status.shop == shop.as_str());
    Ok(serving.map(|(side, _)| *side))
}

/// What the engine made of a request, as the books have it then.
async fn ask(settings: &Settings, side: Side, shop: &ShopId, request: &Request) -> Result<Made, Failure> {
    let id = match worlds::ask(&settings.data, side, request).await? {
        Some(Answer::Posted { post }) => post,
        Some(Answer::Link { url }) => return Ok(Made::Link(url)),
        Some(Answer::Refused { words }) => return Err(Failure::Said(words)),
        Some(_) => return Err(another_version()),
        None => return Err(Failure::said("kiosk ended before it could do that; see `posts`")),
    };
    for (own, reader) in worlds::readers(&settings.data).await? {
        if own == side
            && let Some(facts) = reader.post(shop, id).await.map_err(Failure::said)?
        {
            return Ok(Made::Post(Box::new(facts.post)));
        }
    }
    Err(Failure::said(format_args!(
        "post {id} of `{shop}` cannot be found in the books"
    )))
}

fn another_version() -> Failure {
    Failure::said("the engine answered something else; is it another version?")
}

fn say_link(out: &mut Output, url: &str, as_json: bool) -> Ending {
    if as_json {
        out.json(&json!({"kind": "card", "url": url}))?;
    } else {
        out.line(&clean_line(url))?;
    }
    Ok(Exit::Fine)
}

fn say(out: &mut Output, side: Side, post: &Shown, as_json: bool) -> Ending {
    let failed = post.state == PostState::Failed;
    if as_json {
        out.json(&posts::record(side, post, 0))?;
    } else if failed {
        return Err(Failure::Said(posts::sentence(side, post)));
    } else {
        out.line(&posts::sentence(side, post))?;
    }
    Ok(if failed { Exit::Failed } else { Exit::Fine })
}
