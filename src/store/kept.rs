//! The files of revisions that served. A text is kept once, by the hash of its bytes, whatever revisions hold it: where
//! one file of many changes, one file is written. Whoever has them kept has packed what is new before: here customers wait.

use sqlx::SqliteConnection;

use super::{Store, StoreError};
use crate::{
    ids::{RevisionId, ShopId},
    time::Timestamp,
};

/// A shop's files, as they are to be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptFiles {
    /// JSON: under `texts` the hash of each text by its name, under `others` the sizes of all other files.
    pub listed: String,
    /// Texts that are not kept yet: the hash that no other text has, and the packed bytes.
    pub new: Vec<(String, Vec<u8>)>,
}

impl Store {
    /// Keeps the files of a revision that serves: the shop goes on with them when its folder is gone. `instead_of` names
    /// the state of the folder that a rollback set aside, and is empty otherwise. A shop that was closing is open again.
    pub async fn save_revision(
        &mut self,
        shop: &ShopId,
        revision: &RevisionId,
        files: &KeptFiles,
        instead_of: &str,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let row = Row {
            shop,
            revision,
            instead_of,
            at,
        };
        self.begin_beside().await?;
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

async fn save(connection: &mut SqliteConnection, row: &Row<'_>, files: &KeptFiles) -> Result<(), sqlx::Error> {
    for (hash, packed) in &files.new {
        // Two files may hold the same text.
        sqlx::query("INSERT INTO texts(hash, text, packed) VALUES (?, '', ?) ON CONFLICT DO NOTHING")
            .bind(hash)
            .bind(packed)
            .execute(&mut *connection)
            .await?;
    }
    sqlx::query(
        "INSERT INTO revisions(shop, revision, files, instead_of, saved_at) VALUES (?, ?, ?, ?, ?) \
         ON CONFLICT(shop, revision) DO UPDATE SET saved_at = excluded.saved_at, instead_of = excluded.instead_of",
    )
    .bind(row.shop.as_str())
    .bind(row.revision.as_str())
    .bind(&files.listed)
    .bind(row.instead_of)
    .bind(row.at.0)
    .execute(&mut *connection)
    .await?;
    sqlx::query("DELETE FROM closings WHERE shop = ?")
        .bind(row.shop.as_str())
        .execute(connection)
        .await
        .map(drop)
}
