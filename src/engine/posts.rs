//! Posts and links, asked for from outside: what is wanted becomes a turn, and whoever sends shows it.

use std::time::Duration;

use super::{Fault, Handle, shop::RunningShop, task::Done};
use crate::{
    conversation::{Change, Event, Offer, Post, PostKind, PostState},
    ids::{CAMPAIGN_CHARACTERS_MAX, Campaign, ChatId, MessageId, PostId, ProductId, ShopId, TopicId},
    shop::{Payable, PostForm, Price, Product, Selection},
};

/// How long whoever asked waits to hear what became of a post.
const SHOWN_WITHIN: Duration = Duration::from_secs(10);
const LOOK_EVERY: Duration = Duration::from_millis(100);

/// What somebody wants shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    /// A product, with the choices that are not the first of their option: `t-shirt/large/red`.
    pub product: String,
    /// A chat's number or `@name`; `None` for a link.
    pub chat: Option<String>,
    /// A topic of that chat; `None` for its general one.
    pub topic: Option<i64>,
    /// What the shop's files say where it is left out.
    pub form: Option<PostForm>,
    pub payable: Option<Payable>,
    /// A tag that is kept with the orders that come of it.
    pub tag: Option<String>,
}

impl Handle {
    /// Makes a post or a link. It is durable then; what became of its message is `shown`.
    pub async fn offer(&self, shop: &ShopId, wish: &Wish) -> Result<Post, Fault> {
        let shop = self.shops.find(shop)?;
        let mut offer = offer(&shop, wish)?;
        if let Some(chat) = &wish.chat {
            offer.chat = chat_of(&shop, chat).await?;
        }
        let event = Event::Offer(offer);
        let done = shop.submit_maker(event)?.await.map_err(|_| Fault::Stopping)?;
        post_in(done).ok_or_else(|| Fault::Command("the post could not be made; the log says why".into()))
    }

    /// The address of the product's card in the bot; `None` where a wish is for something that can be paid or posted. It
    /// needs no row: the card is always the shop's of that moment.
    pub async fn deep_link(&self, shop: &ShopId, wish: &Wish) -> Result<Option<String>, Fault> {
        let shop = self.shops.find(shop)?;
        let form = wish.form.unwrap_or(shop.revision.load().shop.posts.form);
        if wish.chat.is_some() || form != PostForm::Card {
            return Ok(None);
        }
        let selection = offer(&shop, wish)?.selection;
        let product = shop
            .revision
            .load()
            .shop
            .catalog
            .product_by_code(selection.product)
            .cloned();
        shop.be_introduced()
            .await
            .map_err(|fault| Fault::Telegram { doing: "getMe", fault })?;
        let premises = &shop.account.load().premises;
        Ok(product.map(|product| crate::telegram::product_link(premises, &product.id, selection.campaign.as_ref())))
    }

    /// Takes a post or a link back: nobody can pay it from now on.
    pub async fn withdraw(&self, shop: &ShopId, id: PostId) -> Result<Post, Fault> {
        let running = self.shops.find(shop)?;
        let known = self.post(shop, id).await?;
        if known.state == PostState::Closed {
            return Err(Fault::Command(format!("{id} of `{shop}` is closed already")));
        }
        let done = running.submit(Event::Withdraw { post: id }).await;
        post_in(done.map_err(|_| Fault::Stopping)?)
            .ok_or_else(|| Fault::Command(format!("{id} of `{shop}` could not be closed; the log says why")))
    }

    pub async fn post(&self, shop: &ShopId, id: PostId) -> Result<Post, Fault> {
        let found = self.ground.reader.post(shop, id).await?;
        let unknown = || Fault::Command(format!("`{shop}` has no post or link {id}"));
        Ok(found.ok_or_else(unknown)?.post)
    }

    /// Waits a while for the message of a post to be what its row says.
    pub(super) async fn shown(&self, post: Post) -> Result<Post, Fault> {
        let mut now = post;
        let rounds = SHOWN_WITHIN.as_millis() / LOOK_EVERY.as_millis();
        for _ in 0..rounds {
            now = self.post(&now.shop, now.id).await?;
            if is_settled(&now) {
                break;
            }
            self.ground.clock.sleep(LOOK_EVERY).await;
        }
        Ok(now)
    }
}

