//! Shops of any size, written as an owner would write them.

use std::{
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    sync::atomic::{AtomicU64, Ordering},
};

/// A folder that goes away with its owner.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new() -> Folder {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("kiosk-bench-files-{}-{count}", std::process::id()));
        fs::create_dir_all(path.join("shops")).unwrap();
        Folder(path)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    pub(crate) fn shops(&self) -> PathBuf {
        self.0.join("shops")
    }

    /// A shop with so many files of so many products, and a ticket that customers can buy.
    pub(crate) fn shop(&self, name: &str, files: usize, each: usize) {
        let folder = self.shops().join(name);
        fs::create_dir_all(folder.join("catalog")).unwrap();
        let shop = format!(
            "name: Large\ngreeting: All kinds of things.\ncurrency: XTR\nlanguages: [en]\ntimezone: UTC\ntelegram: \
             {{bot_token: \"${{{}}}\"}}\npayments: {{provider: stars}}\nstaff: [{{id: 42, role: owner}}]\n",
            secret_name(name)
        );
        let ticket = "products:\n  - {id: ticket, title: Ticket, description: One ticket., price: 5, stock: 100000000, \
                      deliver: {text: Show this at the door.}}\n";
        for (file, text) in [
            ("shop.yaml", shop.as_str()),
            ("terms.yaml", "text: Be on time.\n"),
            ("support.yaml", "contact: Write to @large.\n"),
            ("catalog/ticket.yaml", ticket),
        ] {
            fs::write(folder.join(file), text).unwrap();
        }
        for file in 0..files {
            self.save(name, file, each, 0);
        }
    }

    /// Writes a file of a catalog anew, as an editor does, with prices of its own each round.
    pub(crate) fn save(&self, name: &str, file: usize, each: usize, round: usize) {
        let folder = self.shops().join(name).join("catalog");
        let new = folder.join(".new~");
        fs::write(&new, catalog(file, each, round)).unwrap();
        fs::rename(new, folder.join(format!("shelf-{file}.yaml"))).unwrap();
    }

    /// A small file more, or one less: the others are other ones then by their places, and all are checked anew.
    pub(crate) fn add_or_remove(&self, name: &str, round: usize) {
        let file = self.shops().join(name).join("catalog/extra.yaml");
        if round.is_multiple_of(2) {
            let text = "products:\n  - {id: extra, title: Extra, description: One more., price: 7}\n";
            fs::write(file, text).unwrap();
        } else {
            fs::remove_file(file).unwrap();
        }
    }

    pub(crate) fn bytes(&self, name: &str) -> u64 {
        let files = fs::read_dir(self.shops().join(name).join("catalog")).unwrap();
        files.map(|file| file.unwrap().metadata().unwrap().len()).sum()
    }
}

/// Half of the products are counted, some can be chosen of.
fn catalog(file: usize, each: usize, round: usize) -> String {
    let mut text = format!("categories:\n  - id: shelf-{file}\n    title: Shelf {file}\n\nproducts:\n");
    for number in 0..each {
        // Never more than five times what it was: that would be held back as a slip.
        let price = 200 + (number * 37 + round) % 800;
        write!(
            text,
            "  - id: thing-{file}-{number}\n    title: Thing {file}.{number}\n    description: Number {number} on \
             shelf {file}, made by hand and packed with care.\n    price: {price}\n    category: shelf-{file}\n"
        )
        .unwrap();
        match number % 4 {
            0 | 1 => writeln!(text, "    stock: {}", number + 1).unwrap(),
            2 => text.push_str(
                "    options:\n      - id: size\n        title: Size\n        choices:\n          \
                 - {id: small, title: Small}\n          - {id: large, title: Large, price: +50}\n",
            ),
            _ => {}
        }
    }
    text
}

/// The variable that holds the token of a shop's bot.
pub(crate) fn secret_name(shop: &str) -> String {
    format!("{}_TOKEN", shop.to_uppercase().replace('-', "_"))
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
