//! Where a rehearsal is played: a folder of its own, a sandbox and an engine that share one hand-moved clock. What
//! happens here happens for real, over HTTP and in a database file; only time is told and not spent.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

mod group;
mod listen;
mod rules;

use super::{
    cast::{Cast, STAFF_ID},
    folder::{self, TempFolder},
    load,
    script::{Edit, Given},
    transcript::{Heard, Transcript},
};
use crate::{
    conversation::{Post, StockChange},
    engine::{ShopStart, World, WorldOptions},
    ids::{ShopId, TopicId},
    rules::Rules,
    sandbox::{BotSettings, ChatId, Local, Options, Outcome, Person, Sandbox},
    shop::Shop,
    store::Reader,
    time::{Clock, HandClock, Timestamp},
};

/// Every talk begins on this morning: 2026-11-24T09:00:00Z.
const MORNING: Timestamp = Timestamp(1_795_510_800_000);
/// What passes before a person does the next thing.
const BREATH: Duration = Duration::from_secs(1);
const ORDERS_TITLE: &str = "Orders";
/// Requests that can be looked back on.
const REQUESTS_KEPT: usize = 1_000;

/// A stage with everybody on it.
pub(super) struct Stage {
    pub(super) clock: HandClock,
    pub(super) local: Local,
    pub(super) bot: i64,
    pub(super) cast: Cast,
    pub(super) transcript: Transcript,
    /// What reached people since the last step that was not the shop's.
    pub(super) window: Vec<(ChatId, Heard)>,
    /// Presses on Pay, oldest first.
    pub(super) payments: Vec<Payment>,
    /// Every button that was ever shown: chat, message, data.
    pub(super) buttons: Vec<(ChatId, i64, String)>,
    /// While everything is tapped again, what is shown is an answer and no part of the talk.
    pub(super) is_tapping_again: bool,
    /// What people passed on: to whom, and where it stands.
    pub(super) passed: Vec<(i64, ChatId, i64)>,
    /// The latest post or link.
    post: Option<Post>,
    given: Given,
    token: String,
    /// How far each chat was read.
    read: Vec<(ChatId, u64)>,
    world: Option<World>,
    start: ShopStart,
    rules: Vec<Rules>,
    reader: Reader,
    sandbox: Sandbox,
    temp: TempFolder,
}

/// A press on Pay.
pub(super) struct Payment {
    pub(super) who: String,
    pub(super) query: i64,
    /// What was told of it last.
    pub(super) told: Outcome,
}

/// Building up and taking down.
impl Stage {
    /// Opens the shop and lets it be as it is given.
    pub(super) async fn open(shop_folder: &Path, given: Given) -> Result<Stage, String> {
        let temp = TempFolder::new().map_err(words)?;
        let shop = shop_copy(&temp, shop_folder);
        folder::copy(shop_folder, &shop).map_err(words)?;
        let clock = HandClock::at(MORNING);
        let now = clock.clone();
        let options = Options {
            now: Arc::new(move || now.now().0),
            requests_kept: REQUESTS_KEPT,
            ..Options::default()
        };
        let sandbox = Sandbox::start(options).await.map_err(words)?;
        let local = sandbox.local();
        let (_, revision) = load::load(&shop)?;
        let token = local
            .add_bot(&revision.shop.name.first, "shop_of_the_talk_bot")
            .map_err(words)?;
        let bot = local.bot_id(&token).map_err(words)?;
        // As its owner told @BotFather.
        let settings = BotSettings {
            inline: true,
            ..BotSettings::default()
        };
        local.set_bot(bot, settings).map_err(words)?;
        let (cast, start) = people(&local, bot, &shop, &token, &given)?;
        let world = start_world(&temp, &sandbox, &clock, load::again(&start)).await?;
        let reader = Reader::open(&temp.path().join("world").join("kiosk.db"))
            .await
            .map_err(words)?;
        let mut stage = Stage {
            clock,
            local,
            bot,
            cast,
            transcript: Transcript::default(),
            window: Vec::new(),
            payments: Vec::new(),
            buttons: Vec::new(),
            is_tapping_again: false,
            passed: Vec::new(),
            post: None,
            given,
            token,
            read: Vec::new(),
            world: Some(world),
            rules: vec![start.revision.shop.rules.clone()],
            start,
            reader,
            sandbox,
            temp,
        };
        stage.furnish().await?;
        Ok(stage)
    }

    /// Counts are set; requests are counted from here on.
    async fn furnish(&mut self) -> Result<(), String> {
        self.ready(0).await?;
        if let Some(world) = &self.world {
            let (handle, shop) = (world.handle(), self.shop_id());
            for (sku, count) in &self.given.stock {
                let set = handle.stock(&shop, sku, StockChange::Set(*count));
                set.await.map_err(words)?;
            }
        }
        self.settle().await
    }

    pub(super) async fn close(mut self) {
        self.stop().await;
        self.reader.close().await;
        self.sandbox.stop().await;
        drop(self.temp);
    }
}

