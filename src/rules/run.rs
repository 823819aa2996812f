//! Asks the rules one question. A rule that fails says what its `ON_ERROR` says, and the failure is reported beside the
//! verdict; a panic of the interpreter is a failure like any other.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use rhai::{Caches, Dynamic, EvalAltResult, EvalContext, Position, Scope};

use super::{
    Input, Problem, Reply, Rules, Said, Verdict,
    api::{Answer, type_words},
    compile::{OnError, Rule},
    engine::{Used, engine, metered},
    explain,
};

/// One rule may think this long.
const RULE_WITHIN: Duration = Duration::from_millis(50);
/// All rules of a shop together may think this long: Telegram waits ten seconds for the whole answer.
const ALL_WITHIN: Duration = Duration::from_millis(200);

/// A rule that fails so often in a row is not run any more: its `ON_ERROR` answers for it.
pub(super) const FAILURES_MAX: u32 = 3;

/// A verdict and how it came about.
#[derive(Debug)]
pub struct Asked {
    pub verdict: Verdict,
    /// Line and column of the `deny` that said no, counted from 1.
    pub denied_at: Option<(usize, usize)>,
    pub failed: Vec<Failed>,
    /// Every rule that was come to, the one that said no last.
    pub said: Vec<Said>,
    /// What the scripts printed, line by line.
    pub printed: String,
    pub operations: u64,
    pub took: Duration,
}

/// A rule that gave no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failed {
    /// `limits.two_loaves`.
    pub rule: Arc<str>,
    pub problem: Problem,
    /// What was taken for its answer.
    pub taken: OnError,
    /// How often in a row it has failed before customers; 0 where nobody counts.
    pub in_a_row: u32,
    /// Whether it is not run any more.
    pub broken: bool,
    /// Whether the rules before had left it less than its own time.
    hurried: bool,
}

impl Failed {
    /// Whether people have not heard of it yet: it fails for the first time in a row, or is given up.
    pub fn is_news(&self) -> bool {
        self.in_a_row == 1 || self.in_a_row == FAILURES_MAX
    }
}

/// Asks every rule in turn until one says no. Takes up to 200 ms: see `pool` for a place to do so.
pub fn run(rules: &Rules, input: &Arc<Input>) -> Asked {
    ask_all(rules, input, |_| false)
}

/// The same before a customer: failures are counted, and a rule that is broken is not run. Where rules that failed used up
/// the time of all, those behind them are not blamed.
pub(super) fn run_for_customer(rules: &Rules, input: &Arc<Input>) -> Asked {
    let mut asked = ask_all(rules, input, Rule::is_broken);
    let mut is_blamed = false;
    let occasion = usize::from(input.invoice.paying);
    for rule in rules.0.iter().take(asked.said.len()) {
        match asked.failed.iter_mut().find(|failed| failed.rule == rule.name) {
            Some(failed) if failed.hurried && is_blamed => {}
            Some(failed) => {
                is_blamed = true;
                failed.in_a_row = rule.failures[occasion].fetch_add(1, Ordering::Relaxed) + 1;
                failed.broken = failed.in_a_row >= FAILURES_MAX;
            }
            None if rule.is_broken() => {}
            None => rule.failures[occasion].store(0, Ordering::Relaxed),
        }
    }
    rules.keep_reached(&asked.said);
    asked
}

fn ask_all(rules: &Rules, input: &Arc<Input>, skip: impl Fn(&Rule) -> bool) -> Asked {
    let mut asked = Asked {
        verdict: Verdict::Allow,
        denied_at: None,
        failed: Vec::new(),
        said: Vec::new(),
        printed: String::new(),
        operations: 0,
        took: Duration::ZERO,
    };
    for rule in rules.0.iter() {
        let (answer, took) = if skip(rule) {
            let allowed = rule.on_error == OnError::Allow;
            (Reply::NotRun { allowed }, Duration::ZERO)
        } else {
            let within = RULE_WITHIN.min(ALL_WITHIN.saturating_sub(asked.took));
            let (answer, used) = if within.is_zero() {
                (Err(explain::no_time_left(rule)), Used::stopped())
            } else {
                let mut caches = rule.resolved.take();
                let asked = ask_one(rule, input, within, &mut caches);
                rule.resolved.keep(caches);
                asked
            };
            asked.add(&used);
            let hurried = used.stopped && within < RULE_WITHIN;
            (asked.reply(rule, answer, &used, hurried), used.took)
        };
        let said = Said::new(&rule.name, answer, took);
        asked.verdict = said.verdict();
        asked.said.push(said);
        if asked.verdict != Verdict::Allow {
            break;
        }
    }
    asked
}

