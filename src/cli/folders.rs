//! From folders to shops that can be started: reads each folder, tells what is wrong with it, and gathers what its
//! files may not hold (tokens, keys). A broken shop never keeps the others from opening.

use std::{
    io,
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{
    memories::Memories,
    output::{self, Output},
    source::print_of,
};
use crate::{
    config::{Environment, Files, Loaded, Look, Secrets, Settings, load, render},
    engine::{ShopStart, reload::Print},
    ids::{ShopId, Sku},
    shop::{Deliver, Provider, Revision, Secret, Shop},
};

/// So many play keys a pool has: enough for long plays, few enough to run out once in a while.
const PLAY_KEYS: usize = 200;
/// What stands for a provider's token in the sandbox.
const PLAY_PROVIDER_TOKEN: &str = "PLAY:PROVIDER";

/// The folders of the shops, and where their secrets come from.
#[derive(Clone)]
pub(crate) struct Folders {
    root: PathBuf,
    secrets: Arc<Environment>,
    /// What was read and checked of them before.
    pub(super) memories: Arc<Memories>,
}

/// A folder without errors.
pub(crate) struct Opened {
    pub(crate) revision: Arc<Revision>,
    files: Files,
    /// Whether the database had its files; then it has its keys as well.
    kept: bool,
    /// The state of the folder that a rollback set aside for it.
    pub(crate) set_aside: Option<Print>,
}

impl Folders {
    pub(crate) fn new(settings: &Settings) -> Folders {
        let beside = settings.shops.parent().unwrap_or(Path::new("."));
        Folders {
            root: settings.shops.clone(),
            secrets: Arc::new(Environment::beside(beside)),
            memories: Arc::default(),
        }
    }

    /// For a shop that may lie outside the shops folder. Secrets still come from beside the shops folder.
    pub(crate) fn around(settings: &Settings, shop: &Path) -> Folders {
        Folders {
            root: shop.parent().unwrap_or(Path::new("")).into(),
            ..Folders::new(settings)
        }
    }

    /// Reads a folder as a start would, with everything that is wrong in it.
    pub(crate) fn load(&self, folder: &Path) -> Loaded {
        let look_up = |name: &str| self.secrets.get(name);
        self.memories.load(folder, Secrets::From(&look_up))
    }

    /// What a folder holds. What was not written to since it was read last is not read again, unless that is long ago or
    /// `whole` is asked for.
    pub(crate) fn read(&self, shop: &ShopId, whole: bool) -> io::Result<Files> {
        self.memories.read(&self.folder(shop), whole)
    }

    /// For the sandbox, whatever world its files name: none of its secrets is read. The words say why not.
    pub(crate) fn open_to_play(folder: &Path, out: &mut Output) -> Result<Opened, String> {
        let (opened, warnings) =
            checked(load(folder, Secrets::Unread), folder, out.is_coloured()).map_err(|report| {
                format!(
                    "`{}` does not open until this is put right\n\n{}",
                    folder.display(),
                    out.retold(&report)
                )
            })?;
        if !warnings.is_empty() {
            out.announce(&out.retold(&warnings));
        }
        Ok(opened)
    }

    /// Every shop that can be opened, in the order of their names; what is wrong with the others is said.
    pub(crate) fn open_all(&self, out: &mut Output) -> Result<Vec<Opened>, String> {
        let mut opened = Vec::new();
        for folder in self.list()? {
            match self.open(&folder, out.is_coloured()) {
                Ok((shop, warnings)) => {
                    if !warnings.is_empty() {
                        out.announce(&out.retold(&warnings));
                    }
                    opened.push(shop);
                }
                Err(problems) => {
                    out.announce(&out.retold(&problems));
                    output::error(&format!(
                        "what lies in `{}` serves nobody until this is put right",
                        folder.display()
                    ));
                }
            }
        }
        Ok(opened)
    }

    /// Checks files that were read already.
    pub(crate) fn compile(&self, shop: &ShopId, files: Files) -> Loaded {
        let look_up = |name: &str| self.secrets.get(name);
        self.memories
            .compile(&self.folder(shop), shop, files, Secrets::From(&look_up))
    }

    /// Files without errors; the words say why not.
    pub(crate) fn opened(&self, shop: &ShopId, loaded: Loaded) -> Result<Opened, String> {
        checked(loaded, &self.folder(shop), false).map(|(opened, _)| opened)
    }

    /// Every folder in the folder of shops, in name order; hidden ones are not shops.
    pub(crate) fn list(&self) -> Result<Vec<PathBuf>, String> {
        let why = |error: std::io::Error| {
            format!(
                "the folder of shops `{}` cannot be read: {error}; start kiosk beside it, or name it with --shops",
                self.root.display()
            )
        };
        let mut folders = Vec::new();
        for entry in std::fs::read_dir(&self.root).map_err(why)? {
            let path = entry.map_err(why)?.path();
            let hidden = path
                .file_name()
                .is_none_or(|name| name.to_string_lossy().starts_with('.'));
            if path.is_dir() && !hidden {
                folders.push(path);
            }
        }
        folders.sort();
        Ok(folders)
    }

    /// One shop that was named by its folder; the words say why not.
    pub(crate) fn open_one(&self, folder: &Path) -> Result<Opened, String> {
        self.open(folder, false).map(|(opened, _)| opened)
    }

    /// Where a shop's files lie, or would.
    pub(crate) fn folder(&self, shop: &ShopId) -> PathBuf {
        self.root.join(shop.as_str())
    }

    /// A shop as the database keeps it; the words say why it cannot be opened. `play`: none of its secrets is read.
    pub(crate) fn open_kept(&self, shop: &ShopId, files: &str, play: bool, closing: bool) -> Result<Opened, String> {
        let look_up = |name: &str| self.secrets.get(name);
        let secrets = if play { Secrets::Unread } else { Secrets::From(&look_up) };
        let files = Files::from_json(files).ok_or("what the database keeps of its files cannot be read")?;
        let folder = self.folder(shop);
        let loaded = self.memories.compile(&folder, shop, files, secrets);
        let (mut opened, _) = checked(loaded, &folder, false)?;
        opened.kept = true;
        if let Some(revision) = Arc::get_mut(&mut opened.revision) {
            revision.closing = closing;
        }
        Ok(opened)
    }

    /// Where the shop's clock hangs, as far as its files can be read; else UTC.
    pub(crate) fn timezone(&self, shop: &ShopId) -> String {
        let loaded = load(&self.folder(shop), Secrets::Unread);
        loaded.shop.map_or_else(|| "UTC".to_owned(), |shop| shop.timezone)
    }

    /// The state of a shop's folder; `None` where it cannot be read.
    pub(crate) fn print(&self, shop: &ShopId) -> Option<Print> {
        Some(print_of(&self.read(shop, true).ok()?))
    }

    /// How the shop is paid, as far as its files can be read.
    pub(crate) fn provider(&self, shop: &ShopId) -> Option<Provider> {
        let loaded = load(&self.folder(shop), Secrets::Unread);
        loaded.shop.map(|shop| shop.payments.provider)
    }

    /// The shop with its warnings, or what is wrong with it.
    fn open(&self, folder: &Path, coloured: bool) -> Result<(Opened, String), String> {
        checked(self.load(folder), folder, coloured)
    }
}

/// The shop with its warnings, or what is wrong with it.
fn checked(loaded: Loaded, folder: &Path, coloured: bool) -> Result<(Opened, String), String> {
    let look = if coloured { Look::Coloured } else { Look::Plain };
    let report = render(&loaded.problems, &loaded.files, &format!("{}/", folder.display()), look);
    let id = loaded.revision();
    let Some(shop) = loaded.shop.filter(|_| !loaded.problems.has_errors()) else {
        return Err(report);
    };
    let revision = Revision {
        id,
        shop,
        folder: folder.into(),
        closing: false,
    };
    let opened = Opened {
        revision: Arc::new(revision),
        files: loaded.files,
        kept: false,
        set_aside: None,
    };
    Ok((opened, report))
}

impl Opened {
    pub(crate) fn shop(&self) -> &Shop {
        &self.revision.shop
    }

    /// The state of the folder that this is, or that it was chosen over; `None` where the folder is still to be looked at.
    pub(crate) fn print(&self) -> Option<Print> {
        if self.kept {
            return self.set_aside.clone();
        }
        Some(print_of(&self.files))
    }

    /// The token of its bot; without one it opens in the sandbox.
    pub(crate) fn live_token(&self) -> Option<&Secret> {
        self.shop().telegram.bot_token.as_ref()
    }

    /// To be served by its own bot.
    pub(crate) fn live(&self, token: Secret) -> Result<ShopStart, String> {
        let provider = self.shop().payments.token.as_ref();
        let provider_token = provider.map(|token| token.reveal().to_string()).unwrap_or_default();
        Ok(self.start(token, provider_token, self.keys(|_, file| self.lines(file))?))
    }

    /// To be played with: no key and no token of the real shop is read.
    pub(crate) fn play(&self, token: Secret) -> Result<ShopStart, String> {
        let provider_token = match self.shop().payments.provider {
            Provider::Stars => String::new(),
            _ => PLAY_PROVIDER_TOKEN.into(),
        };
        let play_keys = |sku: &Sku, _: &str| {
            let name = sku.as_str().to_uppercase();
            Ok((1..=PLAY_KEYS).map(|n| format!("PLAY-{name}-{n:04}")).collect())
        };
        Ok(self.start(token, provider_token, self.keys(play_keys)?))
    }

    fn start(&self, bot_token: Secret, provider_token: String, keys: Vec<(Sku, Vec<String>)>) -> ShopStart {
        ShopStart {
            revision: self.revision.clone(),
            files: self.files.clone(),
            bot_token,
            provider_token,
            keys,
            instead_of: self.set_aside.clone(),
        }
    }

    /// The pool of each product that delivers keys.
    fn keys(
        &self,
        read: impl Fn(&Sku, &str) -> Result<Vec<String>, String>,
    ) -> Result<Vec<(Sku, Vec<String>)>, String> {
        if self.kept {
            return Ok(Vec::new());
        }
        let products = self.shop().catalog.products().iter();
        let pools = products.filter_map(|product| match &product.deliver {
            Deliver::Keys(file) => Some((product.sku(None), file)),
            _ => None,
        });
        let pools = pools.map(|(sku, file)| read(&sku, &file.path).map(|keys| (sku, keys)));
        pools.collect()
    }

    /// One key a line; empty lines are nothing.
    fn lines(&self, file: &str) -> Result<Vec<String>, String> {
        let path = self.revision.folder.join(file);
        let text = std::fs::read_to_string(&path)
            .map_err(|error| format!("the keys in {} cannot be read: {error}", path.display()))?;
        let lines = text.trim_start_matches('\u{feff}').lines().map(str::trim);
        Ok(lines.filter(|line| !line.is_empty()).map(Into::into).collect())
    }
}
