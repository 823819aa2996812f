//! A post on its way to its chat: what whoever sends must know of it, and what is there afterwards.

use super::Post;
use crate::{
    ids::{ChatId, MessageId, Payload, Sku},
    order::Quote,
};

/// Everything that a post can show, read at the moment of showing it.
#[derive(Clone, Debug)]
pub struct PostFacts {
    pub post: Post,
    /// What it offers to be paid.
    pub invoice: Option<(Payload, Quote)>,
    /// How many pieces of each counted sku of its product can still be promised.
    pub free: Vec<(Sku, i64)>,
}

/// What is there of a post now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Showing {
    /// Another than before where a group became a supergroup.
    pub chat: ChatId,
    /// `MessageId(0)` for none.
    pub message: MessageId,
    pub url: String,
    pub face: String,
    /// What went less than well, for people; may be empty.
    pub note: String,
}

impl Showing {
    /// As it was when the row was written last.
    pub fn before(post: &Post) -> Showing {
        Showing {
            chat: post.chat,
            message: post.message,
            url: post.url.clone(),
            face: post.face.clone(),
            note: post.note.clone(),
        }
    }
}
