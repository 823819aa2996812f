//! A change of one file leaves what stands in the others alone: their counts, and what is remembered of them.

use std::fs;

use kiosk::{ids::ShopId, store::Reader};

use super::{ANN, FAIR, Live, Visitor, catalog};

impl Live {
    /// Counts as they are, by product.
    async fn counts(&self) -> Vec<(String, i64)> {
        let reader = Reader::open(&self.fair.database()).await.unwrap();
        let rows = reader.stock(&ShopId::parse(FAIR.name).unwrap()).await.unwrap();
        reader.close().await;
        let rows = rows.into_iter().filter(|row| row.in_file >= 0);
        rows.map(|row| (row.sku.to_string(), row.on_hand)).collect()
    }

    /// Saves, and waits until what was saved serves and its counts are taken: the staff hear of it last.
    async fn saves(&self, name: &str, text: &str, words: &str) {
        let before = self.revision().await;
        self.save(name, text);
        self.serves_other_than(&before).await;
        self.staff_hear(words).await;
    }
}

fn cakes(price: &str, stock: i64) -> String {
    format!("products:\n  - {{id: cake, title: Cake, description: Sweet., price: {price}, stock: {stock}}}\n")
}

fn counted(loaf: i64, cake: i64) -> Vec<(String, i64)> {
    vec![("cake".into(), cake), ("loaf".into(), loaf)]
}

#[tokio::test(flavor = "multi_thread")]
async fn counts_follow_the_file_that_changed_and_no_other() {
    let live = Live::open("live-parts").await;
    fs::create_dir(live.file("catalog")).unwrap();
    live.saves("catalog/more.yaml", &cakes("3.00", 5), "new: `cake`").await;
    assert_eq!(live.counts().await, counted(99_999, 5), "one loaf was bought before");
    let (fine, words) = live.kiosk(&["stock", FAIR.name, "cake", "+3"]);
    assert!(fine, "{words}");
    live.saves("catalog.yaml", &catalog("5.50"), "`loaf`, 5.50 €").await;
    assert_eq!(
        live.counts().await,
        counted(99_999, 8),
        "neither number changed in its file"
    );
    live.saves("catalog/more.yaml", &cakes("3.10", 5), "`cake`, 3.10 €")
        .await;
    assert_eq!(
        live.counts().await,
        counted(99_999, 8),
        "the price did, and the number did not"
    );
    live.saves("catalog/more.yaml", &cakes("3.10", 9), "stock in the file of `cake`")
        .await;
    assert_eq!(live.counts().await, counted(99_999, 9));
    let mut ann = Visitor::new(&live.fair.local, FAIR, ANN);
    assert!(ann.buys("cake", false).await.is_some());
    let first = live.kiosk(&["revisions", FAIR.name, "--json"]).1;
    let first: serde_json::Value = serde_json::from_str(&first).unwrap();
    let last = first["revisions"].as_array().unwrap().last().unwrap()["revision"].clone();
    let (fine, words) = live.kiosk(&["rollback", FAIR.name, last.as_str().unwrap()]);
    assert!(fine, "{words}");
    live.staff_hear("no longer sold: `cake`").await;
    let (fine, words) = live.kiosk(&["reload", FAIR.name]);
    assert!(fine, "{words}");
    assert_eq!(live.counts().await, counted(99_999, 8), "what comes back counts on");
    live.ends_well().await;
}
