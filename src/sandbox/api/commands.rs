//! `setMyCommands`, `getMyCommands`, `deleteMyCommands`: lists of commands, one per scope and language.
//! Order and words are those of `telegram-bot-api` (`Client.cpp`, `get_bot_commands` and `get_bot_command_scope`) and of
//! `TDLib` (`BotCommand.cpp`, `BotCommandScope.cpp`).

use serde_json::{Map, Value};

use super::refusal::Checked;
use super::{ChatName, Fields, Refusal};
use crate::sandbox::view::MenuCommand;

const COMMANDS_MAX: usize = 100;

/// Whose menu, as a bot names it. Bot API, "`BotCommandScope`".
#[derive(Debug, Clone)]
pub(crate) enum Scope {
    Default,
    AllPrivateChats,
    AllGroupChats,
    AllChatAdministrators,
    Chat(ChatName),
    ChatAdministrators(ChatName),
    ChatMember(ChatName, i64),
}

/// One of the lists of a bot.
#[derive(Debug, Clone)]
pub(crate) struct CommandList {
    pub(crate) scope: Scope,
    /// Two letters; empty: for those who have no list in their own language.
    pub(crate) language: String,
}

pub(super) fn set(fields: &Fields) -> Checked<(CommandList, Vec<MenuCommand>)> {
    let commands = commands(fields)?;
    list(fields).map(|list| (list, commands))
}

pub(super) fn list(fields: &Fields) -> Checked<CommandList> {
    let scope = match fields.json("scope", "Can't parse BotCommandScope JSON object")? {
        None => Scope::Default,
        Some(value) => scope(&value).map_err(|words| Refusal::bad(format!("Can't parse BotCommandScope: {words}")))?,
    };
    let language = fields.text("language_code");
    let is_code = language.len() == 2 && language.bytes().all(|byte| byte.is_ascii_lowercase());
    if !language.is_empty() && !is_code {
        return Err(Refusal::bad("Invalid language code specified"));
    }
    Ok(CommandList {
        scope,
        language: language.to_owned(),
    })
}

fn scope(value: &Value) -> Result<Scope, String> {
    let Value::Object(scope) = value else {
        return Err("BotCommandScope must be an Object".into());
    };
    match text(scope, "type")?.as_str() {
        "default" => Ok(Scope::Default),
        "all_private_chats" => Ok(Scope::AllPrivateChats),
        "all_group_chats" => Ok(Scope::AllGroupChats),
        "all_chat_administrators" => Ok(Scope::AllChatAdministrators),
        "chat" => chat(scope).map(Scope::Chat),
        "chat_administrators" => chat(scope).map(Scope::ChatAdministrators),
        "chat_member" => Ok(Scope::ChatMember(chat(scope)?, user(scope)?)),
        _ => Err("Unsupported type specified".into()),
    }
}

fn chat(scope: &Map<String, Value>) -> Result<ChatName, String> {
    let name = text(scope, "chat_id")?;
    match (name.strip_prefix('@'), name.parse()) {
        _ if name.is_empty() => Err("Empty chat_id specified".into()),
        (Some(username), _) => Ok(ChatName::Public(username.to_owned())),
        (None, Ok(number)) => Ok(ChatName::Number(number)),
        // Nobody has this name, so that it is not found.
        (None, Err(_)) => Ok(ChatName::Public(String::new())),
    }
}

fn user(scope: &Map<String, Value>) -> Result<i64, String> {
    match text(scope, "user_id")?.trim().parse() {
        Ok(user @ 1..) => Ok(user),
        Ok(_) => Err("Invalid user_id specified".into()),
        Err(_) => Err("Field \"user_id\" must be a valid Number".into()),
    }
}

/// As the server reads text in JSON: numbers count as such.
fn text(object: &Map<String, Value>, name: &str) -> Result<String, String> {
    match object.get(name) {
        None | Some(Value::Null) => Err(format!("Can't find field \"{name}\"")),
        Some(Value::String(text)) => Ok(text.clone()),
        Some(Value::Number(number)) => Ok(number.to_string()),
        Some(_) => Err(format!("Field \"{name}\" must be of type String")),
    }
}

fn commands(fields: &Fields) -> Checked<Vec<MenuCommand>> {
    let commands = match fields.json("commands", "Can't parse commands JSON object")? {
        None => return Ok(Vec::new()),
        Some(Value::Array(commands)) => commands,
        Some(_) => return Err(Refusal::bad("Expected an Array of BotCommand")),
    };
    if commands.len() > COMMANDS_MAX {
        return Err(Refusal::bad("BOT_COMMANDS_TOO_MUCH"));
    }
    commands.iter().map(command).collect()
}

fn command(value: &Value) -> Checked<MenuCommand> {
    let cannot = |words: &str| Refusal::bad(format!("Can't parse BotCommand: {words}"));
    let Value::Object(command) = value else {
        return Err(cannot("expected an Object"));
    };
    let field = |name: &str| {
        let text = command.get(name).and_then(Value::as_str);
        text.ok_or_else(|| cannot(&format!("Can't find field \"{name}\"")))
    };
    let name = field("command")?.trim().trim_start_matches('/');
    let description = field("description")?.trim();
    let letter = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    match (name.len(), description.chars().count()) {
        (0, _) => Err(Refusal::bad("Command must be non-empty")),
        (33.., _) => Err(Refusal::bad("Command length must not exceed 32")),
        (_, 0) => Err(Refusal::bad("Command description must be non-empty")),
        (_, 257..) => Err(Refusal::bad("Command description length must not exceed 256")),
        _ if name.bytes().all(letter) => Ok(MenuCommand {
            command: name.to_owned(),
            description: description.to_owned(),
        }),
        _ => Err(Refusal::bad("BOT_COMMAND_INVALID")),
    }
}
