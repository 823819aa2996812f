//! Words that can only be some of a few, or are written in one way: `now.day_name == "Monday"` never holds, and says
//! nothing when it runs.

use rhai::AST;

use super::{INVOICE_PLACES, Problem, api::DAYS, check::own_keys, mentions::compared, nearest::did_you_mean};

/// Comparisons that can never hold.
pub(super) fn words(script: &str, ast: &AST, problems: &mut Vec<Problem>) {
    let keys = own_keys(ast);
    ast.walk(&mut |path| {
        if let Some(node) = path.last() {
            for (property, word, at) in compared(node) {
                if let Some(help) = unfit(property, word).filter(|_| !keys.contains(property)) {
                    let message = format!("`{property}` is never `{word}`");
                    problems.push(
                        Problem::new(script, at, message)
                            .over(&format!("\"{word}\""))
                            .help(help),
                    );
                }
            }
        }
        true
    });
}

/// What to write, where a property never holds such a word.
fn unfit(property: &str, word: &str) -> Option<String> {
    match property {
        "day_name" => one_of(word, &DAYS),
        "place" => one_of(word, &INVOICE_PLACES),
        "date" | "first_seen" => shaped(word, "0000-00-00", "a day is written \"2026-12-24\""),
        "time" => shaped(word, "00:00", "a time is written \"08:00\""),
        "country" => shaped(word, "AA", "a country is two capital letters: \"PT\""),
        "language" => shaped(word, "aa", "a language is two small letters: \"en\""),
        "currency" => shaped(word, "AAA", "a currency is three capital letters: \"EUR\""),
        _ => None,
    }
}

fn one_of(word: &str, known: &[&str]) -> Option<String> {
    if known.contains(&word) {
        return None;
    }
    Some(match did_you_mean(word, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("one of: {}", known.join(", ")),
    })
}

/// `0` stands for a digit, `a` and `A` for a letter; an empty word is what nobody told.
fn shaped(word: &str, shape: &str, help: &str) -> Option<String> {
    let fits = |(c, pattern): (char, char)| match pattern {
        '0' => c.is_ascii_digit(),
        'a' => c.is_ascii_lowercase(),
        'A' => c.is_ascii_uppercase(),
        other => c == other,
    };
    let fitting = word.is_empty() || word.len() == shape.len() && word.chars().zip(shape.chars()).all(fits);
    (!fitting).then(|| help.to_owned())
}
