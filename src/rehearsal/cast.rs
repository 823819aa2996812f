//! The people of a rehearsal: made when they are first named, each with an id of their own and a private chat.

use super::{
    compile::{GROUP, STAFF},
    script::Given,
};
use crate::sandbox::{ChatId, Error, Local, Person};

/// The ids of people count up from here.
const FIRST_ID: i64 = 7_001;
/// The member of the staff whom every rehearsal has.
pub(super) const STAFF_ID: i64 = 7_000;
/// The group of the neighbourhood, in which the shop posts.
pub(super) const GROUP_ID: i64 = -2_000;

/// Everybody who was named so far.
pub(super) struct Cast {
    bot: i64,
    orders: ChatId,
    names: Vec<String>,
}

impl Cast {
    /// Puts those into the sandbox of whom something is given.
    pub(super) fn new(local: &Local, bot: i64, orders: ChatId, given: &Given) -> Result<Cast, Error> {
        let mut cast = Cast {
            bot,
            orders,
            names: Vec::new(),
        };
        let named = given.names.iter().map(|(who, _)| who);
        let speaking = given.language.iter().map(|(who, _)| who);
        for who in given.staff.iter().chain(named).chain(speaking).chain(&given.agreed) {
            cast.enter(local, who, given)?;
        }
        Ok(cast)
    }

    /// The id of a person, who comes in if they were not there before.
    pub(super) fn enter(&mut self, local: &Local, who: &str, given: &Given) -> Result<i64, Error> {
        if who == STAFF {
            return Ok(STAFF_ID);
        }
        if let Some(id) = self.id(who) {
            return Ok(id);
        }
        self.names.push(who.to_owned());
        let id = self.id(who).unwrap_or(FIRST_ID);
        let own = |list: &[(String, String)]| list.iter().find(|(name, _)| name == who).map(|(_, own)| own.clone());
        let language = given.language.iter().find(|(name, _)| name == who);
        let person = Person {
            username: who.is_ascii().then(|| format!("{}_of_the_talk", who.replace('-', "_"))),
            language_code: Some(language.map_or("en", |(_, language)| language.as_str()).to_owned()),
            ..Person::new(id, own(&given.names).unwrap_or_else(|| capital(who)))
        };
        local.put_person(person)?;
        Ok(id)
    }

    pub(super) fn id(&self, who: &str) -> Option<i64> {
        if who == STAFF {
            return Some(STAFF_ID);
        }
        let at = self.names.iter().position(|name| name == who)?;
        i64::try_from(at).ok().map(|at| FIRST_ID + at)
    }

    /// Where the shop speaks to this person: `staff` hears of things in the orders chat.
    pub(super) fn chat(&self, who: &str) -> Option<ChatId> {
        match who {
            STAFF => return Some(self.orders),
            GROUP => return Some(ChatId::group(GROUP_ID)),
            _ => {}
        }
        self.id(who).map(|id| ChatId::private(self.bot, id))
    }

    /// Every chat that can have news, with the name under which it is told of.
    pub(super) fn chats(&self) -> impl Iterator<Item = (ChatId, &str)> {
        let people = self
            .names
            .iter()
            .filter_map(|who| Some((self.chat(who)?, who.as_str())));
        people.chain([(self.orders, STAFF), (ChatId::group(GROUP_ID), GROUP)])
    }
}

fn capital(who: &str) -> String {
    let mut letters = who.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}
