//! Shops that run in a process of their own, and the sandbox that is their Telegram in this one.

use std::{
    process::{Command, Stdio},
    sync::Arc,
    time::{Duration, Instant},
};

use kiosk::{
    engine::control::{self, Answer, Request},
    priority,
    sandbox::{ChatId, Local, Options, Person, Sandbox},
};

use crate::{
    customer::Customer,
    folder::{Folder, secret_name},
    machine::{Cores, Process},
    stage::PATIENCE,
    steady::{steadily, waits_of},
};

const FIRST_BOT: i64 = 7_100_000_001;
const FIRST_CUSTOMER: i64 = 1_000_000;
const CUSTOMERS: i64 = 20;
/// Who owns each of the shops.
const OWNER: i64 = 42;
/// Between two questions what serves. They cost the process something themselves, so they are asked as often where nothing
/// is saved: what is compared is a reload, and not somebody who watches.
const ASK_EACH: Duration = Duration::from_millis(50);
/// A purchase begins so often, as long as there is a customer without one.
const A_PURCHASE_EACH: Duration = Duration::from_millis(25);

/// What is saved.
#[derive(Clone, Copy)]
pub(crate) enum Save {
    /// One file, with so many products.
    OneFile { products: usize },
    /// Something after which every file of the catalog is checked anew.
    Everything,
}

impl Save {
    fn to(self, folder: &Folder, shop: &str, round: usize) {
        match self {
            Save::OneFile { products } => folder.save(shop, 0, products, round + 1),
            Save::Everything => folder.add_or_remove(shop, round),
        }
    }
}

pub(crate) struct Live {
    pub(crate) process: Process,
    folder: Arc<Folder>,
    sandbox: Sandbox,
    local: Local,
}

impl Live {
    /// Shops by name, number of files and products in each.
    pub(crate) async fn open(shops: &[(&str, usize, usize)], cores: Cores) -> Live {
        let options = Options {
            requests_kept: 0,
            ..Options::default()
        };
        let sandbox = Sandbox::start(options).await.unwrap();
        let (local, folder) = (sandbox.local(), Folder::new());
        let mut command = Command::new(env!("CARGO_BIN_EXE_kiosk"));
        command.arg("run").env("KIOSK_API_URL", sandbox.url());
        command.env("KIOSK_DATA", folder.path().join("data"));
        command.env("KIOSK_SHOPS", folder.shops());
        for (number, (name, files, each)) in (0..).zip(shops) {
            folder.shop(name, *files, *each);
            let token = format!("{}:AAbenchmarkbenchmarkbenchmarkbench1", FIRST_BOT + number);
            let username = format!("shop_{number}_bot");
            local.add_bot_with_token(name, &username, &token).unwrap();
            command.env(secret_name(name), token);
        }
        command.stdin(Stdio::null()).stdout(Stdio::null());
        let process = Process::start(cores, &mut command, folder.path());
        let live = Live {
            process,
            folder: Arc::new(folder),
            sandbox,
            local,
        };
        live.waits_until_all_serve(shops.len()).await;
        live
    }

    async fn waits_until_all_serve(&self, count: usize) {
        let began = Instant::now();
        loop {
            let shops = self.status().await.unwrap_or_default();
            if shops.iter().filter(|(_, _, fetches)| *fetches).count() == count {
                return;
            }
            assert!(began.elapsed() < PATIENCE, "the shops do not serve");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Name and revision of each shop, and whether it has begun to fetch updates.
    async fn status(&self) -> Option<Vec<(String, String, bool)>> {
        let answer = control::ask(&self.folder.path().join("data/live"), &Request::Status).await;
        let Ok(Some(Answer::Status(report))) = answer else {
            return None;
        };
        let shops = report.shops.into_iter();
        Some(
            shops
                .map(|shop| (shop.shop.clone(), shop.serves().to_owned(), shop.updates_seen.is_some()))
                .collect(),
        )
    }

    async fn revision(&self, shop: &str) -> String {
        let shops = self.status().await.unwrap();
        shops.into_iter().find(|(name, _, _)| name == shop).unwrap().1
    }

    /// Has the owner open the chat in which the shop tells what came of each save.
    pub(crate) async fn owner_listens(&self) {
        let chat = ChatId::private(FIRST_BOT, OWNER);
        self.local.put_person(Person::new(OWNER, "Owner")).unwrap();
        self.local.start(OWNER, FIRST_BOT, "p_ticket").unwrap();
        let mut view = self.local.read(chat, 0);
        while !view.messages.iter().any(|message| message.by_bot) {
            view = self.local.wait_for_news(chat, view.revision, PATIENCE).await;
        }
    }

    /// How long a save takes until the owner has been told that it serves. Nobody asks meanwhile, which would cost the
    /// process more than the save does.
    pub(crate) async fn save_until_told(&self, shop: &str, save: Save, round: usize) -> Duration {
        let chat = ChatId::private(FIRST_BOT, OWNER);
        let before = self.local.read(chat, 0).revision;
        let began = Instant::now();
        save.to(&self.folder, shop, round);
        let told = self.local.wait_for_news(chat, before, PATIENCE).await;
        let took = began.elapsed();
        let text = told
            .messages
            .last()
            .map(|message| message.text.clone())
            .unwrap_or_default();
        assert!(text.contains("files"), "what was saved never served: {text}");
        took
    }

    /// Saves and waits until the shop says that it serves it. To write a thousand products takes a millisecond and more, in
    /// which the sandbox, which has one thread, would answer nobody: whoever waited then would not have waited for the
    /// shop. So it is done on a thread that gives way to it.
    async fn save_until_served(&self, shop: &str, save: Save, round: usize) {
        let before = self.revision(shop).await;
        let began = Instant::now();
        let (tells, told) = tokio::sync::oneshot::channel();
        let (folder, name) = (self.folder.clone(), shop.to_owned());
        std::thread::spawn(move || {
            priority::step_aside();
            save.to(&folder, &name, round);
            tells.send(()).unwrap();
        });
        told.await.unwrap();
        while self.revision(shop).await == before {
            assert!(began.elapsed() < PATIENCE, "what was saved never served");
            tokio::time::sleep(ASK_EACH).await;
        }
    }

    /// People who have agreed to the terms.
    pub(crate) async fn customers(&self) -> Vec<Customer> {
        let mut all = Vec::new();
        for number in 0..CUSTOMERS {
            let mut customer = Customer::new(self.local.clone(), FIRST_CUSTOMER + number, FIRST_BOT);
            customer.buys_for_the_first_time().await;
            all.push(customer);
        }
        all
    }

    /// How long the answers at pre-checkout took while customers bought, and how many reloads came meanwhile: one after
    /// the other, if it is said what is saved.
    pub(crate) async fn buying(
        &self,
        customers: &mut Vec<Customer>,
        length: Duration,
        reloading: Option<Save>,
    ) -> (Vec<Duration>, usize) {
        let began = Instant::now();
        let buying = steadily(std::mem::take(customers), A_PURCHASE_EACH, length);
        let reloading = async {
            let mut reloads = 0;
            while began.elapsed() < length {
                if let Some(save) = reloading {
                    self.save_until_served("large", save, 100 + reloads).await;
                    reloads += 1;
                } else {
                    self.revision("large").await;
                    tokio::time::sleep(ASK_EACH).await;
                }
            }
            reloads
        };
        let (bought, reloads) = tokio::join!(buying, reloading);
        *customers = bought;
        (waits_of(customers), reloads)
    }

    pub(crate) async fn close(self) {
        drop(self.process);
        self.sandbox.stop().await;
    }
}
