//! Bots that other people's libraries drive, unmodified: each sells one thing for Stars in the sandbox, from /start to
//! the refund. frankenstein is taken because it is kept well, shares no code with teloxide, and its own blocking client
//! brings neither OpenSSL nor a C compiler; teloxide runs with its own polling and dispatcher, which the engine never uses.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode};
use axum::{Router, routing::post};
use frankenstein::ParseMode;
use frankenstein::TelegramApi;
use frankenstein::client_ureq::Bot as Frank;
use frankenstein::methods::{
    AnswerPreCheckoutQueryParams, DeleteWebhookParams, GetStarTransactionsParams, GetUpdatesParams,
    RefundStarPaymentParams, SendInvoiceParams, SendMessageParams, SetWebhookParams,
};
use frankenstein::payments::LabeledPrice;
use frankenstein::types::AllowedUpdate;
use frankenstein::updates::{Update, UpdateContent};
use kiosk::sandbox::{ChatId, Content, Local, MessageView, Options, Outcome, Payment, Person, Sandbox};
use teloxide::payloads::{SendInvoiceSetters as _, SendMessageSetters as _};
use teloxide::prelude::*;
use teloxide::types::{MessageKind, PreCheckoutQuery};

const ANN: i64 = 501;
const PATIENCE: Duration = Duration::from_secs(20);
const SECRET: &str = "between-us";

/// A sandbox with one bot, and Ann who buys from it.
struct Fair {
    sandbox: Sandbox,
    local: Local,
    token: String,
    chat: ChatId,
}

impl Fair {
    async fn open() -> Fair {
        let sandbox = Sandbox::start(Options::default()).await.unwrap();
        let local = sandbox.local();
        let token = local.add_bot("Stranger", "stranger_bot").unwrap();
        local.put_person(Person::new(ANN, "Ann")).unwrap();
        let chat = ChatId::private(local.bot_id(&token).unwrap(), ANN);
        Fair {
            sandbox,
            local,
            token,
            chat,
        }
    }

    fn frank(&self) -> Frank {
        Frank::new_url(format!("{}/bot{}", self.sandbox.url(), self.token))
    }

    async fn sees(&self, fits: impl Fn(&MessageView) -> bool) -> MessageView {
        let mut revision = 0;
        let end = tokio::time::Instant::now() + PATIENCE;
        loop {
            let view = self.local.read(self.chat, 0);
            if let Some(found) = view.messages.iter().rev().find(|message| fits(message)) {
                return found.clone();
            }
            assert!(
                tokio::time::Instant::now() < end,
                "nothing of this kind came: {:?}",
                view.messages
            );
            revision = revision.max(view.revision);
            self.local
                .wait_for_news(self.chat, revision, Duration::from_millis(200))
                .await;
        }
    }

    /// From the first hello to money in both directions.
    async fn buy_and_return(&self) {
        let ChatId::Private { bot, .. } = self.chat else {
            panic!("a private chat")
        };
        self.local.start(ANN, bot, "").unwrap();
        let invoice = self
            .sees(|message| matches!(message.content, Content::Invoice(_)))
            .await;
        let payment = self.local.pay(ANN, self.chat, invoice.id, Payment::default()).unwrap();
        let outcome = self.local.wait_for_outcome(payment, PATIENCE).await.unwrap();
        assert_eq!(outcome, Outcome::Confirmed);
        let charge = self.local.charge(payment).unwrap();
        self.sees(|message| message.text == "Thank you for 7 Stars").await;
        self.local.say(ANN, self.chat, "/return").unwrap();
        self.sees(|message| message.text == "7 Stars went back").await;
        let refunded = &self.local.charges()[0];
        assert_eq!(refunded.telegram_payment_charge_id, charge.telegram_payment_charge_id);
        assert!(refunded.refunded_at_ms.is_some());
    }
}

