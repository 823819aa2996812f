//! The files of revisions that served. A text is kept once, by the hash of its bytes, whatever revisions hold it: where
//! one file of many changes, one file is written.

use std::{borrow::Cow, collections::BTreeMap};

use sqlx::SqliteConnection;

use super::{Store, StoreError};
use crate::{
    ids::{RevisionId, ShopId},
    time::Timestamp,
};

/// A shop's files, as they are to be kept.
#[derive(Default)]
pub struct KeptFiles<'f> {
    pub texts: Vec<KeptText<'f>>,
    /// All other files, with their sizes.
    pub others: BTreeMap<&'f str, u64>,
}

/// One text among them.
pub struct KeptText<'f> {
    pub name: &'f str,
    /// No other text has it.
    pub hash: String,
    pub text: Cow<'f, str>,
}

pub(super) const NEW_TEXTS: &str = "SELECT j.value FROM json_each(?) j WHERE j.value NOT IN (SELECT hash FROM texts)";

impl Store {
    /// Keeps the files of a revision that serves: the shop goes on with them when its folder is gone. `instead_of` names
    /// the state of the folder that a rollback set aside, and is empty otherwise.
    pub async fn save_revision(
        &mut self,
        shop: &ShopId,
        revision: &RevisionId,
        files: &KeptFiles<'_>,
        instead_of: &str,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let row = Row {
            shop,
            revision,
            instead_of,
            at,
        };
        self.begin_whole().await?;
        let saved = save(&mut self.connection, &row, files).await;
        self.end_whole(saved).await
    }
}

struct Row<'r> {
    shop: &'r ShopId,
    revision: &'r RevisionId,
    instead_of: &'r str,
    at: Timestamp,
}

async fn save(connection: &mut SqliteConnection, row: &Row<'_>, files: &KeptFiles<'_>) -> Result<(), sqlx::Error> {
    let hashes: Vec<&str> = files.texts.iter().map(|text| &*text.hash).collect();
    let names: BTreeMap<&str, &str> = files.texts.iter().map(|text| (text.name, &*text.hash)).collect();
    let listed = serde_json::json!({"texts": names, "others": files.others}).to_string();
    let new: Vec<String> = sqlx::query_scalar(NEW_TEXTS)
        .bind(serde_json::json!(hashes).to_string())
        .fetch_all(&mut *connection)
        .await?;
    for text in files.texts.iter().filter(|text| new.contains(&text.hash)) {
        // Two files may hold the same text.
        sqlx::query("INSERT INTO texts(hash, text) VALUES (?, ?) ON CONFLICT DO NOTHING")
            .bind(&text.hash)
            .bind(&*text.text)
            .execute(&mut *connection)
            .await?;
    }
    sqlx::query(
        "INSERT INTO revisions(shop, revision, files, instead_of, saved_at) VALUES (?, ?, ?, ?, ?) \
         ON CONFLICT(shop, revision) DO UPDATE SET saved_at = excluded.saved_at, instead_of = excluded.instead_of",
    )
    .bind(row.shop.as_str())
    .bind(row.revision.as_str())
    .bind(listed)
    .bind(row.instead_of)
    .bind(row.at.0)
    .execute(connection)
    .await
    .map(drop)
}
