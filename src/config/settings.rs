//! The engine's own settings: defaults < `kiosk.yaml` < `KIOSK_*` < flags. Secrets are not among them.

use std::fmt;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use figment::Figment;
use figment::providers::{Env, Format, Serialized, Yaml};
use serde::{Deserialize, Serialize};

/// What the engine needs to know before it reads a shop.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The folder of shop folders.
    pub shops: PathBuf,
    /// Where the database and all that must survive is kept.
    pub data: PathBuf,
    /// Where health, metrics and the preview are served.
    pub listen: SocketAddr,
    /// What is logged, as `tracing` filters are written: `info`, `kiosk=debug`.
    pub log: String,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            shops: "shops".into(),
            data: ".kiosk".into(),
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            log: "info".to_owned(),
        }
    }
}

/// The same as given on the command line: what is `None` was not given.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Flags {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shops: Option<PathBuf>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data: Option<PathBuf>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub listen: Option<SocketAddr>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub log: Option<String>,
}

/// A setting that cannot be used, with the place that it came from.
#[derive(Debug)]
pub struct SettingsError(String);

impl fmt::Display for SettingsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for SettingsError {}

const NAMES: [&str; 4] = ["shops", "data", "listen", "log"];

impl Settings {
    /// `file` is what `--config` names and must exist then; without it `kiosk.yaml` in the working folder is read if it is there.
    pub fn read(file: Option<&Path>, flags: &Flags) -> Result<Settings, SettingsError> {
        let (settings, _) = Settings::read_with_origins(file, flags)?;
        Ok(settings)
    }

    /// With each setting's name goes where it came from, for `kiosk config --show-origin`.
    pub fn read_with_origins(
        file: Option<&Path>,
        flags: &Flags,
    ) -> Result<(Settings, Vec<(&'static str, String)>), SettingsError> {
        let yaml = match file {
            Some(path) => Yaml::file_exact(path),
            None => Yaml::file_exact("kiosk.yaml"),
        };
        let mut figment = Figment::from(Serialized::defaults(Settings::default()));
        if let Some(path) = file.filter(|path| !path.is_file()) {
            return Err(SettingsError(format!(
                "there is no settings file {}; --config names it",
                path.display()
            )));
        }
        if file.is_some() || Path::new("kiosk.yaml").is_file() {
            figment = figment.merge(yaml);
        }
        // Other KIOSK_* variables belong to other things, such as secrets of a shop.
        let figment = figment
            .merge(Env::prefixed("KIOSK_").only(&NAMES))
            .merge(Serialized::defaults(flags));
        let settings = figment.extract().map_err(|error| SettingsError(said(error)))?;
        Ok((
            settings,
            NAMES.iter().map(|name| (*name, origin(&figment, name))).collect(),
        ))
    }
}

fn origin(figment: &Figment, name: &str) -> String {
    let metadata = figment.find_metadata(name);
    let name = metadata.map_or_else(String::new, |metadata| metadata.name.to_string());
    match name.as_str() {
        text if text.contains("Settings") => "default".to_owned(),
        text if text.contains("Flags") => "command line".to_owned(),
        _ => metadata
            .and_then(|metadata| metadata.source.as_ref())
            .map_or(name, |source| format!("file {source}")),
    }
}

/// Each mistake on a line, without figment's inner words.
fn said(errors: figment::Error) -> String {
    let one = |error: figment::Error| {
        let place = error
            .metadata
            .as_ref()
            .map_or_else(|| "the settings".to_owned(), |metadata| metadata.name.to_string());
        let key = error.path.join(".");
        let key = if key.is_empty() {
            String::new()
        } else {
            format!(" `{key}`")
        };
        format!("{place}:{key} {}; known settings: {}", error.kind, NAMES.join(", "))
    };
    errors.into_iter().map(one).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: &str, text: &str) -> PathBuf {
        let path = std::env::temp_dir().join(format!("kiosk-settings-{}-{name}.yaml", std::process::id()));
        std::fs::write(&path, text).unwrap();
        path
    }

    #[test]
    fn flags_win_over_the_file_and_the_file_over_defaults() {
        let path = file("layers", "data: from-file\nshops: from-file\n");
        let flags = Flags {
            data: Some("from-flag".into()),
            ..Flags::default()
        };
        let (settings, origins) = Settings::read_with_origins(Some(&path), &flags).unwrap();
        std::fs::remove_file(&path).unwrap();
        assert_eq!(settings.data, PathBuf::from("from-flag"));
        assert_eq!(settings.shops, PathBuf::from("from-file"));
        assert_eq!(settings.log, "info");
        let origin = |name: &str| origins.iter().find(|(own, _)| *own == name).unwrap().1.clone();
        assert_eq!(
            (origin("data"), origin("log")),
            ("command line".to_owned(), "default".to_owned())
        );
        assert!(origin("shops").starts_with("file "), "{}", origin("shops"));
    }

    #[test]
    fn unknown_settings_and_missing_files_are_errors() {
        let path = file("unknown", "dta: x\n");
        let error = Settings::read(Some(&path), &Flags::default()).unwrap_err().to_string();
        std::fs::remove_file(&path).unwrap();
        assert!(error.contains("`dta`") && error.contains("known settings"), "{error}");
        let error = Settings::read(Some(Path::new("no-such.yaml")), &Flags::default())
            .unwrap_err()
            .to_string();
        assert!(error.contains("no-such.yaml"), "{error}");
    }

    #[test]
    fn a_wrong_value_names_its_setting() {
        let path = file("wrong", "listen: eight\n");
        let error = Settings::read(Some(&path), &Flags::default()).unwrap_err().to_string();
        std::fs::remove_file(&path).unwrap();
        assert!(error.contains("`listen`"), "{error}");
    }
}