/// Whether nothing more is to come of it.
fn is_settled(post: &Post) -> bool {
    let there = post.message != MessageId(0);
    match (post.state, post.kind) {
        (PostState::Failed, _) | (PostState::Closed, PostKind::Link) => true,
        (PostState::Closed, _) => !there || !post.note.is_empty(),
        (PostState::Open, PostKind::Link) => !post.url.is_empty(),
        (PostState::Open, _) => there,
    }
}

fn post_in(done: Done) -> Option<Post> {
    let Done::Decided { changes, .. } = done else {
        return None;
    };
    changes.into_iter().find_map(|change| match change {
        Change::Post(post) => Some(post),
        _ => None,
    })
}

/// What is wanted, as far as it makes sense in the shop of now.
fn offer(shop: &RunningShop, wish: &Wish) -> Result<Offer, Fault> {
    let revision = shop.revision.load_full();
    let posts = revision.shop.posts;
    let kind = match (&wish.chat, wish.form.unwrap_or(posts.form)) {
        (_, PostForm::Card) => PostKind::Card,
        (None, PostForm::Invoice) => PostKind::Link,
        (Some(_), PostForm::Invoice) => PostKind::Invoice,
    };
    if kind == PostKind::Card && wish.payable.is_some() {
        return Err(Fault::Command(
            "a card leads into the bot, where every customer gets an invoice of their own: how often it can be paid is \
             said with `--as invoice`"
                .into(),
        ));
    }
    let mut words = wish.product.split('/');
    let product = words.next().and_then(|word| ProductId::parse(word).ok());
    let product = product.and_then(|id| revision.shop.catalog.product(&id).cloned());
    let product =
        product.ok_or_else(|| Fault::Command(format!("`{}` sells nothing called `{}`", shop.id, wish.product)))?;
    if kind != PostKind::Card && matches!(product.price, Price::Free { .. }) {
        return Err(Fault::Command(format!(
            "the customer names the amount of `{}`, so it cannot be an invoice or a link: post a card",
            product.id
        )));
    }
    Ok(Offer {
        kind,
        chat: ChatId(0),
        topic: topic(wish)?,
        selection: Selection {
            campaign: wish.tag.as_deref().map(campaign).transpose()?,
            ..selection(&product, words)?
        },
        payable: wish.payable.unwrap_or(posts.payable),
    })
}

fn topic(wish: &Wish) -> Result<TopicId, Fault> {
    match (wish.topic, &wish.chat) {
        (None, _) => Ok(TopicId(0)),
        (Some(topic @ 1..), Some(_)) if i32::try_from(topic).is_ok() => Ok(TopicId(topic)),
        (Some(topic), _) => Err(Fault::Command(format!(
            "`{topic}` is no topic: write the number that /id tells in a topic of a group"
        ))),
    }
}

fn campaign(tag: &str) -> Result<Campaign, Fault> {
    Campaign::parse(tag).ok_or_else(|| {
        Fault::Command(format!(
            "`{tag}` is no tag: write at most {CAMPAIGN_CHARACTERS_MAX} lower-case letters, digits and dashes"
        ))
    })
}

/// Telegram knows the number behind a public name.
async fn chat_of(shop: &RunningShop, word: &str) -> Result<ChatId, Fault> {
    let known = match word.strip_prefix('@') {
        Some(_) => shop.bot().get_chat(word).await.map_err(|fault| Fault::Telegram {
            doing: "getChat",
            fault,
        })?,
        None => ChatId(word.parse().unwrap_or(0)),
    };
    match known.0 {
        0 => Err(Fault::Command(format!(
            "`{word}` is no chat: write the number that /id tells in a group, or the @name of a channel"
        ))),
        _ => Ok(known),
    }
}

/// The product's first choices, but for those that are named.
fn selection<'w>(product: &Product, named: impl Iterator<Item = &'w str>) -> Result<Selection, Fault> {
    let mut selection = product.first_selection();
    for word in named {
        let found = product.options.iter().enumerate().find_map(|(at, option)| {
            let choice = option.choices.iter().find(|choice| choice.id.as_str() == word)?;
            Some((at, choice.id.code()))
        });
        let unknown = || Fault::Command(format!("`{}` has no choice called `{word}`", product.id));
        let (at, code) = found.ok_or_else(unknown)?;
        if let Some(place) = selection.choices.get_mut(at) {
            *place = code;
        }
    }
    Ok(selection)
}
