//! Posts and links: for whoever shows them, and as a list for people.

use serde::Deserialize;

use super::super::{
    StoreError,
    rows::{PostRow, post_columns},
};
use super::Reader;
use crate::{
    conversation::{Post, PostFacts},
    ids::{Payload, PostId, ShopId, Sku},
    order::Quote,
};

/// A post with the payload and quote of its invoice, and how many pieces are free of whatever its product counts.
pub(in crate::store) const POST: &str = concat!(
    "SELECT json_array(",
    post_columns!(),
    ", (SELECT json_array(i.payload, json(i.quote)) FROM invoices i WHERE i.id = p.invoice), \
     (SELECT json_group_array(json_array(s.sku, s.on_hand - s.reserved)) FROM stock s WHERE s.shop = p.shop \
      AND (s.sku = p.product OR substr(s.sku, 1, length(p.product) + 1) = p.product || '/'))) \
     FROM posts p WHERE p.id = ? AND p.shop = ?"
);

const POSTS: &str = concat!(
    "SELECT json_array(",
    post_columns!(),
    ", (SELECT count(*) FROM invoices i CROSS JOIN orders o ON o.invoice = i.id WHERE i.post = p.id AND i.shop = p.shop \
      AND o.state NOT IN ('open', 'held', 'expired', 'cancelled'))) \
     FROM posts p WHERE p.shop = ? ORDER BY p.id"
);

/// A post as a list shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PostListing {
    pub post: Post,
    /// How many orders were paid through its own invoices. A card has none: its customers buy in the bot.
    pub paid: i64,
}

#[derive(Deserialize)]
struct FactsRow(PostRow, Option<(Payload, Quote)>, Vec<(Sku, i64)>);

#[derive(Deserialize)]
struct ListingRow(PostRow, i64);

impl Reader {
    /// All that a post can show; `None` where the shop has no such post.
    pub async fn post(&self, shop: &ShopId, post: PostId) -> Result<Option<PostFacts>, StoreError> {
        let query = sqlx::query(POST).bind(post.0).bind(shop.as_str());
        let row: Option<FactsRow> = self.rows(query).await?.pop();
        Ok(row.map(|FactsRow(post, invoice, free)| PostFacts {
            post: post.into(),
            invoice,
            free,
        }))
    }

    /// Every post and link of a shop, oldest first.
    pub async fn posts(&self, shop: &ShopId) -> Result<Vec<PostListing>, StoreError> {
        let rows: Vec<ListingRow> = self.rows(sqlx::query(POSTS).bind(shop.as_str())).await?;
        let listings = rows.into_iter().map(|ListingRow(post, paid)| PostListing {
            post: post.into(),
            paid,
        });
        Ok(listings.collect())
    }
}
