//! A shop's files as a set of names and bytes: read from a folder once, so that all of one load sees the same bytes,
//! or taken from the store. Everything after this works on the set and never on the disk.

mod packed;
mod walk;

use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::sync::Arc;
pub(super) use walk::is_picture;

use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::picture::Other;
use super::place::FileId;
pub use walk::Memory;

/// The text files of a shop (YAML, rules) with their bytes, and the names and sizes of all others.
/// Names are relative, with `/`, in byte order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Files {
    texts: Vec<Text>,
    others: BTreeMap<Arc<str>, Other>,
}

/// A name, bytes, and the hash of the bytes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Text {
    name: Arc<str>,
    bytes: Arc<[u8]>,
    hash: [u8; 32],
}

impl Text {
    fn new(name: Arc<str>, bytes: Arc<[u8]>) -> Text {
        let hash = Sha256::digest(&bytes).into();
        Text { name, bytes, hash }
    }
}

impl Files {
    /// Reads a folder. `goods/` is never read, only listed: keys must not enter history, logs or memory.
    pub fn read(folder: &Path) -> io::Result<Files> {
        Files::read_again(folder, &mut Memory::default())
    }

    /// Reads a folder that was read before: what has not been written to since is taken from memory.
    pub fn read_again(folder: &Path, memory: &mut Memory) -> io::Result<Files> {
        let (mut texts, others) = walk::folder(folder, memory)?;
        texts.sort();
        Ok(Files { texts, others })
    }

    /// From stored text (a revision), or from what a test holds. `others` are photos and goods, known by size or better.
    pub fn from_parts<N: Into<Arc<str>>, B: Into<Arc<[u8]>>>(
        texts: impl IntoIterator<Item = (N, B)>,
        others: impl IntoIterator<Item = (N, Other)>,
    ) -> Files {
        let mut texts: Vec<_> = texts
            .into_iter()
            .map(|(name, bytes)| Text::new(name.into(), bytes.into()))
            .collect();
        texts.sort();
        Files {
            texts,
            others: others.into_iter().map(|(name, other)| (name.into(), other)).collect(),
        }
    }

    /// The hashes of the texts, by which the database keeps them.
    pub fn hashes(&self) -> Vec<String> {
        self.texts.iter().map(|text| hex(&text.hash)).collect()
    }

    /// The hashes of the texts by their names and the sizes of the others by theirs, as the database keeps them.
    pub fn listed(&self) -> String {
        let texts: BTreeMap<_, _> = self.texts.iter().map(|text| (&*text.name, hex(&text.hash))).collect();
        let others: BTreeMap<_, _> = self.others.iter().map(|(name, other)| (&**name, other.size)).collect();
        serde_json::json!({"texts": texts, "others": others}).to_string()
    }

    /// The texts with these hashes, packed.
    pub fn packed(&self, hashes: &[String]) -> Vec<(String, Vec<u8>)> {
        let texts = self.texts.iter().map(|text| (hex(&text.hash), text));
        let wanted = texts.filter(|(hash, _)| hashes.contains(hash));
        wanted.map(|(hash, text)| (hash, packed::pack(&text.bytes))).collect()
    }

    /// The texts by their names, some of them packed, and the sizes of the others by theirs, as the database gives them
    /// back.
    pub fn from_json(json: &str) -> Option<Files> {
        let kept: Kept = serde_json::from_str(json).ok()?;
        let mut texts: BTreeMap<_, _> = kept
            .texts
            .into_iter()
            .map(|(name, text)| (name, text.into_bytes()))
            .collect();
        for (name, packed) in kept.packed {
            texts.insert(name, packed::unpack(&packed)?);
        }
        let others = kept.others.into_iter();
        Some(Files::from_parts(texts, others.map(|(name, size)| (name, size.into()))))
    }

    /// The first 16 hex characters of a SHA-256 over all names and the hashes of their bytes: the revision's name.
    pub fn hash(&self) -> String {
        let mut hash = Sha256::new();
        for Text { name, hash: bytes, .. } in &self.texts {
            hash.update((name.len() as u64).to_le_bytes());
            hash.update(name.as_bytes());
            hash.update(bytes);
        }
        short_hex(hash)
    }

    /// Names and bytes of the texts, as a revision stores them.
    pub fn texts(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.texts.iter().map(|text| (&*text.name, &*text.bytes))
    }

    /// What is not text, with what is known of it.
    pub fn others(&self) -> impl Iterator<Item = (&str, Other)> {
        self.others.iter().map(|(name, other)| (&**name, *other))
    }

    /// The hash of a text's bytes; nothing for what is no text.
    pub(crate) fn hash_of(&self, id: FileId) -> [u8; 32] {
        self.texts.get(usize::from(id.0)).map_or([0; 32], |text| text.hash)
    }

