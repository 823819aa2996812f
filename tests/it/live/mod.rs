//! Files that change while a shop is open: what is right serves soon, what is wrong never does. Real file events against
//! the real binary; nothing here waits for a fixed time.

mod kept_back;
mod operators;
mod parts;
mod triggers;

use std::{fs, path::PathBuf, time::Instant};

use kiosk::{
    engine::control::{self, Answer, Request},
    sandbox::{ChatId, Outcome},
};

use super::fair::{CEILING, Engine, FAIR, Fair, Judge, STAFF_CHAT, Stall, Visitor};

const ANN: i64 = 81;

fn catalog(price: &str) -> String {
    format!(
        "products:\n  - {{id: loaf, title: Loaf, description: Bread., price: {price}, stock: 100000}}\n  \
         - {{id: game, title: Game, description: A key., price: 10.00, deliver: {{keys: goods/game.txt}}}}\n  \
         - {{id: voucher, title: Voucher, description: Credit., price: 20.00, deliver: {{credit: 20.00}}}}\n"
    )
}

struct Live {
    fair: Fair,
    engine: Engine,
}

impl Live {
    async fn open(name: &str) -> Live {
        let fair = Fair::open(name).await;
        let engine = fair.start("run.log", &[]);
        assert!(Visitor::new(&fair.local, FAIR, ANN).buys("loaf", false).await.is_some());
        Live { fair, engine }
    }

    fn file(&self, name: &str) -> PathBuf {
        self.fair.shop_folder(FAIR).join(name)
    }

    /// Saves as an editor does that writes a new file and puts it in the place of the old one.
    fn save(&self, name: &str, text: &str) {
        let new = self.file(".new~");
        fs::write(&new, text).unwrap();
        fs::rename(&new, self.file(name)).unwrap();
    }

    async fn revision(&self) -> String {
        self.status().await.0
    }

    /// The revision that serves, and the outcome of the last attempt at the files, as JSON.
    async fn status(&self) -> (String, String) {
        let answer = control::ask(&self.fair.folder.join("data/live"), &Request::Status).await;
        let Ok(Some(Answer::Status(report))) = answer else {
            panic!("no status")
        };
        let shop = report.shops.iter().find(|status| status.shop == FAIR.name).unwrap();
        let attempt = shop.last_attempt.as_ref();
        let outcome = attempt.map(|attempt| serde_json::to_string(&attempt.outcome).unwrap());
        (shop.serves().to_owned(), outcome.unwrap_or_default())
    }

