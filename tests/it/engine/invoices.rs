//! What Telegram gets to see of an invoice, wherever it stands: in a private chat, in a group, behind a link and as an
//! inline result. Every field that a shop's files can mean arrives, and none that they do not mean.

use std::time::Duration;

use kiosk::{
    engine::{ShopStart, Wish, World},
    sandbox::{BotSettings, ChatId, Content, Outcome, Payment},
    shop::PostForm,
};
use serde_json::{Map, Value, json};

use super::bench::{ANN, BOB, Bench, is_invoice, options, shop_id, start_of};

const GROUP: i64 = -1_002_000_000_078;
const CATALOG: &str = "products:
  - id: bread
    title: Bread
    description: Fresh.
    price: 6.50
    stock: 3
    photo_url: {url: https://example.com/bread.jpg, width: 800, height: 600, size: 90000}
";
const SHOP: &str = "name: Test Bakery
greeting: Fresh bread.
currency: EUR
timezone: UTC
payments: {provider: a-pay, mode: test, test_token: '${T}', live_token: '${L}'}
terms: by_paying
posts: {as: invoice}
";
/// What a shop's files say besides: of all that an invoice can have, and of nothing.
const EVERYTHING: &str = r#"invoices: {forwarding: single-chat, protect_content: true}
checkout:
  ask: [name, phone, email, address]
  send_to_provider: [phone, email]
  tips: {max: 5, suggested: [0.50, 2, 5]}
  provider_data: |
    {"receipt": {"items": [{"description": "{title}", "amount": {"value": "{price}", "currency": "{currency}"}}]}}
"#;
const NOTHING: &str = "invoices: {forwarding: multi-chat, payer: anyone}\n";
const PLAIN: &str = "products:\n  - {id: bread, title: Bread, description: Fresh., price: 6.50, stock: 3}\n";

/// What is the same of an invoice wherever it stands.
fn everything() -> Value {
    json!({
        "title": "Bread", "provider_token": "PLAY:TOKEN", "currency": "EUR",
        "prices": [{"label": "Bread", "amount": 650}],
        "provider_data": {"receipt": {"items": [
            {"description": "Bread", "amount": {"value": "6.50", "currency": "EUR"}}]}},
        "photo_url": "https://example.com/bread.jpg", "photo_width": 800, "photo_height": 600, "photo_size": 90000,
        "need_name": true, "need_phone_number": true, "need_email": true, "need_shipping_address": true,
        "send_phone_number_to_provider": true, "send_email_to_provider": true,
        "max_tip_amount": 500, "suggested_tip_amounts": [50, 200, 500],
    })
}

fn nothing() -> Value {
    json!({
        "title": "Bread", "provider_token": "PLAY:TOKEN", "currency": "EUR",
        "prices": [{"label": "Bread", "amount": 650}],
    })
}

/// A shop of these files, with a group, that may be asked in inline mode.
async fn bench_of(own: &str, catalog: &str) -> Bench {
    let bench = Bench::new().await;
    let local = &bench.local;
    local.put_group(GROUP, "Neighbours", &[ANN, BOB, bench.bot]).unwrap();
    let settings = BotSettings {
        inline: true,
        ..BotSettings::default()
    };
    local.set_bot(bench.bot, settings).unwrap();
    bench.world.handle().reload(&start(&bench, own, catalog)).await.unwrap();
    bench
}

fn start(bench: &Bench, own: &str, catalog: &str) -> ShopStart {
    let shop = format!("{SHOP}{own}");
    let files = [("shop.yaml", shop.as_str()), ("catalog.yaml", catalog)];
    start_of("bakery", &bench.token, &files)
}

fn wish(chat: Option<i64>) -> Wish {
    Wish {
        product: "bread".into(),
        chat: chat.map(|chat| chat.to_string()),
        topic: None,
        form: Some(PostForm::Invoice),
        payable: None,
        tag: Some("street".into()),
    }
}

/// The last request of this method, waited for.
async fn last(bench: &Bench, method: &str) -> Map<String, Value> {
    loop {
        let requests = bench.local.requests();
        if let Some(found) = requests.into_iter().rev().find(|request| request.method == method) {
            return found.fields.as_object().unwrap().clone();
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

/// Takes a field out of a request.
fn take(from: &mut Map<String, Value>, field: &str) -> Value {
    from.remove(field).unwrap_or(Value::Null)
}

/// The invoice of a shop in every place, each without what belongs to the place; in the order of `PLACES`.
async fn invoices(bench: &Bench) -> Vec<Value> {
    let handle = bench.world.handle();
    bench.invoice(ANN).await;
    let mut private = last(bench, "sendInvoice").await;
    assert_eq!(take(&mut private, "chat_id"), ANN);

    handle.offer(&shop_id(), &wish(Some(GROUP))).await.unwrap();
    handle.settled().await;
    let mut posted = last(bench, "sendInvoice").await;
    assert_eq!(take(&mut posted, "chat_id"), GROUP);

    handle.offer(&shop_id(), &wish(None)).await.unwrap();
    let link = last(bench, "createInvoiceLink").await;

    let group = ChatId::group(GROUP);
    bench.local.type_inline(ANN, bench.bot, group, "bread").unwrap();
    let mut answer = last(bench, "answerInlineQuery").await;
    let mut result = take(&mut answer, "results")[0].take();
    let mut inline = result["input_message_content"].take();
    // As the field of a request it would be read; inside of a result it is text.
    if let Some(data) = inline.get("provider_data").and_then(Value::as_str) {
        inline["provider_data"] = serde_json::from_str(data).unwrap();
    }
    vec![private.into(), posted.into(), link.into(), inline]
}

const PLACES: [&str; 4] = ["private", "group", "link", "inline"];

/// An invoice without its words and its number; what it has beside them.
fn compared(mut invoice: Value) -> Value {
    let fields = invoice.as_object_mut().unwrap();
    let payload = take(fields, "payload");
    assert!(payload.as_str().is_some_and(|text| text.len() == 32), "{payload}");
    let words = take(fields, "description");
    assert!(words.as_str().is_some_and(|text| text.contains("Fresh.")), "{words}");
    invoice
}

#[tokio::test]
async fn every_field_that_the_files_mean_is_on_the_invoice_wherever_it_stands() {
    let bench = bench_of(EVERYTHING, CATALOG).await;
    for (place, invoice) in PLACES.into_iter().zip(invoices(&bench).await) {
        let mut expected = everything();
        if let "private" | "group" = place {
            expected["protect_content"] = true.into();
        }
        // A forwarded copy leads back to the product, and keeps the tag of the post.
        match place {
            "private" => expected["start_parameter"] = "p_bread".into(),
            "group" => expected["start_parameter"] = "p_bread_street".into(),
            _ => {}
        }
        assert_eq!(compared(invoice), expected, "{place}");
    }
    assert_eq!(bench.local.complaints(), [""; 0]);

    // The app shows it so, and lets nobody pass it on.
    let invoice = bench.sees(ANN, is_invoice).await;
    let Content::Invoice(view) = &invoice.content else {
        panic!("{invoice:?}")
    };
    assert_eq!(view.asks, ["name", "phone_number", "email", "shipping_address"]);
    assert_eq!(view.suggested_tip_amounts, [50, 200, 500]);
    assert_eq!(view.photo_url.as_deref(), Some("https://example.com/bread.jpg"));
    let friends = ChatId::people(ANN, BOB);
    assert!(bench.local.forward(ANN, bench.chat(ANN), invoice.id, friends).is_err());
    bench.world.stop().await;
}

#[tokio::test]
async fn what_the_files_do_not_mean_is_left_out() {
    let bench = bench_of(NOTHING, PLAIN).await;
    for (place, invoice) in PLACES.into_iter().zip(invoices(&bench).await) {
        assert_eq!(compared(invoice), nothing(), "{place}");
    }
    assert_eq!(bench.local.complaints(), [""; 0]);
    bench.world.stop().await;
}

/// Telegram goes on showing a link for ever. That it is closed is known to the books alone: it needs no call.
#[tokio::test]
async fn a_link_is_closed_also_where_telegram_cannot_be_reached() {
    let bench = bench_of(NOTHING, PLAIN).await;
    let handle = bench.world.handle();
    let made = handle.offer(&shop_id(), &wish(None)).await.unwrap();
    handle.settled().await;
    let url = handle.post(&shop_id(), made.id).await.unwrap().url;
    let first = bench.local.pay_link(ANN, &url, Payment::default()).unwrap();
    assert_eq!(bench.answer(first).await, Outcome::Confirmed);

    let (closing, reopening) = (start(&bench, NOTHING, PLAIN), start(&bench, NOTHING, PLAIN));
    bench.world.stop().await;
    let folder = bench.folder.path();
    let nowhere = options(folder, "http://127.0.0.1:9", &bench.clock);
    let alone = World::open(nowhere, &[closing]).await.unwrap();
    let (handle, shop) = (alone.handle(), shop_id());
    alone.drive(handle.withdraw(&shop, made.id)).await.unwrap().unwrap();
    alone.stop().await;

    let world = World::start(options(folder, bench.sandbox.url(), &bench.clock), vec![reopening]);
    let bench = Bench {
        world: world.await.unwrap(),
        ..bench
    };
    let second = bench.local.pay_link(BOB, &url, Payment::default()).unwrap();
    let outcome = bench.answer(second).await;
    assert!(
        matches!(&outcome, Outcome::Refused { words } if words.contains("This offer is closed")),
        "{outcome:?}"
    );
    // Whoever was paying may finish.
    bench.local.charge(first).unwrap();
    while bench.stock().await.on_hand != 2 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    bench.books_are_right().await;
    bench.world.stop().await;
}

#[tokio::test]
async fn what_is_typed_behind_the_shops_name_adds_to_the_inbox_and_to_nothing_else() {
    let bench = bench_of(NOTHING, PLAIN).await;
    let handle = bench.world.handle();
    handle.settled().await;
    let mut expected = bench.reader().await.counts().await.unwrap();
    for words in ["", "bre", "bread", "cake"] {
        let query = bench
            .local
            .type_inline(ANN, bench.bot, ChatId::group(GROUP), words)
            .unwrap();
        while bench.local.inline_answer(query).unwrap().is_none() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        let inbox = expected.iter_mut().find(|(table, _)| *table == "inbox");
        inbox.unwrap().1 += 1;
    }
    handle.settled().await;
    assert_eq!(bench.reader().await.counts().await.unwrap(), expected);
    bench.world.stop().await;
}
