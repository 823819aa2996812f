//! Money has arrived. It is booked whatever it is for; then it is matched, goods are allotted in the same commit, and
//! what fits nothing becomes a state that people see. Nothing here may refuse, and nothing may be silent.

use super::{
    Alert, Books, Change, ChargeFact, Decision, Missing, OrderFacts, Owed, Payment, Person, Turn,
    allotment::{Allotment, Promise, allotment},
    buy,
    desk::Desk,
};
use crate::{
    order::{Goods, Order, State, Step},
    payment::{Charge, Invoice, Match, Settled, Surplus, entries, match_money},
    shop::Unpaid,
};

pub(super) fn paid(turn: &Turn, books: &Books, charge: &Charge, person: &Person) -> Result<Decision, Missing> {
    let mut desk = Desk::open(turn, books, person)?;
    if books.knows_charge(&desk.shop.id, charge)? {
        return Ok(desk.close());
    }
    desk.customer.unpaid = Unpaid::default();
    desk.keep_customer();
    let found = match charge.parsed_payload() {
        Some(payload) => books.invoice(&desk.shop.id, payload, charge.payer)?,
        None => None,
    };
    let Some((invoice, orders)) = found else {
        surplus(&mut desk, charge, Surplus::UnknownPayload);
        return Ok(desk.close());
    };
    match match_money(invoice, &orders, charge.payer) {
        Match::Held(id) => settle(&mut desk, charge, invoice, existing(&orders, id), Kind::Held)?,
        Match::Late(id) => settle(&mut desk, charge, invoice, existing(&orders, id), Kind::Late)?,
        Match::New => {
            let n = orders.iter().filter(|order| order.payer == charge.payer).count();
            let order = buy::new_order(
                &desk,
                invoice,
                charge.payer,
                State::Open,
                i64::try_from(n).unwrap_or(0) + 1,
            );
            settle(&mut desk, charge, invoice, Some(order), Kind::New)?;
        }
        Match::Surplus(why) => surplus(&mut desk, charge, why),
    }
    Ok(desk.close())
}

/// How the money found its order.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Held,
    Late,
    New,
}

fn existing(orders: &[&Order], id: crate::ids::OrderId) -> Option<Order> {
    orders.iter().find(|order| order.id == id).map(|order| (*order).clone())
}

/// Books the money on its order and allots the goods, all in this one decision.
fn settle(
    desk: &mut Desk<'_>,
    charge: &Charge,
    invoice: &Invoice,
    order: Option<Order>,
    kind: Kind,
) -> Result<(), Missing> {
    let Some(mut order) = order else {
        surplus(desk, charge, Surplus::UnknownPayload);
        return Ok(());
    };
    let matched = match kind {
        Kind::Held => "held",
        Kind::Late => "late",
        Kind::New => "new",
    };
    if desk.step(&mut order, Step::Pay, Some(charge.payer), matched).is_err() {
        surplus(desk, charge, Surplus::PaidTwice);
        return Ok(());
    }
    book(desk, charge, Some(&order), matched);
    let tip = invoice.quote.tip_in(charge.amount).ok();
    let tip = tip.filter(|_| charge.currency() == Some(invoice.quote.currency));
    order.tip = tip.unwrap_or(0);
    if !charge.info.is_empty() {
        order.info = charge.info.clone();
    }
    let promise = if kind == Kind::Held {
        Promise::Held
    } else {
        Promise::None
    };
    if tip.is_some() {
        match allotment(desk, invoice, promise)? {
            Some(allotment) => fulfil(desk, charge, invoice, &mut order, allotment, kind)?,
            None => run_out(desk, charge, invoice, &mut order, kind)?,
        }
    } else {
        doubt(desk, charge, invoice, &mut order, kind)?;
    }
    let paid = ChargeFact::of(charge, desk.turn.now);
    desk.tell_paid(OrderFacts::paid(&order, &invoice.quote, &desk.customer, paid));
    desk.change(Change::Order(order));
    Ok(())
}

/// The money itself, before anything else is said about it.
fn book(desk: &mut Desk<'_>, charge: &Charge, order: Option<&Order>, matched: &'static str) {
    let shop = desk.shop.id.clone();
    let order = order.map(|order| order.id);
    desk.change(Change::Payment(Payment {
        shop,
        charge: charge.clone(),
        order,
        matched,
        at: desk.turn.now,
    }));
}

