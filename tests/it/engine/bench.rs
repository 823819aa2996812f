//! A small shop in a world of its own, over a real database file, against the sandbox over HTTP.

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use kiosk::{
    config::{Files, PublicUrl, Secrets, compile},
    conversation::StockRow,
    engine::{ShopStart, World, WorldOptions},
    ids::{ShopId, Sku},
    sandbox::{ChatId, Content, Local, MessageView, Options, Outcome, Payment, Person, Press, Sandbox},
    shop::{Revision, Secret},
    store::Reader,
    telegram,
    time::{Clock, HandClock, SystemClock, Timestamp},
};

pub(crate) const ANN: i64 = 1001;
pub(crate) const BOB: i64 = 1002;
pub(crate) const OWNER: i64 = 9001;

pub(crate) const SHOP_YAML: &str = "name: Test Bakery\ngreeting: Fresh bread.\ncurrency: EUR\ntimezone: UTC\n\
    payments: {provider: a-pay, mode: test, test_token: '${T}', live_token: '${L}'}\nstaff: [{id: 9001, role: owner}]\n";
pub(crate) const CATALOG_YAML: &str =
    "products:\n  - {id: bread, title: Bread, description: Fresh., price: 6.50, stock: 3}\n";
const TERMS_YAML: &str = "text: Be kind.\n";
const SUPPORT_YAML: &str = "contact: Write to the baker.\n";

/// A folder that goes away with its owner.
pub(crate) struct TempFolder(PathBuf);

