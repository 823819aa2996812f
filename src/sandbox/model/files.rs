//! Files that were uploaded, by the ids that bots were given for them.

use std::collections::{HashMap, VecDeque};

use serde::{Deserialize, Serialize};

use crate::sandbox::api::{FileArg, FileKind, Refusal, Upload};
use crate::sandbox::chance;
use crate::sandbox::view::FileView;

/// Every file by its id.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct Files {
    known: HashMap<String, FileRecord>,
    /// Documents whose beginning is still kept, oldest first.
    with_head: VecDeque<String>,
}

/// A file, whose it is and as what it was sent.
#[derive(Serialize, Deserialize)]
pub(crate) struct FileRecord {
    bot: i64,
    kind: FileKind,
    pub(super) unique_id: String,
    pub(super) file: FileView,
}

impl Files {
    pub(super) fn get(&self, id: &str) -> Option<&FileRecord> {
        self.known.get(id)
    }

    /// The id of a file that a bot sends. Ids are worth something to the bot that got them only.
    pub(super) fn take(&mut self, bot: i64, kind: FileKind, file: FileArg, kept: usize) -> Result<String, Refusal> {
        let id = match file {
            FileArg::New(upload) => return Ok(self.add(bot, kind, upload, kept)),
            FileArg::Known(id) => id,
        };
        match self.known.get(&id) {
            Some(file) if file.bot == bot && file.kind == kind => Ok(id),
            Some(file) if file.bot == bot => {
                let (is, wanted) = (file.kind.title(), kind.title());
                Err(Refusal::bad(format!("Can't use file of type {is} as {wanted}")))
            }
            _ => Err(Refusal::bad("wrong file identifier/HTTP URL specified")),
        }
    }

    /// A photo of a result in inline mode: an id that this bot was given, or an address.
    pub(super) fn check_photo(&self, bot: i64, file: &str) -> Result<(), Refusal> {
        let known = self.known.get(file);
        let own = known.is_some_and(|record| record.bot == bot && record.kind == FileKind::Photo);
        if own || is_address(file) {
            return Ok(());
        }
        Err(Refusal::bad("wrong file identifier/HTTP URL specified"))
    }

    /// The id of such a photo. An address is not fetched: the file has its name and no bytes.
    pub(super) fn photo_or_address(&mut self, bot: i64, file: String) -> String {
        if !is_address(&file) {
            return file;
        }
        let upload = Upload {
            part: String::new(),
            file_name: file,
            mime_type: "image/jpeg".into(),
            bytes: 0,
            head: Vec::new(),
        };
        self.add(bot, FileKind::Photo, upload, 0)
    }

    fn add(&mut self, bot: i64, kind: FileKind, upload: Upload, kept: usize) -> String {
        let (start, head) = match kind {
            FileKind::Photo => ("AgACAgIAAxkB", Vec::new()),
            FileKind::Document => ("BQACAgIAAxkB", upload.head),
        };
        let id = format!("{start}{}", chance::letters(60));
        let file = FileView {
            name: upload.file_name,
            mime_type: upload.mime_type,
            bytes: upload.bytes,
            head,
        };
        let unique_id = format!("AgAD{}", chance::letters(12));
        self.known.insert(
            id.clone(),
            FileRecord {
                bot,
                kind,
                unique_id,
                file,
            },
        );
        if kind == FileKind::Document {
            self.keep_head(id.clone(), kept);
        }
        id
    }

    fn keep_head(&mut self, id: String, kept: usize) {
        self.with_head.push_back(id);
        while self.with_head.len() > kept {
            let old = self.with_head.pop_front().unwrap_or_default();
            if let Some(record) = self.known.get_mut(&old) {
                record.file.head = Vec::new();
            }
        }
    }
}

fn is_address(file: &str) -> bool {
    file.starts_with("http://") || file.starts_with("https://")
}
