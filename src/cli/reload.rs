//! `kiosk reload`: asks the running engine to read its shops' folders again. What is wrong keeps the old version.

use clap::Args;

use super::{
    ending::{Ending, Exit, Failure},
    output::{Output, Tone},
    worlds::{self, Side},
};
use crate::{
    config::Settings,
    engine::{
        ShopStatus,
        control::{Answer, Request},
        reload::{Attempt, Outcome},
    },
};

/// Makes the running kiosk read a shop's files again
///
/// kiosk does so by itself when a file is saved; this says at once what came of it. A shop whose files have errors, or
/// look like a slip, goes on with what it had. Orders that are being paid keep their prices.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  kiosk reload            every shop
  kiosk reload bakery
  kiosk reload bakery --accept 3f2a91c07b5de846")]
pub(super) struct Reload {
    /// One shop; without it, every shop that runs
    shop: Option<String>,
    /// Serve this revision although it looks like a slip
    #[arg(long, value_name = "REVISION", requires = "shop")]
    accept: Option<String>,
}

pub(super) async fn run(settings: &Settings, reload: &Reload, out: &mut Output) -> Ending {
    let served = worlds::running(&settings.data).await?;
    if served.is_empty() {
        return Err(Failure::said(format_args!(
            "no kiosk runs on {}, so nothing needs to be read again: it reads the files when it starts",
            settings.data.display()
        )));
    }
    let chosen: Vec<_> = served.iter().filter(|(_, status)| is_meant(reload, status)).collect();
    if chosen.is_empty() {
        let names: Vec<&str> = served.iter().map(|(_, status)| status.shop.as_str()).collect();
        let shop = reload.shop.as_deref().unwrap_or_default();
        return Err(Failure::Usage(format!(
            "no shop `{shop}` runs; there are: {}",
            names.join(", ")
        )));
    }
    let mut exit = Exit::Fine;
    for (side, before) in chosen {
        if !one(settings, *side, before, reload.accept.clone(), out).await? {
            exit = Exit::Failed;
        }
    }
    Ok(exit)
}

fn is_meant(reload: &Reload, status: &ShopStatus) -> bool {
    reload.shop.as_ref().is_none_or(|shop| *shop == status.shop)
}

/// Whether the shop now is what its files say.
async fn one(
    settings: &Settings,
    side: Side,
    before: &ShopStatus,
    accept: Option<String>,
    out: &mut Output,
) -> Result<bool, Failure> {
    let shop = &before.shop;
    let request = Request::Reload {
        shop: shop.clone(),
        accept,
    };
    let line = match worlds::ask(&settings.data, side, &request).await? {
        Some(Answer::Reloaded {
            attempt: Some(Attempt {
                outcome: Outcome::Closing,
                ..
            }),
            ..
        }) => format!("{shop}: its folder is gone; it sells nothing new, and ends when nothing is left to be done"),
        Some(Answer::Reloaded { revision, .. }) if revision == before.serves() => {
            format!("{shop}: nothing has changed (revision {revision})")
        }
        Some(Answer::Reloaded { revision, .. }) => {
            let words = format!("{shop}: the new files are served from now on");
            format!(
                "{} (revision {revision}, before {})",
                out.paint(Tone::Good, &words),
                before.serves()
            )
        }
        Some(Answer::Refused { words }) => {
            let heading = format!("{shop}: goes on with what it had, because:");
            let words = out.retold(words.trim_end());
            out.line(&format!("{}\n{words}", out.paint(Tone::Bad, &heading)))?;
            return Ok(false);
        }
        Some(_) => {
            return Err(Failure::said(
                "the engine answered something else; is it another version?",
            ));
        }
        None => return Err(Failure::said("kiosk has ended meanwhile")),
    };
    out.line(&line)?;
    Ok(true)
}
