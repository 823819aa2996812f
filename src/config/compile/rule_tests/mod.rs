//! Tests of rules, from their YAML to questions and what must be answered. What is not written is taken from the shop's
//! catalog, or is a customer who is here for the first time, on a Tuesday at noon.

mod customer;
mod order;
mod standing;

pub(in super::super) use order::PIECES_MAX;

use standing::standing;

use super::{
    context::{Context, each},
    scalar,
};
use crate::{
    config::{
        Either, F, FileId, Files, Kind, Look, Problem, Problems, Written,
        raw::{ExpectedNo, GivenOrder, RuleTest as RawTest, RuleTestFile},
        read, render,
        rule_tests::{Expected, POLICIES, RuleTest, SCRIPT, Standing, refused_by_policy, script_of},
    },
    rules::Input,
    shop::{Language, POLICY_NAMES, Shop},
};

/// Every rule test of a shop, in the order of its files, and what is wrong with them. Where the shop itself is not right,
/// there are none, and nothing is compared with what it sells.
pub fn rule_tests(files: &Files, shop: Option<&Shop>) -> (Vec<RuleTest>, Problems) {
    let mut cx = match shop {
        Some(shop) => Context::of_shop(files, shop),
        None => Context::of_files(files, Problems::default()),
    };
    let mut tests = Vec::new();
    for file in files.ids() {
        if let Some(script) = script_of(files.name(file)) {
            of_file(&mut cx, shop, file, script, &mut tests);
        }
    }
    cx.problems.sort();
    (tests, cx.problems)
}

/// One order that stands alone in a file, JSON or YAML; else what is wrong with it, in words.
pub fn order_of(name: &str, bytes: Vec<u8>, shop: &Shop) -> Result<(Input, Standing), String> {
    let files = Files::from_parts([(name, bytes)], []);
    let mut cx = Context::of_shop(&files, shop);
    let raw: F<GivenOrder> = files
        .find(name)
        .map_or(F::Absent, |file| read(&files, file, &mut cx.problems));
    let nothing = GivenOrder::default();
    let found = raw.good().and_then(|raw| question(&mut cx, shop, [&raw.v, &nothing]));
    match found {
        Some(found) if !cx.problems.has_errors() => Ok(found),
        _ => Err(render(&cx.problems, &files, "", Look::Plain)),
    }
}

fn of_file(cx: &mut Context<'_>, shop: Option<&Shop>, file: FileId, script: &str, tests: &mut Vec<RuleTest>) {
    let rhai = format!("rules/{script}{SCRIPT}");
    if cx.files.find(&rhai).is_none() && script != POLICIES {
        let scripts: Vec<&str> = cx.files.names().filter(|name| name.ends_with(SCRIPT)).collect();
        let problem = Problem::new(
            Kind::MissingFile,
            crate::config::Span::top(file),
            format!("there is no file `{rhai}` for these tests"),
        );
        cx.push(problem.help(crate::config::choose(&rhai, scripts)));
    }
    let files = cx.files;
    let raw: F<RuleTestFile> = read(files, file, &mut cx.problems);
    let Some(raw) = raw.good() else { return };
    let nothing = GivenOrder::default();
    let common = raw.v.given.good().map_or(&nothing, |given| &given.v);
    if raw.v.tests.is_absent() {
        cx.need(
            &raw.v.tests,
            "tests",
            raw.at,
            "tests: [{name: One loaf is fine, expect: allow}]",
        );
    }
    for test in each(&raw.v.tests) {
        tests.extend(one(cx, shop, script, common, test));
    }
}

fn one(
    cx: &mut Context<'_>,
    shop: Option<&Shop>,
    script: &str,
    common: &GivenOrder,
    raw: &Written<RawTest>,
) -> Option<RuleTest> {
    let name = cx.need(&raw.v.name, "name", raw.at, "name: A third loaf is refused");
    let expect = cx.need(&raw.v.expect, "expect", raw.at, "expect: allow");
    let nothing = GivenOrder::default();
    let own = raw.v.given.good().map_or(&nothing, |given| &given.v);
    let found = shop.and_then(|shop| question(cx, shop, [own, common]));
    let expected = expected(cx, expect?, found.as_ref().map(|(input, _)| input));
    let ((input, standing), shop) = (found?, shop?);
    Some(RuleTest {
        script: script.to_owned(),
        name: name?.v.clone(),
        expected: expected?,
        at: expect?.at,
        policy: refused_by_policy(shop, &input, standing).map(|refusal| refusal.policy()),
        standing,
        input: input.into(),
    })
}