impl TempFolder {
    pub(crate) fn new() -> TempFolder {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!(
            "kiosk-engine-{}-{}",
            std::process::id(),
            COUNT.fetch_add(1, Ordering::SeqCst)
        );
        TempFolder(std::env::temp_dir().join(name))
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for TempFolder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// One shop that runs.
pub(crate) struct Bench {
    pub(crate) local: Local,
    pub(crate) world: World,
    pub(crate) bot: i64,
    pub(crate) folder: TempFolder,
    pub(crate) token: String,
    pub(crate) sandbox: Sandbox,
    pub(crate) clock: Arc<dyn Clock>,
}

/// A shop of these files; what it says first in its catalog may be told.
pub(crate) fn shop(name: &str, catalog: &str, token: &str) -> ShopStart {
    shop_of(name, SHOP_YAML, catalog, token)
}

/// The same with a `shop.yaml` of its own.
pub(crate) fn shop_of(name: &str, shop: &str, catalog: &str, token: &str) -> ShopStart {
    start_of(name, token, &[("shop.yaml", shop), ("catalog.yaml", catalog)])
}

/// The same with files of its own.
pub(crate) fn start_of(name: &str, token: &str, own: &[(&str, &str)]) -> ShopStart {
    let common = [("terms.yaml", TERMS_YAML), ("support.yaml", SUPPORT_YAML)];
    let files = own.iter().copied().chain(common);
    let files = Files::from_parts(files.map(|(name, text)| (name, text.as_bytes())), []);
    let loaded = compile(ShopId::parse(name).unwrap(), files, Secrets::Unread);
    let id = loaded.revision();
    let problems = kiosk::config::render(&loaded.problems, &loaded.files, "", kiosk::config::Look::Plain);
    let shop = loaded.shop.unwrap_or_else(|| panic!("{problems}"));
    ShopStart {
        revision: Arc::new(Revision {
            id,
            shop,
            folder: std::env::temp_dir(),
            closing: false,
        }),
        files: loaded.files,
        bot_token: Secret::new(token),
        provider_token: "PLAY:TOKEN".into(),
        keys: Vec::new(),
        instead_of: None,
    }
}

pub(crate) fn options(folder: &Path, url: &str, clock: &Arc<dyn Clock>) -> WorldOptions {
    WorldOptions {
        folder: folder.into(),
        api_url: url.into(),
        public_url: None,
        play: true,
        clock: clock.clone(),
        reloader: None,
    }
}

impl Bench {
    pub(crate) async fn new() -> Bench {
        Bench::with(Arc::new(SystemClock::default())).await
    }

    /// A bench whose time stands still until it is moved.
    pub(crate) async fn by_hand() -> (Bench, HandClock) {
        let clock = HandClock::at(Timestamp(1_795_521_909_000));
        (Bench::with(Arc::new(clock.clone())).await, clock)
    }

    /// A bench to which updates are posted.
    pub(crate) async fn posted(public_url: PublicUrl, clock: Arc<dyn Clock>) -> Bench {
        Bench::open(clock, Some(public_url)).await
    }

    async fn with(clock: Arc<dyn Clock>) -> Bench {
        Bench::open(clock, None).await
    }

    async fn open(clock: Arc<dyn Clock>, public_url: Option<PublicUrl>) -> Bench {
        let now = clock.clone();
        let options_of_sandbox = Options {
            now: Arc::new(move || now.now().0),
            ..Options::default()
        };
        let sandbox = Sandbox::start(options_of_sandbox).await.unwrap();
        let local = sandbox.local();
        let token = local.add_bot("Test Bakery", "test_bakery_bot").unwrap();
        let bot = local.bot_id(&token).unwrap();
        for (id, name) in [(ANN, "Ann"), (BOB, "Bob"), (OWNER, "Owner")] {
            local.put_person(Person::new(id, name)).unwrap();
        }
        let folder = TempFolder::new();
        let options = WorldOptions {
            public_url,
            ..options(folder.path(), sandbox.url(), &clock)
        };
        let world = World::start(options, vec![shop("bakery", CATALOG_YAML, &token)]);
        let world = world.await.unwrap();
        Bench {
            local,
            world,
            bot,
            folder,
            token,
            sandbox,
            clock,
        }
    }

    /// Ends the world and opens it again on the same data.
    pub(crate) async fn restart(self) -> Bench {
        self.restart_by(None).await
    }

    /// The same, with updates posted there or, without an address, fetched.
    pub(crate) async fn restart_by(self, public_url: Option<PublicUrl>) -> Bench {
        let start = self.start_again(CATALOG_YAML);
        self.reopen(public_url, start, |_, _| ()).await
    }

    /// The same, and the shop's folder is gone.
    pub(crate) async fn restart_closing(self) -> Bench {
        let start = self.closing_start();
        self.reopen(None, start, |_, _| ()).await
    }

    /// The same, and while no world ran something happened in Ann's chat.
    pub(crate) async fn restart_after(self, meanwhile: impl FnOnce(&Local, ChatId)) -> Bench {
        let start = self.start_again(CATALOG_YAML);
        self.reopen(None, start, meanwhile).await
    }

    async fn reopen(
        self,
        public_url: Option<PublicUrl>,
        start: ShopStart,
        meanwhile: impl FnOnce(&Local, ChatId),
    ) -> Bench {
        let options = WorldOptions {
            public_url,
            ..options(self.folder.path(), self.sandbox.url(), &self.clock)
        };
        self.world.stop().await;
        meanwhile(&self.local, ChatId::private(self.bot, ANN));
        let world = World::start(options, vec![start]).await.unwrap();
        Bench { world, ..self }
    }

    /// Serves these products under this script from now on.
    pub(crate) async fn rule(&self, catalog: &str, script: &str) {
        let files = [
            ("shop.yaml", SHOP_YAML),
            ("catalog.yaml", catalog),
            ("rules/limits.rhai", script),
        ];
        let start = start_of("bakery", &self.token, &files);
        self.world.handle().reload(&start).await.unwrap();
    }

    pub(crate) fn start_again(&self, catalog: &str) -> ShopStart {
        shop("bakery", catalog, &self.token)
    }

    /// The shop as it goes on where its folder is gone.
    pub(crate) fn closing_start(&self) -> ShopStart {
        let mut start = self.start_again(CATALOG_YAML);
        Arc::get_mut(&mut start.revision).unwrap().closing = true;
        start
    }

    pub(crate) fn chat(&self, person: i64) -> ChatId {
        ChatId::private(self.bot, person)
    }

    pub(crate) async fn reader(&self) -> Reader {
        Reader::open(&self.folder.path().join("kiosk.db")).await.unwrap()
    }

    pub(crate) async fn stock(&self) -> StockRow {
        let rows = self.reader().await.stock(&shop_id()).await.unwrap();
        rows.into_iter().find(|row| row.sku == Sku::new("bread")).unwrap()
    }

    /// The newest message that fits, waited for.
    pub(crate) async fn sees(&self, person: i64, fits: impl Fn(&MessageView) -> bool) -> MessageView {
        self.sees_after(person, 0, fits).await
    }

    /// The same among messages with a greater id.
    pub(crate) async fn sees_after(&self, person: i64, after: i64, fits: impl Fn(&MessageView) -> bool) -> MessageView {
        let chat = self.chat(person);
        for _ in 0..200 {
            let view = self.local.read(chat, 0);
            let found = view
                .messages
                .into_iter()
                .rev()
                .find(|message| message.id > after && fits(message));
            if let Some(message) = found {
                return message;
            }
            self.local
                .wait_for_news(chat, view.revision, Duration::from_millis(50))
                .await;
        }
        panic!("not seen in {:#?}", self.local.read(chat, 0).messages);
    }

    /// From the shop's door to an invoice for one bread.
    pub(crate) async fn invoice(&self, person: i64) -> MessageView {
        let card = self.open_invoice(person).await;
        self.sees_after(person, card, is_invoice).await
    }

    /// The same up to the last tap; gives the card from which an invoice is to come.
    pub(crate) async fn open_invoice(&self, person: i64) -> i64 {
        self.open_invoice_for(person, "bread", 0).await
    }

    /// The same for any product; the card comes after this message.
    pub(crate) async fn open_invoice_for(&self, person: i64, product: &str, after: i64) -> i64 {
        self.local.start(person, self.bot, &format!("p_{product}")).unwrap();
        let card = self
            .sees_after(person, after, |message| tap_in(message, is_buy).is_some())
            .await;
        let buy = tap_in(&card, is_buy).unwrap();
        self.local.tap(person, self.chat(person), card.id, &buy).unwrap();
        let next = self.sees_after(person, card.id, |message| message.by_bot).await;
        if let Some(agree) = tap_in(&next, is_agree) {
            self.local.tap(person, self.chat(person), next.id, &agree).unwrap();
        }
        card.id
    }

    pub(crate) fn press_pay(&self, person: i64, invoice: &MessageView) -> i64 {
        let paying = self
            .local
            .pay(person, self.chat(person), invoice.id, Payment::default());
        paying.unwrap()
    }

    /// How the bot answered, waited for.
    pub(crate) async fn answer(&self, query: i64) -> Outcome {
        for _ in 0..500 {
            let outcome = self.local.outcome(query).unwrap();
            if outcome != Outcome::Waiting {
                return outcome;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        Outcome::Waiting
    }

    /// How often this method was called.
    pub(crate) fn calls(&self, method: &str) -> u64 {
        self.local.request_counts().get(method).copied().unwrap_or(0)
    }

    pub(crate) async fn books_are_right(&self) {
        let wrong = self.reader().await.money_check().await.unwrap();
        assert!(wrong.is_empty(), "{wrong:?}");
    }
}

pub(crate) fn shop_id() -> ShopId {
    ShopId::parse("bakery").unwrap()
}

pub(crate) fn is_invoice(message: &MessageView) -> bool {
    matches!(message.content, Content::Invoice(_))
}

pub(crate) fn is_receipt(message: &MessageView) -> bool {
    message.by_bot && matches!(message.content, Content::Text) && message.text.contains("T10")
}

pub(crate) fn is_buy(tap: &kiosk::conversation::Tap) -> bool {
    matches!(tap, kiosk::conversation::Tap::Buy(_))
}

fn is_agree(tap: &kiosk::conversation::Tap) -> bool {
    matches!(tap, kiosk::conversation::Tap::Agree { .. })
}

/// The data of the first button that means this.
pub(crate) fn tap_in(message: &MessageView, means: impl Fn(&kiosk::conversation::Tap) -> bool) -> Option<String> {
    message.every_button().find_map(|button| match &button.press {
        Press::Data(data) if telegram::decode(data).is_some_and(|tap| means(&tap)) => Some(data.clone()),
        _ => None,
    })
}
