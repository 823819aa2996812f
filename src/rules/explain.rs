//! Rhai's errors in words for the author of a script, with the place.

use rhai::{Dynamic, EvalAltResult, LexError, ParseError, ParseErrorType, Position};

use super::{
    Problem,
    api::{GIVEN, ItemKind, known_functions, type_words},
    compile::Rule,
    nearest::did_you_mean,
    slips,
};

/// What Rhai says when a property is set that can only be read.
const UNWRITABLE: &str = "o writable property";

const NEVER_ENDS: &str = "look for a loop that never ends";

pub(super) fn parsing(script: &str, source: &str, error: &ParseError) -> Problem {
    let at = error.position();
    match error.err_type() {
        ParseErrorType::VariableUndefined(name) => undefined(script, source, at, name),
        ParseErrorType::ExprTooDeep => Problem::new(script, at, "this is nested too deeply")
            .help("give parts of it a name with `let`, or move them into a private fn"),
        ParseErrorType::TooManyFunctions => {
            Problem::new(script, at, "this script has too many functions").help("split it into several files")
        }
        ParseErrorType::Reserved(word) => unusable(script, at, word),
        ParseErrorType::BadInput(LexError::ImproperSymbol(word, why)) if why.contains("disabled") => {
            unusable(script, at, word)
        }
        ParseErrorType::UnexpectedEOF => Problem::new(script, at, "the script ends in the middle of something")
            .help("look for a bracket or a quote that is never closed"),
        other => {
            let problem = Problem::new(script, at, lower_first(&other.to_string()));
            slips::slip(problem, source, at, other)
        }
    }
}

fn unusable(script: &str, at: Position, word: &str) -> Problem {
    let problem = Problem::new(script, at, format!("`{word}` cannot be used in rules")).over(word);
    match slips::instead_of(word) {
        Some(help) => problem.help(help),
        None => problem,
    }
}

fn undefined(script: &str, source: &str, at: Position, name: &str) -> Problem {
    let line = source
        .lines()
        .nth(at.line().unwrap_or(1).saturating_sub(1))
        .unwrap_or("");
    let rest: String = line
        .chars()
        .skip(at.position().unwrap_or(1) - 1 + name.chars().count())
        .collect();
    let is_outside = |line: &str| {
        let own = line.strip_prefix("let ").or_else(|| line.strip_prefix("const "));
        own.is_some_and(|own| own.split([' ', '=', ':', ';']).next() == Some(name))
    };
    let problem = Problem::new(script, at, format!("`{name}` is not known here")).over(name);
    let given = GIVEN.iter().map(|given| given.name);
    if GIVEN.iter().any(|given| given.name == name) {
        return problem.help(format!("ask for it where the rule begins: fn my_rule({name}) {{ … }}"));
    }
    if let Some(help) = slips::instead_of(name) {
        return problem.help(help);
    }
    if source.lines().any(is_outside) {
        return problem.help(format!(
            "functions do not see what stands outside of them: write let {name} = …; within, or a private fn that gives it"
        ));
    }
    if name == "f" && rest.starts_with('"') {
        return problem.help("a text with values in it stands between back quotes: `Only ${free} left`");
    }
    if rest.trim_start().starts_with("=>") {
        return problem.help("a function on the spot is written with bars: |line| line.quantity > 1");
    }
    if !source.contains("fn ") {
        return problem.help("a script begins with const API = 1; and has functions: fn small_orders(quote) { … }");
    }
    let inside_closure = line.matches('|').count() >= 2;
    match did_you_mean(name, given) {
        Some(near) => problem.help(format!("did you mean `{near}`?")),
        None if inside_closure => {
            problem.help("a function between bars sees its own parameters only; use a `for` loop here")
        }
        None => problem.help(format!(
            "a text stands in quotes: \"{}\"; a value of your own begins with let {name} = …;",
            dashed(name, &rest)
        )),
    }
}

