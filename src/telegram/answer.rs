//! What a shop says in the body of the answer to a webhook's request, where nobody hears what becomes of it.

use super::{
    bot::words_answer,
    outgoing::Spot,
    render,
    voice::{Premises, Voice},
};
use crate::{
    conversation::{Effect, Place},
    shop::Revision,
};

/// A screen as a method in the body of the answer to a webhook's request; `None` where it is more than one message of
/// words in a chat between two.
pub fn screen_answer(premises: &Premises, revision: &Revision, effect: &Effect) -> Option<String> {
    let Effect::Show {
        chat,
        place: Place::New,
        screen,
        language,
    } = effect
    else {
        return None;
    };
    let voice = Voice {
        shop: &revision.shop,
        language,
        premises,
    };
    let topic = revision.shop.topic(*chat);
    match render::screen(voice, screen).as_slice() {
        [only] if only.photo.is_none() && topic.0 == 0 => words_answer(Spot { chat: *chat, topic }, only),
        _ => None,
    }
}
