//! From a folder on the disk to names and bytes, within bounds. A folder that is looked at again and again costs a look
//! at each file's times and not its bytes: [`Memory`] holds what was read, and by which times it is known.

use std::collections::{BTreeMap, HashMap};
use std::fs::{File, Metadata};
use std::io::{self, Read as _};
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use super::super::picture::{self, Content, Other};
use super::super::tree::FILE_BYTES_MAX;
use super::Text;

/// A shop of more files than this is a mistake, such as a wrong folder.
const FILES_MAX: usize = 2_000;
/// All texts of a shop together; a catalog of 100,000 products has about a third of it.
const BYTES_MAX: usize = 64 << 20;
/// Folders inside folders inside a shop; deeper ones are not looked at.
const DEPTH_MAX: usize = 4;
/// Two writes so close to each other may leave the same times: what is younger than this is read again.
const SETTLED: Duration = Duration::from_secs(2);

/// What is not text, by name.
type Others = BTreeMap<Arc<str>, Other>;

/// What was read of a folder, for the next time.
#[derive(Debug, Default)]
pub struct Memory(HashMap<Arc<str>, (Stamp, Known)>);

/// Tells whether a file was written to: where it lies, its size, its times in nanoseconds. Setting back the time of a
/// file's content sets the time of its state, so a copy that keeps times is seen as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Stamp([i128; 4]);

#[derive(Debug, Clone)]
enum Known {
    Text(Text),
    Other(Other),
}

struct Walk<'m> {
    /// Nothing leads out of it.
    root: &'m Path,
    before: &'m Memory,
    now: Memory,
    texts: Vec<Text>,
    others: Others,
    bytes: usize,
}

pub(super) fn folder(path: &Path, memory: &mut Memory) -> io::Result<(Vec<Text>, Others)> {
    let mut walk = Walk {
        root: &path.canonicalize()?,
        before: memory,
        now: Memory::default(),
        texts: Vec::new(),
        others: BTreeMap::new(),
        bytes: 0,
    };
    walk.folder(path, "", 0)?;
    let Walk { now, texts, others, .. } = walk;
    *memory = now;
    Ok((texts, others))
}

impl Memory {
    /// Everything is read from the disk the next time.
    pub fn forget(&mut self) {
        self.0.clear();
    }
}

impl Stamp {
    /// `None` if the file is too young to be known by its times.
    fn of(meta: &Metadata) -> Option<Stamp> {
        let nanos = |seconds: i64, nanos: i64| i128::from(seconds) * 1_000_000_000 + i128::from(nanos);
        let written = nanos(meta.mtime(), meta.mtime_nsec());
        let touched = nanos(meta.ctime(), meta.ctime_nsec());
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).ok()?;
        let settled = i128::try_from(now.checked_sub(SETTLED)?.as_nanos()).ok()?;
        let place = (i128::from(meta.dev()) << 64) | i128::from(meta.ino());
        let stamp = Stamp([place, i128::from(meta.size()), written, touched]);
        (written.max(touched) < settled).then_some(stamp)
    }
}

