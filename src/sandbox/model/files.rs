//! Files that were sent, by the ids that bots were given for them.
//! Rules: Bot API, "Sending files" (an id is worth something to its own bot only) and "getFile".

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::Model;
use super::execute::Answer;
use crate::sandbox::api::{FileArg, FileKind, Refusal, Upload};
use crate::sandbox::chance;
use crate::sandbox::view::FileView;

/// As much of a document's beginning is kept for those who read the chat.
const HEAD_BYTES_MAX: usize = 64 * 1024;
/// "For the moment, bots can download files of up to 20MB in size" (Bot API, "getFile").
const DOWNLOAD_BYTES_MAX: u64 = 20 * 1024 * 1024;
/// As much is kept to be downloaded, in memory only; older files make room.
const CONTENT_BYTES_MAX: usize = 64 * 1024 * 1024;

/// Every file by its id.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct Files {
    known: HashMap<String, FileRecord>,
    /// Documents whose beginning is still kept, oldest first.
    with_head: VecDeque<String>,
    /// Files that can still be downloaded, oldest first.
    #[serde(skip)]
    with_content: VecDeque<String>,
    #[serde(default)]
    last_number: u64,
}

/// A file, whose it is and as what it was sent.
#[derive(Serialize, Deserialize)]
pub(crate) struct FileRecord {
    bot: i64,
    kind: FileKind,
    pub(super) unique_id: String,
    pub(super) file: FileView,
    /// Where it is downloaded from, behind the bot's token.
    #[serde(default)]
    path: String,
    /// Empty once it had to make room, or the sandbox was started anew.
    #[serde(skip)]
    content: Arc<[u8]>,
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
            content: Arc::default(),
        };
        self.add(bot, FileKind::Photo, upload, 0)
    }

    pub(super) fn add(&mut self, bot: i64, kind: FileKind, upload: Upload, kept: usize) -> String {
        let (start, folder) = match kind {
            FileKind::Photo => ("AgACAgIAAxkB", "photos"),
            FileKind::Document => ("BQACAgIAAxkB", "documents"),
        };
        let head = upload.content.iter().take(HEAD_BYTES_MAX).copied();
        let head = if kind == FileKind::Document {
            head.collect()
        } else {
            Vec::new()
        };
        let id = format!("{start}{}", chance::letters(60));
        let path = format!("{folder}/file_{}{}", self.last_number, ending(&upload.file_name, kind));
        self.last_number += 1;
        let record = FileRecord {
            bot,
            kind,
            unique_id: format!("AgAD{}", chance::letters(12)),
            file: FileView {
                name: upload.file_name,
                mime_type: upload.mime_type,
                bytes: upload.bytes,
                head,
            },
            path,
            content: upload.content,
        };
        self.known.insert(id.clone(), record);
        self.keep_content(id.clone());
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

    fn keep_content(&mut self, id: String) {
        self.with_content.push_back(id);
        let known = &self.known;
        let bytes = |id: &String| known.get(id).map_or(0, |record| record.content.len());
        let mut all: usize = self.with_content.iter().map(bytes).sum();
        while all > CONTENT_BYTES_MAX {
            let old = self.with_content.pop_front().unwrap_or_default();
            if let Some(record) = self.known.get_mut(&old) {
                all -= record.content.len();
                record.content = Arc::default();
            }
        }
    }
}

impl FileRecord {
    fn is_whole(&self) -> bool {
        u64::try_from(self.content.len()) == Ok(self.file.bytes)
    }
}

impl Model {
    pub(super) fn get_file(&self, bot: i64, id: &str) -> Result<Answer, Refusal> {
        let record = self.state.files.get(id).filter(|record| record.bot == bot);
        let record = record.ok_or_else(|| Refusal::bad("invalid file_id"))?; // seen in public logs
        if record.file.bytes > DOWNLOAD_BYTES_MAX {
            return Err(Refusal::bad("file is too big"));
        }
        if !record.is_whole() {
            // What Telegram says where it cannot get at a file just now.
            return Err(Refusal::bad("wrong file_id or the file is temporarily unavailable"));
        }
        let file = json!({
            "file_id": id, "file_unique_id": record.unique_id, "file_size": record.file.bytes, "file_path": record.path,
        });
        Ok(Answer::of(file.to_string()))
    }

    /// What stands at `/file/bot<token>/<path>`; `None` if nothing does.
    pub(crate) fn download(&self, bot: i64, path: &str) -> Option<Arc<[u8]>> {
        let mut records = self.state.files.known.values();
        let found = records.find(|record| record.bot == bot && record.path == path && record.is_whole());
        found.map(|record| Arc::clone(&record.content))
    }
}

/// With the dot. A photo is always a JPEG in Telegram.
fn ending(name: &str, kind: FileKind) -> String {
    match (kind, name.rsplit_once('.')) {
        (FileKind::Photo, _) => ".jpg".into(),
        (FileKind::Document, Some((_, ending))) if ending.bytes().all(|byte| byte.is_ascii_alphanumeric()) => {
            format!(".{ending}")
        }
        (FileKind::Document, _) => String::new(),
    }
}

fn is_address(file: &str) -> bool {
    file.starts_with("http://") || file.starts_with("https://")
}
