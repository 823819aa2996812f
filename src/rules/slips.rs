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
    let words = match error {
        ParseErrorType::BadInput(error) => odd_sign(error, &before, &rest),
        ParseErrorType::MissingToken(token, _) => return missing(problem, token, &before, &rest),
        other => misplaced(other, &rest),
    };
    match words {
        Some((message, help)) => Problem { message, ..problem }.help(help),
        None => problem,
    }
}

/// What is wrong, and what to write.
type Words = (String, String);

fn words(message: impl Into<String>, help: impl Into<String>) -> Words {
    (message.into(), help.into())
}

/// Signs and quotes that the language does not know.
fn odd_sign(error: &LexError, before: &str, rest: &str) -> Option<Words> {
    Some(match error {
        LexError::UnterminatedString => words(
            "this text is never closed",
            "it ends with a quote of the same kind: \"…\"",
        ),
        LexError::MalformedChar(_) => words("a text does not stand in '…'", "it stands in double quotes: \"…\""),
        _ if rest.starts_with(curly) => words(
            "these quotes are curly, and a text stands in straight ones",
            "write \"…\", with the key of your keyboard",
        ),
        _ if rest.starts_with(['€', '£', '$', '₽', '¥']) => words(
            "an amount is a plain number, without a sign for its currency",
            "write it as 5.00",
        ),
        _ if before.ends_with('<') && rest.starts_with('>') => {
            words("there is no `<>` here", "to ask whether two values differ, write !=")
        }
        LexError::UnexpectedInput(found) if found == "\u{a0}" => words(
            "an invisible no-break space stands here instead of a plain space",
            "delete it and press the space bar; it often comes with text copied from a web page",
        ),
        LexError::UnexpectedInput(found) if found == "}" => words(
            "this `}` closes nothing",
            "take it out, or look for a `{` that is missing above",
        ),
        LexError::UnexpectedInput(found) if found == "else" => words(
            "this `else` belongs to no `if`",
            "write if … { … } else { … }, with nothing between the braces and else",
        ),
        LexError::UnexpectedInput(found) if !found.is_ascii() && found.chars().all(char::is_alphabetic) => words(
            format!("`{found}` is a letter of another alphabet"),
            "names are made of the letters a to z; write the word again",
        ),
        LexError::ImproperSymbol(word, _) if word == "===" || word == "!==" => words(
            format!("there is no `{word}` here"),
            format!("to compare, write {}", &word[..2]),
        ),
        LexError::ImproperSymbol(word, _) if word == "=" => words("one `=` gives a value", "to compare, write =="),
        _ => return None,
    })
}