impl Walk<'_> {
    fn folder(&mut self, folder: &Path, prefix: &str, depth: usize) -> io::Result<()> {
        for entry in std::fs::read_dir(folder)? {
            let entry = entry?;
            let Ok(file_name) = entry.file_name().into_string() else {
                continue;
            };
            // Hidden files are an editor's or a version control's, never the shop's.
            if file_name.starts_with('.') || file_name.ends_with('~') {
                continue;
            }
            // A link may lead about within the folder (mounted ones are made of links), and not out of it.
            let path = entry.path();
            let leads_out = || !path.canonicalize().is_ok_and(|real| real.starts_with(self.root));
            if entry.file_type()?.is_symlink() && leads_out() {
                continue;
            }
            self.take(&path, format!("{prefix}{file_name}"), depth)?;
        }
        Ok(())
    }

    fn take(&mut self, path: &Path, name: String, depth: usize) -> io::Result<()> {
        if self.texts.len() + self.others.len() >= FILES_MAX {
            return Err(io::Error::other(format!(
                "more than {FILES_MAX} files: is this really a shop's folder?"
            )));
        }
        let meta = std::fs::metadata(path)?;
        if meta.is_dir() {
            return if depth < DEPTH_MAX {
                self.folder(path, &format!("{name}/"), depth + 1)
            } else {
                Ok(())
            };
        }
        // Whoever opens a pipe waits until somebody writes into it.
        if !meta.is_file() {
            return Ok(());
        }
        let (name, stamp) = (Arc::from(name), Stamp::of(&meta));
        let known = match self.before.0.get(&name) {
            Some((before, known)) if stamp == Some(*before) => known.clone(),
            _ => look(path, &name, &meta)?,
        };
        if let Some(stamp) = stamp {
            self.now.0.insert(name.clone(), (stamp, known.clone()));
        }
        match known {
            Known::Text(text) => {
                self.bytes += text.bytes.len();
                self.texts.push(text);
            }
            Known::Other(other) => drop(self.others.insert(name, other)),
        }
        if self.bytes > BYTES_MAX {
            return Err(io::Error::other(format!(
                "more than {} MiB of text: is this really a shop's folder?",
                BYTES_MAX >> 20
            )));
        }
        Ok(())
    }
}

fn look(path: &Path, name: &Arc<str>, meta: &Metadata) -> io::Result<Known> {
    if is_text(name) {
        return Ok(Known::Text(Text::new(name.clone(), read_start(path)?.into())));
    }
    let content = if is_picture(name) {
        picture::look(&mut File::open(path)?)
    } else {
        Content::Unknown
    };
    let size = meta.len();
    Ok(Known::Other(Other { size, content }))
}

/// A file that is too large is read so far that this is seen.
fn read_start(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?
        .take(FILE_BYTES_MAX as u64 + 1)
        .read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Goods are not looked into.
pub(in super::super) fn is_picture(name: &str) -> bool {
    let ending = name.rsplit('.').next().unwrap_or("").to_lowercase();
    !name.starts_with("goods/") && matches!(ending.as_str(), "jpg" | "jpeg" | "png" | "webp")
}

fn is_text(name: &str) -> bool {
    let ending = name.rsplit('.').next().unwrap_or("");
    !name.starts_with("goods/") && matches!(ending, "yaml" | "yml" | "rhai")
}

#[cfg(test)]
mod tests {
    use super::super::Files;
    use super::*;

    /// As if the file had been written at that time.
    fn set_back(path: &Path) {
        let long_ago = SystemTime::now() - Duration::from_secs(3_600);
        File::options()
            .write(true)
            .open(path)
            .unwrap()
            .set_modified(long_ago)
            .unwrap();
    }

    #[test]
    fn what_was_written_to_is_read_again_whatever_its_times_say() {
        let folder = std::env::temp_dir().join(format!("kiosk-walk-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let file = folder.join("shop.yaml");
        let mut memory = Memory::default();
        let mut read = |text: &str| {
            std::fs::write(&file, text).unwrap();
            set_back(&file);
            let files = Files::read_again(&folder, &mut memory).unwrap();
            let id = files.find("shop.yaml").unwrap();
            files.text(id).to_owned()
        };
        assert_eq!(read("name: a"), "name: a");
        assert_eq!(
            read("name: b"),
            "name: b",
            "the same size and the same time, and other bytes"
        );
        std::fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn what_is_neither_a_file_nor_a_folder_is_not_waited_for() {
        let folder = std::env::temp_dir().join(format!("kiosk-pipe-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let pipe = folder.join("catalog.yaml");
        assert!(
            std::process::Command::new("mkfifo")
                .arg(&pipe)
                .status()
                .unwrap()
                .success()
        );
        let files = Files::read(&folder).unwrap();
        assert_eq!(files.find("catalog.yaml"), None);
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
