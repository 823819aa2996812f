//! What a shop decides, asked directly: no database, no network, time moved by hand.

mod browsing;
mod buying;
mod forms;
mod inline;
mod money;
mod paying;
mod policies;
mod posts;
mod rules;
mod shown;
mod staff;

use std::{sync::Arc, time::Duration};

use super::*;
use crate::{
    ids::{
        ChargeId, ChatId, InvoiceId, KeyId, MessageId, OrderId, OutboxId, Payload, PostId, QueryId, Sku, TopicId,
        UserId,
    },
    order::{Order, OrderInfo, Refusal, State},
    payment::{Charge, Invoice, PreCheckout},
    shop::{Revision, Selection, Shop, fixture},
    time::Timestamp,
};

/// A shop at work, with books that are never closed: they are the store as well.
pub(super) struct Play {
    pub(super) revision: Arc<Revision>,
    pub(super) books: Books,
    pub(super) now: Timestamp,
    nonce: u128,
    keys: i64,
}

impl Play {
    pub(super) fn open() -> Play {
        let next = Sequence {
            order: OrderId::FIRST,
            invoice: InvoiceId(1),
            outbox: OutboxId(1),
            post: PostId(1),
        };
        let revision = fixture::revision("r1", fixture::shop());
        let books = Books::new(next);
        let mut play = Play {
            revision,
            books,
            now: Timestamp(1_000_000),
            nonce: 0,
            keys: 0,
        };
        play.opens();
        play
    }

    pub(super) fn happens(&mut self, event: Event) -> Decision {
        let arrived = self.now;
        self.happens_late(event, arrived)
    }

    /// An event that reached us at `arrived` and is decided now.
    pub(super) fn happens_late(&mut self, event: Event, arrived: Timestamp) -> Decision {
        self.nonce += 1;
        let mut turn = Turn {
            revision: self.revision.clone(),
            event,
            arrived,
            now: self.now,
            nonce: self.nonce,
            rulings: Vec::new(),
        };
        for key in needs(&turn) {
            self.load(key);
        }
        let decision = loop {
            match decide(&turn, &self.books) {
                Ok(decision) => break decision,
                Err(Missing::Verdict(input)) => {
                    let asked = crate::rules::run(&turn.revision.shop.rules, &input);
                    turn.rulings.push(Ruling::new(input, asked));
                }
                Err(Missing::Rows(key)) => {
                    assert!(!self.books.is_loaded(&key), "{key:?} is asked for twice");
                    self.load(key);
                }
            }
        };
        self.books.apply(&decision);
        decision
    }

    fn load(&mut self, key: Key) {
        if let Key::Keys(shop, sku, _) = &key {
            self.books
                .put_keys(shop.clone(), sku.clone(), (1..=self.keys).map(KeyId).collect());
        }
        if let Key::Bought(shop, user) = &key {
            self.books.put_bought(shop.clone(), *user, Vec::new());
        }
        self.books.loaded(key);
    }

    /// Puts keys into the pool of the product `key`.
    pub(super) fn stock_keys(&mut self, count: i64) {
        self.keys = count;
        let (shop, sku) = (self.shop().id.clone(), Sku::new("key"));
        self.books.put_stock(StockRow {
            shop,
            sku,
            on_hand: count,
            reserved: 0,
            in_file: -1,
            version: 1,
        });
    }

    pub(super) fn wait(&mut self, seconds: u64) {
        self.now = self.now.plus(Duration::from_secs(seconds));
    }

    pub(super) fn shop(&self) -> &Shop {
        &self.revision.shop
    }

    /// The shop's folder goes.
    pub(super) fn close(&mut self) {
        let revision = fixture::revision("r1", fixture::shop());
        let revision = Arc::try_unwrap(revision).unwrap();
        self.revision = Arc::new(Revision {
            closing: true,
            ..revision
        });
    }

    /// The shop's files change.
    pub(super) fn edit(&mut self, name: &str, edit: impl FnOnce(&mut Shop)) {
        self.reopen(name, edit);
    }

    /// The same; gives what the new files changed.
    pub(super) fn reopen(&mut self, name: &str, edit: impl FnOnce(&mut Shop)) -> Decision {
        let mut shop = fixture::shop();
        edit(&mut shop);
        self.revision = fixture::revision(name, shop);
        self.opens()
    }

    /// The revision is taken up, with all its counts.
    pub(super) fn opens(&mut self) -> Decision {
        self.happens(Event::opened(&self.revision.shop.catalog, None))
    }

    pub(super) fn says(&mut self, user: i64, text: &str) -> Decision {
        let message = Message {
            from: person(user),
            chat: ChatId(user),
            topic: TopicId(0),
            private: true,
            id: MessageId(1),
            text: text.into(),
            reply_to: None,
        };
        self.happens(Event::Message(message))
    }

    pub(super) fn taps(&mut self, user: i64, tap: Tap) -> Decision {
        self.taps_in(user, ChatId(user), MessageId(50), Some(tap))
    }

    pub(super) fn taps_in(&mut self, user: i64, chat: ChatId, message: MessageId, tap: Option<Tap>) -> Decision {
        let private = chat == ChatId(user);
        let query = QueryId::new(format!("t{}", self.nonce));
        self.happens(Event::Tap(TapEvent {
            query,
            from: person(user),
            chat,
            private,
            message,
            on_photo: false,
            tap,
        }))
    }

    pub(super) fn selection(&self, product: &str) -> Selection {
        let id = crate::ids::ProductId::parse(product).unwrap();
        self.shop().catalog.product(&id).unwrap().first_selection()
    }

