//! Makes the message of a post what its row says: sends it, edits it, takes it away. An invoice cannot be edited, so one
//! that is no longer true is deleted and sent anew. One call tries once and may be repeated.

use sha2::{Digest, Sha256};

use super::{
    bot::{Bot, InvoiceRequest},
    fault::ApiFault,
    outgoing::{Outgoing, Spot},
    render,
    sender::send_request,
    voice::{Premises, Voice},
};
use crate::{
    conversation::{InvoiceMessage, PostFacts, PostKind, PostState, Showing},
    ids::{ChatId, MessageId},
    shop::Revision,
};

/// A message of this kind was sent with a picture, and can only be edited into one with a picture.
const PICTURED: &str = "picture ";

/// What every step needs.
struct Easel<'a> {
    bot: &'a Bot,
    voice: Voice<'a>,
    revision: &'a Revision,
    facts: &'a PostFacts,
    chat: ChatId,
}

/// Brings a post up to date in this chat, and says what is there then.
pub async fn show_post(
    bot: &Bot,
    premises: &Premises,
    revision: &Revision,
    facts: &PostFacts,
    chat: ChatId,
) -> Result<Showing, ApiFault> {
    let voice = Voice {
        shop: &revision.shop,
        language: &revision.shop.languages[0],
        premises,
    };
    let easel = Easel {
        bot,
        voice,
        revision,
        facts,
        chat,
    };
    let before = Showing {
        chat,
        note: String::new(),
        ..Showing::before(&facts.post)
    };
    match (facts.post.state, facts.post.kind) {
        (PostState::Closed, PostKind::Link) | (PostState::Failed, _) => Ok(before),
        (PostState::Closed, _) => easel.take_away(before).await,
        (PostState::Open, PostKind::Card) => easel.show_card(before).await,
        (PostState::Open, PostKind::Invoice) => easel.show_invoice(before).await,
        (PostState::Open, PostKind::Link) => easel.make_link(before).await,
    }
}

impl Easel<'_> {
    async fn show_card(&self, before: Showing) -> Result<Showing, ApiFault> {
        let card = render::post_card(self.voice, self.facts);
        let pictured = self.bot.is_pictured(&self.revision.folder, &card).await;
        let kind = if pictured { PICTURED } else { "" };
        let face = format!("{kind}{}", digest(format!("{card:?}").as_bytes()));
        if before.message.0 != 0 && face == before.face {
            return Ok(before);
        }
        let message = if before.message.0 == 0 {
            self.send_card(&card).await?
        } else if before.face.starts_with(PICTURED) == pictured {
            self.edit_card(before.message, &card, pictured).await?;
            before.message
        } else {
            self.bot.delete_message(self.chat, before.message).await?;
            self.send_card(&card).await?
        };
        Ok(Showing {
            message,
            face,
            ..before
        })
    }

    async fn send_card(&self, card: &Outgoing) -> Result<MessageId, ApiFault> {
        let spot = Spot {
            chat: self.chat,
            topic: self.facts.post.topic,
        };
        self.bot.send(spot, &self.revision.folder, card).await
    }

    async fn edit_card(&self, message: MessageId, card: &Outgoing, pictured: bool) -> Result<(), ApiFault> {
        self.bot.change(self.chat, message, card, pictured).await
    }

    async fn show_invoice(&self, before: Showing) -> Result<Showing, ApiFault> {
        let Some(request) = self.request() else {
            // It is not on sale now; when it is again, it is posted again.
            return self.take_away(before).await;
        };
        let face = face(&request);
        if before.message.0 != 0 && face == before.face {
            return Ok(before);
        }
        if before.message.0 != 0 {
            let gone = self.bot.delete_message(self.chat, before.message).await;
            if let Err(fault @ ApiFault::Refused { .. }) = gone {
                // The old one refuses at pre-checkout what is no longer so; a second beside it would confuse.
                let note = format!("its message is out of date, and Telegram did not delete it: {fault}");
                return Ok(Showing { note, ..before });
            }
            gone?;
        }
        let message = send_request(self.bot, self.voice, request).await?;
        Ok(Showing {
            message,
            face,
            ..before
        })
    }

    async fn make_link(&self, before: Showing) -> Result<Showing, ApiFault> {
        if !before.url.is_empty() {
            return Ok(before);
        }
        let Some(request) = self.request() else {
            return Ok(before);
        };
        let url = match self.bot.create_invoice_link(&request.body).await {
            Err(ApiFault::Refused { code: 400, .. }) if request.body.photo.is_some() => {
                self.bot.create_invoice_link(&request.without_photo().body).await?
            }
            made => made?,
        };
        Ok(Showing { url, ..before })
    }

    /// Takes the message away; where Telegram does not delete it, a card says that it is closed.
    async fn take_away(&self, before: Showing) -> Result<Showing, ApiFault> {
        let nothing = Showing {
            message: MessageId(0),
            face: String::new(),
            ..before.clone()
        };
        if before.message.0 == 0 {
            return Ok(nothing);
        }
        let fault = match self.bot.delete_message(self.chat, before.message).await {
            Ok(()) => return Ok(nothing),
            Err(fault @ (ApiFault::Refused { .. } | ApiFault::Blocked)) => fault,
            Err(fault) => return Err(fault),
        };
        let pictured = before.face.starts_with(PICTURED);
        let note = format!("its message is still there, Telegram did not delete it: {fault}");
        if self.facts.post.kind == PostKind::Card {
            let closed = render::closed_card(self.voice);
            match self.bot.change(self.chat, before.message, &closed, pictured).await {
                Ok(()) | Err(ApiFault::Refused { .. } | ApiFault::Blocked) => {}
                Err(fault) => return Err(fault),
            }
        }
        Ok(Showing { note, ..before })
    }

    fn request(&self) -> Option<InvoiceRequest> {
        let (payload, quote) = self.facts.invoice.clone()?;
        let message = InvoiceMessage {
            chat: self.chat,
            payload,
            quote,
            language: self.voice.language.clone(),
        };
        let request = render::invoice(self.voice, &message);
        Some(request.in_topic(self.facts.post.topic))
    }
}

/// What an invoice looks like, wherever it stands.
fn face(request: &InvoiceRequest) -> String {
    // Nothing in it can fail to be JSON.
    digest(serde_json::to_string(&request.body).unwrap_or_default().as_bytes())
}

fn digest(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    let first = digest.iter().take(16);
    let number = first.fold(0_u128, |sum, byte| sum << 8 | u128::from(*byte));
    format!("{number:032x}")
}
