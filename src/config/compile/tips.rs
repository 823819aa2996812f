//! `tips:` of the payment form: the greatest, and those that are suggested.

use super::super::kinds::Kind;
use super::super::place::Span;
use super::super::problem::Problem;
use super::super::raw::Tips as RawTips;
use super::super::read::{F, Written};
use super::context::{Context, Maybe, Said, each};
use super::money::price;
use crate::{money::Money, shop::Tips};

/// Telegram: `suggested_tip_amounts`.
pub(in super::super) const SUGGESTED_TIPS_MAX: usize = 4;

pub(super) fn tips(cx: &mut Context<'_>, field: &F<RawTips>) -> Maybe<Tips> {
    let written = match field {
        F::Absent => return Ok(None),
        F::Bad(_) => return Err(Said),
        F::Good(written) => written,
    };
    let max = cx
        .need(&written.v.max, "max", written.at, "max: 5")
        .and_then(|max| Some((price(cx, max)?, max.at)));
    if let Some(problem) = comma_between(cx, &written.v.suggested) {
        cx.push(problem);
        return Err(Said);
    }
    let amounts: Vec<(Money, Span)> = each(&written.v.suggested)
        .filter_map(|amount| Some((price(cx, amount)?, amount.at)))
        .collect();
    let (max, max_at) = max.ok_or(Said)?;
    if let Some(problem) = wrong_suggestion(&amounts, max, max_at) {
        cx.push(problem);
        return Err(Said);
    }
    let suggested = amounts.into_iter().map(|(amount, _)| amount).collect();
    Ok(Some(Tips { max, suggested }))
}

/// `[0,50, 1]`: inside of brackets a comma ends an amount.
fn comma_between(cx: &Context<'_>, suggested: &F<Vec<F<String>>>) -> Option<Problem> {
    let all: Vec<&Written<String>> = each(suggested).collect();
    let pair = all.windows(2).find(|pair| {
        let (left, right) = (pair[0], pair[1]);
        let text = cx.files.text(left.at.file);
        let between = text.get(left.at.range_in(text).end..right.at.range_in(text).start);
        left.v == "0" && between == Some(",") && right.v.bytes().all(|b| b.is_ascii_digit())
    })?;
    let at = Span {
        end: pair[1].at.end,
        ..pair[0].at
    };
    let (whole, cents) = (&pair[0].v, &pair[1].v);
    let message = format!("`{whole},{cents}` has a comma where a dot is needed");
    let problem = Problem::new(Kind::CommaDecimal, at, message).label("inside brackets a comma ends an amount");
    Some(problem.help(format!("write `{whole}.{cents}`")))
}

fn wrong_suggestion(amounts: &[(Money, Span)], max: Money, max_at: Span) -> Option<Problem> {
    if let Some((_, at)) = amounts.get(SUGGESTED_TIPS_MAX) {
        let message = format!(
            "{} tips are suggested, and Telegram shows {SUGGESTED_TIPS_MAX}",
            amounts.len()
        );
        let problem = Problem::new(Kind::TipRange, *at, message).label("one too many");
        return Some(problem.help(format!("keep the {SUGGESTED_TIPS_MAX} that matter")));
    }
    if let Some((amount, at)) = amounts.iter().find(|(amount, _)| amount.minor > max.minor) {
        let problem = Problem::new(
            Kind::TipRange,
            *at,
            format!("{amount} is suggested, and {max} is the greatest tip"),
        );
        let problem = problem.label("nobody could give it").also(max_at, "the greatest tip");
        return Some(problem.help("suggest less, or write a greater `max`"));
    }
    let fallen = amounts.windows(2).find(|pair| pair[1].0.minor <= pair[0].0.minor)?;
    let message = format!("{} follows {}, and suggested tips must rise", fallen[1].0, fallen[0].0);
    let problem = Problem::new(Kind::TipRange, fallen[1].1, message).label("not more than the one before");
    Some(problem.help("write the smallest first, each amount once"))
}