/// `honey-cake`, of which the language reads `honey` only.
fn dashed(name: &str, rest: &str) -> String {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    let tail: String = rest.chars().take_while(|c| is_part(*c)).collect();
    let is_id = tail.starts_with('-') && tail[1..].starts_with(|c: char| c.is_ascii_lowercase());
    if is_id {
        format!("{name}{tail}")
    } else {
        name.to_owned()
    }
}

/// A rule that used up its time or its steps, and ended as if it had not.
pub(super) fn stopped(rule: &Rule) -> Problem {
    Problem::new(&rule.script, rule.at, "this rule does too much, or takes too long").help(NEVER_ENDS)
}

pub(super) fn no_time_left(rule: &Rule) -> Problem {
    let message = "this rule was not asked: the rules before it used up the 200 ms that all have together";
    Problem::new(&rule.script, rule.at, message).help("look for what takes long in those")
}

/// What went wrong while a rule ran, innermost first, and through which functions it was called.
pub(super) fn running(rule: &Rule, error: &EvalAltResult) -> Problem {
    let mut inner = error;
    let mut through = Vec::new();
    while let EvalAltResult::ErrorInFunctionCall(name, _, cause, _) = inner {
        let own = *name == rule.function || name.contains('$');
        if !own {
            through.push(name.as_str());
        }
        inner = cause;
    }
    let at = match inner.position() {
        Position::NONE => rule.at,
        at => at,
    };
    let problem = in_words(rule, at, inner);
    if through.is_empty() {
        return problem;
    }
    let message = format!("{} (called by `{}`)", problem.message, through.join("`, `"));
    Problem { message, ..problem }
}

fn in_words(rule: &Rule, at: Position, error: &EvalAltResult) -> Problem {
    let script = &*rule.script;
    let say = |message: &str| Problem::new(script, at, message);
    match error {
        EvalAltResult::ErrorRuntime(thrown, _) => {
            let words = thrown_words(thrown);
            let problem = say(&words);
            if words.contains("cannot compare") && words.contains("a text") && words.contains("number") {
                return problem.help("a number is written without quotes: quote.total < 5.00");
            }
            problem
        }
        EvalAltResult::ErrorFunctionNotFound(signature, _) => unfitting(rule, at, signature),
        EvalAltResult::ErrorTerminated(too_many, _) if too_many.as_bool() == Ok(true) => {
            say("this rule does too much: 50,000 steps are the most").help(NEVER_ENDS)
        }
        EvalAltResult::ErrorTerminated(..) => say("this rule takes too long: it has 50 ms").help(NEVER_ENDS),
        EvalAltResult::ErrorStackOverflow(_) => {
            say("functions call each other too deeply").help("a function that calls itself must come to an end")
        }
        EvalAltResult::ErrorDataTooLarge(what, _) => {
            Problem::new(script, at, format!("this grows too big ({})", what.to_lowercase()))
        }
        EvalAltResult::ErrorTooManyVariables(_) => say("this rule has too many variables"),
        EvalAltResult::ErrorMismatchDataType(wanted, found, _) if !wanted.is_empty() => {
            let (wanted, found) = (type_words(wanted), type_words(found));
            Problem::new(script, at, format!("{wanted} is needed here, not {found}"))
        }
        EvalAltResult::ErrorIndexingType(..) => say("there is nothing to be had from this by […]")
            .help("what a rule is given is asked with a point: quote.total"),
        EvalAltResult::ErrorDotExpr(words, _) if words.contains(UNWRITABLE) => {
            say("what a rule is given cannot be changed").help("keep your own value: let x = …;")
        }
        EvalAltResult::ErrorDotExpr(words, _) => match missing_property(script, at, words) {
            Some(problem) => problem,
            None => Problem::new(script, at, lower_first(&without_place(error))),
        },
        EvalAltResult::ErrorArrayBounds(count, index, _) => {
            let message = format!("there is no number {index} in this list: it has {count}, counted from 0");
            Problem::new(script, at, message).help("go through all of them: for line in quote.lines { … }")
        }
        EvalAltResult::ErrorArithmetic(words, _) => unreadable(script, at, words)
            .unwrap_or_else(|| Problem::new(script, at, lower_first(&without_place(error)))),
        _ => Problem::new(script, at, lower_first(&without_place(error))),
    }
}

