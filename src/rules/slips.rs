//! Where the language's own words do not help an author who comes from somewhere else: what they meant, and how it is
//! written here.

use rhai::{LexError, ParseErrorType, Position};

use super::Problem;

/// A syntax error in words that help, where the text around its place tells what was meant.
pub(super) fn slip(problem: Problem, source: &str, at: Position, error: &ParseErrorType) -> Problem {
    let line = at.line().and_then(|number| source.lines().nth(number - 1));
    let column = at.position().unwrap_or(1).saturating_sub(1);
    let before: String = line.unwrap_or_default().chars().take(column).collect();
    let rest: String = line.unwrap_or_default().chars().skip(column).collect();
    let worded = |message: &str, help: &str| Problem {
        message: message.to_owned(),
        help: Some(help.to_owned()),
        ..problem.clone()
    };
    match error {
        ParseErrorType::BadInput(LexError::UnterminatedString) => worded(
            "this text is never closed",
            "it ends with a quote of the same kind: \"…\"",
        ),
        ParseErrorType::BadInput(LexError::MalformedChar(_)) => {
            worded("a text does not stand in '…'", "it stands in double quotes: \"…\"")
        }
        ParseErrorType::BadInput(_) if rest.starts_with(curly) => worded(
            "these quotes are curly, and a text stands in straight ones",
            "write \"…\", with the key of your keyboard",
        ),
        ParseErrorType::BadInput(_) if rest.starts_with(['€', '£', '$', '₽', '¥']) => worded(
            "an amount is a plain number, without a sign for its currency",
            "write it as 5.00",
        ),
        ParseErrorType::BadInput(LexError::ImproperSymbol(word, _)) if word == "=" => {
            worded("one `=` gives a value", "to compare, write ==")
        }
        ParseErrorType::FnDuplicatedDefinition(name, _) => worded(
            &format!("there are two functions `{name}`"),
            "give one of them another name",
        ),
        ParseErrorType::FnMissingParams(name) if rest.starts_with('-') => worded(
            "a rule's name has no dashes",
            &format!("write `_` instead: fn {name}_…(quote)"),
        ),
        ParseErrorType::FnMissingName => worded(
            "this cannot be the name of a rule",
            "names are made of the letters a to z, digits and `_`: fn small_orders(quote) { … }",
        ),
        ParseErrorType::UnknownOperator(word) if word == "?" => {
            worded("there is no `?` here", "write if … { … } else { … }")
        }
        ParseErrorType::MissingToken(token, _) => missing(problem, token, &before, &rest),
        _ => problem,
    }
}

fn missing(problem: Problem, token: &str, before: &str, rest: &str) -> Problem {
    let word: String = rest.chars().take_while(|c| c.is_alphanumeric()).collect();
    if let Some(help) = instead_of(&word) {
        let message = format!("`{word}` is not understood here");
        return Problem {
            message,
            ..problem.over(&word)
        }
        .help(help);
    }
    let decimal = rest.starts_with(|c: char| c.is_ascii_digit())
        && before.trim_end_matches(',').ends_with(|c: char| c.is_ascii_digit())
        && before.ends_with(',');
    if decimal || (rest.starts_with(',') && before.ends_with(|c: char| c.is_ascii_digit())) {
        let message = "the comma ends the number".to_owned();
        return Problem { message, ..problem }.help("decimals follow a point: 5.00");
    }
    let help = match token {
        "{" => "what an `if` or a function does stands in braces: if … { return deny(\"…\"); }",
        "}" => "a brace is opened and never closed: count { and }",
        ")" => "a bracket is opened and never closed: count ( and )",
        ";" => "each statement ends with a semicolon",
        _ => return problem,
    };
    let message = match token {
        "}" | ")" => format!("`{token}` is missing at the end of this"),
        _ => format!("`{token}` is missing before this"),
    };
    Problem { message, ..problem }.help(help)
}

/// How that is said here what other languages say with this word.
pub(super) fn instead_of(word: &str) -> Option<&'static str> {
    Some(match word {
        "and" | "AND" => "write && for “and”",
        "or" | "OR" => "write || for “or”",
        "not" | "NOT" => "write ! for “not”: !quote.has(\"wine\")",
        "then" | "do" => "leave it out: if … { … }",
        "function" | "def" | "func" | "sub" => "a rule begins with fn: fn small_orders(quote) { … }",
        "elif" | "elsif" | "elseif" => "write else if … { … }",
        "API" => "write const API = 1;",
        "null" | "nil" | "None" | "none" | "undefined" => {
            "a text that was not told is empty: delivery.phone.is_empty()"
        }
        "True" => "write true",
        "False" => "write false",
        "var" => "write let",
        "#" => "a note begins with //",
        _ => return None,
    })
}

fn curly(c: char) -> bool {
    "“”„‟‘’‚«»".contains(c)
}
