//! `setMyCommands`: checked and not kept, since the sandbox shows no menu.

use serde_json::Value;

use super::refusal::Checked;
use super::{Fields, Refusal};

const COMMANDS_MAX: usize = 100;

pub(super) fn commands(fields: &Fields) -> Checked<()> {
    let commands = match fields.json("commands", "Can't parse commands JSON object")? {
        None => return Ok(()),
        Some(Value::Array(commands)) => commands,
        Some(_) => return Err(Refusal::bad("Expected an Array of BotCommand")),
    };
    if commands.len() > COMMANDS_MAX {
        return Err(Refusal::bad("BOT_COMMANDS_TOO_MUCH"));
    }
    commands.iter().try_for_each(command)
}

fn command(value: &Value) -> Checked<()> {
    let cannot = |words: &str| Refusal::bad(format!("Can't parse BotCommand: {words}"));
    let Value::Object(command) = value else {
        return Err(cannot("expected an Object"));
    };
    let field = |name: &str| {
        let text = command.get(name).and_then(Value::as_str);
        text.ok_or_else(|| cannot(&format!("Can't find field \"{name}\"")))
    };
    let name = field("command")?.trim_start_matches('/');
    let description = field("description")?.trim();
    let letter = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    match (name.len(), description.chars().count()) {
        (0, _) => Err(Refusal::bad("Command must be non-empty")),
        (33.., _) => Err(Refusal::bad("Command length must not exceed 32")),
        (_, 0) => Err(Refusal::bad("Command description must be non-empty")),
        (_, 257..) => Err(Refusal::bad("Command description length must not exceed 256")),
        _ if name.bytes().all(letter) => Ok(()),
        _ => Err(Refusal::bad("BOT_COMMAND_INVALID")),
    }
}
