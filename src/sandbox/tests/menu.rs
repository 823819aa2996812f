//! Menus of commands: kept per scope and language, seen by people as the app shows them.

use serde_json::json;

use super::*;
use crate::sandbox::NewFile;

const GROUP: i64 = -1_001_222_333_444;

impl Play {
    async fn set(&self, command: &str, scope: Value, language: &str) {
        let commands = json!([{"command": command, "description": "d"}]);
        let request = json!({"commands": commands, "scope": scope, "language_code": language});
        self.ok("setMyCommands", request).await;
    }

    /// The commands that a person sees in a chat.
    fn sees(&self, person: i64, chat: ChatId) -> String {
        let menu = self.local.menu(person, self.bot, chat).unwrap();
        let names: Vec<&str> = menu.iter().map(|line| line.command.as_str()).collect();
        names.join(" ")
    }
}

#[tokio::test]
async fn in_a_private_chat_the_narrowest_list_wins_and_the_own_language_before_none() {
    let play = Play::started().await;
    let mut bob = Person::new(BOB, "Bob");
    bob.language_code = Some("ru".into());
    play.local.put_person(bob).unwrap();
    let (ann, bob) = (play.ann(), ChatId::private(play.bot, BOB));
    assert_eq!(play.sees(ANN, ann), "");
    play.set("everybody", json!({"type": "default"}), "").await;
    play.set("everybody_ru", json!({"type": "default"}), "ru").await;
    assert_eq!(
        (play.sees(ANN, ann), play.sees(BOB, bob)),
        ("everybody".into(), "everybody_ru".into())
    );
    play.set("private", json!({"type": "all_private_chats"}), "").await;
    assert_eq!(
        (play.sees(ANN, ann), play.sees(BOB, bob)),
        ("private".into(), "private".into())
    );
    play.set("hers", json!({"type": "chat", "chat_id": ANN}), "").await;
    play.set("groups", json!({"type": "all_group_chats"}), "").await;
    assert_eq!(
        (play.sees(ANN, ann), play.sees(BOB, bob)),
        ("hers".into(), "private".into())
    );
    let own = json!({"scope": {"type": "chat", "chat_id": ANN}});
    play.ok("deleteMyCommands", own.clone()).await;
    assert_eq!(play.sees(ANN, ann), "private", "the next wider list shows again");
    assert_eq!(
        play.ok("getMyCommands", own).await,
        json!([]),
        "a bot asks for exactly one list"
    );
    let wide = play.ok("getMyCommands", json!({"language_code": "ru"})).await;
    assert_eq!(wide, json!([{"command": "everybody_ru", "description": "d"}]));
}

#[tokio::test]
async fn in_a_group_members_and_administrators_see_their_own() {
    let play = Play::started().await;
    let group = play.local.put_group(GROUP, "Bakers", &[ANN, BOB, play.bot]).unwrap();
    play.local.make_admin(GROUP, ANN, ANN).unwrap();
    play.set("everybody", json!({"type": "default"}), "").await;
    assert_eq!(play.sees(BOB, group), "everybody");
    play.set("groups", json!({"type": "all_group_chats"}), "").await;
    play.set("admins", json!({"type": "all_chat_administrators"}), "").await;
    assert_eq!(
        (play.sees(ANN, group), play.sees(BOB, group)),
        ("admins".into(), "groups".into())
    );
    play.set("bakers", json!({"type": "chat", "chat_id": GROUP}), "").await;
    assert_eq!(
        (play.sees(ANN, group), play.sees(BOB, group)),
        ("bakers".into(), "bakers".into())
    );
    let admins = json!({"type": "chat_administrators", "chat_id": GROUP});
    play.set("bakers_admins", admins, "").await;
    assert_eq!(
        (play.sees(ANN, group), play.sees(BOB, group)),
        ("bakers_admins".into(), "bakers".into())
    );
    let bob = json!({"type": "chat_member", "chat_id": GROUP, "user_id": BOB});
    play.set("bobs", bob, "").await;
    assert_eq!(
        (play.sees(ANN, group), play.sees(BOB, group)),
        ("bakers_admins".into(), "bobs".into())
    );
}

#[tokio::test]
async fn scopes_that_a_chat_cannot_have() {
    let play = Play::started().await;
    let group = play.local.put_group(GROUP, "Bakers", &[ANN, play.bot]).unwrap();
    let channel = play
        .local
        .put_channel(-1_001_999_111_222, "News", &[play.bot], &[ANN])
        .unwrap();
    let commands = json!([{"command": "a", "description": "d"}]);
    for (scope, words) in [
        (
            json!({"type": "chat", "chat_id": channel.number()}),
            "Bad Request: can't change commands in channel chats",
        ),
        (
            json!({"type": "chat_member", "chat_id": group.number(), "user_id": 999}),
            "Bad Request: user not found",
        ),
    ] {
        let said = play
            .refused("setMyCommands", json!({"commands": commands, "scope": scope}))
            .await;
        assert_eq!(said, (400, words.into()));
    }
    let stranger = play.local.menu(BOB, play.bot, group);
    assert!(stranger.unwrap_err().to_string().contains("is not in group"));
}

#[tokio::test]
async fn from_another_process_it_is_the_same() {
    let play = Play::started().await;
    play.set("start", json!({"type": "default"}), "").await;
    let people = crate::sandbox::People::new(play.sandbox.url());
    let menu = people.menu(ANN, play.bot, play.ann()).await.unwrap();
    assert_eq!(menu, play.local.menu(ANN, play.bot, play.ann()).unwrap());
    let file = NewFile {
        sent_as: crate::sandbox::SentAs::Document,
        name: "letter.txt".into(),
        mime_type: "text/plain".into(),
        caption: String::new(),
        content: b"\xff\x00 bytes".to_vec(),
    };
    people.send_file(ANN, play.ann(), file).await.unwrap();
    let document = &play.updates().await[0]["message"]["document"];
    assert_eq!(
        (&document["file_name"], &document["file_size"]),
        (&json!("letter.txt"), &json!(8))
    );
}
