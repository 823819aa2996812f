//! Rows as `SQLite`'s binary JSON, <https://sqlite.org/jsonb.html>: an array of arrays. Nobody escapes a text and nobody
//! parses one. The self-test of each start would notice a `SQLite` that reads it otherwise.

use super::write::Cell;

/// The low half of an element's first byte: what it is.
const INT: u8 = 3;
/// Text as it is, whatever is in it.
const TEXT: u8 = 10;
const ARRAY: u8 = 11;
/// The high half: its size is in the next byte, or in the next four.
const ONE_BYTE: u8 = 0xc0;
const FOUR_BYTES: u8 = 0xe0;
/// How an array begins, before its size is known.
const HEAD: [u8; 5] = [FOUR_BYTES | ARRAY, 0, 0, 0, 0];
/// A few rows.
const BYTES_GUESS: usize = 1024;

/// Rows that are added one by one.
#[derive(Clone)]
pub(super) struct JsonRows {
    blob: Vec<u8>,
    count: usize,
}

impl Default for JsonRows {
    fn default() -> JsonRows {
        let mut blob = Vec::with_capacity(BYTES_GUESS);
        blob.extend_from_slice(&HEAD);
        JsonRows { blob, count: 0 }
    }
}

impl JsonRows {
    pub(super) fn push(&mut self, row: &[Cell<'_>]) {
        let start = self.blob.len();
        self.blob.extend_from_slice(&HEAD);
        for value in row {
            cell(&mut self.blob, value);
        }
        end(&mut self.blob, start);
        self.count += 1;
    }

    pub(super) fn count(&self) -> usize {
        self.count
    }

    /// The array of them all.
    pub(super) fn into_blob(mut self) -> Vec<u8> {
        end(&mut self.blob, 0);
        self.blob
    }
}

/// Writes the size of an array, all of which is there, into its head.
fn end(blob: &mut [u8], head: usize) {
    let start = head + HEAD.len();
    let size = size(blob.len() - start);
    blob[head + 1..start].copy_from_slice(&size);
}

fn cell(blob: &mut Vec<u8>, cell: &Cell<'_>) {
    match cell {
        Cell::Int(number) => int(blob, *number),
        Cell::Text(words) => text(blob, words),
        Cell::Owned(words) => text(blob, words),
    }
}

/// In decimal digits, at most twenty of them.
fn int(blob: &mut Vec<u8>, number: i64) {
    let mut digits = itoa::Buffer::new();
    let digits = digits.format(number).as_bytes();
    blob.extend_from_slice(&[ONE_BYTE | INT, u8::try_from(digits.len()).unwrap_or(u8::MAX)]);
    blob.extend_from_slice(digits);
}

fn text(blob: &mut Vec<u8>, words: &str) {
    if let Ok(size) = u8::try_from(words.len()) {
        blob.extend_from_slice(&[ONE_BYTE | TEXT, size]);
    } else {
        blob.push(FOUR_BYTES | TEXT);
        blob.extend_from_slice(&size(words.len()));
    }
    blob.extend_from_slice(words.as_bytes());
}

/// `SQLite` takes no blob that is as long as what does not fit here.
fn size(bytes: usize) -> [u8; 4] {
    u32::try_from(bytes).unwrap_or(u32::MAX).to_be_bytes()
}

#[cfg(test)]
mod tests {
    use sqlx::{Connection as _, SqliteConnection};

    use super::*;
    use crate::store::write::row;

    #[tokio::test]
    async fn sqlite_reads_every_cell_as_it_was() {
        let mut memory = SqliteConnection::connect("sqlite::memory:").await.unwrap();
        let long = "long \"[7,8]\" ".repeat(30_000);
        for words in [
            "",
            "7",
            "[7,8]",
            "a \"quoted\" \\u0000 \\ word\n\u{1}",
            "\u{1f600}",
            &long,
        ] {
            for number in [0, -1, 7, i64::MAX, i64::MIN, 9_007_199_254_740_993] {
                let mut rows = JsonRows::default();
                rows.push(&row![number, words]);
                rows.push(&row![words.to_string(), number]);
                let blob = rows.into_blob();
                let read: Vec<(i64, String, String, i64)> = sqlx::query_as(
                    "SELECT value->>'$[0]', value->>'$[1]', value->>'$[1]', value->>'$[0]' FROM jsonb_each(?1) LIMIT 1",
                )
                .bind(&blob)
                .fetch_all(&mut memory)
                .await
                .unwrap();
                assert_eq!(read, [(number, words.to_string(), words.to_string(), number)]);
                let whole: String = sqlx::query_scalar("SELECT json(?)")
                    .bind(&blob)
                    .fetch_one(&mut memory)
                    .await
                    .unwrap();
                let whole: serde_json::Value = serde_json::from_str(&whole).unwrap();
                assert_eq!(whole, serde_json::json!([[number, words], [words, number]]));
            }
        }
    }
}
