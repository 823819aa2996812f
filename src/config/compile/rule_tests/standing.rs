//! What only policies look at: the age that a customer has confirmed, and the payments that they did not finish.

use std::time::Duration;

use super::super::{
    context::Context,
    duration::duration,
    limits::{AGE_MAX, PAUSE_MAX, UNPAID_MAX},
    scalar,
};
use crate::{
    config::{
        F, Written,
        raw::{GivenCustomer, GivenUnpaid},
        rule_tests::Standing,
    },
    shop::Unpaid,
    time::Timestamp,
};

/// `now` is when the customer would pay.
pub(super) fn standing(cx: &mut Context<'_>, raw: Option<&Written<GivenCustomer>>, now: Timestamp) -> Option<Standing> {
    let well = Standing::default();
    let Some(raw) = raw.map(|customer| &customer.v) else {
        return Some(well);
    };
    let age = match &raw.age {
        F::Absent => Some(well.age),
        F::Bad(_) => None,
        F::Good(written) => scalar::integer(cx, written, 0, AGE_MAX),
    };
    let unpaid = match &raw.unpaid {
        F::Absent => Some(well.unpaid),
        F::Bad(_) => None,
        F::Good(written) => unpaid(cx, written, now),
    };
    Some(Standing {
        age: age?,
        unpaid: unpaid?,
    })
}

fn unpaid(cx: &mut Context<'_>, raw: &Written<GivenUnpaid>, now: Timestamp) -> Option<Unpaid> {
    let payments = cx.need(&raw.v.payments, "payments", raw.at, "payments: 3");
    let count = payments.and_then(|payments| scalar::integer(cx, payments, 1, UNPAID_MAX));
    let ago = match &raw.v.ago {
        F::Absent => Some(Duration::ZERO),
        F::Bad(_) => None,
        F::Good(written) => duration(cx, written, Duration::ZERO, PAUSE_MAX),
    };
    Some(Unpaid {
        count: count?,
        last: now.minus(ago?),
    })
}
