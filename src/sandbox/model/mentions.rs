//! People in a text's entities: Bot API, "`MessageEntity`", type `text_mention`.

use std::borrow::Cow;

use super::Model;
use super::message::Message;
use crate::sandbox::view::Entity;

impl Model {
    /// People who are mentioned without a username are shown whole; those whom nobody knows are not mentioned.
    pub(super) fn entities<'a>(&'a self, message: &'a Message) -> Cow<'a, [Entity]> {
        if message.entities.iter().all(|entity| entity.kind != "text_mention") {
            return Cow::Borrowed(&message.entities);
        }
        let shown = message.entities.iter().filter_map(|entity| {
            let mut entity = entity.clone();
            if entity.kind == "text_mention" {
                let id = entity.rest.get("user").and_then(|user| user["id"].as_i64())?;
                let user = serde_json::to_value(self.user(self.author(id))?).ok()?;
                entity.rest.insert("user".into(), user);
            }
            Some(entity)
        });
        Cow::Owned(shown.collect())
    }
}
