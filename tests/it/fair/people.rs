//! People at the fair: each buys again and again, some cards fail first, nobody gives up because the shop is away.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use kiosk::sandbox::{ChatId, Content, Local, MessageView, Outcome, Payment, Person, Press};

use super::{FAIR, Stall};

/// How long a person waits for the shop's next message before starting over.
const PATIENCE: Duration = Duration::from_secs(4);
/// Telegram's ten seconds, and time for it to say that they are over.
const OUTCOME_COMES_WITHIN: Duration = Duration::from_secs(15);
/// The local Telegram remembers 200 messages of a chat; whoever bought so often leaves, and somebody new comes.
const PURCHASES_EACH_MAX: i64 = 12;
/// Ids of people who follow each other in the same place.
const NEXT_IN_LINE: i64 = 100;

/// Everybody who buys.
pub(crate) struct Crowd {
    tasks: Vec<tokio::task::JoinHandle<()>>,
    leave: Arc<AtomicBool>,
    tally: Arc<Tally>,
}

/// What the crowd lived through.
#[derive(Default)]
struct Tally {
    bought: AtomicU64,
    unheard: AtomicU64,
}

impl Crowd {
    pub(crate) fn of(local: &Local, size: i64) -> Crowd {
        let (leave, tally) = (Arc::new(AtomicBool::new(false)), Arc::new(Tally::default()));
        let tasks = (0..size).map(|n| {
            let visits = visits(local.clone(), 5_000 + n, leave.clone(), tally.clone());
            tokio::spawn(visits)
        });
        Crowd {
            tasks: tasks.collect(),
            leave,
            tally,
        }
    }

    /// Purchases that were charged so far.
    pub(crate) fn bought(&self) -> u64 {
        self.tally.bought.load(Ordering::SeqCst)
    }

    /// Waits until so many more were charged.
    pub(crate) async fn buys(&self, more: u64, within: Duration) {
        let (goal, began) = (self.bought() + more, Instant::now());
        while self.bought() < goal {
            assert!(
                began.elapsed() < within,
                "only {} of {goal} purchases came about",
                self.bought()
            );
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Everybody finishes what they are at and goes home; how many heard neither yes nor no when they had pressed Pay.
    pub(crate) async fn goes_home(self) -> u64 {
        self.leave.store(true, Ordering::SeqCst);
        for task in self.tasks {
            task.await.unwrap();
        }
        self.tally.unheard.load(Ordering::SeqCst)
    }
}

/// One place in the line: people who follow each other.
async fn visits(local: Local, first: i64, leave: Arc<AtomicBool>, tally: Arc<Tally>) {
    let mut id = first;
    while !leave.load(Ordering::SeqCst) {
        let mut visitor = Visitor::new(&local, FAIR, id);
        for visit in 1..=PURCHASES_EACH_MAX {
            if leave.load(Ordering::SeqCst) {
                return;
            }
            let product = ["loaf", "game", "voucher"][usize::try_from((id + visit) % 3).unwrap()];
            visitor.tally = tally.clone();
            // Whoever waits in vain starts over.
            let _ = visitor.buys(product, visit % 4 == 0).await;
        }
        id += NEXT_IN_LINE;
    }
}

/// One person at one shop.
pub(crate) struct Visitor {
    pub(crate) local: Local,
    pub(crate) id: i64,
    pub(crate) chat: ChatId,
    stall: Stall,
    seen: u64,
    tally: Arc<Tally>,
}

impl Visitor {
    pub(crate) fn new(local: &Local, stall: Stall, id: i64) -> Visitor {
        local.put_person(Person::new(id, format!("Person {id}"))).unwrap();
        Visitor {
            local: local.clone(),
            id,
            chat: stall.chat(id),
            stall,
            seen: 0,
            tally: Arc::default(),
        }
    }

    /// From the shop's door to the receipt; how long the yes took. `None` where a message did not come.
    pub(crate) async fn buys(&mut self, product: &str, card_fails_first: bool) -> Option<Duration> {
        let bill = self.invoice(product).await?;
        if card_fails_first && let Some((query, _)) = self.presses_pay(&bill).await {
            self.local.decline(query).unwrap();
        }
        let (query, took) = self.presses_pay(&bill).await?;
        self.pays(query).await?;
        Some(took)
    }

    /// From the shop's door to an invoice.
    pub(crate) async fn invoice(&mut self, product: &str) -> Option<MessageView> {
        self.seen = self.local.read(self.chat, self.seen).revision;
        self.local
            .start(self.id, self.stall.bot, &format!("p_{product}"))
            .unwrap();
        let card = self.next(|message| data(message, "Buy").is_some()).await?;
        self.tap(&card, "Buy");
        let next = self
            .next(|message| is_invoice(message) || data(message, "I have read").is_some())
            .await?;
        if is_invoice(&next) {
            return Some(next);
        }
        self.tap(&next, "I have read");
        self.next(is_invoice).await
    }

    /// Presses Pay; how the shop answered.
    pub(crate) async fn asks(&self, bill: &MessageView) -> Option<(i64, Outcome)> {
        let query = self.local.pay(self.id, self.chat, bill.id, Payment::default()).ok()?;
        let outcome = self.local.wait_for_outcome(query, OUTCOME_COMES_WITHIN).await.unwrap();
        if matches!(outcome, Outcome::Waiting | Outcome::TimedOut) {
            self.tally.unheard.fetch_add(1, Ordering::SeqCst);
        }
        Some((query, outcome))
    }

    /// The payment that the shop said yes to, and how long that took.
    async fn presses_pay(&self, bill: &MessageView) -> Option<(i64, Duration)> {
        let began = Instant::now();
        let (query, outcome) = self.asks(bill).await?;
        (outcome == Outcome::Confirmed).then(|| (query, began.elapsed()))
    }

    /// Money moves; the receipt for it.
    pub(crate) async fn pays(&mut self, query: i64) -> Option<MessageView> {
        let charge = self.local.charge(query).unwrap();
        self.tally.bought.fetch_add(1, Ordering::SeqCst);
        self.next(|message| message.by_bot && message.text.contains(&charge.telegram_payment_charge_id))
            .await
    }

    fn tap(&self, message: &MessageView, words: &str) {
        let data = data(message, words).unwrap();
        self.local.tap(self.id, self.chat, message.id, &data).unwrap();
    }

    async fn next(&mut self, fits: impl Fn(&MessageView) -> bool) -> Option<MessageView> {
        let began = Instant::now();
        while let Some(left) = PATIENCE.checked_sub(began.elapsed()) {
            let view = self.local.wait_for_news(self.chat, self.seen, left).await;
            self.seen = view.revision;
            if let Some(found) = view.messages.into_iter().find(|message| fits(message)) {
                return Some(found);
            }
        }
        None
    }
}

pub(crate) fn is_invoice(message: &MessageView) -> bool {
    matches!(&message.content, Content::Invoice(invoice) if !invoice.receipt)
}

fn data(message: &MessageView, words: &str) -> Option<String> {
    message.every_button().find_map(|button| match &button.press {
        Press::Data(data) if button.text.starts_with(words) => Some(data.clone()),
        _ => None,
    })
}