fn enter(desk: &mut Desk<'_>, charge: &Charge, settled: Option<Settled>) {
    for entry in entries(&charge.id, &charge.currency_code, charge.amount, settled) {
        desk.change(Change::Entry(desk.shop.id.clone(), entry, desk.turn.now));
    }
}

fn fulfil(
    desk: &mut Desk<'_>,
    charge: &Charge,
    invoice: &Invoice,
    order: &mut Order,
    allotment: Allotment,
    kind: Kind,
) -> Result<(), Missing> {
    for (row, units) in allotment.rows {
        let before = row.on_hand + units;
        desk.recount(row, before, "sale", Some(order.id));
    }
    for (key, line) in allotment.keys {
        desk.change(Change::KeyAllotted {
            key,
            order: order.id,
            line,
        });
    }
    desk.credit(order.payer, &invoice.quote)?;
    let credit = invoice.quote.credit();
    let tip = order.tip;
    enter(desk, charge, Some(Settled { credit, tip }));
    // Paid orders may be fulfilled: the table says so.
    let _ = desk.step(order, Step::Fulfil, None, "");
    owe_goods(desk, invoice, order);
    if kind == Kind::Late {
        desk.owe_staff(&Owed::Alert(Alert::PaidLate { order: order.id }));
    }
    Ok(())
}

/// The receipt, the files, and the news for the staff.
fn owe_goods(desk: &mut Desk<'_>, invoice: &Invoice, order: &Order) {
    let language = order.language.clone();
    desk.owe(order.chat, &language, Owed::Receipt { order: order.id });
    for (line, _) in invoice
        .quote
        .lines
        .iter()
        .enumerate()
        .filter(|(_, line)| matches!(line.goods, Goods::File(_)))
    {
        desk.owe(order.chat, &language, Owed::File { order: order.id, line });
    }
    desk.owe_staff(&Owed::Notice { order: order.id });
}

/// Paid, and not enough is left.
fn run_out(
    desk: &mut Desk<'_>,
    charge: &Charge,
    invoice: &Invoice,
    order: &mut Order,
    kind: Kind,
) -> Result<(), Missing> {
    let alert = Alert::NothingLeft {
        order: order.id,
        charge: charge.id.clone(),
    };
    // Paid orders may run out: the table says so.
    let _ = desk.step(order, Step::RunOut, None, "not enough was left when the money came");
    leave_to_people(desk, charge, invoice, order, kind, alert)
}

/// The amount or the currency is not what was quoted.
fn doubt(
    desk: &mut Desk<'_>,
    charge: &Charge,
    invoice: &Invoice,
    order: &mut Order,
    kind: Kind,
) -> Result<(), Missing> {
    let alert = Alert::WrongAmount {
        order: order.id,
        charge: charge.id.clone(),
        amount: charge.amount,
        currency: charge.currency_code.clone(),
    };
    let note = format!(
        "{} {} came for {}",
        charge.amount,
        charge.currency_code,
        invoice.quote.total()
    );
    // Paid orders may be doubted: the table says so.
    let _ = desk.step(order, Step::Doubt, None, &note);
    leave_to_people(desk, charge, invoice, order, kind, alert)
}

/// Gives back what was promised, keeps the money apart, and tells both sides.
fn leave_to_people(
    desk: &mut Desk<'_>,
    charge: &Charge,
    invoice: &Invoice,
    order: &Order,
    kind: Kind,
    alert: Alert,
) -> Result<(), Missing> {
    if kind == Kind::Held {
        desk.reserve(&invoice.quote, -1)?;
    }
    enter(desk, charge, None);
    let note = Owed::MoneyNote {
        order: Some(order.id),
        charge: charge.id.clone(),
    };
    desk.owe(order.chat, &order.language, note);
    desk.owe_staff(&Owed::Alert(alert));
    Ok(())
}

/// Money that fits no order: kept, shown, and told to the payer and the staff.
fn surplus(desk: &mut Desk<'_>, charge: &Charge, why: Surplus) {
    book(desk, charge, None, why.word());
    enter(desk, charge, None);
    let language = desk.language.as_str().to_string();
    let chat = crate::ids::ChatId::of(charge.payer);
    desk.owe(
        chat,
        &language,
        Owed::MoneyNote {
            order: None,
            charge: charge.id.clone(),
        },
    );
    desk.owe_staff(&Owed::Alert(Alert::Surplus {
        charge: charge.id.clone(),
        payer: charge.payer,
        amount: charge.amount,
        currency: charge.currency_code.clone(),
        why,
    }));
}
