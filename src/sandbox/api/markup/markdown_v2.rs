//! `parse_mode` `MarkdownV2`: entities nest, and eighteen letters mean something or must be escaped.

use super::link;
use super::plain::{Plain, Source, bare, language};
use crate::sandbox::api::Formatted;

const RESERVED: &[u8] = b"_*[]()~`>#+-=|{}.!\n";

/// What can be open, by the names that Telegram calls them in its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Bold,
    Italic,
    Underline,
    Strikethrough,
    Spoiler,
    Code,
    Pre,
    /// With a language.
    PreCode,
    TextUrl,
    CustomEmoji,
    BlockQuote,
}

struct Open {
    kind: Kind,
    language: String,
    /// Where it begins: bytes of the source, UTF-16 units and bytes of the plain text.
    at: usize,
    from: i64,
    begin: usize,
}

struct Reader<'t> {
    source: Source<'t>,
    plain: Plain,
    open: Vec<Open>,
    /// Within a quotation, which the end of a line ends unless the next one begins with `>`.
    quoting: bool,
    /// Nothing stands in this line yet.
    fresh: bool,
}

pub(super) fn read(text: &str) -> Result<Formatted, String> {
    let mut reader = Reader {
        source: Source::new(text),
        plain: Plain::default(),
        open: Vec::new(),
        quoting: false,
        fresh: true,
    };
    while !reader.source.is_at_end() {
        reader.step()?;
    }
    if reader.quoting {
        reader.end_quote()?;
    }
    match reader.open.last() {
        Some(open) => Err(open.unfinished()),
        None => Ok(reader.plain.finish()),
    }
}

impl Open {
    fn unfinished(&self) -> String {
        format!("Can't find end of {:?} entity at byte offset {}", self.kind, self.at)
    }

    fn is_code(&self) -> bool {
        matches!(self.kind, Kind::Code | Kind::Pre | Kind::PreCode)
    }

    /// Whether the next letters end it.
    fn ends(&self, source: &Source<'_>) -> bool {
        let next = |text| source.begins_with(text);
        match self.kind {
            Kind::Bold => next("*"),
            Kind::Italic => next("_") && !next("__"),
            Kind::Underline => next("__"),
            Kind::Strikethrough => next("~"),
            Kind::Spoiler => next("||"),
            Kind::Code => next("`"),
            Kind::Pre | Kind::PreCode => next("```"),
            Kind::TextUrl | Kind::CustomEmoji => next("]"),
            Kind::BlockQuote => false,
        }
    }
}

