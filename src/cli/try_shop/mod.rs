//! `kiosk try`: a chat with a shop in the terminal, with play money. It attaches to the sandbox of a running kiosk, else
//! it opens one of its own, and it is a customer: it sees what a person would see and knows nothing of the engine.

mod chat;
mod elsewhere;
mod form;
mod host;
mod lines;
mod session;
mod show;
mod wish;

use std::io::{self, IsTerminal as _};

use chat::Chat;
use clap::Args;
use host::Host;
use session::Session;

use super::{
    ending::{Ending, Exit, Failure},
    output::{Output, Tone},
};
use crate::{
    config::Settings,
    ids::Code,
    sandbox::{Bot, ChatId, Error, People, Person},
};

/// Opens a shop as a chat in the terminal, with play money
///
/// Nothing real is touched: no bot, no money, no order of the live shop. In a pipe each line waits for the answer to the
/// one before, so that a script can buy.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  kiosk try bakery
  kiosk try bakery --as Ben --language ru
  kiosk try bakery --as 123456789 --chat -1001234567890    where the staff hear of orders
  printf 'Bread\\nDark rye\\nBuy\\nI have read\\n/pay\\n/orders\\n' | kiosk try bakery")]
pub(super) struct Try {
    /// A shop of the shops folder
    shop: String,
    /// Who you are in the chat: a first name, or a number to be the person with this id
    #[arg(long = "as", value_name = "NAME", default_value = "Ann")]
    name: String,
    /// The language of your Telegram app, two letters
    #[arg(long, value_name = "LANGUAGE", default_value = "en")]
    language: String,
    /// A group instead of your own chat with the shop: the number that shop.yaml gives as `orders_chat`
    #[arg(long, value_name = "CHAT", allow_negative_numbers = true)]
    chat: Option<i64>,
}

pub(super) async fn run(settings: &Settings, attempt: &Try, out: &mut Output) -> Ending {
    let host = Host::open(settings, &attempt.shop, out).await?;
    let ended = converse(&host.people, &host.bot, attempt, out).await;
    host.close().await;
    ended
}

async fn converse(people: &People, bot: &Bot, attempt: &Try, out: &mut Output) -> Ending {
    let me = person(people, attempt).await?;
    let prompts = io::stdin().is_terminal();
    let own = ChatId::private(bot.id, me.id);
    let place = attempt.chat.map_or(own, |id| ChatId::Group { id });
    let within = attempt.chat.map(|chat| format!("chat {chat} of ")).unwrap_or_default();
    let title = format!(
        "{} (@{}), in {within}the sandbox with play money. You are {}.",
        bot.name, bot.username, me.first_name
    );
    out.line(&out.paint(Tone::Strong, &title))?;
    if prompts {
        out.line("Type a button's number or its words, p to pay, /quit to leave, ? for more.")?;
    }
    let mut session = Session {
        people: people.clone(),
        me: me.id,
        name: me.first_name,
        place,
        bot: bot.id,
        username: bot.username.clone(),
        chat: Chat::new(me.id),
        out,
        prompts,
        under_way: None,
    };
    tokio::select! {
        ended = session.run(lines::read()) => ended?,
        _ = tokio::signal::ctrl_c() => session.leave()?,
    }
    Ok(Exit::Fine)
}

/// The person of this name or id, who is made where the sandbox does not know one yet.
async fn person(people: &People, attempt: &Try) -> Result<Person, Failure> {
    let known = people.people().await.map_err(Failure::said)?;
    let language_code = Some(attempt.language.clone());
    let person = match find(&known, &attempt.name) {
        Some(person) => Person {
            language_code,
            ..person.clone()
        },
        None => Person {
            language_code,
            ..new_person(&known, &attempt.name)
        },
    };
    people.put_person(person.clone()).await.map_err(Failure::said)?;
    Ok(person)
}

fn find<'a>(known: &'a [Person], name: &str) -> Option<&'a Person> {
    let id: Option<i64> = name.parse().ok();
    known
        .iter()
        .find(|person| Some(person.id) == id || person.first_name.eq_ignore_ascii_case(name))
}

/// The same name has the same id in every sandbox, unless somebody else has it there.
fn new_person(known: &[Person], name: &str) -> Person {
    let free = |id: &i64| known.iter().all(|person| person.id != *id);
    let first = 1_000_000 + i64::from(Code::of(&name.to_lowercase()).0 % 900_000_000);
    let id = name.parse().ok().filter(|id| *id > 0);
    let id = id.or_else(|| (first..i64::MAX).find(free)).unwrap_or(first);
    Person::new(id, name)
}

/// The sandbox is gone, and with it the chat.
fn lost(error: &Error) -> Failure {
    Failure::said(format_args!(
        "the kiosk in which this chat took place does not answer any more, so the chat ends; what was bought is kept. Start \
         it again and open the chat anew ({error})"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_is_found_by_name_or_id_and_else_made() {
        let ann = new_person(&[], "Ann");
        assert_eq!(ann.id, new_person(&[], "ann").id);
        let known = [ann.clone()];
        assert_eq!(find(&known, "ANN"), Some(&ann));
        assert_eq!(find(&known, &ann.id.to_string()), Some(&ann));
        assert_eq!(find(&known, "Ben"), None);
        let taken = Person::new(ann.id, "Somebody");
        assert_eq!(new_person(&[taken], "Ann").id, ann.id + 1);
        assert_eq!(new_person(&known, "123456789").id, 123_456_789);
    }
}