/// Names and functions in a place where they cannot be.
fn misplaced(error: &ParseErrorType, rest: &str) -> Option<Words> {
    Some(match error {
        ParseErrorType::UnknownOperator(word) if word == "++" || word == "--" => words(
            format!("there is no `{word}` here"),
            format!("write n {}= 1, with the name of your value", &word[..1]),
        ),
        ParseErrorType::UnknownOperator(word) if word == "?" => {
            words("there is no `?` here", "write if … { … } else { … }")
        }
        ParseErrorType::VariableExpected => words(
            "the name of a value is missing here",
            "to go through a list, write for line in quote.lines { … }",
        ),
        ParseErrorType::ExprExpected(_) if rest.starts_with("case") => words(
            "a switch has no `case` here",
            "write switch … { \"ru\" => …, _ => … }, or if … { … } else if … { … }",
        ),
        ParseErrorType::WrongFnDefinition => words(
            "a function begins within another one",
            "each stands by itself: look for a `}` that is missing above it",
        ),
        ParseErrorType::FnDuplicatedDefinition(name, _) => words(
            format!("there are two functions `{name}`"),
            "give one of them another name",
        ),
        ParseErrorType::FnMissingParams(name) if rest.starts_with('-') => words(
            "a rule's name has no dashes",
            format!("write `_` instead: fn {name}_…(quote)"),
        ),
        ParseErrorType::FnMissingName => words(
            "this cannot be the name of a rule",
            "names are made of the letters a to z, digits and `_`: fn small_orders(quote) { … }",
        ),
        _ => return None,
    })
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
    if let Some((message, help)) = meant_here(token, before, rest) {
        return Problem { message, ..problem }.help(help);
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
        "," => "a comma stands between two values, and a `)` behind the last of them",
        "]" => "a bracket is opened and never closed: count [ and ]",
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

/// What was meant, where the token that Rhai misses is not what an author should write.
fn meant_here(token: &str, before: &str, rest: &str) -> Option<(String, &'static str)> {
    let after_number = before.trim_end().ends_with(|c: char| c.is_ascii_digit());
    let is_capital = |c: char| c.is_ascii_uppercase();
    let (message, help) = match token {
        "," if before.ends_with('"') && rest.starts_with(char::is_alphabetic) => (
            "the text ends at the quote before this",
            "write a quote inside of a text as \\\", or as “…”",
        ),
        "{" if after_number && rest.len() >= 3 && rest.chars().take(3).all(is_capital) => {
            ("an amount is a plain number, without its currency", "write it as 5.00")
        }
        "{" if after_number && rest.starts_with(':') && rest[1..].starts_with(|c: char| c.is_ascii_digit()) => (
            "a time of day stands in quotes",
            "write now.between(\"08:00\", \"12:00\")",
        ),
        "," if before.trim_start().starts_with("for ") => (
            "this is no way to go through a list",
            "write for line in quote.lines { … }",
        ),
        "," if rest.is_empty() || rest.starts_with(';') => (
            "`)` is missing before this",
            "a bracket is opened and never closed: count ( and )",
        ),
        "]" if rest.starts_with(':') => (
            "a piece of a text is not had by […]",
            "write text.sub_string(0, 2), with the first character and how many",
        ),
        ")" if rest.starts_with(',') && before.contains(" in (") => (
            "a list does not stand in ( )",
            "write it in brackets: customer.id in [1, 2, 3]",
        ),
        ";" if rest.starts_with(", ") && before.trim_start().starts_with("let ") => (
            "one `let` makes one value",
            "write each on a line of its own: let a = 1;",
        ),
        _ => return None,
    };
    Some((message.to_owned(), help))
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
        "is" => "to compare, write ==",
        "except" => "write catch { … }",
        "raise" => "a rule says no by return deny(\"…\");",
        "console" | "echo" | "puts" => "write print(…);",
        "allow" => "write return allow(); or nothing: what is not refused is allowed",
        "new" | "Date" | "datetime" | "date" | "time" => {
            "the time is given to a rule that asks for it: fn my_rule(now) { … }"
        }
        "import" => "what a rule may use is there without it",
        "API" => "write const API = 1;",
        "null" | "nil" | "None" | "none" | "undefined" => {
            "a text that was not told is empty: delivery.phone.is_empty()"
        }
        "True" => "write true",
        "False" => "write false",
        "var" => "write let",
        "#" | "--" => "a note begins with //",
        _ => return None,
    })
}

/// What other languages call a function or a property, and what it is called here.
pub(super) fn other_name(name: &str) -> Option<&'static str> {
    Some(match name {
        "length" | "size" | "count" => "write len(), as in quote.lines.len()",
        "includes" | "has_key" | "indexOf" | "index_of" => "write contains(…)",
        "upper" | "toUpperCase" | "uppercase" => "write to_upper()",
        "lower" | "toLowerCase" | "lowercase" => "write to_lower()",
        "startswith" => "write starts_with(…)",
        "endswith" => "write ends_with(…)",
        "substring" | "substr" | "slice" => "write sub_string(start, length)",
        "money" | "decimal" | "Decimal" | "float" => "an amount is a plain number: 5.00",
        "str" | "String" | "to_str" => "a text with values in it stands between back quotes: `${quote.total} EUR`",
        "qty" | "amount" => "write quantity",
        _ => return None,
    })
}

fn curly(c: char) -> bool {
    "“”„‟‘’‚«»".contains(c)
}
