//! "Did you mean": the nearest known word. Shop files and scripts are helped by the same function.

/// A longer word is no mistyped name.
const WORD_BYTES_MAX: usize = 100;

/// The known word that a typing mistake or a cut-off ending leads to.
pub fn did_you_mean<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    if word.len() > WORD_BYTES_MAX {
        return None;
    }
    let edits_max = (word.chars().count() / 3).max(1);
    let lower = word.to_lowercase();
    let length = lower.chars().count();
    let distance = |candidate: &str| match candidate.strip_prefix(lower.as_str()) {
        Some(_) if lower.len() >= 3 => Some(1),
        // Each letter more or less is an edit: most words are too far off to be compared letter by letter.
        _ if candidate.chars().count().abs_diff(length) > edits_max => None,
        _ => Some(strsim::damerau_levenshtein(&lower, candidate)),
    };
    known
        .into_iter()
        .filter_map(|candidate| Some((distance(candidate)?, candidate)))
        .filter(|(edits, _)| *edits <= edits_max)
        .min()
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_words_are_found_and_far_ones_are_not() {
        let known = ["price", "photo", "description", "stock"];
        assert_eq!(did_you_mean("prcie", known), Some("price"));
        assert_eq!(did_you_mean("Stok", known), Some("stock"));
        assert_eq!(did_you_mean("desc", known), Some("description"));
        assert_eq!(did_you_mean("colour", known), None);
    }
}
