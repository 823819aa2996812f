//! Bytes as letters that fit a button: four bytes in five of them.

/// Z85's digits: none of them needs an escape in JSON.
const DIGITS: &[u8; 85] = b"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#";

/// Four bytes become five digits; a rest of n bytes becomes n + 1.
pub(super) fn base85(bytes: &[u8]) -> String {
    let mut text = String::new();
    for group in bytes.chunks(4) {
        let value = group.iter().fold(0, |sum, byte| sum << 8 | u64::from(*byte));
        for place in (0..=group.len()).rev() {
            let digit = value / 85_u64.pow(u32::try_from(place).unwrap_or(0)) % 85;
            text.push(char::from(DIGITS[usize::try_from(digit).unwrap_or(0)]));
        }
    }
    text
}

pub(super) fn unbase85(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    for group in text.as_bytes().chunks(5) {
        let mut value = 0_u64;
        for letter in group {
            let digit = DIGITS.iter().position(|digit| digit == letter)?;
            value = value * 85 + u64::try_from(digit).ok()?;
        }
        let length = group.len() - 1;
        let big_endian = value.to_be_bytes();
        let (rest, kept) = big_endian.split_at(8 - length);
        if length == 0 || rest.iter().any(|byte| *byte != 0) {
            return None;
        }
        bytes.extend(kept);
    }
    Some(bytes)
}