impl Reader<'_> {
    fn step(&mut self) -> Result<(), String> {
        let byte = self.source.ahead(0);
        if byte == b'\\' && (1..=126).contains(&self.source.ahead(1)) {
            self.source.skip(1);
            self.letter();
            return Ok(());
        }
        let in_code = self.open.last().is_some_and(Open::is_code);
        let is_reserved = if in_code {
            byte == b'`'
        } else {
            RESERVED.contains(&byte)
        };
        if !is_reserved {
            self.letter();
            return Ok(());
        }
        if self.quoting && byte == b'\n' && self.source.ahead(1) != b'>' {
            self.plain_end_of_quote()?;
        } else if byte == b'\n' {
            self.new_line();
        } else if self.open.last().is_some_and(|open| open.ends(&self.source)) {
            return self.end();
        } else {
            return self.begin();
        }
        Ok(())
    }

    /// A letter that means itself.
    fn letter(&mut self) {
        self.fresh &= self.source.ahead(0) == b'\r';
        self.plain.copy(&mut self.source);
    }

    fn new_line(&mut self) {
        self.plain.copy(&mut self.source);
        self.fresh = true;
        if self.quoting {
            // It goes on.
            self.source.skip(1);
        }
    }

    fn plain_end_of_quote(&mut self) -> Result<(), String> {
        self.plain.push('\n');
        let ended = self.end_quote();
        self.source.skip(1);
        self.fresh = true;
        ended
    }

    /// Ends the quotation here. A spoiler that began just now and hides nothing says that it can be expanded.
    fn end_quote(&mut self) -> Result<(), String> {
        let is_break = !self.source.is_at_end();
        let here = self.plain.units - i64::from(is_break);
        let expandable = self
            .open
            .last()
            .is_some_and(|open| open.kind == Kind::Spoiler && open.from == here);
        let within = self.open.len() - usize::from(expandable);
        match within.checked_sub(1).and_then(|last| self.open.get(last)) {
            Some(quote) if quote.kind == Kind::BlockQuote => {
                let kind = if expandable {
                    "expandable_blockquote"
                } else {
                    "blockquote"
                };
                self.plain.mark(kind, quote.from, bare());
                self.open.truncate(within - 1);
                self.quoting = false;
                Ok(())
            }
            _ => Err(self.open.last().map(Open::unfinished).unwrap_or_default()),
        }
    }

    fn begin(&mut self) -> Result<(), String> {
        let at = self.source.at;
        let signs = [
            ("__", Kind::Underline),
            ("_", Kind::Italic),
            ("*", Kind::Bold),
            ("~", Kind::Strikethrough),
            ("||", Kind::Spoiler),
            ("[", Kind::TextUrl),
            ("![", Kind::CustomEmoji),
            ("```", Kind::Pre),
            ("`", Kind::Code),
        ];
        let quotes = self.source.ahead(0) == b'>' && self.fresh && !self.quoting;
        let found = signs.into_iter().find(|(sign, _)| self.source.begins_with(sign));
        let found = if quotes { Some((">", Kind::BlockQuote)) } else { found };
        let Some((sign, mut kind)) = found else {
            let letter = char::from(self.source.ahead(0));
            return Err(format!(
                "Character '{letter}' is reserved and must be escaped with the preceding '\\'"
            ));
        };
        self.source.skip(sign.len());
        self.quoting |= quotes;
        let language = if kind == Kind::Pre {
            self.source.language()
        } else {
            String::new()
        };
        if !language.is_empty() {
            kind = Kind::PreCode;
        }
        self.open.push(Open {
            kind,
            language,
            at,
            from: self.plain.units,
            begin: self.plain.text.len(),
        });
        Ok(())
    }

    fn end(&mut self) -> Result<(), String> {
        let Some(open) = self.open.pop() else { return Ok(()) };
        let (signs, kind) = match open.kind {
            Kind::Bold => (1, "bold"),
            Kind::Italic => (1, "italic"),
            Kind::Strikethrough => (1, "strikethrough"),
            Kind::Code => (1, "code"),
            Kind::Underline => (2, "underline"),
            Kind::Spoiler => (2, "spoiler"),
            Kind::Pre | Kind::PreCode => (3, "pre"),
            Kind::TextUrl => return self.end_link(&open),
            Kind::CustomEmoji => return self.end_picture(&open),
            Kind::BlockQuote => return Ok(()),
        };
        self.source.skip(signs);
        self.plain.mark(kind, open.from, language(&open.language));
        Ok(())
    }

    fn end_link(&mut self, open: &Open) -> Result<(), String> {
        self.source.skip(1);
        let own = self.plain.text.get(open.begin..).unwrap_or("").to_owned();
        let address = if self.source.ahead(0) == b'(' {
            self.address("a URL")?
        } else {
            own
        };
        if self.plain.units > open.from {
            link::mark(&mut self.plain, open.from, &address);
        }
        Ok(())
    }

    fn end_picture(&mut self, open: &Open) -> Result<(), String> {
        self.source.skip(1);
        if self.source.ahead(0) != b'(' {
            return Err("Custom emoji entity must contain a tg://emoji URL".into());
        }
        let address = self.address("a custom emoji URL")?;
        let (kind, details) = link::picture(&address)?;
        self.plain.mark(kind, open.from, details);
        Ok(())
    }

    /// What stands in the parentheses that begin here.
    fn address(&mut self, what: &str) -> Result<String, String> {
        self.source.skip(1);
        let (begin, mut address) = (self.source.at, String::new());
        while !self.source.is_at_end() && self.source.ahead(0) != b')' {
            if self.source.ahead(0) == b'\\' && (1..=126).contains(&self.source.ahead(1)) {
                self.source.skip(1);
            }
            address.extend(self.source.take());
        }
        if self.source.is_at_end() {
            return Err(format!("Can't find end of {what} at byte offset {begin}"));
        }
        self.source.skip(1);
        Ok(address)
    }
}
