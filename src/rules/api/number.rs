//! Exact numbers: there are whole numbers and decimals, no floating point anywhere. Dividing whole numbers gives a
//! decimal, as a baker expects: 10 / 4 is 2.5.

use rhai::{Dynamic, Engine};
use rust_decimal::Decimal;

use super::Failure;

pub(super) fn register(engine: &mut Engine) {
    engine.register_fn("/", |a: i64, b: i64| divide(Decimal::from(a), Decimal::from(b)));
    engine.register_fn("/=", |_: &mut i64, _: i64| -> Result<(), Failure> {
        Err("a whole number cannot become a part of itself: write x = x / y".into())
    });
}

/// A whole number or a decimal as a decimal.
pub(super) fn decimal(number: &Dynamic) -> Result<Decimal, Failure> {
    if let Ok(whole) = number.as_int() {
        return Ok(Decimal::from(whole));
    }
    number
        .as_decimal()
        .map_err(|_| format!("this needs a number, not {}", super::type_words(number.type_name())).into())
}

fn divide(a: Decimal, b: Decimal) -> Result<Decimal, Failure> {
    if b.is_zero() {
        return Err("division by zero".into());
    }
    a.checked_div(b)
        .map(|quotient| quotient.normalize())
        .ok_or_else(|| "this division gives a number that is too big".into())
}
