//! `kiosk revisions`: the versions of a shop's files that served, the latest first. It only reads.

use clap::Args;
use serde_json::json;

use super::{
    ending::{Ending, Exit, Failure},
    folders::Folders,
    output::{Output, columns},
    worlds,
};
use crate::{config::Settings, ids::ShopId};

/// Lists the versions of a shop's files that served
///
/// Each is kept whole, so that `rollback` can serve it again.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  kiosk revisions bakery
  kiosk revisions bakery --json")]
pub(super) struct Revisions {
    /// A shop
    shop: String,
    /// How many at most
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u16).range(1..))]
    limit: u16,
    /// Print a JSON document
    #[arg(long)]
    json: bool,
}

pub(super) async fn run(settings: &Settings, revisions: &Revisions, out: &mut Output) -> Ending {
    let unknown = || Failure::Usage(format!("no shop `{}` was ever served here", revisions.shop));
    let shop = ShopId::parse(&revisions.shop).map_err(|_| unknown())?;
    let zone = Folders::new(settings).timezone(&shop);
    let (mut rows, mut documents) = (Vec::new(), Vec::new());
    for (side, reader) in worlds::readers(&settings.data).await? {
        let kept = reader
            .revisions(&shop, i64::from(revisions.limit))
            .await
            .map_err(Failure::said)?;
        for (revision, at) in kept {
            rows.push(vec![side.word().to_owned(), revision.to_string(), at.local(&zone)]);
            documents.push(json!({"world": side.word(), "revision": revision, "taken_up": at.to_string()}));
        }
    }
    if rows.is_empty() {
        return Err(unknown());
    }
    if revisions.json {
        out.json(&json!({ "revisions": documents }))?;
    } else {
        out.text(&columns(&rows, ""))?;
    }
    Ok(Exit::Fine)
}
