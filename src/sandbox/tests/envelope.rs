//! Paths, methods, encodings, tokens.

use serde_json::json;

use super::*;

#[tokio::test]
async fn methods_are_found_in_any_case_by_get_and_post_and_under_test() {
    let play = Play::started().await;
    let me = play.ok("getMe", json!({})).await;
    assert_eq!(me["id"], json!(play.bot));
    assert_eq!((&me["is_bot"], &me["username"]), (&json!(true), &json!("bakery_bot")));
    for path in ["GETME", "GetMe", "test/getMe"] {
        let answer = play.client.get(play.url(path)).send().await.unwrap();
        assert_eq!(answer.headers()["content-type"], "application/json");
        assert_eq!(answer.json::<Value>().await.unwrap()["result"], me, "{path}");
    }
}

#[tokio::test]
async fn wrong_paths_tokens_and_methods_have_their_own_answers() {
    let play = Play::started().await;
    let id = play.bot;
    let cases = [
        ("/".to_owned(), 404, "Not Found"),
        ("/bot".to_owned(), 404, "Not Found"),
        (format!("/bot{}", play.token), 404, "Not Found"),
        (format!("/bot{}/getMe/more", play.token), 404, "Not Found"),
        (
            format!("/bot{}/sendTelepathy", play.token),
            404,
            "Not Found: method not found",
        ),
        (
            format!("/bot{}/banchatmember", play.token),
            501,
            "Not Implemented: the sandbox does not play banchatmember",
        ),
        (
            "/botnotoken/getMe".to_owned(),
            401,
            "Unauthorized: invalid token specified",
        ),
        (format!("/bot{id}:/getMe"), 401, "Unauthorized: invalid token specified"),
        (format!("/bot{id}:AAwrong/getMe"), 401, "Unauthorized"),
    ];
    for (path, code, description) in cases {
        let answer = play
            .client
            .post(format!("{}{path}", play.sandbox.url()))
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status().as_u16(), code, "{path}");
        let body: Value = answer.json().await.unwrap();
        assert_eq!(
            body,
            json!({"ok": false, "error_code": code, "description": description}),
            "{path}"
        );
    }
}

#[tokio::test]
async fn arguments_may_come_as_query_form_multipart_or_json() {
    let play = Play::started().await;
    let keyboard = r#"{"inline_keyboard":[[{"text":"+ & ü","callback_data":"a=b&c"}]]}"#;
    let fields = [
        ("chat_id", ANN.to_string()),
        ("text", "1 + 1 = ü".into()),
        ("reply_markup", keyboard.into()),
    ];
    let multipart = || {
        let form = reqwest::multipart::Form::new();
        fields
            .iter()
            .cloned()
            .fold(form, |form, (name, value)| form.text(name, value))
    };
    let as_text: serde_json::Map<String, Value> = fields
        .iter()
        .map(|(name, value)| ((*name).to_owned(), json!(value)))
        .collect();
    let as_json =
        json!({"chat_id": ANN, "text": "1 + 1 = ü", "reply_markup": serde_json::from_str::<Value>(keyboard).unwrap()});
    let url = play.url("SendMessage");
    let requests = [
        play.client.get(&url).query(&fields),
        play.client.post(&url).form(&fields),
        play.client.post(&url).multipart(multipart()),
        play.client.post(&url).json(&as_text),
        play.client.post(&url).json(&as_json),
    ];
    for request in requests {
        let body: Value = request.send().await.unwrap().json().await.unwrap();
        assert_eq!(body["result"]["text"], "1 + 1 = ü", "{body}");
        assert_eq!(body["result"]["reply_markup"]["inline_keyboard"][0][0]["text"], "+ & ü");
        assert_eq!(
            body["result"]["reply_markup"]["inline_keyboard"][0][0]["callback_data"],
            "a=b&c"
        );
    }
}

#[tokio::test]
async fn a_body_that_is_no_json_object_is_refused() {
    let play = Play::started().await;
    for body in ["{", "[1]", "7"] {
        let request = play
            .client
            .post(play.url("getMe"))
            .header("content-type", "application/json")
            .body(body);
        let answer = request.send().await.unwrap();
        assert_eq!(answer.status().as_u16(), 400, "{body}");
        assert_eq!(
            answer.json::<Value>().await.unwrap()["description"],
            "Bad Request: can't parse request JSON object"
        );
    }
}

#[tokio::test]
async fn a_bot_keeps_its_token_until_it_is_revoked() {
    let play = Play::started().await;
    assert_eq!(play.local.add_bot("Bakery", "Bakery_Bot").unwrap(), play.token);
    let (id, secret) = play.token.split_once(':').unwrap();
    assert_eq!((id.len(), secret.len()), (10, 35));
    let fresh = play.local.revoke_token(play.bot).unwrap();
    assert_eq!(play.refused("getMe", json!({})).await, (401, "Unauthorized".into()));
    let answer = play
        .client
        .post(format!("{}/bot{fresh}/getMe", play.sandbox.url()))
        .send()
        .await
        .unwrap();
    assert_eq!(answer.json::<Value>().await.unwrap()["result"]["id"], json!(play.bot));
}

#[tokio::test]
async fn bots_of_a_test_may_have_tokens_of_its_choice() {
    let play = Play::new().await;
    play.local
        .add_bot_with_token("Florist", "florist_bot", "4242424242:AAtest")
        .unwrap();
    play.local
        .add_bot_with_token("Florist", "florist_bot", "4242424242:AAtest")
        .unwrap();
    assert_eq!(play.local.bot_id("4242424242:AAtest").unwrap(), 4_242_424_242);
    assert!(
        play.local
            .add_bot_with_token("Florist", "florist_bot", "4242424242:AAother")
            .is_err()
    );
    assert!(
        play.local
            .add_bot_with_token("Other", "other_bot", "4242424242:AAtest")
            .is_err()
    );
    assert!(play.local.add_bot_with_token("Other", "other_bot", "no token").is_err());
    assert!(
        play.local
            .add_bot("Other", "other")
            .unwrap_err()
            .to_string()
            .contains("ends in bot")
    );
    let names: Vec<String> = play.local.bots().into_iter().map(|bot| bot.username).collect();
    assert!(names.contains(&"florist_bot".into()) && names.len() == 2, "{names:?}");
}

#[tokio::test]
async fn requests_are_counted_and_can_be_looked_back_on() {
    let play = Play::started().await;
    play.local.reset_request_counts();
    play.send("one").await;
    play.call("sendMessage", json!({"chat_id": ANN, "text": ""})).await;
    play.ok("getMe", json!({})).await;
    let counts = play.local.request_counts();
    assert_eq!((counts["sendMessage"], counts["getMe"]), (2, 1));
    let requests = play.local.requests();
    let sent = requests.iter().find(|request| request.method == "sendMessage").unwrap();
    assert_eq!((sent.bot, sent.at_ms), (play.bot, START_MS));
    assert_eq!(sent.fields, json!({"chat_id": ANN, "text": "one"}));
}
