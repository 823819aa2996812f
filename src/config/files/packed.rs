//! Texts as the database keeps them: made small, since they are written while customers wait.

use lz4_flex::block::{compress_prepend_size, decompress_size_prepended, uncompressed_size};

use super::super::tree::FILE_BYTES_MAX;

pub(super) fn pack(bytes: &[u8]) -> Vec<u8> {
    compress_prepend_size(bytes)
}

/// From hexadecimal digits; `None` for what was not packed here.
pub(super) fn unpack(digits: &str) -> Option<Vec<u8>> {
    let pairs = digits.as_bytes().chunks(2);
    let bytes = pairs.map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok());
    let bytes = bytes.collect::<Option<Vec<u8>>>()?;
    let (size, _) = uncompressed_size(&bytes).ok()?;
    if size > FILE_BYTES_MAX {
        return None;
    }
    decompress_size_prepended(&bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_packed_here_is_none() {
        for digits in ["", "0", "zz", "00", "ffffffff00", "0500000041", "é"] {
            assert_eq!(unpack(digits), None, "{digits}");
        }
    }
}
