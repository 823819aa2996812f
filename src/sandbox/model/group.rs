//! Groups: made by hand, with people and bots as members.

use super::Model;
use crate::sandbox::Error;
use crate::sandbox::view::ChatId;

impl Model {
    /// Makes a group, or changes the title and adds the members of one that is there.
    pub(crate) fn put_group(&mut self, id: i64, title: &str, members: &[i64]) -> Result<(), Error> {
        if id >= 0 || title.is_empty() {
            return Err(Error::refused("a group has a negative id and a title"));
        }
        for member in members {
            if !self.state.people.contains_key(member) && !self.state.bots.contains_key(member) {
                return Err(Error::refused(format!(
                    "there is neither a person nor a bot {member} in this sandbox"
                )));
            }
        }
        let record = self.state.chats.entry(ChatId::group(id)).or_default();
        title.clone_into(&mut record.title);
        record.members.extend(members);
        self.bump(ChatId::group(id));
        Ok(())
    }

    /// A person or a bot leaves, or is shown out.
    pub(crate) fn leave_group(&mut self, id: i64, member: i64) -> Result<(), Error> {
        let chat = ChatId::group(id);
        self.chat(chat)?;
        if let Some(record) = self.state.chats.get_mut(&chat) {
            record.members.remove(&member);
        }
        self.bump(chat);
        Ok(())
    }
}
