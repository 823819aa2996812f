//! What the shop's database holds, read back row by row and compared: with what a step says, with what it held before,
//! and always with what Telegram really charged.

use std::{collections::BTreeMap, fmt};

use super::{
    judge::Difference,
    script::{Count, Ledger, Placed},
    snapshot::{ROWS_MAX, Snapshot, states},
    stage::{Stage, words},
};
use crate::{config::Span, order::State, sandbox::Outcome, store::OrderFilter};

/// A charge: its id, what it is over.
type Charges = BTreeMap<String, Amount>;

#[derive(Debug, PartialEq)]
struct Amount(i64, String);

/// Compares the books with what a step says of them, and with the charges.
pub(super) async fn compare(stage: &Stage, ledger: &Ledger, at: Span) -> Result<(), Difference> {
    let now = Snapshot::take(stage).await.map_err(|why| unreadable(at, why))?;
    if let Some(orders) = &ledger.orders {
        compare_orders(&now, orders)?;
    }
    for count in &ledger.counts {
        let (what, wanted) = &count.v;
        let found = now.count(stage, what);
        if found != *wanted {
            return Err(Difference {
                at: count.at,
                expected: format!("{wanted} {what}"),
                instead: Some(format!("{found} {what}")),
            });
        }
    }
    for balance in &ledger.balances {
        compare_balance(stage, balance).await?;
    }
    for tag in &ledger.tags {
        compare_tag(stage, tag).await?;
    }
    if let Some(requests) = &ledger.requests {
        compare_requests(stage, requests)?;
    }
    balance(stage, at).await
}

fn compare_orders(now: &Snapshot, wanted: &Placed<Vec<(State, i64)>>) -> Result<(), Difference> {
    let found = |state: State| now.orders.iter().filter(|(_, is, _)| *is == state).count();
    let fits = State::ALL.into_iter().all(|state| {
        let said = wanted.v.iter().find(|(named, _)| *named == state);
        usize::try_from(said.map_or(0, |(_, count)| *count)).is_ok_and(|count| count == found(state))
    });
    if fits {
        return Ok(());
    }
    let said: Vec<String> = wanted
        .v
        .iter()
        .map(|(state, count)| format!("{count} {}", state.word()))
        .collect();
    Err(Difference {
        at: wanted.at,
        expected: if said.is_empty() {
            "no orders".into()
        } else {
            format!("orders: {}", said.join(", "))
        },
        instead: Some(format!("orders are {}", states(now))),
    })
}

/// How many orders came of a tagged link or post.
async fn compare_tag(stage: &Stage, wanted: &Placed<(String, i64)>) -> Result<(), Difference> {
    let (tag, count) = &wanted.v;
    let filter = OrderFilter {
        shop: stage.shop_id(),
        limit: ROWS_MAX,
    };
    let orders = stage.reader().orders(&filter).await;
    let orders = orders.map_err(|why| unreadable(wanted.at, words(why)))?;
    let campaigns = orders
        .iter()
        .filter_map(|listing| listing.quote.selection.campaign.as_ref());
    let found = campaigns.filter(|campaign| campaign.as_str() == tag).count();
    if i64::try_from(found) == Ok(*count) {
        return Ok(());
    }
    Err(Difference {
        at: wanted.at,
        expected: format!("{count} orders came of {tag}"),
        instead: Some(format!("{found} came of it")),
    })
}

/// The account of a person, as their latest order shows it.
async fn compare_balance(stage: &Stage, wanted: &Placed<(String, String)>) -> Result<(), Difference> {
    let (who, amount) = &wanted.v;
    let found = balance_of(stage, who).await.map_err(|why| unreadable(wanted.at, why))?;
    if found.as_deref() == Some(amount) {
        return Ok(());
    }
    Err(Difference {
        at: wanted.at,
        expected: format!("{who}'s account holds {amount}"),
        instead: Some(format!("it holds {}", found.unwrap_or_else(|| "nothing".into()))),
    })
}

async fn balance_of(stage: &Stage, who: &str) -> Result<Option<String>, String> {
    let filter = OrderFilter {
        shop: stage.shop_id(),
        limit: ROWS_MAX,
    };
    let id = stage.cast.id(who);
    let orders = stage.reader().orders(&filter).await.map_err(words)?;
    let Some(own) = orders.iter().find(|listing| Some(listing.order.payer.0) == id) else {
        return Ok(None);
    };
    let facts = stage.reader().facts(&[own.order.id]).await.map_err(words)?;
    let balance = facts.first().and_then(|facts| facts.balance);
    Ok(balance.map(|balance| balance.to_string()))
}

