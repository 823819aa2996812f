//! The load text put together: of the pieces in `load`, those that answer what is asked for.

use std::{collections::HashMap, sync::Arc};

use super::load::{PARTS, Part, Place};

/// What is gathered, each with a first line that has no rows.
const GATHERED: [(Place, &str); 3] = [
    (
        Place::Roots,
        "roots(invoice, payer) AS MATERIALIZED (SELECT 0, 0 WHERE false",
    ),
    (Place::Picked, "picked(id) AS MATERIALIZED (SELECT 0 WHERE false"),
    (
        Place::Pools,
        "pools(shop, sku, units) AS MATERIALIZED (SELECT '', '', 0 WHERE false",
    ),
];

/// The pieces that answer these kinds.
pub(super) fn parts(kinds: u16) -> impl Iterator<Item = &'static Part> {
    PARTS.iter().filter(move |part| part.kinds & kinds != 0)
}

/// The statement that answers these kinds; empty for none.
pub(super) fn statement(kinds: u16) -> String {
    let columns: Vec<String> = parts(kinds)
        .filter(|part| matches!(part.place, Place::Column(_)))
        .map(|part| format!("({})", part.sql))
        .collect();
    if columns.is_empty() {
        return String::new();
    }
    let gathered = GATHERED.map(|(place, first)| {
        let sqls = parts(kinds).filter(|part| part.place == place).map(|part| part.sql);
        sqls.fold(first.to_string(), |text, sql| text + "\nUNION " + sql) + ")"
    });
    format!("WITH {}\nSELECT {}", gathered.join(",\n"), columns.join(",\n"))
}

/// The texts that were sent before, by the kinds in them.
#[derive(Default)]
pub(super) struct LoadTexts(HashMap<u16, Arc<str>>);

impl LoadTexts {
    pub(super) fn text(&mut self, kinds: u16) -> Arc<str> {
        let text = self.0.entry(kinds).or_insert_with(|| statement(kinds).into());
        text.clone()
    }
}