/// What the shop of frankenstein does with an update, however it came.
fn frank_serves(bot: &Frank, paid: &Mutex<String>, update: Update) -> Result<(), frankenstein::Error> {
    match update.content {
        UpdateContent::PreCheckoutQuery(query) => {
            let answer = AnswerPreCheckoutQueryParams::builder()
                .pre_checkout_query_id(query.id)
                .ok(true)
                .build();
            bot.answer_pre_checkout_query(&answer)?;
        }
        UpdateContent::Message(message) => {
            let chat = message.chat.id;
            let say = |text: &str| {
                let words = SendMessageParams::builder().chat_id(chat).text(text);
                bot.send_message(&words.parse_mode(ParseMode::Html).build())
            };
            if let Some(payment) = message.successful_payment {
                paid.lock().unwrap().clone_from(&payment.telegram_payment_charge_id);
                say(&format!("Thank you for <b>{} Stars</b>", payment.total_amount))?;
            } else if let Some(payment) = message.refunded_payment {
                say(&format!("{} Stars went back", payment.total_amount))?;
            } else if message.text.as_deref() == Some("/return") {
                let charge = paid.lock().unwrap().clone();
                let user = u64::try_from(ANN).unwrap();
                let refund = RefundStarPaymentParams::builder()
                    .user_id(user)
                    .telegram_payment_charge_id(charge)
                    .build();
                bot.refund_star_payment(&refund)?;
            } else {
                let price = LabeledPrice::builder().label("Star map").amount(7_u32).build();
                let invoice = SendInvoiceParams::builder()
                    .chat_id(chat)
                    .title("Star map")
                    .description("Of the northern sky")
                    .payload("map-1")
                    .currency("XTR")
                    .prices(vec![price])
                    .build();
                bot.send_invoice(&invoice)?;
            }
        }
        _ => {}
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_polling_bot_of_frankenstein_sells_for_stars() {
    let fair = Fair::open().await;
    let (bot, over) = (fair.frank(), Arc::new(AtomicBool::new(false)));
    let stop = Arc::clone(&over);
    let polling = std::thread::spawn(move || {
        let paid = Mutex::default();
        let mut ask = GetUpdatesParams::builder().timeout(1_u32).build();
        while !stop.load(Ordering::SeqCst) {
            for update in bot.get_updates(&ask).unwrap().result {
                ask.offset = Some(i64::from(update.update_id) + 1);
                frank_serves(&bot, &paid, update).unwrap();
            }
        }
    });
    fair.buy_and_return().await;
    over.store(true, Ordering::SeqCst);
    tokio::task::spawn_blocking(move || polling.join().unwrap())
        .await
        .unwrap();
    assert_eq!(fair.local.complaints(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_webhook_bot_of_frankenstein_sells_for_stars() {
    let fair = Fair::open().await;
    let address = frank_listens(fair.frank()).await;
    let bot = fair.frank();
    let set = SetWebhookParams::builder()
        .url(format!("http://{address}/updates"))
        .secret_token(SECRET)
        .allowed_updates(vec![AllowedUpdate::Message, AllowedUpdate::PreCheckoutQuery])
        .build();
    blocking(&bot, move |bot| bot.set_webhook(&set)).await;
    fair.buy_and_return().await;
    let info = blocking(&bot, Frank::get_webhook_info).await.result;
    assert_eq!((info.last_error_message, info.max_connections), (None, Some(40)));
    let ask = GetStarTransactionsParams::builder().offset(0_u32).limit(10_u32).build();
    let listed = blocking(&bot, move |bot| bot.get_star_transactions(&ask))
        .await
        .result
        .transactions;
    assert_eq!(listed.len(), 2, "the payment and its refund");
    assert_eq!(listed[0].id, listed[1].id);
    blocking(&bot, |bot| bot.delete_webhook(&DeleteWebhookParams::builder().build())).await;
    assert_eq!(fair.local.complaints(), Vec::<String>::new());
}

/// The bot's server: axum takes the request, the library reads the update and answers it.
async fn frank_listens(bot: Frank) -> SocketAddr {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let paid = Arc::new(Mutex::<String>::default());
    let take = move |headers: HeaderMap, body: Bytes| async move {
        if headers["x-telegram-bot-api-secret-token"] != SECRET {
            return StatusCode::UNAUTHORIZED;
        }
        let update: Update = serde_json::from_slice(&body).unwrap();
        tokio::task::spawn_blocking(move || frank_serves(&bot, &paid, update).unwrap())
            .await
            .unwrap();
        StatusCode::OK
    };
    let app = Router::new().route("/updates", post(take));
    tokio::spawn(async move { axum::serve(listener, app).await });
    address
}

async fn blocking<T: Send + 'static>(
    bot: &Frank,
    call: impl FnOnce(&Frank) -> Result<T, frankenstein::Error> + Send + 'static,
) -> T {
    let bot = bot.clone();
    tokio::task::spawn_blocking(move || call(&bot).unwrap()).await.unwrap()
}

/// What teloxide's handlers remember.
type Paid = Arc<Mutex<String>>;

async fn teloxide_hears(bot: Bot, message: Message, paid: Paid) -> ResponseResult<()> {
    let chat = message.chat.id;
    if let Some(payment) = message.successful_payment() {
        paid.lock().unwrap().clone_from(&payment.telegram_payment_charge_id.0);
        bot.send_message(chat, format!("Thank you for *{} Stars*", payment.total_amount))
            .parse_mode(teloxide::types::ParseMode::MarkdownV2)
            .await?;
    } else if let MessageKind::RefundedPayment(line) = &message.kind {
        let amount = line.refunded_payment.total_amount;
        bot.send_message(chat, format!("{amount} Stars went back")).await?;
    } else if message.text() == Some("/return") {
        let charge = teloxide::types::TelegramTransactionId(paid.lock().unwrap().clone());
        bot.refund_star_payment(UserId(501), charge).await?;
    } else {
        let price = teloxide::types::LabeledPrice::new("Star map", 7);
        bot.send_invoice(chat, "Star map", "Of the northern sky", "map-1", "XTR", [price])
            .provider_token("")
            .await?;
    }
    Ok(())
}

async fn teloxide_agrees(bot: Bot, query: PreCheckoutQuery) -> ResponseResult<()> {
    bot.answer_pre_checkout_query(query.id, true).await.map(drop)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn teloxide_with_its_own_dispatcher_sells_for_stars() {
    let fair = Fair::open().await;
    let bot = Bot::new(&fair.token).set_api_url(fair.sandbox.url().parse().unwrap());
    let handlers = dptree::entry()
        .branch(teloxide::types::Update::filter_message().endpoint(teloxide_hears))
        .branch(teloxide::types::Update::filter_pre_checkout_query().endpoint(teloxide_agrees));
    let mut dispatcher = Dispatcher::builder(bot, handlers)
        .dependencies(dptree::deps![Paid::default()])
        .build();
    let stop = dispatcher.shutdown_token();
    let dispatching = tokio::spawn(async move { dispatcher.dispatch().await });
    fair.buy_and_return().await;
    stop.shutdown().unwrap().await;
    dispatching.await.unwrap();
    assert_eq!(fair.local.complaints(), Vec::<String>::new());
}
