//! The desk at which one turn is decided: what is known, and the decision as it grows. Every function of this room that
//! decides something takes the desk; it keeps ids, histories and the customer's row in order for them.

use std::collections::BTreeSet;

use super::{
    Balance, Books, Change, Customer, Decision, Effect, Missing, Move, OrderEvent, OrderFacts, Owed, OwedRow, Person,
    Place, Reason, Screen, StockRow, Toast, Turn,
};
use crate::{
    ids::{ChatId, InvoiceId, OrderId, OutboxId, Payload, QueryId, Sku, UserId},
    order::{IllegalStep, Order, Quote, Refusal, Step},
    payment::short_of,
    shop::{Language, Shop},
};

/// One turn being decided.
pub(super) struct Desk<'a> {
    pub(super) turn: &'a Turn,
    pub(super) books: &'a Books,
    pub(super) shop: &'a Shop,
    /// The person's language, as chosen or as their client says.
    pub(super) language: Language,
    /// The person's row, as it will be written if anything about it changed.
    pub(super) customer: Customer,
    known: Option<Customer>,
    next_outbox: OutboxId,
    /// How many standing invoices this turn has made.
    standing: usize,
    /// Rules whose failure the staff hear of by this turn.
    pub(super) reported: BTreeSet<String>,
    /// Why the person hears what they hear, as far as it is kept.
    pub(super) reasons: Vec<Reason>,
    decision: Decision,
}

