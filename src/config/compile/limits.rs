//! The policies of `shop.yaml` that look at who a customer is and what they bought before: limits, first orders, age,
//! the pause after payments that were not finished. Each says which goods it is about.

use std::time::Duration;

use super::super::kinds::Kind;
use super::super::place::Span;
use super::super::problem::Problem;
use super::super::raw::{AfterUnpaid, Limit as RawLimit, MinimumAge as RawAge, Policies as Raw};
use super::super::read::{F, Written, choose};
use super::context::{Context, Maybe, Said, each};
use super::duration::duration;
use super::scalar::{Words, integer, word};
use crate::{
    ids::{CategoryId, ProductId, SlugError},
    shop::{Catalog, CoolDown, Limit, MinimumAge, Period, Scope},
};

pub(in super::super) const PERIODS: Words<Period> = Words {
    all: &[
        ("hour", Period::Hour),
        ("day", Period::Day),
        ("week", Period::Week),
        ("month", Period::Month),
        ("ever", Period::Ever),
    ],
    default: Period::Ever,
};
pub(in super::super) const PIECES_MAX: i64 = 1_000_000;
pub(in super::super) const AGE_MAX: i64 = 99;
pub(in super::super) const UNPAID_MAX: i64 = 100;
pub(in super::super) const PAUSE_MIN: Duration = Duration::from_mins(1);
pub(in super::super) const PAUSE_MAX: Duration = Duration::from_hours(24 * 7);

pub(super) fn limits(cx: &mut Context<'_>, raw: &Raw, catalog: Option<&Catalog>) -> Option<Vec<Limit>> {
    let mut found: Vec<(Limit, Span)> = Vec::new();
    let mut whole = raw.limits.is_whole();
    for written in each(&raw.limits) {
        let Some(limit) = limit(cx, written, catalog) else {
            whole = false;
            continue;
        };
        let same = |other: &&(Limit, Span)| (&other.0.of, other.0.per) == (&limit.of, limit.per);
        if let Some((_, first)) = found.iter().find(same) {
            let message = "two limits are about the same goods and the same time";
            cx.contradict(*first, written.at, message, "keep one of the two");
            whole = false;
        }
        found.push((limit, written.at));
    }
    if whole {
        warn_of_idle(cx, &found);
    }
    whole.then(|| found.into_iter().map(|(limit, _)| limit).collect())
}

fn limit(cx: &mut Context<'_>, raw: &Written<RawLimit>, catalog: Option<&Catalog>) -> Option<Limit> {
    let max = cx.need(&raw.v.max, "max", raw.at, "max: 2");
    let max = max.and_then(|max| integer(cx, max, 1, PIECES_MAX));
    let per = word(cx, &raw.v.per, &PERIODS);
    let of = scope(cx, &raw.v.products, &raw.v.categories, catalog);
    Some(Limit {
        max: max?,
        per: per?,
        of: of?,
    })
}

/// A limit that lets as much through in a shorter time as another in a longer one never has to say no.
fn warn_of_idle(cx: &mut Context<'_>, limits: &[(Limit, Span)]) {
    for (limit, at) in limits {
        let stricter =
            |other: &&(Limit, Span)| other.0.of == limit.of && other.0.per > limit.per && other.0.max <= limit.max;
        if let Some((other, first)) = limits.iter().find(stricter) {
            let within = |period: Period| match period {
                Period::Ever => "ever".to_owned(),
                period => format!("in a {}", period.word()),
            };
            let message = format!(
                "{} in a {} can never be too many: at most {} are sold {}",
                limit.max,
                limit.per.word(),
                other.max,
                within(other.per)
            );
            cx.push(
                Problem::new(Kind::PolicyIdle, *at, message)
                    .label("never says no")
                    .also(*first, "this one says no before")
                    .help("write a smaller `max`, or take this limit out"),
            );
        }
    }
}

