//! What one customer does: the short purchase (deep link, Buy, pre-checkout, payment), and the whole visit.

use std::time::{Duration, Instant};

use kiosk::sandbox::{ChatId, ChatView, Content, Local, MessageView, Outcome, Payment, Person, Press};

use crate::stage::PATIENCE;

const BUY: &str = "Buy";
const AGREE: &str = "I have read";
const PRODUCT: &str = "Ticket";

/// A person with eyes on their chat with one shop.
pub(crate) struct Customer {
    local: Local,
    person: i64,
    bot: i64,
    chat: ChatId,
    seen: u64,
    /// How long each answer at pre-checkout took.
    pub(crate) waits: Vec<Duration>,
}

impl Customer {
    pub(crate) fn new(local: Local, person: i64, bot: i64) -> Customer {
        local.put_person(Person::new(person, format!("P{person}"))).unwrap();
        Customer {
            local,
            person,
            bot,
            chat: ChatId::private(bot, person),
            seen: 0,
            waits: Vec::new(),
        }
    }

    /// Four updates, five calls.
    pub(crate) async fn buys(&mut self) {
        self.opens_the_product().await;
        self.pays().await;
    }

    pub(crate) async fn buys_for_the_first_time(&mut self) {
        self.opens_the_product().await;
        self.agrees().await;
        self.pays().await;
    }

    /// From the greeting to the receipt, as somebody does it who knows nothing yet.
    pub(crate) async fn visits(&mut self) {
        self.local.start(self.person, self.bot, "").unwrap();
        self.presses(PRODUCT).await;
        self.presses(BUY).await;
        self.agrees().await;
        self.pays().await;
    }

    async fn opens_the_product(&mut self) {
        self.local.start(self.person, self.bot, "p_ticket").unwrap();
        self.presses(BUY).await;
    }

    async fn agrees(&mut self) {
        self.presses(AGREE).await;
    }

    /// Waits for the invoice, pays it and waits for the receipt.
    async fn pays(&mut self) {
        let invoice = self
            .sees(|message| matches!(message.content, Content::Invoice(_)))
            .await;
        let payment = Payment::default();
        let query = self.local.pay(self.person, self.chat, invoice.id, payment).unwrap();
        let asked = Instant::now();
        let outcome = self.local.wait_for_outcome(query, PATIENCE).await.unwrap();
        self.waits.push(asked.elapsed());
        assert_eq!(outcome, Outcome::Confirmed, "a purchase was not confirmed");
        let charge = self.local.charge(query).unwrap().telegram_payment_charge_id;
        self.sees(|message| message.by_bot && message.text.contains(&charge))
            .await;
    }

    /// Waits for a button whose words begin so, and taps it.
    async fn presses(&mut self, words: &str) {
        let message = self.sees(|message| button(message, words).is_some()).await;
        let data = button(&message, words).unwrap();
        self.local.tap(self.person, self.chat, message.id, &data).unwrap();
    }

    /// The next message that fits.
    async fn sees(&mut self, fits: impl Fn(&MessageView) -> bool) -> MessageView {
        let began = Instant::now();
        while began.elapsed() < PATIENCE {
            let view: ChatView = self.local.wait_for_news(self.chat, self.seen, PATIENCE).await;
            self.seen = view.revision;
            if let Some(found) = view.messages.into_iter().find(|message| fits(message)) {
                return found;
            }
        }
        panic!("customer {} waited in vain", self.person);
    }
}

/// The data of the first button whose words begin so.
fn button(message: &MessageView, words: &str) -> Option<String> {
    message.every_button().find_map(|button| match &button.press {
        Press::Data(data) if button.text.starts_with(words) => Some(data.clone()),
        _ => None,
    })
}