impl<'a> Desk<'a> {
    pub(super) fn open(turn: &'a Turn, books: &'a Books, person: &Person) -> Result<Desk<'a>, Missing> {
        let shop = &turn.revision.shop;
        let known = books.customer(&shop.id, person.user())?.cloned();
        let chosen = known
            .as_ref()
            .map(|c| c.language.as_str())
            .filter(|language| !language.is_empty());
        let language = shop.language(chosen.or(person.language_code.as_deref())).clone();
        let customer = Customer::of(turn, person, known.as_ref());
        Ok(Desk {
            customer,
            known,
            ..Desk::bare(turn, books, language)
        })
    }

    /// For events that no person sent.
    pub(super) fn of_engine(turn: &'a Turn, books: &'a Books) -> Desk<'a> {
        let language = turn.revision.shop.languages[0].clone();
        Desk::bare(turn, books, language)
    }

    fn bare(turn: &'a Turn, books: &'a Books, language: Language) -> Desk<'a> {
        Desk {
            turn,
            books,
            shop: &turn.revision.shop,
            language,
            customer: Customer::of(turn, &Person::default(), None),
            known: None,
            next_outbox: books.next.outbox,
            standing: 0,
            reported: BTreeSet::new(),
            reasons: Vec::new(),
            decision: Decision::default(),
        }
    }

    pub(super) fn close(mut self) -> Decision {
        self.keep_reasons();
        self.decision
    }

    pub(super) fn change(&mut self, change: Change) {
        self.decision.changes.push(change);
    }

    pub(super) fn tell_paid(&mut self, facts: Option<OrderFacts>) {
        self.decision.paid = facts.map(Box::new);
    }

    pub(super) fn effect(&mut self, effect: Effect) {
        self.decision.effects.push(effect);
    }

    pub(super) fn show(&mut self, chat: ChatId, place: Place, screen: Screen) {
        let language = self.language.clone();
        self.effect(Effect::Show {
            chat,
            place,
            screen,
            language,
        });
    }

    pub(super) fn answer_tap(&mut self, query: &QueryId, toast: Option<Toast>) {
        let (query, language) = (query.clone(), self.language.clone());
        self.effect(Effect::AnswerTap { query, toast, language });
    }

    pub(super) fn owe(&mut self, chat: ChatId, language: &str, owed: Owed) {
        let id = self.next_outbox;
        self.next_outbox = OutboxId(id.0 + 1);
        let row = OwedRow {
            id,
            shop: self.shop.id.clone(),
            chat,
            language: language.into(),
            owed,
        };
        self.change(Change::Owe(row));
    }

    /// Number and payload of one more standing invoice; a turn may make several.
    pub(super) fn next_standing(&mut self) -> (InvoiceId, Payload) {
        let n = self.standing;
        self.standing += 1;
        let first = self.books.next.invoice.0;
        let id = first.saturating_add(i64::try_from(n).unwrap_or(i64::MAX));
        (InvoiceId(id), Payload::nth(self.turn.now.0, self.turn.nonce, n))
    }

    /// Owes the same to everybody who must hear of it in the shop.
    pub(super) fn owe_staff(&mut self, owed: &Owed) {
        let language = self.shop.languages[0].as_str().to_string();
        for chat in self.shop.staff_chats() {
            self.owe(chat, &language, owed.clone());
        }
    }

    /// Moves an order along the table and writes down that it was moved.
    pub(super) fn step(
        &mut self,
        order: &mut Order,
        step: Step,
        actor: Option<UserId>,
        note: &str,
    ) -> Result<(), IllegalStep> {
        order.step(step, self.turn.now)?;
        self.note(order.id, order.state.word(), actor, note);
        Ok(())
    }

    /// A line in an order's history.
    pub(super) fn note(&mut self, order: OrderId, what: &'static str, actor: Option<UserId>, note: &str) {
        let revision = self.turn.revision.id.clone();
        let shop = self.shop.id.clone();
        let event = OrderEvent {
            shop,
            order,
            what,
            actor,
            revision,
            note: note.into(),
            at: self.turn.now,
        };
        self.change(Change::Event(event));
    }

    /// Writes the person's row if there is none yet or something that matters has changed. Whoever had blocked us and is
    /// here again gets what bounced.
    pub(super) fn keep_customer(&mut self) {
        let same = |known: &Customer| {
            Customer {
                seen_at: known.seen_at,
                ..self.customer.clone()
            } == *known
        };
        if self.known.as_ref().is_some_and(same) {
            return;
        }
        if self.was_blocked() {
            let (shop, chat) = (self.shop.id.clone(), ChatId::of(self.customer.user));
            self.change(Change::Revive { shop, chat });
        }
        self.known = Some(self.customer.clone());
        self.change(Change::Customer(self.customer.clone()));
    }

    pub(super) fn was_blocked(&self) -> bool {
        self.known.as_ref().is_some_and(|known| known.blocked)
    }

    /// How many pieces of a sku can still be promised; nothing where it was never counted.
    pub(super) fn free(&self, sku: &Sku) -> Result<i64, Missing> {
        Ok(self.books.stock(&self.shop.id, sku)?.map_or(0, StockRow::free))
    }

    /// The refusal for the first sku of which a quote wants more than can be promised.
    pub(super) fn shortage(&self, quote: &Quote) -> Result<Option<Refusal>, Missing> {
        for (sku, units) in quote.demand() {
            let free = self.free(&sku)?;
            if free < units {
                return Ok(Some(short_of(quote, &sku, free)));
            }
        }
        Ok(None)
    }

    /// Promises (or, with a negative sign, gives back) the pieces of a quote.
    pub(super) fn reserve(&mut self, quote: &Quote, sign: i64) -> Result<(), Missing> {
        for (sku, units) in quote.demand() {
            if let Some(row) = self.books.stock(&self.shop.id, &sku)? {
                let reserved = row.reserved.saturating_add(units * sign).max(0);
                self.change(Change::Stock(StockRow {
                    reserved,
                    ..row.clone()
                }));
            }
        }
        Ok(())
    }

    /// A changed count with the move that explains it.
    pub(super) fn recount(&mut self, row: StockRow, before: i64, why: &'static str, order: Option<OrderId>) {
        let (shop, sku, units) = (row.shop.clone(), row.sku.clone(), row.on_hand.saturating_sub(before));
        self.change(Change::Stock(row));
        if units != 0 {
            self.change(Change::Move(Move {
                shop,
                sku,
                units,
                why,
                order,
                at: self.turn.now,
            }));
        }
    }

    pub(super) fn credit(&mut self, user: UserId, quote: &Quote) -> Result<(), Missing> {
        let credit = quote.credit();
        if credit == 0 {
            return Ok(());
        }
        let before = self.books.balance(&self.shop.id, user, quote.currency)?;
        let amount = before.saturating_add(credit);
        let shop = self.shop.id.clone();
        self.change(Change::Balance(Balance {
            shop,
            user,
            currency: quote.currency,
            amount,
        }));
        Ok(())
    }
}