fn compare_requests(stage: &Stage, wanted: &Placed<Vec<(String, i64)>>) -> Result<(), Difference> {
    let mut found = stage.local.request_counts();
    // How often it asks for updates depends on how fast they come.
    found.remove("getUpdates");
    let same = found.len() == wanted.v.len()
        && wanted.v.iter().all(|(method, count)| {
            let number = found.get(method.as_str()).copied();
            number == u64::try_from(*count).ok()
        });
    if same {
        return Ok(());
    }
    let line = |pairs: Vec<String>| format!("{{{}}}", pairs.join(", "));
    Err(Difference {
        at: wanted.at,
        expected: line(
            wanted
                .v
                .iter()
                .map(|(method, count)| format!("{method}: {count}"))
                .collect(),
        ),
        instead: Some(line(
            found
                .iter()
                .map(|(method, count)| format!("{method}: {count}"))
                .collect(),
        )),
    })
}

/// What holds at every moment of every talk: sums fit, every charge is in the books once and nothing else is, every
/// question before a payment was answered in time, and nothing is owed to anybody who can be reached.
pub(super) async fn balance(stage: &Stage, at: Span) -> Result<(), Difference> {
    let broken = stage.reader().money_check().await;
    let broken = broken.map_err(|error| unreadable(at, words(error)))?;
    if let Some(first) = broken.first() {
        return Err(promise(at, "the books balance", first.clone()));
    }
    let booked = booked(stage).await.map_err(|why| unreadable(at, why))?;
    let charged = charged(stage);
    if booked != charged {
        let instead = format!("charged: {charged:?}\nbooked: {booked:?}");
        return Err(promise(
            at,
            "the books hold every charge once, and nothing else",
            instead,
        ));
    }
    let silent = stage.payments.iter().find(|payment| payment.told == Outcome::TimedOut);
    if let Some(payment) = silent {
        let instead = format!("{}'s payment was not answered in ten seconds", payment.who);
        return Err(promise(at, "every payment is answered in time", instead));
    }
    Ok(())
}

/// Every charge in the books.
async fn booked(stage: &Stage) -> Result<Charges, String> {
    let (reader, shop) = (stage.reader(), stage.shop_id());
    let loose = reader.surplus(&shop).await.map_err(words)?;
    let mut payments: Vec<_> = loose.into_iter().map(|loose| loose.payment).collect();
    let filter = OrderFilter { shop, limit: ROWS_MAX };
    for listing in reader.orders(&filter).await.map_err(words)? {
        let history = reader.history(listing.order.id).await.map_err(words)?;
        payments.extend(history.into_iter().flat_map(|history| history.payments));
    }
    let pair = |charge: crate::payment::Charge| (charge.id.to_string(), Amount(charge.amount, charge.currency_code));
    Ok(payments.into_iter().map(|payment| pair(payment.charge)).collect())
}

/// Every charge that was made.
fn charged(stage: &Stage) -> Charges {
    let charges = stage.local.charges().into_iter();
    charges
        .map(|charge| {
            (
                charge.telegram_payment_charge_id,
                Amount(charge.total_amount, charge.currency),
            )
        })
        .collect()
}

fn promise(at: Span, expected: &str, instead: String) -> Difference {
    Difference {
        at,
        expected: expected.into(),
        instead: Some(instead),
    }
}

pub(super) fn unreadable(at: Span, why: String) -> Difference {
    promise(at, "the books can be read", why)
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Count::OnHand(sku) => write!(f, "of {sku} in stock"),
            Count::Reserved(sku) => write!(f, "of {sku} reserved"),
            Count::Charges => f.write_str("charges by Telegram"),
            Count::Payments => f.write_str("payments in the books"),
            Count::Surplus => f.write_str("payments that need people"),
            Count::Consents => f.write_str("consents"),
            Count::Customers => f.write_str("customers"),
            Count::Invoices => f.write_str("invoices"),
            Count::Owed => f.write_str("messages still owed"),
        }
    }
}
