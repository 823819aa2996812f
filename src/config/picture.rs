//! What a picture's first bytes tell without showing it: its real form, its width and height. A file's ending is what a
//! person believes; Telegram looks at the bytes.

use std::io::{self, Read, Seek, SeekFrom};

/// A file that is not text, as far as the checks know it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Other {
    pub size: u64,
    pub content: Content,
}

/// What a photo really is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Content {
    /// Not looked at, or of no form that is known here.
    Unknown,
    /// In pixels.
    Picture { width: u32, height: u32 },
    /// Something that Telegram does not show as a photo, such as "a HEIC picture".
    NotPicture(&'static str),
}

impl From<u64> for Other {
    fn from(size: u64) -> Other {
        Other {
            size,
            content: Content::Unknown,
        }
    }
}

/// Segments of a JPEG before its size is known; cameras write a dozen.
const SEGMENTS_MAX: usize = 200;

/// Reads some hundred bytes. What cannot be read is `Unknown`: a picture is never refused for our own ignorance.
pub(super) fn look(file: &mut (impl Read + Seek)) -> Content {
    let mut head = [0; 32];
    let length = read_up_to(file, &mut head).unwrap_or(0);
    of_head(&head[..length])
        .or_else(|| head.starts_with(&[0xff, 0xd8]).then(|| jpeg(file).ok()).flatten())
        .unwrap_or(Content::Unknown)
}

fn read_up_to(file: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
    let mut length = 0;
    while length < buffer.len() {
        match file.read(&mut buffer[length..])? {
            0 => break,
            more => length += more,
        }
    }
    Ok(length)
}

fn of_head(head: &[u8]) -> Option<Content> {
    let text = head.trim_ascii_start().to_ascii_lowercase();
    let brand = head.get(4..12).unwrap_or(&[]);
    match head {
        [0x89, b'P', b'N', b'G', ..] => Some(png(head)),
        [b'G', b'I', b'F', b'8', ..] => Some(Content::NotPicture("a GIF")),
        [b'%', b'P', b'D', b'F', ..] => Some(Content::NotPicture("a PDF document")),
        [b'P', b'K', 3, 4, ..] => Some(Content::NotPicture("a ZIP archive or an office document")),
        [b'R', b'I', b'F', b'F', ..] if head.get(8..12) == Some(b"WEBP") => webp(head),
        _ if [&b"ftypheic"[..], b"ftypheix", b"ftypmif1", b"ftypmsf1"].contains(&brand) => {
            Some(Content::NotPicture("a HEIC picture, as phones make them"))
        }
        _ if brand == b"ftypavif" => Some(Content::NotPicture("an AVIF picture")),
        _ if text.starts_with(b"<!doctype html") || text.starts_with(b"<html") => {
            Some(Content::NotPicture("a saved web page"))
        }
        _ if text.starts_with(b"<svg") || text.starts_with(b"<?xml") => Some(Content::NotPicture("an SVG drawing")),
        _ => None,
    }
}

fn number(bytes: Option<&[u8]>) -> u32 {
    let bytes = bytes.unwrap_or(&[]);
    bytes.iter().fold(0, |sum, byte| (sum << 8) | u32::from(*byte))
}

fn little(bytes: Option<&[u8]>) -> u32 {
    let bytes = bytes.unwrap_or(&[]);
    bytes.iter().rev().fold(0, |sum, byte| (sum << 8) | u32::from(*byte))
}

fn png(head: &[u8]) -> Content {
    let (width, height) = (number(head.get(16..20)), number(head.get(20..24)));
    Content::Picture { width, height }
}

fn webp(head: &[u8]) -> Option<Content> {
    let (width, height) = match head.get(12..16)? {
        b"VP8X" => (little(head.get(24..27)) + 1, little(head.get(27..30)) + 1),
        b"VP8 " => (little(head.get(26..28)) & 0x3fff, little(head.get(28..30)) & 0x3fff),
        b"VP8L" => {
            let bits = little(head.get(21..25));
            ((bits & 0x3fff) + 1, ((bits >> 14) & 0x3fff) + 1)
        }
        _ => return None,
    };
    Some(Content::Picture { width, height })
}

/// Skips from segment to segment up to the one that has the size.
fn jpeg(file: &mut (impl Read + Seek)) -> io::Result<Content> {
    let mut at = 2;
    for _ in 0..SEGMENTS_MAX {
        file.seek(SeekFrom::Start(at))?;
        let mut head = [0; 9];
        file.read_exact(&mut head)?;
        let [0xff, marker, ..] = head else { break };
        if marker == 0xff {
            at += 1;
            continue;
        }
        if (0xc0..=0xcf).contains(&marker) && ![0xc4, 0xc8, 0xcc].contains(&marker) {
            let (height, width) = (number(head.get(5..7)), number(head.get(7..9)));
            return Ok(Content::Picture { width, height });
        }
        at += 2 + u64::from(number(head.get(2..4)));
    }
    Ok(Content::Unknown)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn looked_at(bytes: &[u8]) -> Content {
        look(&mut io::Cursor::new(bytes))
    }

    #[test]
    fn sizes_are_read_from_the_first_bytes() {
        let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\x40\0\0\0\xf0\x08";
        let jpeg = b"\xff\xd8\xff\xe0\0\x04ab\xff\xc0\0\x11\x08\0\xf0\x01\x40\x03";
        let webp = b"RIFF\0\0\0\0WEBPVP8X\0\0\0\0\0\0\0\0\x3f\x01\0\xef\0\0";
        for bytes in [&png[..], jpeg, webp] {
            assert_eq!(
                looked_at(bytes),
                Content::Picture {
                    width: 320,
                    height: 240
                }
            );
        }
    }

    #[test]
    fn what_is_no_photo_is_named() {
        for (bytes, what) in [
            (&b"GIF89a"[..], "a GIF"),
            (b"\0\0\0\x18ftypheic\0\0", "a HEIC picture, as phones make them"),
            (b"\n<!DOCTYPE html><html>", "a saved web page"),
            (b"%PDF-1.4", "a PDF document"),
        ] {
            assert_eq!(looked_at(bytes), Content::NotPicture(what));
        }
    }

    #[test]
    fn broken_pictures_are_unknown_and_end() {
        for bytes in [
            &b""[..],
            b"\xff",
            b"\xff\xd8",
            b"\xff\xd8\xff\xe0\0\0",
            b"RIFF",
            b"hello",
        ] {
            assert_eq!(looked_at(bytes), Content::Unknown, "{bytes:?}");
        }
        assert_eq!(looked_at(&[0xff; 10_000]), Content::Unknown);
    }
}
