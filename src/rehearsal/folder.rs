//! A folder of its own for each rehearsal: the shop's files, which a talk may edit, and the database. Gone at the end.

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::atomic::{AtomicU64, Ordering},
};

use super::script::Edit;

/// Folders within folders of a shop; deeper ones hold nothing that a shop reads.
const DEPTH_MAX: usize = 5;

static NUMBER: AtomicU64 = AtomicU64::new(0);

/// A folder under the system's temporary one, removed when it is dropped.
pub(super) struct TempFolder(PathBuf);

impl TempFolder {
    pub(super) fn new() -> io::Result<TempFolder> {
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("kiosk-rehearsal-{}-{number}", std::process::id()));
        fs::create_dir_all(&path)?;
        Ok(TempFolder(path))
    }

    pub(super) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for TempFolder {
    fn drop(&mut self) {
        // What cannot be removed is the system's to clean up.
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Copies a folder's files over those of another.
pub(super) fn copy(from: &Path, to: &Path) -> io::Result<()> {
    copy_down(from, to, 0)
}

fn copy_down(from: &Path, to: &Path, depth: usize) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if !entry.path().is_dir() {
            fs::copy(entry.path(), target)?;
        } else if depth < DEPTH_MAX {
            copy_down(&entry.path(), &target, depth + 1)?;
        }
    }
    Ok(())
}

/// Makes one edit in a copy of a shop's folder. `beside` is where the conversation's file is: folders are named from
/// there.
pub(super) fn edit(shop: &Path, beside: &Path, edit: &Edit) -> Result<(), String> {
    match edit {
        Edit::Folder(name) => {
            let folder = beside.join(&name.v);
            copy(&folder, shop).map_err(|error| format!("the folder `{}` cannot be read: {error}", name.v))
        }
        Edit::Write { file, text } => write(&shop.join(inside(file)?), text),
        Edit::Replace { file, old, new } => {
            let path = shop.join(inside(file)?);
            let text = fs::read_to_string(&path).map_err(|error| format!("`{file}` cannot be read: {error}"))?;
            match text.matches(old.v.as_str()).count() {
                1 => write(&path, &text.replacen(&old.v, new, 1)),
                0 => Err(format!("`{file}` does not hold the text `{}`", old.v)),
                many => Err(format!(
                    "`{file}` holds the text `{}` {many} times; write more of it",
                    old.v
                )),
            }
        }
    }
}

/// A file's name that stays inside the folder.
fn inside(file: &str) -> Result<&str, String> {
    let path = Path::new(file);
    let plain = path
        .components()
        .all(|part| matches!(part, std::path::Component::Normal(_)));
    if plain && !file.is_empty() {
        Ok(file)
    } else {
        Err(format!("`{file}` is not the name of a file in the shop's folder"))
    }
}

fn write(path: &Path, text: &str) -> Result<(), String> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|error| format!("`{}` cannot be made: {error}", folder.display()))?;
    }
    fs::write(path, text).map_err(|error| format!("`{}` cannot be written: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        config::{FileId, Span},
        rehearsal::script::Placed,
    };

    fn placed(text: &str) -> Placed<String> {
        let at = Span {
            file: FileId::FOLDER,
            start: 0,
            end: 0,
        };
        Placed { v: text.into(), at }
    }

    #[test]
    fn a_passage_is_replaced_where_it_stands_once() {
        let folder = TempFolder::new().unwrap();
        let replace = |old: &str, new: &str| Edit::Replace {
            file: "a/b.yaml".into(),
            old: placed(old),
            new: new.into(),
        };
        let text = "price: 1\nprice: 2\n".to_owned();
        let file = "a/b.yaml".to_owned();
        edit(folder.path(), folder.path(), &Edit::Write { file, text }).unwrap();
        edit(folder.path(), folder.path(), &replace("price: 2", "price: 3")).unwrap();
        assert_eq!(
            fs::read_to_string(folder.path().join("a/b.yaml")).unwrap(),
            "price: 1\nprice: 3\n"
        );
        for (old, said) in [("price", "2 times"), ("cost", "does not hold")] {
            let words = edit(folder.path(), folder.path(), &replace(old, "x")).unwrap_err();
            assert!(words.contains(said), "{words}");
        }
    }

    #[test]
    fn edits_stay_in_the_folder_and_the_folder_goes() {
        let folder = TempFolder::new().unwrap();
        for file in ["../x", "/x", "", "a/../../x"] {
            let change = Edit::Write {
                file: file.into(),
                text: String::new(),
            };
            assert!(edit(folder.path(), folder.path(), &change).is_err(), "{file}");
        }
        let path = folder.path().to_owned();
        assert!(path.is_dir());
        drop(folder);
        assert!(!path.exists());
    }
}