/// `Unknown property 'name' - a getter is not registered for type 'line'`
fn missing_property(script: &str, at: Position, words: &str) -> Option<Problem> {
    let (_, rest) = words.split_once("nknown property '")?;
    let (name, rest) = rest.split_once('\'')?;
    let value = rest.split_once("for type '")?.1.trim_end_matches('\'');
    let problem = Problem::new(script, at, format!("{} has no property `{name}`", type_words(value)));
    let own = value.rsplit("::").next().unwrap_or(value).to_lowercase();
    let of_value = super::items().filter(|item| matches!(item.kind, ItemKind::Property(of) if of == own));
    let names: Vec<&str> = of_value.map(|item| item.name).collect();
    Some(match did_you_mean(name, names.iter().copied()) {
        Some(near) => problem.help(format!("did you mean `{near}`?")),
        None if names.is_empty() => problem,
        None => problem.help(format!("it has: {}", names.join(", "))),
    })
}

/// `Error parsing integer number '1100-048': invalid digit found in string`
fn unreadable(script: &str, at: Position, words: &str) -> Option<Problem> {
    let (sort, rest) = words.strip_prefix("Error parsing ")?.split_once(" number '")?;
    let (text, _) = rest.rsplit_once("':")?;
    let (kind, help) = match sort {
        "integer" => (
            "whole number",
            "it takes digits only: take a part of the text first, such as delivery.postcode.sub_string(0, 4)",
        ),
        _ => ("number", "decimals follow a point: 5.20"),
    };
    let message = format!("`{}` is not a {kind}", shortened(text));
    Some(Problem::new(script, at, message).help(help))
}

fn thrown_words(thrown: &Dynamic) -> String {
    if thrown.is_unit() {
        return "the script threw an error".to_owned();
    }
    if thrown.is_string() || thrown.is_int() || thrown.is_decimal() {
        return shortened(&thrown.to_string());
    }
    format!("the script threw {}", type_words(thrown.type_name()))
}

/// `quantity_of (quote, i64)`: no function of this name takes values of these types.
fn unfitting(rule: &Rule, at: Position, signature: &str) -> Problem {
    let script = &*rule.script;
    let (name, types) = signature.split_once(" (").unwrap_or((signature, ")"));
    let own = || rule.ast.iter_fn_def().any(|function| function.name == name);
    if name.starts_with(char::is_alphabetic) && !known_functions().contains(name) && !own() {
        return Problem::new(script, at, format!("there is no function `{name}`"));
    }
    let types: Vec<String> = types
        .strip_suffix(')')
        .unwrap_or(types)
        .split(", ")
        .filter(|word| !word.is_empty())
        .map(|word| type_words(word.trim_start_matches('&').trim_start_matches("mut ")))
        .collect();
    let message = if types.is_empty() {
        format!("`{name}` needs values between its brackets")
    } else {
        format!("`{name}` cannot be used with {}", types.join(" and "))
    };
    let problem = Problem::new(script, at, message).over(name);
    let ours: Vec<&str> = super::items()
        .filter(|item| item.name == name)
        .map(|item| item.signature)
        .collect();
    if ours.is_empty() {
        return problem;
    }
    problem.help(format!("write {}", ours.join(" or ")))
}

fn without_place(error: &EvalAltResult) -> String {
    let text = error.to_string();
    let cut = text.find(" (line ").unwrap_or(text.len());
    shortened(&text[..cut])
}

fn shortened(text: &str) -> String {
    const CHARACTERS_MAX: usize = 200;
    match text.char_indices().nth(CHARACTERS_MAX) {
        Some((cut, _)) => format!("{}…", &text[..cut]),
        None => text.to_owned(),
    }
}

fn lower_first(text: &str) -> String {
    let mut rest = text.chars();
    match rest.next() {
        Some(first) => first.to_lowercase().chain(rest).collect(),
        None => String::new(),
    }
}
