//! Random numbers for ids, tokens and first counters, taken from the standard library's own hash seed.
//! Good enough for a play Telegram: nothing here guards money or secrets of a real one.

use std::hash::{BuildHasher, Hasher, RandomState};

const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Each `RandomState` has keys of its own, so each call gives another number.
fn random() -> u64 {
    RandomState::new().build_hasher().finish()
}

/// A number in `low..high`; `low` if the range is empty.
pub(super) fn between(low: i64, high: i64) -> i64 {
    let width = u64::try_from(high.saturating_sub(low)).unwrap_or(0).max(1);
    let step = i64::try_from(random() % width).unwrap_or(0);
    low.saturating_add(step)
}

/// `count` characters of the alphabet that Telegram uses for tokens and file ids.
pub(super) fn letters(count: usize) -> String {
    let mut text = String::with_capacity(count);
    let mut bits = random();
    for place in 0..count {
        if place % 10 == 0 {
            bits = random();
        }
        let index = usize::try_from(bits % 64).unwrap_or(0);
        text.push(char::from(LETTERS[index]));
        bits /= 64;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stay_in_their_range_and_differ() {
        let drawn: Vec<i64> = (0..200).map(|_| between(100, 1_000_000)).collect();
        assert!(drawn.iter().all(|n| (100..1_000_000).contains(n)));
        assert!(drawn.windows(2).any(|pair| pair[0] != pair[1]));
        assert_eq!(between(5, 5), 5);
    }

    #[test]
    fn letters_have_the_asked_length_and_differ() {
        assert_eq!(letters(35).len(), 35);
        assert_ne!(letters(35), letters(35));
    }
}
