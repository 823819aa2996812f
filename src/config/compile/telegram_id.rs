//! Numbers of people and chats, and what owners write in their place.

use super::super::kinds::Kind;
use super::super::problem::Problem;
use super::super::read::Written;
use super::context::Context;
use super::scalar::integer;

/// Telegram: ids have at most 52 significant bits.
pub(in super::super) const ID_MAX: i64 = (1 << 52) - 1;

/// Whose id it is.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum IdOf {
    Chat,
    Person,
}

/// A number that Telegram has given; names and links are for people.
pub(super) fn telegram_id(cx: &mut Context<'_>, written: &Written<String>, of: IdOf) -> Option<i64> {
    let text = written.v.as_str();
    let is_name = text.contains(char::is_alphabetic);
    let is_group = text
        .strip_prefix('-')
        .is_some_and(|digits| digits.parse::<i64>().is_ok());
    let lost_minus = text.len() == 13 && text.starts_with("100") && text.parse::<i64>().is_ok();
    let is_phone = text.starts_with('+') || text.starts_with("00") || text.contains([' ', '(', '/']);
    let (message, help) = match of {
        IdOf::Person if is_phone && text.contains(|c: char| c.is_ascii_digit()) => (
            format!("`{text}` looks like a phone number, and the number that Telegram gave is needed"),
            "let that person send /id to the bot: it answers with the line to write".to_owned(),
        ),
        _ if is_name => (
            format!("`{text}` is a name, and a number is needed here"),
            match of {
                IdOf::Chat => "send /id to the bot in that chat: it answers with the line to write",
                IdOf::Person => "let that person send /id to the bot: it answers with the line to write",
            }
            .to_owned(),
        ),
        IdOf::Chat if lost_minus => (
            format!("`{text}` has lost its minus: groups and channels have numbers that begin with -100"),
            format!("write `-{text}`"),
        ),
        IdOf::Person if is_group => (
            format!("`{text}` is the number of a group, and a person's is needed"),
            "let that person send /id to the bot in a private chat".to_owned(),
        ),
        IdOf::Chat => return integer(cx, written, -ID_MAX, ID_MAX),
        IdOf::Person => return integer(cx, written, 1, ID_MAX),
    };
    cx.push(
        Problem::new(Kind::BadTelegramId, written.at, message)
            .label("not a number that Telegram gave")
            .help(help),
    );
    None
}