fn question(cx: &mut Context<'_>, shop: &Shop, given: [&GivenOrder; 2]) -> Option<(Input, Standing)> {
    let input = order::input(cx, shop, given);
    let now = input.as_ref().map(|input| input.now).unwrap_or_default();
    let standing = standing(cx, pick(given, |given| &given.customer), now);
    Some((input?, standing?))
}

fn expected(
    cx: &mut Context<'_>,
    raw: &Written<Either<String, ExpectedNo>>,
    input: Option<&Input>,
) -> Option<Expected> {
    const WORDS: &[(&str, bool)] = &[("allow", true), ("deny", false)];
    let no = match &raw.v {
        Either::More(no) => no,
        Either::One(word) => {
            let word = Written {
                v: word.clone(),
                at: raw.at,
                plain: raw.plain,
            };
            let allowed = scalar::one_of(cx, &word, WORDS, Kind::UnknownChoice)?;
            return Some(if allowed { Expected::Allow } else { Expected::any_no() });
        }
    };
    if let Some(policy) = no.policy.good() {
        return policy_of(cx, no, policy).map(Expected::Policy);
    }
    let line = match no.line.good().zip(input) {
        None => None,
        Some((product, input)) => Some(line_of(cx, product, input)?),
    };
    let text = |field: &F<String>| field.good().map(|written| written.v.clone());
    Some(Expected::Deny {
        words: text(&no.deny),
        rule: text(&no.rule),
        line,
    })
}

/// A policy says no in words of the shop's texts, so nothing else can be looked at.
fn policy_of(cx: &mut Context<'_>, no: &ExpectedNo, policy: &Written<String>) -> Option<&'static str> {
    let others = [no.deny.span(), no.rule.span(), no.line.span()];
    if let Some(other) = others.into_iter().flatten().next() {
        let message = "where a policy refuses, no rule is asked";
        cx.contradict(policy.at, other, message, "write `expect: {policy: …}` alone");
        return None;
    }
    let words = POLICY_NAMES.map(|policy| (policy, policy));
    scalar::one_of(cx, policy, &words, Kind::UnknownChoice)
}

fn line_of(cx: &mut Context<'_>, product: &Written<String>, input: &Input) -> Option<usize> {
    let lines = input.quote.lines.iter();
    let found = lines.clone().position(|line| *line.product == *product.v);
    if found.is_none() {
        let message = format!("no line of this order is of `{}`", product.v);
        let known: Vec<&str> = lines.map(|line| &*line.product).collect();
        cx.push(
            Problem::new(Kind::UnknownReference, product.at, message)
                .label("not in the order")
                .help(crate::config::choose(&product.v, known)),
        );
    }
    found
}

/// A setting of the test, or of all tests of the file.
fn pick<T>(given: [&GivenOrder; 2], field: impl Fn(&GivenOrder) -> &F<T>) -> Option<&Written<T>> {
    given.into_iter().find_map(|given| field(given).good())
}

/// Far above what anybody would test with.
pub(in super::super) const NUMBER_MAX: i64 = 1_000_000_000_000;

/// A whole number, or what stands for one that is not written.
fn number(cx: &mut Context<'_>, field: &F<String>, min: i64, default: i64) -> Option<i64> {
    match field {
        F::Absent => Some(default),
        F::Bad(_) => None,
        F::Good(written) => scalar::integer(cx, written, min, NUMBER_MAX),
    }
}

fn language(cx: &mut Context<'_>, shop: &Shop, field: &F<String>) -> Option<Language> {
    let first = || shop.languages.first().cloned();
    match field {
        F::Absent => first(),
        F::Bad(_) => None,
        F::Good(written) => scalar::spoken(&mut cx.problems, written),
    }
}
