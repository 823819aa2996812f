//! What the tests of the store share: a folder that goes when the test ends, a small shop, and rows to write.

use std::{
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

pub(super) use super::samples::*;
use crate::{
    conversation::{Books, Change, Decision, Event, Key, Missing, Turn},
    ids::{BotId, RevisionId, ShopId, Sku, TermsVersion, TopicId, UpdateId, UserId},
    money::Currency,
    shop::{
        Catalog, Checkout, Forwarding, InvoicePolicy, Language, Localized, Markup, Mode, Payable, Payer, Payments,
        Policies, PostForm, PostPolicy, Provider, Revision, Role, Shop, Staff, Support, TelegramAccount, Terms,
        TermsRule, WhenPriceChanges,
    },
    store::{InboxRow, Job, Outcome, Reader, Store, StoreError, writer::Mind},
    time::{HandClock, Timestamp},
};

/// A folder of its own for each test.
pub(super) struct Folder(PathBuf);

impl Folder {
    pub(super) fn new() -> Folder {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let n = NEXT.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("kiosk-store-{}-{n}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        Folder(folder)
    }

    pub(super) fn path(&self) -> &std::path::Path {
        &self.0
    }

    pub(super) fn database(&self) -> PathBuf {
        self.0.join("kiosk.db")
    }

    pub(super) async fn store(&self) -> Store {
        Store::open(&self.database()).await.unwrap()
    }

    pub(super) async fn reader(&self) -> Reader {
        Reader::open(&self.database()).await.unwrap()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

pub(super) const NOW: Timestamp = Timestamp(1_795_521_909_000);
pub(super) const ANN: UserId = UserId(501);
pub(super) const BOB: UserId = UserId(502);
pub(super) const OWNER: UserId = UserId(900);

pub(super) fn shop() -> ShopId {
    ShopId::parse("bakery").unwrap()
}

pub(super) fn sku(text: &str) -> Sku {
    Sku::new(text)
}

pub(super) fn eur() -> Currency {
    Currency::parse("EUR").unwrap()
}

pub(super) fn revision() -> Arc<Revision> {
    let words = |text: &str| Localized::one(Markup::plain(text));
    let shop = Shop {
        id: shop(),
        name: Localized::one("Bakery".into()),
        greeting: words("Hello"),
        languages: vec![Language::parse("en").unwrap()],
        currency: eur(),
        timezone: "UTC".into(),
        telegram: TelegramAccount { bot_token: None },
        payments: Payments {
            provider: Provider::Stripe,
            mode: Mode::Test,
            token: None,
        },
        terms: Terms {
            version: TermsVersion::new("t1"),
            text: words("Terms"),
            rule: TermsRule::BeforePaying,
        },
        support: Support {
            contact: words("@help"),
            questions: Vec::new(),
        },
        privacy: words("Privacy"),
        checkout: Checkout::default(),
        invoices: InvoicePolicy {
            valid_for: Duration::from_mins(30),
            when_price_changes: WhenPriceChanges::Refuse,
            forwarding: Forwarding::SingleChat,
            payer: Payer::Anyone,
            protect_content: false,
        },
        policies: Policies::default(),
        posts: PostPolicy {
            form: PostForm::Card,
            payable: Payable::WhileStockLasts,
        },
        orders_chat: None,
        orders_topic: TopicId(0),
        staff: vec![Staff {
            id: OWNER,
            role: Role::Owner,
        }],
        catalog: Catalog::default(),
        texts: Vec::new(),
        rules: crate::rules::Rules::default(),
    };
    Arc::new(Revision {
        id: RevisionId::new("0123456789abcdef"),
        shop,
        folder: PathBuf::new(),
        closing: false,
    })
}

/// A turn whose `nonce` tells the test's own `decide` what to do.
pub(super) fn turn(nonce: u128, event: Event) -> Turn {
    Turn {
        revision: revision(),
        event,
        arrived: NOW,
        now: Timestamp(0),
        nonce,
        rulings: Vec::new(),
    }
}

pub(super) fn job(update: i64, nonce: u128, event: Event) -> Job {
    Job {
        turn: turn(nonce, event),
        inbox: Some(update_row(update)),
    }
}

pub(super) fn update_row(update: i64) -> InboxRow {
    InboxRow {
        bot: BotId(7),
        update: UpdateId(update),
        raw: format!("{{\"update_id\": {update}}}"),
        received_at: NOW,
        tries: 0,
    }
}

/// Puts the test's own functions in the place of those that decide.
pub(super) fn with_mind(store: &mut Store, decide: fn(&Turn, &Books) -> Result<Decision, Missing>) {
    store.mind = Mind {
        needs: |_| Vec::new(),
        decide,
    };
}

/// Runs a batch with a clock that stands still.
pub(super) async fn run(store: &mut Store, mut jobs: Vec<Job>) -> Result<Vec<Outcome>, StoreError> {
    let run = store
        .run(jobs.iter_mut().collect(), &HandClock::at(NOW), &mut |_, _| {})
        .await;
    run.map_err(|halted| halted.error)
}

/// Writes changes through a batch of one turn.
pub(super) async fn write(store: &mut Store, changes: Vec<Change>) -> Result<(), StoreError> {
    let before = store.mind;
    let turn = turn(plan(changes), Event::Nothing);
    with_mind(store, planned);
    let outcomes = run(store, vec![Job { turn, inbox: None }]).await;
    store.mind = before;
    match outcomes?.as_slice() {
        [Outcome::Decided(_)] => Ok(()),
        other => Err(StoreError::Other {
            path: store.path.clone(),
            why: format!("{other:?}"),
        }),
    }
}

static PLANS: std::sync::Mutex<Vec<Decision>> = std::sync::Mutex::new(Vec::new());

/// Keeps changes for a turn that will decide exactly these; gives its nonce.
pub(super) fn plan(changes: Vec<Change>) -> u128 {
    let mut plans = PLANS.lock().unwrap();
    plans.push(Decision {
        changes,
        effects: Vec::new(),
        paid: None,
    });
    plans.len() as u128 - 1
}

/// The `decide` that does what was planned.
#[allow(clippy::unnecessary_wraps)]
pub(super) fn planned(turn: &Turn, _: &Books) -> Result<Decision, Missing> {
    Ok(PLANS.lock().unwrap()[usize::try_from(turn.nonce).unwrap()].clone())
}

/// Loads nothing and commits nothing: leaves the store as it was.
pub(super) async fn books(store: &mut Store, keys: &[Key]) -> Books {
    let mut books = Books::new(store.next());
    store.load(&mut books, keys).await.unwrap();
    store.roll_back().await;
    books
}
