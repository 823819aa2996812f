//! `kiosk rollback`: the running engine serves a version of the files that served before.

use clap::Args;

use super::{
    ending::{Ending, Exit, Failure},
    output::{Output, Tone},
    worlds,
};
use crate::{
    config::Settings,
    engine::control::{Answer, Request},
};

/// Serves an earlier version of a shop's files
///
/// It serves until the files change again, also after a restart. Photos and goods are those that lie in the folder now.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  kiosk revisions bakery
  kiosk rollback bakery 3f2a91c07b5de846")]
pub(super) struct Rollback {
    /// A shop that runs
    shop: String,
    /// One of `kiosk revisions`
    revision: String,
}

pub(super) async fn run(settings: &Settings, rollback: &Rollback, out: &mut Output) -> Ending {
    let served = worlds::running(&settings.data).await?;
    let Some((side, before)) = served.iter().find(|(_, status)| status.shop == rollback.shop) else {
        return Err(Failure::Usage(format!(
            "no shop `{}` runs; a kiosk that starts reads its folder",
            rollback.shop
        )));
    };
    let request = Request::Rollback {
        shop: rollback.shop.clone(),
        revision: rollback.revision.clone(),
    };
    match worlds::ask(&settings.data, *side, &request).await? {
        Some(Answer::Reloaded { revision, .. }) => {
            let words = format!("{}: served from now on, until the files change again", rollback.shop);
            let words = out.paint(Tone::Good, &words);
            let before = match before.serves() {
                same if same == revision => "which served already".to_owned(),
                other => format!("before {other}"),
            };
            out.line(&format!("{words} (revision {revision}, {before})"))?;
            Ok(Exit::Fine)
        }
        Some(Answer::Refused { words }) => Err(Failure::Said(out.retold(&words))),
        Some(_) => Err(Failure::said(
            "the engine answered something else; is it another version?",
        )),
        None => Err(Failure::said("kiosk has ended meanwhile")),
    }
}
