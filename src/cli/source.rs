//! The shops folder as the engine's reload sees it.

use super::{folders::Folders, stage};
use crate::{
    config::{self, Files, Loaded, Look as Form},
    engine::{
        ShopStart, bot_id,
        reload::{Look, Print, Source},
    },
    ids::{RevisionId, ShopId},
    sandbox::Local,
};

/// Folders, and the sandbox for the shops that play.
pub(super) struct FolderSource {
    folders: Folders,
    local: Option<Local>,
}

impl Source for FolderSource {
    fn shops(&self) -> Result<Vec<ShopId>, String> {
        let folders = self.folders.list()?;
        let names = folders.iter().filter_map(|folder| folder.file_name()?.to_str());
        Ok(names.filter_map(|name| ShopId::parse(name).ok()).collect())
    }

    fn look(&self, shop: &ShopId, known: Option<&Print>) -> Look {
        let folder = self.folders.folder(shop);
        if !folder.is_dir() {
            self.folders.memories.forget(&folder);
            return Look::Gone;
        }
        let files = match self.folders.read(shop, known.is_none()) {
            Ok(files) => files,
            Err(error) => {
                let words = format!("{} cannot be read: {error}", folder.display());
                return wrong(Print::of(&words), words);
            }
        };
        let print = print_of(&files);
        if known == Some(&print) {
            return Look::Same;
        }
        let loaded = self.folders.compile(shop, files);
        if loaded.problems.has_errors() {
            let Loaded { problems, files, .. } = &loaded;
            return Look::Wrong {
                print,
                report: config::render(problems, files, &format!("{}/", folder.display()), Form::Plain),
                short: config::chat(problems, files),
            };
        }
        match self.start(shop, loaded) {
            Ok((start, play)) => Look::Right {
                print,
                start: Box::new(start),
                play,
            },
            Err(words) => wrong(print, words),
        }
    }

    fn print(&self, shop: &ShopId) -> Option<Print> {
        self.folders.print(shop)
    }

    fn revision(&self, shop: &ShopId) -> Option<RevisionId> {
        let files = self.folders.read(shop, false).ok()?;
        Some(RevisionId::new(files.hash()))
    }

    fn kept(&self, shop: &ShopId, files: &str, play: bool, closing: bool) -> Result<ShopStart, String> {
        let opened = self.folders.open_kept(shop, files, play, closing)?;
        match (opened.live_token().cloned(), &self.local) {
            (_, Some(local)) if play => opened.play(stage::play_bot(local, opened.shop())?),
            (Some(token), _) if !play => opened.live(token),
            _ => Err(format!("the kept files of `{shop}` name no bot of this world")),
        }
    }
}

impl FolderSource {
    pub(super) fn new(folders: Folders, local: Option<Local>) -> FolderSource {
        FolderSource { folders, local }
    }

    fn start(&self, shop: &ShopId, loaded: Loaded) -> Result<(ShopStart, bool), String> {
        let opened = self.folders.opened(shop, loaded)?;
        match (opened.live_token().cloned(), &self.local) {
            (Some(token), _) if bot_id(&token).is_none() => Err(format!(
                "the bot token of `{shop}` does not look like one (123456789:AA…); copy it from BotFather again"
            )),
            (Some(token), _) => Ok((opened.live(token)?, false)),
            (None, Some(local)) => Ok((opened.play(stage::play_bot(local, opened.shop())?)?, true)),
            (None, None) => Err(format!(
                "`{shop}` names no bot token (telegram.bot_token), and the sandbox does not run; restart kiosk to let it open there"
            )),
        }
    }
}

fn wrong(print: Print, words: String) -> Look {
    Look::Wrong {
        print,
        short: vec![words.clone()],
        report: words,
    }
}

/// Tells files from all others.
pub(super) fn print_of(files: &Files) -> Print {
    let others = files.others().map(|(name, other)| format!("{name} {}", other.size));
    let parts: Vec<String> = std::iter::once(files.hash()).chain(others).collect();
    Print::of(&parts.join("\n"))
}
