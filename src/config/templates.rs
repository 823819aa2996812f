//! What `init` writes: a small shop that sells, one a trade. The files lie in `templates/` and are part of the binary;
//! each loads without an error, and a test keeps it so.

/// A shop to start from.
#[derive(Debug)]
pub struct Template {
    /// The word for `--kind`.
    pub kind: &'static str,
    pub about: &'static str,
    /// Path inside the shop's folder, and content.
    pub files: &'static [(&'static str, &'static str)],
}

macro_rules! template {
    ($kind:literal, $about:literal, [$($file:literal),* $(,)?]) => {
        Template {
            kind: $kind,
            about: $about,
            files: &[$(($file, include_str!(concat!("templates/", $kind, "/", $file)))),*],
        }
    };
}

/// In the order in which `init --help` lists them.
pub static TEMPLATES: &[Template] = &[
    template!(
        "bakery",
        "goods over the counter, with categories, options and stock",
        [
            "shop.yaml",
            "catalog.yaml",
            "terms.yaml",
            "support.yaml",
            "tests/first-order.yaml"
        ]
    ),
    template!(
        "keys",
        "licence keys from a file, for Telegram Stars",
        [
            "shop.yaml",
            "catalog.yaml",
            "terms.yaml",
            "support.yaml",
            "goods/my-game.txt",
            "tests/first-order.yaml"
        ]
    ),
    template!(
        "donations",
        "an amount that the giver names, for Telegram Stars",
        [
            "shop.yaml",
            "catalog.yaml",
            "terms.yaml",
            "support.yaml",
            "tests/first-order.yaml"
        ]
    ),
    template!(
        "top-up",
        "money for the customer's account",
        [
            "shop.yaml",
            "catalog.yaml",
            "terms.yaml",
            "support.yaml",
            "tests/first-order.yaml"
        ]
    ),
];

impl Template {
    pub fn find(kind: &str) -> Option<&'static Template> {
        TEMPLATES.iter().find(|template| template.kind == kind)
    }
}