/// What fails on a sample question would fail on a customer's.
pub(super) fn trial(rules: &Rules, input: &Arc<Input>) -> Vec<Problem> {
    let tried = rules
        .0
        .iter()
        .map(|rule| ask_one(rule, input, RULE_WITHIN, &mut Caches::new()).0);
    tried.filter_map(Result::err).collect()
}

impl Asked {
    fn add(&mut self, used: &Used) {
        self.operations += used.operations;
        self.took += used.took;
        self.printed.push_str(&used.printed);
    }

    fn reply(&mut self, rule: &Rule, answer: Result<Answer, Problem>, used: &Used, hurried: bool) -> Reply {
        let problem = match answer {
            Ok(Answer::Allow) => return Reply::Allow,
            Ok(Answer::Deny { words, line, at }) => {
                self.denied_at = place(at);
                let at = self.denied_at;
                return Reply::Deny { words, line, at };
            }
            Err(problem) => problem,
        };
        let (words, allowed) = (problem.to_string(), rule.on_error == OnError::Allow);
        self.failed.push(Failed {
            rule: rule.name.clone(),
            problem,
            taken: rule.on_error,
            in_a_row: 0,
            broken: false,
            hurried,
        });
        if used.stopped {
            Reply::TimedOut {
                problem: words,
                allowed,
            }
        } else {
            Reply::Failed {
                problem: words,
                allowed,
            }
        }
    }
}

/// Line and column, where both are known.
pub(super) fn place(at: Position) -> Option<(usize, usize)> {
    Some((at.line()?, at.position()?))
}

fn ask_one(rule: &Rule, input: &Arc<Input>, within: Duration, caches: &mut Caches) -> (Result<Answer, Problem>, Used) {
    let (ended, used) = metered(within, || catch_unwind(AssertUnwindSafe(|| call(rule, input, caches))));
    let answer = match ended {
        // Sorting loses the errors of the function that it sorts by.
        Ok(Ok(_)) if used.stopped => Err(explain::stopped(rule)),
        Ok(Ok(value)) => answer(rule, value),
        Ok(Err(error)) => Err(explain::running(rule, &error)),
        Err(_) => Err(Problem::new(&rule.script, rule.at, "this rule broke the interpreter")),
    };
    (answer, used)
}

/// As Rhai's own `call_fn` does it, which would begin with nothing in `caches`. Nothing outside of functions has an effect,
/// so nothing of it is evaluated.
fn call(rule: &Rule, input: &Arc<Input>, caches: &mut Caches) -> Result<Dynamic, Box<EvalAltResult>> {
    let mut arguments: Vec<Dynamic> = rule.given.iter().map(|given| (given.make)(input)).collect();
    let mut arguments: Vec<&mut Dynamic> = arguments.iter_mut().collect();
    let (engine, mut scope) = (engine(), Scope::new());
    let mut global = engine.new_global_runtime_state();
    global.lib.push(rule.ast.shared_lib().clone());
    EvalContext::new(engine, &mut global, caches, &mut scope, None).call_fn_raw(
        &rule.function,
        false,
        false,
        &mut arguments,
    )
}

fn answer(rule: &Rule, value: Dynamic) -> Result<Answer, Problem> {
    if value.is_unit() {
        return Ok(Answer::Allow);
    }
    let kind = value.type_name();
    value.try_cast::<Answer>().ok_or_else(|| {
        let message = format!("`{}` returns {}, which is no answer", rule.function, type_words(kind));
        Problem::new(&rule.script, rule.at, message)
            .help("return deny(\"…\") for a no, and nothing or allow() for a yes")
    })
}