pub(super) fn first_order_only(cx: &mut Context<'_>, raw: &Raw, catalog: Option<&Catalog>) -> Maybe<Scope> {
    match &raw.first_order_only {
        F::Absent => Ok(None),
        F::Bad(_) => Err(Said),
        F::Good(written) => {
            let found = scope(cx, &written.v.products, &written.v.categories, catalog);
            found.map(Some).ok_or(Said)
        }
    }
}

pub(super) fn minimum_age(cx: &mut Context<'_>, raw: &Raw, catalog: Option<&Catalog>) -> Maybe<MinimumAge> {
    match &raw.minimum_age {
        F::Absent => Ok(None),
        F::Bad(_) => Err(Said),
        F::Good(written) => age(cx, written, catalog).map(Some).ok_or(Said),
    }
}

fn age(cx: &mut Context<'_>, raw: &Written<RawAge>, catalog: Option<&Catalog>) -> Option<MinimumAge> {
    let years = cx.need(&raw.v.years, "years", raw.at, "years: 18");
    let years = years.and_then(|years| integer(cx, years, 1, AGE_MAX));
    let of = scope(cx, &raw.v.products, &raw.v.categories, catalog);
    Some(MinimumAge { years: years?, of: of? })
}

pub(super) fn after_unpaid(cx: &mut Context<'_>, raw: &Raw, catalog: Option<&Catalog>) -> Maybe<CoolDown> {
    let written = match &raw.after_unpaid {
        F::Absent => return Ok(None),
        F::Bad(_) => return Err(Said),
        F::Good(written) => written,
    };
    let counts = |catalog: &Catalog| catalog.products().iter().any(|product| product.is_counted());
    if !catalog.is_none_or(counts) {
        let message = "`after_unpaid` protects goods of which there are only so many, and none here are counted";
        cx.push(
            Problem::new(Kind::PolicyIdle, written.at, message)
                .label("never says no")
                .help("count something with `stock:` in the catalog, or take this out"),
        );
    }
    cool_down(cx, written).map(Some).ok_or(Said)
}

fn cool_down(cx: &mut Context<'_>, raw: &Written<AfterUnpaid>) -> Option<CoolDown> {
    let payments = cx.need(&raw.v.payments, "payments", raw.at, "payments: 3");
    let payments = payments.and_then(|payments| integer(cx, payments, 1, UNPAID_MAX));
    let wait = cx.need(&raw.v.wait, "wait", raw.at, "wait: 30m");
    let wait = wait.and_then(|wait| duration(cx, wait, PAUSE_MIN, PAUSE_MAX));
    Some(CoolDown {
        payments: payments?,
        wait: wait?,
    })
}

/// Which goods a policy is about. Without a catalog, whose mistakes were said, ids are not looked up.
fn scope(
    cx: &mut Context<'_>,
    products: &F<Vec<F<String>>>,
    categories: &F<Vec<F<String>>>,
    catalog: Option<&Catalog>,
) -> Option<Scope> {
    let known = catalog.map(|catalog| {
        let products = catalog.products().iter().map(|product| product.id.as_str());
        let categories = catalog.categories().iter().map(|category| category.id.as_str());
        (products.collect::<Vec<_>>(), categories.collect::<Vec<_>>())
    });
    let (sold, shelves) = known.unzip();
    let products = ids(cx, products, "product", sold.as_deref(), ProductId::parse);
    let categories = ids(cx, categories, "category", shelves.as_deref(), CategoryId::parse);
    Some(Scope {
        products: products?,
        categories: categories?,
    })
}

fn ids<T: PartialEq>(
    cx: &mut Context<'_>,
    field: &F<Vec<F<String>>>,
    sort: &str,
    known: Option<&[&str]>,
    parse: fn(&str) -> Result<T, SlugError>,
) -> Option<Vec<T>> {
    super::policies::list(cx, field, sort, |cx, written| {
        let found = parse(&written.v).ok();
        if found.is_none() || known.is_some_and(|known| !known.contains(&written.v.as_str())) {
            let message = format!("there is no {sort} `{}`", written.v);
            cx.push(
                Problem::new(Kind::UnknownReference, written.at, message)
                    .label("not in the catalog")
                    .help(choose(&written.v, known.unwrap_or_default().to_vec())),
            );
            return None;
        }
        found
    })
}

