//! The sandbox as `run` sets it up: a bot for each shop without a token, its orders group, and the staff as people.
//! Its address lies in a file, so that other commands find it.

use std::path::{Path, PathBuf};

use crate::{
    ids::TopicId,
    sandbox::{BotSettings, Local, Options, Person, Sandbox},
    shop::{Secret, Shop},
};

/// Telegram's bound on a bot's username.
const USERNAME_CHARACTERS_MAX: usize = 32;

/// A running sandbox with its props.
pub(crate) struct Stage {
    sandbox: Sandbox,
    address: PathBuf,
}

impl Stage {
    /// Starts the sandbox in this folder; what happened there before is still known.
    pub(crate) async fn start(folder: &Path) -> Result<Stage, String> {
        let unusable = |error: std::io::Error| format!("cannot use {}: {error}", folder.display());
        std::fs::create_dir_all(folder).map_err(unusable)?;
        let options = Options {
            state: Some(folder.join("telegram.json")),
            requests_kept: 0,
            ..Options::default()
        };
        let sandbox = Sandbox::start(options).await.map_err(|error| error.to_string())?;
        let address = folder.join("address");
        std::fs::write(&address, sandbox.url()).map_err(unusable)?;
        Ok(Stage { sandbox, address })
    }

    pub(crate) fn url(&self) -> &str {
        self.sandbox.url()
    }

    pub(crate) fn local(&self) -> Local {
        self.sandbox.local()
    }

    pub(crate) async fn stop(self) {
        let _ = std::fs::remove_file(&self.address);
        self.sandbox.stop().await;
    }
}

/// The token of a shop's play bot, which is made where there is none; and the group and people around it.
pub(crate) fn play_bot(local: &Local, shop: &Shop) -> Result<Secret, String> {
    let token = furnish(local, shop).map_err(|error| format!("the sandbox refuses `{}`: {error}", shop.id))?;
    Ok(Secret::new(token))
}

fn furnish(local: &Local, shop: &Shop) -> Result<String, crate::sandbox::Error> {
    let token = local.add_bot(&shop.name.first, &username(shop.id.as_str()))?;
    let bot = local.bot_id(&token)?;
    // As if its owner had told @BotFather, so that everything can be tried.
    let settings = BotSettings {
        inline: true,
        ..BotSettings::default()
    };
    local.set_bot(bot, settings)?;
    let mut members = vec![bot];
    for member in &shop.staff {
        if local.people().iter().all(|person| person.id != member.id.0) {
            local.put_person(Person::new(member.id.0, "Staff"))?;
        }
        members.push(member.id.0);
    }
    if let Some(chat) = shop.orders_chat {
        local.put_group(chat.0, &format!("{}: orders", shop.name.first), &members)?;
        if shop.orders_topic != TopicId(0) {
            local.put_topic(chat.0, shop.orders_topic.0, "Orders")?;
        }
    }
    Ok(token)
}

/// `corner-bakery` becomes `corner_bakery_bot`; a long name keeps its head and a mark of the rest.
pub(crate) fn username(shop: &str) -> String {
    let name = shop.replace('-', "_");
    let whole = format!("{name}_bot");
    if whole.len() <= USERNAME_CHARACTERS_MAX {
        return whole;
    }
    let head: String = name.chars().take(USERNAME_CHARACTERS_MAX - 13).collect();
    format!("{head}_{:08x}_bot", crate::ids::Code::of(shop).0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usernames_fit_and_stay_apart() {
        assert_eq!(username("bakery"), "bakery_bot");
        let (one, two) = ("a".repeat(31) + "b", "a".repeat(31) + "c");
        assert!(username(&one).len() <= USERNAME_CHARACTERS_MAX, "{}", username(&one));
        assert_ne!(username(&one), username(&two));
    }
}