    /// Agrees and buys; gives the invoice.
    pub(super) fn invoice_for(&mut self, user: i64, product: &str) -> InvoiceMessage {
        let selection = self.selection(product);
        self.invoice_of(user, selection)
    }

    pub(super) fn invoice_of(&mut self, user: i64, selection: Selection) -> InvoiceMessage {
        let terms = crate::ids::Code::of(self.shop().terms.version.as_str());
        // Each visit opens a card of its own.
        let card = MessageId(100 + i64::try_from(self.nonce).unwrap());
        let then = Some((selection, card));
        let decision = self.taps(user, Tap::Agree { terms, then });
        invoice_in(&decision).unwrap_or_else(|| panic!("no invoice in {decision:#?}"))
    }

    pub(super) fn checks_out(&mut self, user: i64, invoice: &InvoiceMessage) -> Result<OrderId, Refusal> {
        let query = self.question(user, invoice);
        verdict(&self.happens(Event::PreCheckout(query, person(user))))
    }

    pub(super) fn question(&self, user: i64, invoice: &InvoiceMessage) -> PreCheckout {
        PreCheckout {
            query: QueryId::new(format!("q{}", self.nonce)),
            payer: UserId(user),
            payload: Some(invoice.payload),
            currency: Some(invoice.quote.currency),
            amount: invoice.quote.total,
            info: OrderInfo::default(),
        }
    }

    /// The first customer's question about an invoice.
    pub(super) fn paying_turn(&mut self, invoice: &InvoiceMessage) -> Turn {
        let query = self.question(1, invoice);
        Turn {
            revision: self.revision.clone(),
            event: Event::PreCheckout(query, person(1)),
            arrived: self.now,
            now: self.now,
            nonce: 0,
            rulings: Vec::new(),
        }
    }

    /// What this turn wants to ask the rules now, if anything.
    pub(super) fn consults(&mut self, turn: &Turn) -> Option<Arc<crate::rules::Input>> {
        loop {
            match decide(turn, &self.books) {
                Ok(_) => return None,
                Err(Missing::Verdict(input)) => return Some(input),
                Err(Missing::Rows(key)) => self.load(key),
            }
        }
    }

    pub(super) fn pays(&mut self, user: i64, invoice: &InvoiceMessage, charge: &str) -> Decision {
        let charge = charge_for(user, &invoice.payload, charge, invoice.quote.total);
        self.happens(Event::Paid(charge, person(user), ChatId(user)))
    }

    pub(super) fn order(&mut self, id: OrderId) -> Order {
        let shop = self.shop().id.clone();
        self.load(Key::Order(shop.clone(), id));
        self.books.order(&shop, id).unwrap().unwrap().0.clone()
    }

    /// (on hand, reserved)
    pub(super) fn stock(&mut self, sku: &str) -> (i64, i64) {
        let (shop, sku) = (self.shop().id.clone(), Sku::new(sku));
        self.load(Key::Stock(shop.clone(), sku.clone()));
        self.books
            .stock(&shop, &sku)
            .unwrap()
            .map_or((0, 0), |row| (row.on_hand, row.reserved))
    }
}

pub(super) fn person(user: i64) -> Person {
    Person {
        id: user,
        first_name: format!("P{user}"),
        username: None,
        language_code: Some("en".into()),
    }
}

pub(super) fn charge_for(user: i64, payload: &Payload, id: &str, amount: i64) -> Charge {
    Charge {
        id: ChargeId::new(id),
        provider_id: String::new(),
        payer: UserId(user),
        payload: payload.to_string(),
        currency_code: "EUR".into(),
        amount,
        info: OrderInfo::default(),
    }
}

pub(super) fn invoice_in(decision: &Decision) -> Option<InvoiceMessage> {
    decision.effects.iter().find_map(|effect| match effect {
        Effect::SendInvoice(invoice) => Some((**invoice).clone()),
        _ => None,
    })
}

pub(super) fn verdict(decision: &Decision) -> Result<OrderId, Refusal> {
    let answer = decision.effects.iter().find_map(|effect| match effect {
        Effect::AnswerPreCheckout { verdict, .. } => Some(verdict.clone()),
        _ => None,
    });
    answer.unwrap_or_else(|| panic!("no answer in {decision:#?}"))
}

pub(super) fn screens(decision: &Decision) -> Vec<&Screen> {
    let screens = decision.effects.iter().filter_map(|effect| match effect {
        Effect::Show { screen, .. } => Some(screen),
        _ => None,
    });
    screens.collect()
}

pub(super) fn toast(decision: &Decision) -> Option<Toast> {
    decision.effects.iter().find_map(|effect| match effect {
        Effect::AnswerTap { toast, .. } => toast.clone(),
        _ => None,
    })
}

pub(super) fn owed(decision: &Decision) -> Vec<&Owed> {
    let owed = decision.changes.iter().filter_map(|change| match change {
        Change::Owe(row) => Some(&row.owed),
        _ => None,
    });
    owed.collect()
}

/// Every transaction of a decision sums to zero.
pub(super) fn assert_balanced(decision: &Decision) {
    let amounts = decision.changes.iter().filter_map(|change| match change {
        Change::Entry(_, entry, _) => Some(entry.amount),
        _ => None,
    });
    assert_eq!(amounts.sum::<i64>(), 0, "{decision:#?}");
}

pub(super) fn made_invoice(decision: &Decision) -> Option<&Invoice> {
    decision.changes.iter().find_map(|change| match change {
        Change::Invoice(invoice) => Some(invoice),
        _ => None,
    })
}

pub(super) fn states(decision: &Decision) -> Vec<State> {
    let states = decision.changes.iter().filter_map(|change| match change {
        Change::Event(event) => State::parse(event.what),
        _ => None,
    });
    states.collect()
}