#[cfg(test)]
mod tests {
    use crate::{
        config::{Files, Look, Secrets, compile, render},
        ids::ShopId,
    };

    /// What is said of a shop with these lines in shop.yaml.
    fn said(own: &str) -> String {
        let shop = format!("name: Bakery\ngreeting: Hi\ncurrency: EUR\npayments: {{provider: stripe}}\n{own}\n");
        let texts = [
            ("shop.yaml", &*shop),
            ("terms.yaml", "text: Be kind.\n"),
            ("support.yaml", "contact: Write here.\n"),
            (
                "catalog.yaml",
                "categories: [{id: bread, title: Bread}]\nproducts:\n  - {id: rye, title: Rye, description: Good., price: \
                 5, category: bread}\n  - {id: jam, title: Jam, description: Good., price: 2}\n",
            ),
        ];
        let files = Files::from_parts(texts.map(|(name, text)| (name, text.as_bytes())), []);
        let loaded = compile(ShopId::parse("bakery").unwrap(), files, Secrets::Unread);
        render(&loaded.problems, &loaded.files, "", Look::Plain)
    }

    #[test]
    fn policies_that_cannot_be_meant_are_told_with_what_to_write() {
        for (policies, parts) in [
            (
                "limits: [{max: 2, products: [ryee]}]",
                &["there is no product `ryee`", "did you mean `rye`?"][..],
            ),
            (
                "limits: [{max: 2, categories: [rye]}]",
                &["there is no category `rye`", "one of: bread"],
            ),
            ("limits: [{max: 0}]", &["0 is too small", "write `1` or more"]),
            ("limits: [{max: 2, per: dya}]", &["did you mean `day`?"]),
            ("limits: [{per: day}]", &["`max` is missing"]),
            (
                "limits: [{max: 2, per: day}, {max: 3, per: day}]",
                &["error[contradiction]", "the same goods and the same time"],
            ),
            (
                "limits: [{max: 3, per: day}, {max: 3}]",
                &["warning[policy-idle]", "at most 3 are sold ever"],
            ),
            ("minimum_age: {years: 180}", &["180 is too large"]),
            ("minimum_age: {}", &["`years` is missing"]),
            ("after_unpaid: {payments: 3, wait: 30}", &["`30m` for minutes"]),
            (
                "after_unpaid: {payments: 3, wait: 30m}",
                &["warning[policy-idle]", "none here are counted"],
            ),
            (
                "minimum_order: 30\n  limits: [{max: 5, products: [rye]}]",
                &["nobody can buy `rye`", "because of this, at most 5 of it"],
            ),
            (
                "maximum_order: 4",
                &["warning[policy-never-sells]", "one piece of it costs 5.00"],
            ),
        ] {
            let said = said(&format!("policies:\n  {policies}"));
            for part in parts {
                assert!(said.contains(part), "{policies}: {part}\n{said}");
            }
        }
    }

    #[test]
    fn policies_that_are_meant_say_nothing() {
        let all = "policies:\n  limits: [{max: 2, per: day}, {max: 3, per: week}, {max: 2, per: day, products: [rye]}]\n  \
                   first_order_only: {products: [jam]}\n  minimum_age: {years: 18, categories: [bread]}";
        assert_eq!(said(all), "");
    }

    #[test]
    fn strangers_who_pay_a_posted_invoice_cannot_have_said_their_age() {
        let posted = "terms: by_paying\nposts: {as: invoice}\npolicies: {minimum_age: {years: 18}}";
        let said = said(posted);
        assert!(said.contains("warning[posts-before-terms]"), "{said}");
        assert!(said.contains("confirmed their age in the bot before"), "{said}");
    }
}