/// What happens to the engine.
impl Stage {
    pub(super) async fn stop(&mut self) {
        if let Some(world) = self.world.take() {
            world.stop().await;
        }
    }

    /// The engine begins again on the same database.
    pub(super) async fn start(&mut self) -> Result<(), String> {
        if self.world.is_some() {
            return Ok(());
        }
        let polls = self.polls();
        self.world = Some(start_world(&self.temp, &self.sandbox, &self.clock, load::again(&self.start)).await?);
        self.ready(polls).await?;
        self.settle().await
    }

    /// The shop's files change and are read again.
    pub(super) async fn reload(&mut self, edits: &[Edit], beside: &Path) -> Result<(), String> {
        let shop = shop_copy(&self.temp, Path::new(self.shop_id().as_str()));
        for edit in edits {
            folder::edit(&shop, beside, edit)?;
        }
        let staff = staff_ids(&self.cast, &self.given);
        self.start = load::start(&shop, &self.token, &self.given, &staff)?;
        self.rules.push(self.shop().rules.clone());
        if let Some(world) = &self.world {
            world.handle().reload(&self.start).await.map_err(words)?;
        }
        self.settle().await
    }

    /// Time passes. The sandbox answers a waiting getUpdates only when it has something, so two updates that mean
    /// nothing tell the engine that it has missed nothing since; only then may something expire.
    pub(super) async fn wait(&mut self, span: Duration) -> Result<(), String> {
        self.clock.advance(span);
        if self.world.is_none() {
            return Ok(());
        }
        for _ in 0..2 {
            let nothing = serde_json::json!({});
            self.local
                .inject(self.bot, "nothing_that_matters", &nothing)
                .map_err(words)?;
            self.quiet().await?;
        }
        if let Some(world) = &self.world {
            world.expire(&self.shop_id()).await.map_err(words)?;
        }
        self.settle().await
    }
}

/// What others ask.
impl Stage {
    pub(super) fn shop(&self) -> &Shop {
        &self.start.revision.shop
    }

    pub(super) fn shop_id(&self) -> ShopId {
        self.start.revision.shop.id.clone()
    }

    pub(super) fn reader(&self) -> &Reader {
        &self.reader
    }

    pub(super) fn enter(&mut self, who: &str) -> Result<i64, String> {
        self.cast.enter(&self.local, who, &self.given).map_err(words)
    }

    /// Whoever acts in the orders chat is in it.
    pub(super) fn enter_orders(&self, who: i64) -> Result<ChatId, String> {
        let orders = self.shop().orders_chat.map_or(0, |chat| chat.0);
        self.local.put_group(orders, ORDERS_TITLE, &[who]).map_err(words)
    }

    /// A breath between two steps, as people take.
    pub(super) fn tick(&self) {
        self.clock.advance(BREATH);
    }

    /// What was needed to set the stage is no part of the talk.
    pub(super) fn forget_the_past(&mut self) {
        self.window.clear();
        self.transcript = Transcript::default();
        self.local.reset_request_counts();
    }

    /// Virtual time since the morning.
    pub(super) fn passed(&self) -> Duration {
        self.clock.now().since(MORNING)
    }
}

/// The staff in the orders chat, and everybody of whom something is given; and the shop that knows them.
fn people(local: &Local, bot: i64, shop: &Path, token: &str, given: &Given) -> Result<(Cast, ShopStart), String> {
    let first = load::start(shop, token, given, &[])?;
    let orders = first.revision.shop.orders_chat.map_or(0, |chat| chat.0);
    local.put_person(Person::new(STAFF_ID, "Staff")).map_err(words)?;
    let cast = Cast::new(local, bot, ChatId::group(orders), given).map_err(words)?;
    let staff = staff_ids(&cast, given);
    let members: Vec<i64> = [bot, STAFF_ID].into_iter().chain(staff.iter().copied()).collect();
    local.put_group(orders, ORDERS_TITLE, &members).map_err(words)?;
    let topic = first.revision.shop.orders_topic;
    if topic != TopicId(0) {
        local.put_topic(orders, topic.0, ORDERS_TITLE).map_err(words)?;
    }
    Ok((cast, load::start(shop, token, given, &staff)?))
}

fn staff_ids(cast: &Cast, given: &Given) -> Vec<i64> {
    given.staff.iter().filter_map(|who| cast.id(who)).collect()
}

/// The copy keeps the folder's name: it is the shop's id.
fn shop_copy(temp: &TempFolder, shop_folder: &Path) -> PathBuf {
    let name = shop_folder.file_name().unwrap_or_default();
    temp.path().join("shops").join(name)
}

async fn start_world(
    temp: &TempFolder,
    sandbox: &Sandbox,
    clock: &HandClock,
    start: ShopStart,
) -> Result<World, String> {
    let options = WorldOptions {
        folder: temp.path().join("world"),
        api_url: sandbox.url().into(),
        public_url: None,
        play: true,
        clock: Arc::new(clock.clone()),
        reloader: None,
    };
    World::start(options, vec![start]).await.map_err(words)
}

pub(super) fn words(error: impl std::fmt::Display) -> String {
    error.to_string()
}
