//! The double entry of one charge: what came in on one side, what it is for on the other. Each transaction sums to zero.

use crate::ids::ChargeId;

/// One row of the ledger; positive is debit. Minor units.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The charge that caused it.
    pub tx: ChargeId,
    pub account: &'static str,
    /// As the charge names it: money may arrive in a currency that Telegram's table does not know.
    pub currency_code: String,
    pub amount: i64,
}

/// Money that a provider or Telegram holds for us.
pub(crate) const CLEARING: &str = "clearing";
/// Earned.
pub(crate) const REVENUE: &str = "revenue";
/// Given on top of the price.
pub(crate) const TIPS: &str = "tips";
/// Owed to customers' accounts.
pub(crate) const CREDIT: &str = "customer_credit";
/// Came in and belongs to no fulfilled order: waits for people.
pub(crate) const SUSPENSE: &str = "suspense";

/// What a charge that fits its order is for, besides the goods. Minor units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Settled {
    /// Added to the customer's account.
    pub credit: i64,
    pub tip: i64,
}

/// The entries of a charge; `None` for money that fits no order.
pub fn entries(tx: &ChargeId, currency_code: &str, amount: i64, settled: Option<Settled>) -> Vec<Entry> {
    let entry = |account, amount| Entry {
        tx: tx.clone(),
        account,
        currency_code: currency_code.into(),
        amount,
    };
    let other_side = match settled {
        None => vec![(SUSPENSE, amount)],
        Some(Settled { credit, tip }) => vec![(CREDIT, credit), (TIPS, tip), (REVENUE, amount - credit - tip)],
    };
    let other_side = other_side.into_iter().filter(|(_, amount)| *amount != 0);
    let mut entries = vec![entry(CLEARING, amount)];
    entries.extend(other_side.map(|(account, amount)| entry(account, -amount)));
    entries
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_transaction_sums_to_zero() {
        let tx = ChargeId::new("c");
        let paid = |credit, tip| Some(Settled { credit, tip });
        for settled in [paid(0, 0), paid(500, 0), paid(600, 0), paid(0, 50), paid(450, 50), None] {
            let rows = entries(&tx, "EUR", 500, settled);
            assert_eq!(rows.iter().map(|row| row.amount).sum::<i64>(), 0, "{rows:?}");
            assert!(rows.iter().all(|row| row.amount != 0));
        }
    }
}
