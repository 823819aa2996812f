//! "Did you mean": the nearest known word, and short places to point at.

use super::super::place::Span;
use crate::ids::ID_CHARACTERS_MAX;
pub(crate) use crate::rules::did_you_mean;

/// The nearest id to what was written, if its letters allow one.
pub(crate) fn slug(text: &str) -> Option<String> {
    let dashed: String = text
        .to_lowercase()
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
        .collect();
    let words: Vec<&str> = dashed.split('-').filter(|word| !word.is_empty()).collect();
    let found: String = words.join("-").chars().take(ID_CHARACTERS_MAX).collect();
    let lost = text.chars().any(|c| c.is_alphabetic() && !c.is_ascii());
    (!found.is_empty() && !lost).then(|| found.trim_end_matches('-').to_owned())
}

/// `did you mean …?`, or the words to choose from.
pub(crate) fn choose<'k>(word: &str, known: impl IntoIterator<Item = &'k str> + Clone) -> String {
    const LISTED_MAX: usize = 20;
    if let Some(found) = did_you_mean(word, known.clone()) {
        return format!("did you mean `{found}`?");
    }
    let all: Vec<&str> = known.into_iter().collect();
    match all.len() {
        0 => "there is none yet".to_owned(),
        count if count > LISTED_MAX => format!("one of: {}, … ({count} in all)", all[..LISTED_MAX].join(", ")),
        _ => format!("one of: {}", all.join(", ")),
    }
}

/// The part of a span on its first line, so that a group is marked by its beginning only.
pub(crate) fn first_line(span: Span, text: &str) -> Span {
    let range = span.range_in(text);
    let length = text[range.clone()].find(['\n', '\r']).unwrap_or(range.len());
    Span::new(span.file, range.start, range.start + length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_words_are_found_and_far_ones_are_not() {
        let known = ["price", "photo", "description", "stock"];
        assert_eq!(choose("prcie", known), "did you mean `price`?");
        assert_eq!(choose("colour", known), "one of: price, photo, description, stock");
    }
}
