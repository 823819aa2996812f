//! The engine's own settings: defaults < `kiosk.yaml` < `KIOSK_*` < flags. Secrets are not among them.

use std::ffi::OsString;
use std::fmt;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};

use figment::Figment;
use figment::providers::{Env, Format, Serialized, Yaml};
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};

use super::PublicUrl;
use super::schema::form;
use crate::rules::did_you_mean;

/// What the engine needs to know before it reads a shop.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The folder of shop folders.
    #[schemars(schema_with = "form::folder", extend("default" = SHOPS, "x-example" = "shops"))]
    pub shops: PathBuf,
    /// Where the databases and all that must survive are kept.
    #[schemars(schema_with = "form::folder", extend("default" = DATA, "x-example" = "/var/lib/kiosk"))]
    pub data: PathBuf,
    /// Where live shops find the Bot API: Telegram's own server, or a local Bot API server.
    #[schemars(schema_with = "form::address", extend("default" = TELEGRAM_URL, "x-example" = "http://10.0.0.7:8081"))]
    pub api_url: String,
    /// The address at which Telegram posts the updates of live shops.
    #[schemars(
        schema_with = "form::address",
        extend("x-default" = "updates are fetched", "x-example" = "https://shops.example.org")
    )]
    pub public_url: Option<PublicUrl>,
    /// Where the proxy behind `public_url` finds kiosk.
    #[serde(deserialize_with = "address")]
    #[schemars(
        schema_with = "form::listen",
        extend("default" = Settings::default().listen.to_string(), "x-example" = "127.0.0.1:8080")
    )]
    pub listen: SocketAddr,
    /// Where operators find `/healthz` and `/metrics`.
    #[serde(deserialize_with = "address_if_any")]
    #[schemars(
        schema_with = "form::listen",
        extend("x-default" = "nobody finds them", "x-example" = "127.0.0.1:9090")
    )]
    pub metrics: Option<SocketAddr>,
    /// What is logged: a level, or a part of the program and a level.
    #[schemars(schema_with = "form::log", extend("default" = LOG, "x-example" = "kiosk=debug"))]
    pub log: String,
}

const SHOPS: &str = "shops";
const DATA: &str = ".kiosk";
const LOG: &str = "warn";

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            shops: SHOPS.into(),
            data: DATA.into(),
            api_url: TELEGRAM_URL.to_owned(),
            public_url: None,
            listen: (Ipv4Addr::LOCALHOST, 8080).into(),
            metrics: None,
            log: LOG.to_owned(),
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
    pub api_url: Option<String>,
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

const NAMES: [&str; 7] = ["shops", "data", "api_url", "public_url", "listen", "metrics", "log"];

/// What variables that are settings begin with.
const PREFIX: &str = "KIOSK_";

/// Telegram's own Bot API server.
const TELEGRAM_URL: &str = "https://api.telegram.org";

/// Variables that look like a setting and are none, each with the one that may be meant. Others that begin so belong to
/// other things, such as secrets of a shop.
pub fn mistyped(variables: impl Iterator<Item = OsString>) -> Vec<(String, String)> {
    let near = |variable: OsString| {
        let variable = variable.into_string().ok()?;
        let name = variable.to_uppercase().strip_prefix(PREFIX)?.to_lowercase();
        let meant = did_you_mean(&name, NAMES).filter(|meant| *meant != name)?;
        let meant = format!("{PREFIX}{}", meant.to_uppercase());
        Some((variable, meant))
    };
    variables.filter_map(near).collect()
}

impl Settings {
    /// `file` is what `--config` names and must exist then; without it `kiosk.yaml` in the working folder is read if it is there.
    pub fn read(file: Option<&Path>, flags: &Flags) -> Result<Settings, SettingsError> {
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
        let figment = figment
            .merge(Env::prefixed(PREFIX).only(&NAMES))
            .merge(Serialized::defaults(flags));
        let settings: Settings = figment.extract().map_err(|error| SettingsError(said(error)))?;
        settings.check()?;
        Ok(settings)
    }

    /// What no setting shows by itself.
    fn check(&self) -> Result<(), SettingsError> {
        let Some(url) = &self.public_url else { return Ok(()) };
        match url.unfit_for_telegram() {
            Some(why) if self.api_url.trim_end_matches('/') == TELEGRAM_URL => {
                Err(SettingsError(format!("the setting `public_url`: `{url}` {why}")))
            }
            _ => Ok(()),
        }
    }
}

fn address<'de, D: Deserializer<'de>>(deserializer: D) -> Result<SocketAddr, D::Error> {
    parse_address(&Scalar::deserialize(deserializer)?.to_string())
}

fn address_if_any<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<SocketAddr>, D::Error> {
    let text = Option::<Scalar>::deserialize(deserializer)?;
    text.map(|text| parse_address(&text.to_string())).transpose()
}

/// What people write where an address belongs: the port alone is a number to YAML.
#[derive(Deserialize)]
#[serde(untagged)]
enum Scalar {
    Number(i64),
    Text(String),
}

impl fmt::Display for Scalar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Scalar::Number(number) => number.fmt(f),
            Scalar::Text(text) => text.fmt(f),
        }
    }
}

