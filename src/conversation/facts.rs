//! An order as it is shown: receipt, notice, history. `store` reads it whole, `telegram` renders it.

use super::Customer;
use crate::{
    ids::ChargeId,
    money::Money,
    order::{Goods, Order, Quote},
    payment::Charge,
    shop::Ask,
    time::Timestamp,
};

/// Everything that a message about an order can say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderFacts {
    pub order: Order,
    pub quote: Quote,
    pub customer: Option<Customer>,
    pub charges: Vec<ChargeFact>,
    pub keys: Vec<KeyFact>,
    /// What the payer's account holds in the quote's currency.
    pub balance: Option<Money>,
}

impl OrderFacts {
    /// An order that is being paid by this one payment. `None` where only the database knows the rest: the text of a key,
    /// what an account held before.
    pub(super) fn paid(order: &Order, quote: &Quote, customer: &Customer, charge: ChargeFact) -> Option<OrderFacts> {
        let is_whole = |goods: &Goods| !matches!(goods, Goods::Keys | Goods::Credit(_));
        let known = customer.user == order.payer && quote.lines.iter().all(|line| is_whole(&line.goods));
        known.then(|| OrderFacts {
            order: order.clone(),
            quote: quote.clone(),
            customer: Some(customer.clone()),
            charges: vec![charge],
            keys: Vec::new(),
            balance: None,
        })
    }

    /// What the order costs with its tip.
    pub fn total(&self) -> Money {
        self.quote.total_with(self.order.tip)
    }

    /// What the shop needs for this order and was not given.
    pub fn missing(&self) -> Vec<Ask> {
        self.quote.form.missing(&self.order.info)
    }
}

/// One charge of an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChargeFact {
    pub id: ChargeId,
    pub provider_id: String,
    pub amount: i64,
    pub currency_code: String,
    pub at: Timestamp,
}

impl ChargeFact {
    pub(super) fn of(charge: &Charge, at: Timestamp) -> ChargeFact {
        ChargeFact {
            id: charge.id.clone(),
            provider_id: charge.provider_id.clone(),
            amount: charge.amount,
            currency_code: charge.currency_code.clone(),
            at,
        }
    }
}

/// One allotted key. Its text goes to its buyer and nowhere else.
#[derive(Clone, PartialEq, Eq)]
pub struct KeyFact {
    pub line: i64,
    pub text: String,
}

impl std::fmt::Debug for KeyFact {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "key of line {}", self.line)
    }
}
