//! Comparisons. Rhai answers `"5" > 4` with a silent `false`, and a rule written like that never says no; here it is an
//! error that names both types. Whole numbers and decimals compare by value, and anything may be compared with `()`.

use std::cmp::Ordering;

use rhai::{Dynamic, Engine, ImmutableString};
use rust_decimal::Decimal;

use super::{Failure, type_words};

pub(super) fn register(engine: &mut Engine) {
    same::<i64>(engine);
    same::<ImmutableString>(engine);
    same::<Decimal>(engine);
    engine.register_fn("==", |a: Dynamic, b: Dynamic| equal(&a, &b, "=="));
    engine.register_fn("!=", |a: Dynamic, b: Dynamic| equal(&a, &b, "!=").map(|same| !same));
    engine.register_fn("<", |a: Dynamic, b: Dynamic| ordered(&a, &b, "<").map(Ordering::is_lt));
    engine.register_fn("<=", |a: Dynamic, b: Dynamic| {
        ordered(&a, &b, "<=").map(Ordering::is_le)
    });
    engine.register_fn(">", |a: Dynamic, b: Dynamic| ordered(&a, &b, ">").map(Ordering::is_gt));
    engine.register_fn(">=", |a: Dynamic, b: Dynamic| {
        ordered(&a, &b, ">=").map(Ordering::is_ge)
    });
}

/// What rules compare most. All of it is in the general case, too; an exact fit is found sooner.
fn same<T: Ord + Clone + Send + Sync + 'static>(engine: &mut Engine) {
    engine
        .register_fn("==", |a: T, b: T| a == b)
        .register_fn("!=", |a: T, b: T| a != b)
        .register_fn("<", |a: T, b: T| a < b)
        .register_fn("<=", |a: T, b: T| a <= b)
        .register_fn(">", |a: T, b: T| a > b)
        .register_fn(">=", |a: T, b: T| a >= b);
}

fn equal(a: &Dynamic, b: &Dynamic, operator: &str) -> Result<bool, Failure> {
    if a.is_unit() || b.is_unit() {
        return Ok(a.is_unit() && b.is_unit());
    }
    if let (Ok(a), Ok(b)) = (a.as_bool(), b.as_bool()) {
        return Ok(a == b);
    }
    order_of(a, b)
        .map(Ordering::is_eq)
        .ok_or_else(|| incomparable(a, b, operator).into())
}

fn ordered(a: &Dynamic, b: &Dynamic, operator: &str) -> Result<Ordering, Failure> {
    order_of(a, b).ok_or_else(|| incomparable(a, b, operator).into())
}

/// `None` for values that have no order among them.
fn order_of(a: &Dynamic, b: &Dynamic) -> Option<Ordering> {
    if let (Ok(a), Ok(b)) = (a.as_int(), b.as_int()) {
        return Some(a.cmp(&b));
    }
    if let (Some(a), Some(b)) = (number(a), number(b)) {
        return Some(a.cmp(&b));
    }
    if let (Ok(a), Ok(b)) = (a.as_immutable_string_ref(), b.as_immutable_string_ref()) {
        return Some(a.as_str().cmp(b.as_str()));
    }
    Some(text(a)?.cmp(&text(b)?))
}

fn number(value: &Dynamic) -> Option<Decimal> {
    value.as_int().map(Decimal::from).or_else(|_| value.as_decimal()).ok()
}

/// A text or a single character as a text.
fn text(value: &Dynamic) -> Option<String> {
    if let Ok(one) = value.as_char() {
        return Some(one.to_string());
    }
    value.as_immutable_string_ref().ok().map(|text| text.to_string())
}

fn incomparable(a: &Dynamic, b: &Dynamic, operator: &str) -> String {
    let (left, right) = (type_words(a.type_name()), type_words(b.type_name()));
    if left == right {
        return format!("`{operator}` cannot compare {left} with another; compare what they hold");
    }
    format!("`{operator}` cannot compare {left} with {right}")
}
