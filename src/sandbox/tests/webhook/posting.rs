//! How updates are posted, and what a server may answer.

use super::*;

#[tokio::test]
async fn an_update_is_posted_with_the_secret_and_then_forgotten() {
    let (play, hook, _) = hooked(json!({"secret_token": "Se-cr_et1"})).await;
    say(&play, ANN, "hi");
    assert_eq!(hook.wait_for(1).await, 1);
    {
        let got = hook.got.lock().unwrap();
        let header = |name: &str| got[0].headers[name].to_str().unwrap().to_owned();
        assert_eq!(got[0].path, "/shop/bakery");
        assert_eq!(header("content-type"), "application/json");
        assert_eq!(header("x-telegram-bot-api-secret-token"), "Se-cr_et1");
        assert_eq!(got[0].update["message"]["text"], "hi");
        assert!(got[0].update["update_id"].is_i64());
    }
    pending(&play, 0).await;
    play.pass(3_600_000);
    real_ms(100).await;
    assert_eq!(hook.count(), 1, "what was taken is not posted again");
}

#[tokio::test]
async fn user_information_of_the_url_becomes_basic_authorization() {
    let play = Play::started().await;
    let (hook, address) = Hook::start().await;
    set(&play, &format!("http://shop:word@{address}/"), json!({})).await;
    say(&play, ANN, "hi");
    hook.wait_for(1).await;
    let got = hook.got.lock().unwrap();
    assert_eq!(got[0].headers["authorization"], "Basic c2hvcDp3b3Jk");
    assert!(!got[0].headers.contains_key("x-telegram-bot-api-secret-token"));
}

#[tokio::test]
async fn a_method_in_the_answer_is_carried_out_and_counts_as_a_call() {
    for options in [Options::default(), Options::lean()] {
        a_method_is_carried_out(hooked_with(options, json!({})).await).await;
    }
}

async fn a_method_is_carried_out((play, hook, _): (Play, Arc<Hook>, String)) {
    let call = json!({"method": "SendMessage", "chat_id": ANN, "text": "by answer"}).to_string();
    hook.then(Script::Body("application/json; charset=utf-8", call));
    hook.then(Script::Body(
        "application/x-www-form-urlencoded",
        format!("method=sendMessage&chat_id={ANN}&text=by+form"),
    ));
    for ignored in ["getMe", "deleteWebhook", "setWebhook", "close", "logOut"] {
        hook.then(Script::Body("application/json", json!({"method": ignored}).to_string()));
    }
    hook.then(Script::Body("text/plain", "ok".into()));
    play.local.reset_request_counts();
    for number in 0..8 {
        say(&play, ANN, &format!("{number}"));
    }
    hook.wait_for(8).await;
    pending(&play, 0).await;
    let chat = play.local.read(play.ann(), 0);
    let texts: Vec<&str> = chat.messages.iter().map(|message| message.text.as_str()).collect();
    assert!(texts.contains(&"by answer") && texts.contains(&"by form"), "{texts:?}");
    assert_eq!(
        play.local.request_counts().into_iter().collect::<Vec<_>>(),
        [("sendMessage", 2)]
    );
    assert_eq!(info(&play).await["last_error_message"], Value::Null);
}

#[tokio::test]
async fn a_refused_method_in_the_answer_is_known_to_the_owner_of_the_sandbox_alone() {
    let (play, hook, _) = hooked(json!({})).await;
    let call = json!({"method": "sendMessage", "chat_id": 404, "text": "to nobody"}).to_string();
    hook.then(Script::Body("application/json", call));
    say(&play, ANN, "hi");
    hook.wait_for(1).await;
    pending(&play, 0).await;
    let complaint =
        "sendMessage: in the answer of a webhook, where nobody hears it: Bad Request: chat not found".to_owned();
    assert_eq!(play.local.complaints(), [complaint]);
    assert_eq!(info(&play).await["last_error_message"], Value::Null);
}

#[tokio::test]
async fn lanes_run_side_by_side_up_to_the_number_of_connections() {
    for (connections, most) in [(1, 1), (40, 2)] {
        let (play, hook, _) = hooked(json!({"max_connections": connections})).await;
        for _ in 0..4 {
            hook.then(Script::Slow(150));
        }
        play.local.start(BOB, play.bot, "").unwrap();
        for text in ["a", "b"] {
            say(&play, ANN, text);
            say(&play, BOB, text);
        }
        assert_eq!(hook.wait_for(5).await, 5);
        assert_eq!(hook.most_open.load(Ordering::SeqCst), most, "{connections} connections");
    }
}

#[tokio::test]
async fn a_webhook_too_gets_updates_late_twice_and_out_of_order() {
    let (play, hook, _) = hooked(json!({})).await;
    play.local.hold_updates(play.bot).unwrap();
    say(&play, ANN, "a");
    say(&play, ANN, "b");
    real_ms(100).await;
    assert_eq!(hook.count(), 0);
    let waiting = play.local.waiting_updates(play.bot).unwrap();
    let id = |place: usize| waiting[place]["update_id"].as_i64().unwrap();
    play.local.reorder_updates(play.bot, &[id(1), id(0)]).unwrap();
    play.local.repeat_update(play.bot, id(1)).unwrap();
    play.local.release_updates(play.bot).unwrap();
    hook.wait_for(3).await;
    assert_eq!(hook.texts(), ["b", "a", "a"]);
    assert_eq!(hook.ids(), [id(0), id(1), id(1)]);
    pending(&play, 0).await;
}
