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
/// Owed to customers' accounts.
pub(crate) const CREDIT: &str = "customer_credit";
/// Came in and belongs to no fulfilled order: waits for people.
pub(crate) const SUSPENSE: &str = "suspense";

/// The entries of a charge. `credit` is what was added to the customer's account; `settled` is false for money that
/// fits no order.
pub fn entries(tx: &ChargeId, currency_code: &str, amount: i64, settled: bool, credit: i64) -> Vec<Entry> {
    let entry = |account, amount| Entry {
        tx: tx.clone(),
        account,
        currency_code: currency_code.into(),
        amount,
    };
    let mut entries = vec![entry(CLEARING, amount)];
    if !settled {
        entries.push(entry(SUSPENSE, -amount));
        return entries;
    }
    if credit != 0 {
        entries.push(entry(CREDIT, -credit));
    }
    if amount != credit {
        entries.push(entry(REVENUE, credit - amount));
    }
    entries
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_transaction_sums_to_zero() {
        let tx = ChargeId::new("c");
        for (settled, credit) in [(true, 0), (true, 500), (true, 600), (false, 0)] {
            let rows = entries(&tx, "XTR", 500, settled, credit);
            assert_eq!(rows.iter().map(|row| row.amount).sum::<i64>(), 0, "{rows:?}");
            assert!(rows.iter().all(|row| row.amount != 0));
        }
    }
}
