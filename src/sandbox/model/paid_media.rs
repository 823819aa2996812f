//! Paid media: sent by a bot, unlocked by whoever pays. Rules: Bot API, "sendPaidMedia", "`PaidMediaInfo`",
//! "`PaidMediaPurchased`" ("with a non-empty payload … in a non-channel chat") and "`TransactionPartnerUser`".

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::Model;
use super::charge::stars_charge;
use super::message::{Author, Body, Message};
use crate::sandbox::Error;
use crate::sandbox::api::{FileKind, PaidMedia, Refusal};
use crate::sandbox::view::{Charge, ChargedFor, ChatId};

/// What a message sells.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Sale {
    pub(super) stars: i64,
    /// File ids.
    pub(super) photos: Vec<String>,
    payload: String,
    buyers: BTreeSet<i64>,
}

impl Model {
    pub(super) fn paid_media(&mut self, bot: i64, sent: PaidMedia, now_ms: i64) -> Result<Message, Refusal> {
        let kept = self.rules.documents;
        let files = &mut self.state.files;
        let photos = sent.photos.into_iter();
        let photos = photos.map(|photo| files.take(bot, FileKind::Photo, photo, kept));
        let sale = Sale {
            stars: sent.stars,
            photos: photos.collect::<Result<_, _>>()?,
            payload: sent.payload,
            buyers: BTreeSet::new(),
        };
        Ok(Message {
            entities: sent.caption.entities,
            ..Message::new(Author::Bot(bot), sent.caption.text, Body::PaidMedia(sale), now_ms)
        })
    }

    /// A person unlocks what a message sells. No bot is asked before. What is paid in a channel is the channel's: the
    /// bot hears nothing, and the charge is none of its own.
    pub(crate) fn buy_media(&mut self, person: i64, chat: ChatId, message: i64, now_ms: i64) -> Result<Charge, Error> {
        self.sees(person, chat)?;
        let found = self.message(chat, message)?;
        let (Body::PaidMedia(sale), Some(bot)) = (&found.body, found.seller()) else {
            return Err(Error::refused(format!("message {message} in {chat} sells no media")));
        };
        if sale.buyers.contains(&person) {
            return Err(Error::refused(format!(
                "person {person} has paid for these media already"
            )));
        }
        let (stars, payload) = (sale.stars, sale.payload.clone());
        let charge = stars_charge(bot, person, chat, stars, &payload, ChargedFor::Media, now_ms);
        self.change(chat, message, |message| {
            if let Body::PaidMedia(sale) = &mut message.body {
                sale.buyers.insert(person);
            }
        });
        if self.chat(chat)?.is_channel {
            return Ok(charge);
        }
        self.state.charges.push(charge.clone());
        if !payload.is_empty() {
            let update = json!({"from": self.user(Author::Person(person)), "paid_media_payload": payload});
            self.queue_update(bot, "purchased_paid_media", &update.to_string(), now_ms);
        }
        Ok(charge)
    }

    /// A `PaidMediaInfo`. The bot sees what it sells.
    pub(super) fn sale_json(&self, sale: &Sale) -> Value {
        let photos = sale.photos.iter();
        let photos: Vec<Value> = photos
            .map(|id| json!({"type": "photo", "photo": self.photo_sizes(id)}))
            .collect();
        json!({"star_count": sale.stars, "paid_media": photos})
    }
}
