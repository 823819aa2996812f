//! `kiosk orders SHOP --csv`: every payment, in the columns of the provider's own list where those are known, and then
//! what kiosk knows of it. Laid beside that list, whatever stands in one of them alone is what a person must look at.

use super::{
    ending::{Ending, Exit, Failure},
    folders::Folders,
    output::Output,
    place,
    worlds::{self, Side},
};
use crate::{
    config::Settings,
    ids::ShopId,
    money::{Currency, Money},
    order::State,
    shop::{Column, NumberedBy, Provider, Statement, UNKNOWN_STATEMENT},
    store::PaymentRow,
};

/// What kiosk adds behind the provider's columns.
const OWN: [&str; 5] = ["order", "state", "customer", "telegram_payment_charge_id", "world"];

pub(super) async fn print(settings: &Settings, folders: &Folders, shop: &ShopId, out: &mut Output) -> Ending {
    let mut rows = Vec::new();
    for (side, reader) in worlds::readers(&settings.data).await? {
        let payments = reader.payments(shop).await.map_err(Failure::said)?;
        rows.extend(payments.into_iter().map(|(payment, state)| (side, payment, state)));
    }
    if rows.is_empty() {
        place::shop_folder(settings, shop.as_str())?;
    }
    let provider = folders.provider(shop).unwrap_or(Provider::Custom);
    let statement = provider.profile().statement.unwrap_or(&UNKNOWN_STATEMENT);
    out.line(&line(statement, &headings(statement)))?;
    for (side, payment, state) in &rows {
        out.line(&line(statement, &cells(statement, *side, payment, *state)))?;
    }
    Ok(Exit::Fine)
}

fn headings(statement: &Statement) -> Vec<String> {
    let currency = statement.currency.map(|column| match column {
        Column::Upper(name) | Column::Lower(name) => name,
    });
    let theirs = [
        Some(statement.number),
        Some(statement.time),
        Some(statement.amount),
        currency,
    ];
    let theirs = theirs.into_iter().flatten();
    theirs.chain(OWN).map(str::to_owned).collect()
}

fn cells(statement: &Statement, side: Side, payment: &PaymentRow, state: Option<State>) -> Vec<String> {
    let charge = &payment.charge;
    let number = match statement.numbered_by {
        NumberedBy::Provider => charge.provider_id.clone(),
        NumberedBy::Telegram => charge.id.to_string(),
    };
    // In a currency that Telegram does not have, the smallest units are all there is.
    let amount = match Currency::parse(&charge.currency_code) {
        Some(currency) => Money::new(charge.amount, currency).number(),
        None => charge.amount.to_string(),
    };
    let currency = statement.currency.map(|column| match column {
        Column::Upper(_) => charge.currency_code.to_uppercase(),
        Column::Lower(_) => charge.currency_code.to_lowercase(),
    });
    let time = payment.at.formatted(statement.zone, statement.time_format);
    let order = payment.order.map(|order| order.shown(side.is_play()));
    let state = state.map_or("no order", State::word);
    let world = if side.is_play() { "sandbox" } else { "live" };
    let theirs = [Some(number), Some(time), Some(amount), currency].into_iter().flatten();
    let own = [
        order.unwrap_or_default(),
        state.to_owned(),
        charge.payer.to_string(),
        charge.id.to_string(),
        world.to_owned(),
    ];
    theirs.chain(own).collect()
}

/// Cells as RFC 4180 has them.
fn line(statement: &Statement, cells: &[String]) -> String {
    let quoted = cells.iter().map(|cell| {
        let needs_quotes = cell.contains([statement.separator, '"', '\n', '\r']);
        if needs_quotes {
            format!("\"{}\"", cell.replace('"', "\"\""))
        } else {
            cell.clone()
        }
    });
    let quoted: Vec<String> = quoted.collect();
    quoted.join(&statement.separator.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        ids::{ChargeId, OrderId, UserId},
        order::OrderInfo,
        payment::Charge,
        time::Timestamp,
    };

    fn payment(currency: &str, amount: i64, provider_id: &str) -> PaymentRow {
        PaymentRow {
            shop: ShopId::parse("bakery").unwrap(),
            charge: Charge {
                id: ChargeId::new("tg_1"),
                provider_id: provider_id.into(),
                payer: UserId(7),
                payload: "p".into(),
                currency_code: currency.into(),
                amount,
                info: OrderInfo::default(),
            },
            order: Some(OrderId(1001)),
            matched: "held".into(),
            at: Timestamp(1_795_510_805_000),
        }
    }

    fn of(provider: Provider, payment: &PaymentRow) -> [String; 2] {
        let statement = provider.profile().statement.unwrap_or(&UNKNOWN_STATEMENT);
        let row = cells(statement, Side::Live, payment, Some(State::Fulfilled));
        [line(statement, &headings(statement)), line(statement, &row)]
    }

    #[test]
    fn payments_stand_in_the_columns_of_their_provider() {
        let stripe = of(Provider::Stripe, &payment("EUR", 520, "ch_1"));
        assert_eq!(
            stripe[0],
            "id,Created date (UTC),Amount,Currency,order,state,customer,telegram_payment_charge_id,world"
        );
        assert_eq!(
            stripe[1],
            "ch_1,2026-11-24 09:00:05,5.20,eur,1001-9,fulfilled,7,tg_1,live"
        );
        let yookassa = of(Provider::YooKassa, &payment("RUB", 25_000, "2c5d-000f"));
        assert!(yookassa[0].starts_with("Идентификатор платежа;Время платежа;Сумма платежа;Валюта платежа;order;"));
        assert_eq!(
            yookassa[1],
            "2c5d-000f;24.11.2026 12:00:05;250.00;RUB;1001-9;fulfilled;7;tg_1;live"
        );
        let stars = of(Provider::Stars, &payment("XTR", 15, "7_1"));
        assert_eq!(
            stars,
            [
                "id,date,amount,order,state,customer,telegram_payment_charge_id,world",
                "tg_1,1795510805,15,1001-9,fulfilled,7,tg_1,live",
            ]
        );
        let unknown = of(Provider::APay, &payment("EUR", 520, "a,\"b"));
        assert!(unknown[0].starts_with("provider_payment_charge_id,time (UTC),amount,currency,order,"));
        assert!(
            unknown[1].starts_with("\"a,\"\"b\",2026-11-24 09:00:05,5.20,EUR,"),
            "{}",
            unknown[1]
        );
    }

    #[test]
    fn money_without_an_order_is_there_too() {
        let loose = PaymentRow {
            order: None,
            ..payment("EUR", 520, "ch_1")
        };
        let row = cells(&UNKNOWN_STATEMENT, Side::Live, &loose, None);
        assert_eq!(row[4..6], ["", "no order"]);
    }
}
