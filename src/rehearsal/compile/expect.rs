//! What a step says of the shop and of its books.

use super::{Context, values};
use crate::{
    config::{Either, Entries, F, Kind, Problem, Written, choose, conversations as raw},
    ids::Sku,
    order::State,
    rehearsal::script::{Count, Expect, Flag, Ledger, Placed},
};

pub(super) fn expect(cx: &mut Context<'_>, raw: &Written<Either<String, raw::Expect>>) -> Option<Expect> {
    let raw = match &raw.v {
        Either::One(text) => {
            let says = Placed {
                v: text.clone(),
                at: raw.at,
            };
            return Some(Expect {
                says: vec![says],
                ..Expect::default()
            });
        }
        Either::More(group) => group,
    };
    let to = match raw.to.good() {
        Some(who) => Some(values::person(cx, who)?),
        None => None,
    };
    Some(Expect {
        to,
        says: values::words(&raw.says),
        lacks: values::words(&raw.lacks),
        buttons: values::words(&raw.buttons),
        toasts: values::words(&raw.toast),
        documents: values::words(&raw.document),
        refuses: values::words(&raw.refuses),
        invoice: raw.invoice.good().map(values::placed),
        flags: flags(cx, raw),
    })
}

fn flags(cx: &mut Context<'_>, raw: &raw::Expect) -> Vec<Placed<Flag>> {
    let marks = [
        (&raw.accepts, "payment", Flag::Accepts),
        (&raw.receipt, "true", Flag::Receipt),
        (&raw.photo, "true", Flag::Photo),
        (&raw.silent, "true", Flag::Silent),
        (&raw.nothing_changes, "true", Flag::NothingChanges),
    ];
    let mut flags = Vec::new();
    for (field, word, flag) in marks {
        flags.extend(values::mark(cx, field, word).map(|mark| Placed { v: flag, at: mark.at }));
    }
    flags
}

pub(super) fn books(cx: &mut Context<'_>, raw: &Written<raw::Books>) -> Ledger {
    let raw = &raw.v;
    values::mark(cx, &raw.balanced, "true");
    let mut counts = Vec::new();
    counts.extend(counted(cx, &raw.stock, Count::OnHand));
    counts.extend(counted(cx, &raw.reserved, Count::Reserved));
    for (field, count) in [
        (&raw.charges, Count::Charges),
        (&raw.payments, Count::Payments),
        (&raw.surplus, Count::Surplus),
        (&raw.consents, Count::Consents),
        (&raw.customers, Count::Customers),
        (&raw.invoices, Count::Invoices),
        (&raw.owed, Count::Owed),
    ] {
        let Some(written) = field.good() else { continue };
        counts.extend(values::count(cx, written).map(|number| Placed {
            v: (count, number),
            at: written.at,
        }));
    }
    Ledger {
        orders: orders(cx, &raw.orders),
        counts,
        balances: balances(cx, &raw.balance),
        tags: tags(cx, &raw.tags),
        requests: requests(cx, &raw.requests),
    }
}

fn counted(cx: &mut Context<'_>, field: &F<Entries<String>>, count: fn(Sku) -> Count) -> Vec<Placed<(Count, i64)>> {
    let mut counts = Vec::new();
    for (name, written) in values::pairs(field) {
        let pair = values::sku(cx, name).zip(values::count(cx, written));
        counts.extend(pair.map(|(sku, number)| Placed {
            v: (count(sku), number),
            at: written.at,
        }));
    }
    counts
}

fn orders(cx: &mut Context<'_>, field: &F<Entries<String>>) -> Option<Placed<Vec<(State, i64)>>> {
    let group = field.good()?;
    let mut states = Vec::new();
    for (word, written) in values::pairs(field) {
        let state = State::parse(&word.v);
        if state.is_none() {
            let help = choose(&word.v, State::ALL.iter().map(|state| state.word()));
            let message = format!("`{}` is no state of an order", word.v);
            cx.push(
                Problem::new(Kind::UnknownChoice, word.at, message)
                    .label("not known")
                    .help(help),
            );
        }
        states.extend(state.zip(values::count(cx, written)));
    }
    Some(Placed {
        v: states,
        at: group.at,
    })
}

fn balances(cx: &mut Context<'_>, field: &F<Entries<String>>) -> Vec<Placed<(String, String)>> {
    let mut balances = Vec::new();
    for (who, amount) in values::pairs(field) {
        balances.extend(values::person(cx, who).map(|who| Placed {
            v: (who, amount.v.clone()),
            at: amount.at,
        }));
    }
    balances
}

fn tags(cx: &mut Context<'_>, field: &F<Entries<String>>) -> Vec<Placed<(String, i64)>> {
    let mut tags = Vec::new();
    for (tag, number) in values::pairs(field) {
        tags.extend(values::count(cx, number).map(|count| Placed {
            v: (tag.v.clone(), count),
            at: number.at,
        }));
    }
    tags
}

fn requests(cx: &mut Context<'_>, field: &F<Entries<String>>) -> Option<Placed<Vec<(String, i64)>>> {
    let group = field.good()?;
    let mut requests = Vec::new();
    for (method, number) in values::pairs(field) {
        requests.extend(values::count(cx, number).map(|number| (method.v.clone(), number)));
    }
    Some(Placed {
        v: requests,
        at: group.at,
    })
}

#[cfg(test)]
mod tests {
    use crate::{config::conversations::words::STATES, order::State};

    #[test]
    fn the_words_that_editors_offer_are_the_states_of_an_order() {
        assert_eq!(State::ALL.map(State::word), STATES);
    }
}