    pub(crate) fn other(&self, name: &str) -> Option<Other> {
        self.others.get(name).copied()
    }

    pub(crate) fn find(&self, name: &str) -> Option<FileId> {
        let at = self.texts.binary_search_by(|text| (*text.name).cmp(name)).ok()?;
        u16::try_from(at).ok().map(FileId)
    }

    pub(crate) fn ids(&self) -> impl Iterator<Item = FileId> {
        (0..u16::try_from(self.texts.len()).unwrap_or(u16::MAX)).map(FileId)
    }

    /// What a person calls this file; the folder has an empty name.
    pub fn name(&self, id: FileId) -> &str {
        self.texts.get(usize::from(id.0)).map_or("", |text| &text.name)
    }

    pub(crate) fn bytes(&self, id: FileId) -> &[u8] {
        self.texts.get(usize::from(id.0)).map_or(&[], |text| &text.bytes)
    }

    /// The text that spans count in: without a byte order mark. Empty if the bytes are not UTF-8.
    pub fn text(&self, id: FileId) -> &str {
        let text = std::str::from_utf8(self.bytes(id)).unwrap_or("");
        text.strip_prefix('\u{feff}').unwrap_or(text)
    }

    pub(crate) fn size(&self, name: &str) -> Option<u64> {
        self.known_of(name).map(|known| known.size)
    }

    /// All that the checks know of a file that another one names.
    pub(crate) fn known_of(&self, name: &str) -> Option<Other> {
        let text = || self.find(name).map(|id| Other::from(self.bytes(id).len() as u64));
        self.other(name).or_else(text)
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.texts
            .iter()
            .map(|text| &*text.name)
            .chain(self.others.keys().map(|name| &**name))
    }
}

#[derive(Deserialize)]
struct Kept {
    texts: BTreeMap<String, String>,
    /// In hexadecimal digits.
    #[serde(default)]
    packed: BTreeMap<String, String>,
    others: BTreeMap<String, u64>,
}

/// The first 64 bits of a hash, as 16 hex characters.
pub(super) fn short_hex(hash: Sha256) -> String {
    let bytes: [u8; 32] = hash.finalize().into();
    hex(&bytes[..8])
}

fn hex(bytes: &[u8]) -> String {
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.filter_map(|digit| char::from_digit(digit.into(), 16)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(texts: &[(&str, &str)]) -> Files {
        Files::from_parts(
            texts.iter().map(|(name, text)| (*name, text.as_bytes())),
            [("goods/keys.txt", Other::from(9))],
        )
    }

    #[test]
    fn the_hash_names_the_bytes_and_not_their_order() {
        let one = files(&[("a.yaml", "x"), ("b.yaml", "y")]);
        assert_eq!(one.hash(), files(&[("b.yaml", "y"), ("a.yaml", "x")]).hash());
        assert_ne!(one.hash(), files(&[("a.yaml", "xb.yaml"), ("", "y")]).hash());
        assert_eq!(one.hash().len(), 16);
    }

    #[test]
    fn stored_files_are_the_same_revision() {
        let files = files(&[("shop.yaml", "name: \"x\"\n"), ("a/b.yaml", "é")]);
        let kept = r#"{"texts": {"shop.yaml": "name: \"x\"\n", "a/b.yaml": "é"}, "others": {"goods/keys.txt": 9}}"#;
        assert_eq!(Files::from_json(kept), Some(files));
        assert_eq!(Files::from_json("{\"shop.yaml\": \"a\"}"), None);
    }

    #[test]
    fn what_is_kept_packed_comes_back_byte_by_byte() {
        let long = "  - {id: thing, title: Thing, price: 5}\n".repeat(500);
        let files = files(&[("shop.yaml", &long), ("a.yaml", ""), ("b.yaml", "é")]);
        let packed = files.packed(&files.hashes());
        assert!(packed.iter().all(|(_, bytes)| bytes.len() < 500), "packed is small");
        assert_eq!(files.packed(&[]), []);
        let names = files.texts().map(|(name, _)| name);
        let packed: BTreeMap<_, _> = names.zip(packed.iter().map(|(_, bytes)| hex(bytes))).collect();
        let kept = serde_json::json!({"texts": {}, "packed": packed, "others": {"goods/keys.txt": 9}});
        assert_eq!(Files::from_json(&kept.to_string()), Some(files));
    }

    #[test]
    fn names_lead_to_texts_and_goods_are_known_by_size_only() {
        let files = files(&[("shop.yaml", "\u{feff}name: x")]);
        let id = files.find("shop.yaml").unwrap();
        assert_eq!((files.name(id), files.text(id)), ("shop.yaml", "name: x"));
        assert_eq!(files.size("goods/keys.txt"), Some(9));
        assert_eq!(files.size("goods/none.txt"), None);
        assert_eq!(files.name(FileId::FOLDER), "");
    }
}