fn parse_address<E: serde::de::Error>(text: &str) -> Result<SocketAddr, E> {
    let help = || format!("`{text}` is no address and port; it is written as 127.0.0.1:8080");
    text.parse().map_err(|_| E::custom(help()))
}

/// Each mistake on a line, without figment's inner words.
fn said(errors: figment::Error) -> String {
    let one = |error: figment::Error| {
        let place = error.metadata.as_ref().map_or_else(|| "the settings".to_owned(), place);
        let known = NAMES.join(", ");
        let key = error.path.join(".");
        match error.kind {
            figment::error::Kind::UnknownField(key, _) => format!("{place}: `{key}` is no setting; there are: {known}"),
            kind if key.is_empty() => format!("{place}: {kind}; known settings: {known}"),
            kind => format!("{place}: `{key}`: {kind}"),
        }
    };
    errors.into_iter().map(one).collect::<Vec<_>>().join("\n")
}

/// The file, or where else a setting was written.
fn place(metadata: &figment::Metadata) -> String {
    let file = metadata.source.as_ref().and_then(figment::Source::file_path);
    file.map_or_else(|| metadata.name.to_string(), |path| path.display().to_string())
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
        let settings = Settings::read(Some(&path), &flags).unwrap();
        std::fs::remove_file(&path).unwrap();
        assert_eq!(settings.data, PathBuf::from("from-flag"));
        assert_eq!(settings.shops, PathBuf::from("from-file"));
        assert_eq!(settings.log, "warn");
    }

    #[test]
    fn unknown_settings_and_missing_files_are_errors() {
        let path = file("unknown", "dta: x\n");
        let error = Settings::read(Some(&path), &Flags::default()).unwrap_err().to_string();
        std::fs::remove_file(&path).unwrap();
        let expected = format!("{}: `dta` is no setting; there are: shops", path.display());
        assert!(error.starts_with(&expected), "{error}");
        let error = Settings::read(Some(Path::new("no-such.yaml")), &Flags::default())
            .unwrap_err()
            .to_string();
        assert!(error.contains("no-such.yaml"), "{error}");
    }

    /// What is wrong with settings of these lines.
    fn wrong(name: &str, text: &str) -> String {
        let path = file(name, text);
        let error = Settings::read(Some(&path), &Flags::default()).unwrap_err();
        std::fs::remove_file(&path).unwrap();
        error.to_string()
    }

    #[test]
    fn an_address_that_telegram_would_not_post_to_is_refused() {
        let error = wrong("plain", "public_url: http://shops.example.org\n");
        assert!(error.contains("`public_url`") && error.contains("https://"), "{error}");
        let error = wrong("port", "public_url: https://shops.example.org:444\n");
        assert!(error.contains("444"), "{error}");
        let error = wrong("word", "public_url: shops\n");
        assert!(
            error.contains("`public_url`") && error.contains("no web address"),
            "{error}"
        );
        let error = wrong("listen", "listen: everywhere\n");
        assert!(
            error.contains("`listen`") && error.contains("127.0.0.1:8080"),
            "{error}"
        );

        let error = wrong("metrics", "metrics: 9180\n");
        assert!(error.contains("`metrics`"), "{error}");
        let error = wrong("metrics-word", "metrics: here\n");
        assert!(
            error.contains("`metrics`") && error.contains("127.0.0.1:8080"),
            "{error}"
        );

        let text = "metrics: 127.0.0.1:9180\npublic_url: http://10.0.0.7:9000\napi_url: http://10.0.0.7:8081\nlisten: 0.0.0.0:9000\n";
        let path = file("own-server", text);
        let settings = Settings::read(Some(&path), &Flags::default()).unwrap();
        std::fs::remove_file(&path).unwrap();
        assert_eq!(settings.listen.port(), 9000);
        assert_eq!(settings.metrics.map(|address| address.port()), Some(9180));
        assert_eq!(Settings::default().metrics, None);
    }

    #[test]
    fn a_variable_that_is_nearly_a_setting_is_found() {
        let names = [
            "KIOSK_METRIC",
            "KIOSK_SHOP",
            "KIOSK_LOG",
            "kiosk_data",
            "KIOSK_PORT",
            "KIOSK_BOT_TOKEN",
            "PATH",
        ];
        let found = mistyped(names.into_iter().map(OsString::from));
        let expected = [("KIOSK_METRIC", "KIOSK_METRICS"), ("KIOSK_SHOP", "KIOSK_SHOPS")];
        assert_eq!(found, expected.map(|(is, meant)| (is.to_owned(), meant.to_owned())));
    }

    #[test]
    fn a_wrong_value_names_its_setting() {
        let path = file("wrong", "api_url: [1, 2]\n");
        let error = Settings::read(Some(&path), &Flags::default()).unwrap_err().to_string();
        std::fs::remove_file(&path).unwrap();
        assert!(error.contains("`api_url`"), "{error}");
        for text in ["metrics: 8080\n", "metrics: localhost\n", "listen: 8080\n"] {
            let path = file("wrong", text);
            let error = Settings::read(Some(&path), &Flags::default()).unwrap_err().to_string();
            std::fs::remove_file(&path).unwrap();
            assert!(
                error.contains("is no address and port; it is written as 127.0.0.1:8080"),
                "{error}"
            );
        }
    }
}