    /// Waits until something else serves than before.
    async fn serves_other_than(&self, before: &str) -> String {
        let began = Instant::now();
        loop {
            let now = self.revision().await;
            if now != before {
                return now;
            }
            assert!(began.elapsed() < CEILING, "the new files never served");
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
    }

    /// Waits until the last attempt ended so.
    async fn attempt_is(&self, word: &str) {
        let began = Instant::now();
        loop {
            let (_, outcome) = self.status().await;
            if outcome.contains(word) {
                return;
            }
            assert!(began.elapsed() < CEILING, "never `{word}`, but {outcome}");
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
    }

    /// Waits until the staff were told this.
    async fn staff_hear(&self, words: &str) {
        staff_hear(&self.fair, words).await;
    }

    /// `kiosk` with these words; whether it went well, and what it said.
    fn kiosk(&self, words: &[&str]) -> (bool, String) {
        let output = self.fair.command(words).output().unwrap();
        let said = [output.stdout, output.stderr].concat();
        (output.status.success(), String::from_utf8(said).unwrap())
    }

    /// The revision that waits for a yes.
    async fn held(&self) -> String {
        self.attempt_is("held").await;
        let (_, outcome) = self.status().await;
        let outcome: serde_json::Value = serde_json::from_str(&outcome).unwrap();
        outcome["held"]["revision"].as_str().unwrap().to_owned()
    }

    /// Stops the engine and starts another on the same folders.
    async fn restart(self, log: &str) -> Live {
        let Live { fair, engine } = self;
        engine.stop().await;
        let engine = fair.start(log, &[]);
        let live = Live { fair, engine };
        live.is_up().await;
        live
    }

    /// Waits until the engine answers.
    async fn is_up(&self) {
        let began = Instant::now();
        let folder = self.fair.folder.join("data/live");
        while !matches!(control::ask(&folder, &Request::Status).await, Ok(Some(_))) {
            assert!(began.elapsed() < CEILING, "it never began: {}", self.engine.words());
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
    }

    /// How often the staff were told this.
    fn heard(&self, words: &str) -> usize {
        let said = self.fair.local.read(ChatId::Group { id: STAFF_CHAT }, 0).messages;
        said.iter().filter(|message| message.text.contains(words)).count()
    }

    async fn ends_well(self) {
        Judge::new(&self.fair).await.waits_for_quiet(CEILING).await;
        self.engine.stop().await;
        assert_eq!(Judge::new(&self.fair).await.verdict().await, Vec::<String>::new());
    }
}

/// Waits until the staff of some shop of the fair were told this.
async fn staff_hear(fair: &Fair, words: &str) {
    let chat = ChatId::Group { id: STAFF_CHAT };
    let began = Instant::now();
    loop {
        let said = fair.local.read(chat, 0).messages;
        if said.iter().any(|message| message.text.contains(words)) {
            return;
        }
        assert!(began.elapsed() < CEILING, "the staff never heard `{words}`: {said:#?}");
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn bad_good_bad_good_ends_right_each_time() {
    let live = Live::open("live-turns").await;
    let mut serving = live.revision().await;
    for price in ["5.10", "5.20"] {
        live.save("catalog.yaml", "products: [\n");
        live.attempt_is("wrong").await;
        assert_eq!(live.revision().await, serving, "what is wrong never serves");
        live.save("catalog.yaml", &catalog(price));
        serving = live.serves_other_than(&serving).await;
        live.attempt_is("served").await;
        live.staff_hear(&format!("price up: `loaf`, {price} €")).await;
    }
    live.staff_hear("The new files cannot be served").await;
    live.ends_well().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_customer_who_is_paying_keeps_the_quote() {
    let live = Live::open("live-quote").await;
    let mut ann = Visitor::new(&live.fair.local, FAIR, ANN);
    let bill = ann.invoice("loaf").await.unwrap();
    let Some((query, Outcome::Confirmed)) = ann.asks(&bill).await else {
        panic!("no yes")
    };
    let serving = live.revision().await;
    live.save("catalog.yaml", &catalog("6.00"));
    live.serves_other_than(&serving).await;
    assert!(ann.pays(query).await.unwrap().text.contains("5.00 €"));
    live.ends_well().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_folder_opens_and_one_that_goes_closes() {
    const NEW: Stall = Stall {
        name: "market",
        bot: 7_200_000_031,
    };
    let fair = Fair::with("live-folders", &[FAIR, NEW]).await;
    let aside = fair.folder.join("aside");
    fs::rename(fair.shop_folder(NEW), &aside).unwrap();
    let engine = fair.start("run.log", &[]);
    assert!(Visitor::new(&fair.local, FAIR, ANN).buys("loaf", false).await.is_some());
    fs::rename(&aside, fair.shop_folder(NEW)).unwrap();
    engine.says("market: open, its folder is new", CEILING).await;
    staff_hear(&fair, "This shop is open").await;
    assert!(Visitor::new(&fair.local, NEW, ANN).buys("loaf", false).await.is_some());
    fs::rename(fair.shop_folder(NEW), &aside).unwrap();
    engine.says("market: its folder is gone", CEILING).await;
    staff_hear(&fair, "The folder of this shop is gone").await;
    assert_eq!(Visitor::new(&fair.local, NEW, ANN).invoice("loaf").await, None);
    fs::rename(&aside, fair.shop_folder(NEW)).unwrap();
    staff_hear(&fair, "The folder of this shop is back").await;
    assert!(Visitor::new(&fair.local, NEW, ANN).invoice("loaf").await.is_some());
    assert!(Visitor::new(&fair.local, FAIR, ANN).buys("loaf", false).await.is_some());
    engine.stop().await;
}
