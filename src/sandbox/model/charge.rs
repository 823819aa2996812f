//! A charge and its ids, in the shapes that were seen in production.

use super::currency::STARS;
use super::purchase::Purchase;
use super::rules::Query;
use crate::sandbox::chance;
use crate::sandbox::view::{Charge, ChargedFor, ChatId, Term};

pub(super) fn new_charge(query: Query, purchase: &Purchase, now_ms: i64) -> Charge {
    let (telegram, provider) = if purchase.currency == STARS {
        star_ids(purchase.payer)
    } else {
        card_ids(purchase)
    };
    Charge {
        bot: purchase.bot,
        payer: purchase.payer,
        chat: purchase.chat,
        query,
        invoice_payload: purchase.payload.clone(),
        currency: purchase.currency.clone(),
        total_amount: purchase.total_amount,
        telegram_payment_charge_id: telegram,
        provider_payment_charge_id: provider,
        at_ms: now_ms,
        charged_for: match purchase.subscription_period_s {
            0 => ChargedFor::Invoice,
            period_s => ChargedFor::Subscription(Term {
                is_first: true,
                period_s,
                until_s: now_ms.div_euclid(1_000) + period_s,
            }),
        },
        refunded_at_ms: None,
    }
}

/// A charge in Stars that no pre-checkout query led to.
pub(super) fn stars_charge(
    bot: i64,
    payer: i64,
    chat: ChatId,
    stars: i64,
    payload: &str,
    charged_for: ChargedFor,
    now_ms: i64,
) -> Charge {
    let (telegram, provider) = star_ids(payer);
    Charge {
        bot,
        payer,
        chat,
        query: 0,
        invoice_payload: payload.to_owned(),
        currency: STARS.to_owned(),
        total_amount: stars,
        telegram_payment_charge_id: telegram,
        provider_payment_charge_id: provider,
        at_ms: now_ms,
        charged_for,
        refunded_at_ms: None,
    }
}

/// Above 128 characters.
fn star_ids(payer: i64) -> (String, String) {
    let provider = format!("{payer}_{}", chance::between(1, 1_000_000));
    (format!("stx{}", chance::letters(140)), provider)
}

/// Five numbers.
fn card_ids(purchase: &Purchase) -> (String, String) {
    let number = |low, high| chance::between(low, high);
    let telegram = format!(
        "{}_{}_{}_{}_{}",
        purchase.bot,
        purchase.payer,
        number(1_000_000_000, 2_000_000_000),
        number(1, 10_000),
        number(7_000_000_000_000_000_000, 9_000_000_000_000_000_000),
    );
    let provider: String = chance::letters(40)
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .take(24)
        .collect();
    (telegram, format!("ch_{provider}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sandbox::view::{OrderInfo, Outcome};

    fn purchase(currency: &str) -> Purchase {
        Purchase {
            bot: 7_000_000_001,
            payer: 5,
            invoice_chat: ChatId::private(7_000_000_001, 5),
            invoice_message: 1,
            chat: ChatId::private(7_000_000_001, 5),
            payload: "p".into(),
            currency: currency.into(),
            total_amount: 100,
            order_info: OrderInfo::default(),
            shipping_option_id: None,
            subscription_period_s: 0,
            at_ms: 0,
            outcome: Outcome::Confirmed,
        }
    }

    #[test]
    fn ids_have_the_shapes_of_production_and_never_repeat() {
        let stars = new_charge(1, &purchase("XTR"), 9).telegram_payment_charge_id;
        assert!(stars.starts_with("stx") && stars.len() > 128, "{stars}");
        let card = new_charge(1, &purchase("EUR"), 9);
        let numbers: Vec<&str> = card.telegram_payment_charge_id.split('_').collect();
        assert_eq!(numbers.len(), 5);
        assert!(
            numbers.iter().all(|number| number.parse::<i64>().is_ok()),
            "{numbers:?}"
        );
        assert!(card.provider_payment_charge_id.starts_with("ch_"));
        assert_ne!(
            card.telegram_payment_charge_id,
            new_charge(1, &purchase("EUR"), 9).telegram_payment_charge_id
        );
    }
}
