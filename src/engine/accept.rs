//! The owner's yes to files that were held back, pressed in a chat. It is as good as `kiosk reload --accept`: bound to
//! one revision, harmless when it comes twice, and lost where the process dies, since the button is still there then.

use std::sync::Arc;

use super::shop::RunningShop;
use crate::{
    conversation::{Accepted, Effect, Place, Screen, Toast},
    ids::{ChatId, MessageId, QueryId, RevisionId},
    shop::Language,
};

/// A pressed button.
pub(super) struct Yes {
    pub(super) revision: RevisionId,
    pub(super) query: QueryId,
    pub(super) chat: ChatId,
    pub(super) message: MessageId,
    pub(super) language: Language,
}

/// Takes the files up if they are still those, and says in the chat what came of it.
pub(super) fn start(shop: &Arc<RunningShop>, yes: Yes) {
    let (shop, busy) = (shop.clone(), shop.ground.busy.token());
    tokio::spawn(async move {
        let end = match &shop.ground.reloader {
            Some(reloader) => reloader.accept(&shop.id, &yes.revision).await,
            None => Accepted::NotNow,
        };
        say(&shop, yes, end);
        drop(busy);
    });
}

fn say(shop: &RunningShop, yes: Yes, end: Accepted) {
    let Yes {
        revision,
        query,
        chat,
        message,
        language,
    } = yes;
    let answer = Effect::AnswerTap {
        query,
        toast: Some(Toast::Accepted(end)),
        language: language.clone(),
    };
    let instead = Effect::Show {
        chat,
        place: Place::Instead {
            message,
            on_photo: false,
        },
        screen: Screen::Accepted { revision, end },
        language,
    };
    let (serving, now) = (shop.revision.load_full(), shop.ground.clock.now());
    shop.parcels.passing(&serving, answer, now);
    if end != Accepted::NotNow {
        shop.parcels.passing(&serving, instead, now);
    }
}
