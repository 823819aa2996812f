//! Where a command works: the settings, and the folder of a shop that somebody named.

use std::path::{Path, PathBuf};

use clap::Args;

use super::{ending::Failure, folders::Folders};
use crate::config::{Flags, Settings};

/// Where everything lies: options that every command takes.
#[derive(Args, Clone, Debug, Default)]
pub(super) struct Places {
    /// The folder that holds one folder for each shop [default: shops]
    #[arg(long, global = true, value_name = "DIR", help_heading = "Where")]
    shops: Option<PathBuf>,
    /// Where databases and all that must survive are kept [default: .kiosk]
    #[arg(long, global = true, value_name = "DIR", help_heading = "Where")]
    data: Option<PathBuf>,
    /// The file with the engine's settings [default: kiosk.yaml, where there is one]
    #[arg(long, global = true, value_name = "FILE", help_heading = "Where")]
    config: Option<PathBuf>,
}

impl Places {
    pub(super) fn settings(&self) -> Result<Settings, Failure> {
        let flags = Flags {
            shops: self.shops.clone(),
            data: self.data.clone(),
            ..Flags::default()
        };
        Settings::read(self.config.as_deref(), &flags).map_err(|error| Failure::Usage(error.to_string()))
    }

    pub(super) fn with_shops(&self, shops: PathBuf) -> Places {
        Places {
            shops: Some(shops),
            ..self.clone()
        }
    }

    /// The same options, as they are typed behind a command.
    pub(super) fn typed(&self) -> String {
        let named = [("shops", &self.shops), ("data", &self.data), ("config", &self.config)];
        let given = named.iter().filter_map(|(option, path)| Some((option, path.as_ref()?)));
        let typed: Vec<String> = given
            .map(|(option, path)| format!(" --{option} {}", quoted(path)))
            .collect();
        typed.concat()
    }
}

/// A path as a shell reads it.
fn quoted(path: &Path) -> String {
    let text = path.display().to_string();
    let is_plain = |c: char| c.is_alphanumeric() || "/._-~".contains(c);
    if text.chars().all(is_plain) && !text.is_empty() {
        text
    } else {
        format!("'{}'", text.replace('\'', r"'\''"))
    }
}

/// The folder of a shop that was named by its id or by its path.
pub(super) fn shop_folder(settings: &Settings, named: &str) -> Result<PathBuf, Failure> {
    let by_id = settings.shops.join(named);
    if !named.contains(['/', '\\', '.']) && by_id.is_dir() {
        return Ok(by_id);
    }
    let by_path = PathBuf::from(named);
    if by_path.is_dir() && by_path.file_name().is_some() {
        return Ok(by_path);
    }
    Err(Failure::Usage(format!(
        "there is no shop `{named}` in {} and no folder of that name{}",
        settings.shops.display(),
        known(&Folders::new(settings))
    )))
}

fn known(folders: &Folders) -> String {
    let folders = folders.list().unwrap_or_default();
    let names: Vec<_> = folders.iter().map(|folder| shop_name(folder)).collect();
    if names.is_empty() {
        String::new()
    } else {
        format!("; there are: {}", names.join(", "))
    }
}

/// What a folder calls its shop.
pub(super) fn shop_name(folder: &Path) -> String {
    folder
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default()
}
