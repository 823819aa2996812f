//! Kinds of problems: what a code is, how serious it is, and its page for `kiosk explain`. The kinds themselves stand in
//! `table`, one entry each: code, severity, meaning, reason, wrong lines, right lines. JSON, the reference page, the tests
//! and the samples under `tests/mistakes/` follow from it. The wording of a single problem lives where it is found.

mod table;

pub use table::Kind;

/// Does it keep the shop from opening?
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    Error,
    Warning,
}

impl Severity {
    pub fn word(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
        }
    }
}

/// Where the lines of a page stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spot {
    Shop,
    Catalog,
    /// In one entry under `products:` of the catalog.
    Product,
    Terms,
    Support,
    Texts,
    /// Beside `shop.yaml`, in a file that the lines themselves name in a comment.
    Folder,
}

impl Spot {
    /// As a person would be led there.
    pub fn words(self) -> &'static str {
        match self {
            Spot::Shop => "in shop.yaml",
            Spot::Catalog => "in catalog.yaml",
            Spot::Product => "in an entry under `products:` of catalog.yaml",
            Spot::Terms => "in terms.yaml",
            Spot::Support => "in support.yaml",
            Spot::Texts => "in texts.yaml",
            Spot::Folder => "in the shop's folder",
        }
    }
}

/// What `kiosk explain` says of a kind. A test lays the lines over a good shop: the wrong ones give this kind, the
/// right ones give nothing. Two kinds are about bytes and folders, and have no lines.
#[derive(Debug, Clone, Copy)]
pub struct Page {
    pub why: &'static str,
    pub wrong: &'static [(Spot, &'static str)],
    pub right: &'static [(Spot, &'static str)],
}

impl Kind {
    /// By its code.
    pub fn find(code: &str) -> Option<Kind> {
        Kind::ALL.iter().copied().find(|kind| kind.code() == code)
    }
}

macro_rules! kinds {
    ($($name:ident $code:literal $severity:ident $meaning:literal $why:literal
        [$($wrong_spot:ident $wrong:literal),*] [$($right_spot:ident $right:literal),*];)*) => {
        /// What sort of mistake it is. The code is stable: scripts and people may search for it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Kind { $(#[doc = $meaning] $name,)* }

        impl Kind {
            pub const ALL: &[Kind] = &[$(Kind::$name,)*];

            pub fn code(self) -> &'static str {
                match self { $(Kind::$name => $code,)* }
            }

            pub fn severity(self) -> Severity {
                match self { $(Kind::$name => Severity::$severity,)* }
            }

            /// One line for lists of kinds.
            pub fn meaning(self) -> &'static str {
                match self { $(Kind::$name => $meaning,)* }
            }

            pub fn page(self) -> Page {
                match self { $(Kind::$name => Page {
                    why: $why,
                    wrong: &[$((Spot::$wrong_spot, $wrong)),*],
                    right: &[$((Spot::$right_spot, $right)),*],
                },)* }
            }
        }
    };
}
use kinds;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_plain_and_unique() {
        let mut codes: Vec<_> = Kind::ALL.iter().map(|kind| kind.code()).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), Kind::ALL.len());
        assert!(codes.iter().all(|code| {
            code.chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
        }));
        for kind in Kind::ALL {
            assert_eq!(Kind::find(kind.code()), Some(*kind));
            for sentence in [kind.meaning(), kind.page().why] {
                assert!(sentence.ends_with('.'), "{sentence}");
            }
        }
        assert_eq!(Kind::find("no-such-code"), None);
    }
}
