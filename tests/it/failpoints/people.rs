//! People at the fair: each buys again and again, some cards fail first, nobody gives up because the shop is away.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use kiosk::sandbox::{ChatId, Content, Local, MessageView, Outcome, Payment, Person, Press};

use super::fair::BOT;

/// How long a person waits for the shop's next message before starting over.
const PATIENCE: Duration = Duration::from_secs(4);

/// Everybody who buys.
pub(crate) struct Crowd {
    tasks: Vec<tokio::task::JoinHandle<()>>,
    leave: Arc<AtomicBool>,
    bought: Arc<AtomicU64>,
}

impl Crowd {
    pub(crate) fn of(local: &Local, size: i64) -> Crowd {
        let (leave, bought) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
        let tasks = (0..size).map(|n| {
            let id = 5_000 + n;
            local.put_person(Person::new(id, format!("Person {n}"))).unwrap();
            let chat = ChatId::private(BOT, id);
            let visitor = Visitor {
                local: local.clone(),
                id,
                chat,
                seen: 0,
                leave: leave.clone(),
                bought: bought.clone(),
            };
            tokio::spawn(visitor.visits())
        });
        Crowd {
            tasks: tasks.collect(),
            leave,
            bought,
        }
    }

    /// Purchases that were charged so far.
    pub(crate) fn bought(&self) -> u64 {
        self.bought.load(Ordering::SeqCst)
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

    /// Everybody finishes what they are at and goes home.
    pub(crate) async fn goes_home(self) {
        self.leave.store(true, Ordering::SeqCst);
        for task in self.tasks {
            task.await.unwrap();
        }
    }
}

struct Visitor {
    local: Local,
    id: i64,
    chat: ChatId,
    seen: u64,
    leave: Arc<AtomicBool>,
    bought: Arc<AtomicU64>,
}

impl Visitor {
    async fn visits(mut self) {
        let mut visit = 0;
        while !self.leave.load(Ordering::SeqCst) {
            visit += 1;
            let product = ["loaf", "game", "voucher"][usize::try_from((self.id + visit) % 3).unwrap()];
            // Whoever waits in vain starts over.
            let _ = self.buys(product, visit % 4 == 0).await;
        }
    }

    async fn buys(&mut self, product: &str, card_fails_first: bool) -> Option<()> {
        self.seen = self.local.read(self.chat, self.seen).revision;
        self.local.start(self.id, BOT, &format!("p_{product}")).unwrap();
        let card = self.next(|message| data(message, "Buy").is_some()).await?;
        self.tap(&card, "Buy");
        let next = self
            .next(|message| invoice(message) || data(message, "I have read").is_some())
            .await?;
        let bill = if invoice(&next) {
            next
        } else {
            self.tap(&next, "I have read");
            self.next(invoice).await?
        };
        if card_fails_first && let Some(query) = self.presses_pay(&bill).await {
            self.local.decline(query).unwrap();
        }
        let query = self.presses_pay(&bill).await?;
        let charge = self.local.charge(query).unwrap();
        self.bought.fetch_add(1, Ordering::SeqCst);
        self.next(|message| message.by_bot && message.text.contains(&charge.telegram_payment_charge_id))
            .await?;
        Some(())
    }

    /// The payment that the shop said yes to.
    async fn presses_pay(&self, bill: &MessageView) -> Option<i64> {
        let query = self.local.pay(self.id, self.chat, bill.id, Payment::default()).ok()?;
        let outcome = self
            .local
            .wait_for_outcome(query, Duration::from_secs(15))
            .await
            .unwrap();
        (outcome == Outcome::Confirmed).then_some(query)
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

fn invoice(message: &MessageView) -> bool {
    matches!(&message.content, Content::Invoice(invoice) if !invoice.receipt)
}

fn data(message: &MessageView, words: &str) -> Option<String> {
    message.every_button().find_map(|button| match &button.press {
        Press::Data(data) if button.text.starts_with(words) => Some(data.clone()),
        _ => None,
    })
}
