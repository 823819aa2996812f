//! Photos and documents of a request: uploaded, or named by a file id that this sandbox handed out.

use super::refusal::Checked;
use super::{Fields, Refusal, Upload};

/// Telegram's limit for an uploaded photo.
const PHOTO_BYTES_MAX: u64 = 10 * 1024 * 1024;

/// What the file is sent as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(crate) enum FileKind {
    Photo,
    Document,
}

/// A file of a request.
#[derive(Debug, Clone)]
pub(crate) enum FileArg {
    New(Upload),
    Known(String),
}

impl FileKind {
    pub(super) fn field(self) -> &'static str {
        match self {
            FileKind::Photo => "photo",
            FileKind::Document => "document",
        }
    }

    pub(crate) fn title(self) -> &'static str {
        match self {
            FileKind::Photo => "Photo",
            FileKind::Document => "Document",
        }
    }
}

pub(super) fn file(fields: &Fields, kind: FileKind) -> Checked<FileArg> {
    let field = kind.field();
    let text = fields.text(field).trim();
    let part = text.strip_prefix("attach://").unwrap_or(field);
    if !text.is_empty() && part == field && !text.starts_with("attach://") {
        return known(text);
    }
    match fields.upload(part) {
        None => Err(Refusal::bad(format!("there is no {field} in the request"))),
        Some(upload) => check(upload, kind).map(|()| FileArg::New(upload.clone())),
    }
}

fn known(text: &str) -> Checked<FileArg> {
    if text.starts_with("http://") || text.starts_with("https://") {
        // The sandbox fetches nothing; the real server says this when it cannot.
        return Err(Refusal::bad("failed to get HTTP URL content"));
    }
    Ok(FileArg::Known(text.to_owned()))
}

fn check(upload: &Upload, kind: FileKind) -> Checked<()> {
    if upload.bytes == 0 {
        return Err(Refusal::bad("file must be non-empty"));
    }
    if kind == FileKind::Document {
        return Ok(());
    }
    if upload.bytes > PHOTO_BYTES_MAX {
        let words = "is too big for a photo; the maximum size is 10485760 bytes";
        return Err(Refusal::bad(format!("File of size {} bytes {words}", upload.bytes)));
    }
    if is_picture(&upload.content) {
        Ok(())
    } else {
        Err(Refusal::bad("IMAGE_PROCESS_FAILED"))
    }
}

fn is_picture(content: &[u8]) -> bool {
    let starts: [&[u8]; 5] = [b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"BM"];
    starts.iter().any(|start| content.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_uploaded_attached_or_known() {
        let upload = |part: &str| Upload {
            part: part.into(),
            file_name: "key.txt".into(),
            mime_type: "text/plain".into(),
            bytes: 3,
            content: (*b"key").into(),
        };
        let mut fields = Fields::default();
        let refusal = file(&fields, FileKind::Document).unwrap_err();
        assert_eq!(refusal.description, "Bad Request: there is no document in the request");
        fields.push_upload(upload("document"));
        assert!(matches!(file(&fields, FileKind::Document), Ok(FileArg::New(_))));
        fields.push_upload(upload("x1"));
        fields.push("document", "attach://x1");
        assert!(matches!(file(&fields, FileKind::Document), Ok(FileArg::New(new)) if new.part == "x1"));
        fields.push("document", "BQACAgIAAxk");
        assert!(matches!(file(&fields, FileKind::Document), Ok(FileArg::Known(id)) if id == "BQACAgIAAxk"));
        fields.push_upload(upload("photo"));
        assert_eq!(
            file(&fields, FileKind::Photo).unwrap_err().description,
            "Bad Request: IMAGE_PROCESS_FAILED"
        );
    }
}
