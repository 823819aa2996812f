//! Why a customer heard yes or no: what the rules were asked and said, and what else refused. Kept for a while with the
//! change that came of it, so that the shop's owner can ask; nothing is decided by it.

use std::sync::Arc;

use super::{Change, Missing, Ruling, desk::Desk};
use crate::{
    ids::{OrderId, RevisionId, ShopId, UserId},
    order::Refusal,
    payment::PreCheckout,
    rules::{Input, Said},
    time::Timestamp,
};

/// One question of a customer that the rules were asked about, that a policy refused, or that was refused although an
/// order was there.
#[derive(Clone, Debug, PartialEq)]
pub struct Reason {
    pub shop: ShopId,
    /// When the customer acted.
    pub at: Timestamp,
    /// The order that it was about, or that came of it.
    pub order: Option<OrderId>,
    pub payer: UserId,
    /// Whether this was pre-checkout; else a quote was wanted.
    pub paying: bool,
    pub revision: RevisionId,
    /// What the customer heard; `None` for a yes.
    pub refusal: Option<Refusal>,
    /// What each rule said; empty where none was asked.
    pub said: Arc<[Said]>,
    /// What the rules were asked.
    pub input: Option<Arc<Input>>,
}

impl Desk<'_> {
    /// Notes what the rules said of a question and what it meant.
    pub(super) fn ruled(&mut self, ruling: &Ruling, refusal: Option<&Refusal>) {
        let reason = Reason {
            said: ruling.said.clone(),
            input: Some(ruling.input.clone()),
            ..self.reason(ruling.input.invoice.paying, refusal)
        };
        self.reasons.push(reason);
    }

    /// A quote was refused. A policy's no is kept as a rule's is; a crowd before an empty shelf leaves no trace.
    pub(super) fn turned_away(&mut self, refusal: &Refusal) {
        if matches!(refusal, Refusal::Policy(_)) {
            let reason = self.reason(false, Some(refusal));
            self.reasons.push(reason);
        }
    }

    /// A quote became this order.
    pub(super) fn ordered(&mut self, order: OrderId) {
        for reason in self.reasons.iter_mut().filter(|reason| !reason.paying) {
            reason.order.get_or_insert(order);
        }
    }

    /// A pre-checkout ended so. A yes that no rule was asked about needs no reason, nor does a no to what is no order yet
    /// where it is neither a rule's nor a policy's.
    pub(super) fn answered(&mut self, query: &PreCheckout, verdict: &Result<OrderId, Refusal>) -> Result<(), Missing> {
        let order = match verdict {
            Ok(order) => Some(*order),
            Err(_) => self.latest_order(query)?,
        };
        let refusal = verdict.as_ref().err();
        match self.reasons.iter_mut().find(|reason| reason.paying) {
            Some(reason) => {
                reason.order = order;
                reason.refusal = refusal.cloned();
            }
            None if refusal.is_some() && (order.is_some() || matches!(refusal, Some(Refusal::Policy(_)))) => {
                let reason = self.reason(true, refusal);
                self.reasons.push(Reason { order, ..reason });
            }
            None => {}
        }
        Ok(())
    }

    /// The payer's latest order of the invoice.
    fn latest_order(&self, query: &PreCheckout) -> Result<Option<OrderId>, Missing> {
        let Some(payload) = query.payload else { return Ok(None) };
        let found = self.books.invoice(&self.shop.id, payload, query.payer)?;
        let orders = found.map(|(_, orders)| orders).unwrap_or_default();
        let own = orders.iter().filter(|order| order.payer == query.payer);
        Ok(own.map(|order| order.id).max())
    }

    pub(super) fn keep_reasons(&mut self) {
        for reason in std::mem::take(&mut self.reasons) {
            self.change(Change::Reason(Box::new(reason)));
        }
    }

    fn reason(&self, paying: bool, refusal: Option<&Refusal>) -> Reason {
        Reason {
            shop: self.shop.id.clone(),
            at: self.turn.arrived,
            order: None,
            payer: self.customer.user,
            paying,
            revision: self.turn.revision.id.clone(),
            refusal: refusal.cloned(),
            said: Arc::default(),
            input: None,
        }
    }
}
