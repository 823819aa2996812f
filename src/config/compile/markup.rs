//! The small Markdown of owners' texts: `**bold**`, `*italic*` or `_italic_`, `[words](https://…)`, lists with `- `,
//! `{placeholders}`; a backslash before a mark makes it an ordinary character, doubled braces are braces.
//! Read once, here; what is sent are Telegram entities, so nothing that a person typed can become markup.

use crate::shop::{Markup, Piece, Style};

/// Why a text is not markup.
#[derive(Debug, PartialEq)]
pub(super) enum Flaw {
    Unclosed {
        mark: &'static str,
        before: String,
    },
    BadLink {
        address: String,
    },
    UnknownPlaceholder {
        name: String,
    },
    /// One that is opened and not closed.
    OpenPlaceholder {
        name: String,
    },
}

pub(super) fn parse(text: &str, placeholders: &[&str]) -> Result<Markup, Flaw> {
    let mut reader = Reader {
        text,
        at: 0,
        style: Style::default(),
        open: Vec::new(),
        words: String::new(),
        pieces: vec![],
    };
    while reader.at < text.len() {
        reader.step(placeholders)?;
    }
    reader.flush();
    match reader.open.first() {
        Some((mark, at)) => Err(Flaw::Unclosed {
            mark,
            before: first_words(&text[*at..]),
        }),
        None => Ok(Markup { pieces: reader.pieces }),
    }
}

fn first_words(text: &str) -> String {
    text.split_whitespace().take(3).collect::<Vec<_>>().join(" ")
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    style: Style,
    /// Marks that wait for their other half, and where their words begin.
    open: Vec<(&'static str, usize)>,
    words: String,
    pieces: Vec<(Style, Piece)>,
}

impl Reader<'_> {
    fn step(&mut self, placeholders: &[&str]) -> Result<(), Flaw> {
        let rest = &self.text[self.at..];
        if self.escaped(rest) || self.bullet(rest) || self.mark(rest) {
            return Ok(());
        }
        match rest.as_bytes().first() {
            Some(b'{') => self.brace(rest, placeholders),
            Some(b'[') => self.link(rest, placeholders),
            _ => {
                self.literal(rest);
                Ok(())
            }
        }
    }

    fn literal(&mut self, rest: &str) {
        if let Some(character) = rest.chars().next() {
            self.words.push(character);
            self.at += character.len_utf8();
        }
    }

    fn escaped(&mut self, rest: &str) -> bool {
        let doubled = rest.starts_with("{{") || rest.starts_with("}}");
        let slash = rest.starts_with('\\') && rest[1..].starts_with(|c: char| c.is_ascii_punctuation());
        if doubled || slash {
            self.words.push_str(&rest[1..2]);
            self.at += 2;
        }
        doubled || slash
    }

    fn bullet(&mut self, rest: &str) -> bool {
        let line_start = self.at == 0 || self.text[..self.at].ends_with('\n');
        let bullet = line_start && (rest.starts_with("- ") || rest.starts_with("* "));
        if bullet {
            self.words.push_str("• ");
            self.at += 2;
        }
        bullet
    }

    /// A mark opens before a word and closes behind one; anywhere else (`5 * 3`, `my_shop`) it is a character.
    fn mark(&mut self, rest: &str) -> bool {
        let Some(mark) = ["**", "*", "_"].into_iter().find(|mark| rest.starts_with(mark)) else {
            return false;
        };
        let before = self.text[..self.at].chars().next_back();
        let after = rest[mark.len()..].chars().next();
        let inside_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let space = |c: Option<char>| c.is_none_or(char::is_whitespace);
        let is_open = self.open.iter().any(|(open, _)| *open == mark);
        let closes = is_open && !space(before) && (mark != "_" || !inside_word(after));
        let opens = !is_open && !space(after) && !inside_word(before);
        if !closes && !opens {
            return false;
        }
        self.flush();
        self.at += mark.len();
        if closes {
            self.open.retain(|(open, _)| *open != mark);
        } else {
            self.open.push((mark, self.at));
        }
        self.style.bold = self.open.iter().any(|(open, _)| *open == "**");
        self.style.italic = self.open.iter().any(|(open, _)| *open != "**");
        true
    }

    fn brace(&mut self, rest: &str, placeholders: &[&str]) -> Result<(), Flaw> {
        let name = rest[1..]
            .split_once('}')
            .map(|(name, _)| name)
            .filter(|name| is_name(name));
        let spaced = rest[1..].split_once('}').map_or("", |(name, _)| name);
        if name.is_none() && placeholders.contains(&spaced.trim()) {
            return Err(Flaw::UnknownPlaceholder {
                name: spaced.to_owned(),
            });
        }
        // In another alphabet: nothing has such a name, and a customer would read the braces.
        let is_foreign = spaced.chars().all(char::is_alphabetic) && !spaced.is_ascii();
        if name.is_none() && is_foreign && !placeholders.is_empty() {
            return Err(Flaw::UnknownPlaceholder {
                name: spaced.to_owned(),
            });
        }
        let Some(name) = name else {
            let end = rest[1..].find(|c: char| !is_name_letter(c)).unwrap_or(rest.len() - 1);
            let begun = &rest[1..=end];
            if placeholders.contains(&begun) {
                return Err(Flaw::OpenPlaceholder { name: begun.to_owned() });
            }
            self.literal(rest);
            return Ok(());
        };
        if !placeholders.contains(&name) {
            return Err(Flaw::UnknownPlaceholder { name: name.to_owned() });
        }
        self.flush();
        self.pieces.push((self.style.clone(), Piece::Placeholder(name.into())));
        self.at += name.len() + 2;
        Ok(())
    }

    fn link(&mut self, rest: &str, placeholders: &[&str]) -> Result<(), Flaw> {
        let parts = rest[1..]
            .split_once("](")
            .and_then(|(words, behind)| Some((words, behind.split_once(')')?.0)));
        let Some((words, address)) = parts.filter(|(words, _)| !words.contains(['\n', '['])) else {
            self.literal(rest);
            return Ok(());
        };
        if !is_address(address) {
            return Err(Flaw::BadLink {
                address: address.to_owned(),
            });
        }
        self.flush();
        for (style, piece) in parse(words, placeholders)?.pieces {
            let bold = style.bold || self.style.bold;
            let italic = style.italic || self.style.italic;
            self.pieces.push((
                Style {
                    bold,
                    italic,
                    link: Some(address.into()),
                },
                piece,
            ));
        }
        self.at += 1 + words.len() + 2 + address.len() + 1;
        Ok(())
    }

    fn flush(&mut self) {
        if !self.words.is_empty() {
            let words = std::mem::take(&mut self.words);
            self.pieces.push((self.style.clone(), Piece::Words(words.into())));
        }
    }
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.chars().all(is_name_letter)
}

fn is_name_letter(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_' || c == '-'
}

fn is_address(text: &str) -> bool {
    let body = ["https://", "http://", "tg://", "mailto:", "tel:"]
        .iter()
        .find_map(|scheme| text.strip_prefix(scheme));
    body.is_some_and(|body| !body.is_empty() && !text.contains(char::is_whitespace))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `b`, `i`, `l` before each piece say how it looks.
    fn shown(text: &str) -> String {
        let one = |(style, piece): &(Style, Piece)| {
            let looks = [(style.bold, 'b'), (style.italic, 'i'), (style.link.is_some(), 'l')];
            let looks: String = looks.iter().filter(|(on, _)| *on).map(|(_, letter)| *letter).collect();
            match piece {
                Piece::Words(words) => format!("{looks}<{words}>"),
                Piece::Placeholder(name) => format!("{looks}{{{name}}}"),
            }
        };
        parse(text, &["shop"]).unwrap().pieces.iter().map(one).collect()
    }

    #[test]
    fn marks_links_lists_and_placeholders() {
        for (text, pieces) in [
            ("fresh **bread** now", "<fresh >b<bread>< now>"),
            ("*a* and _b_.", "i<a>< and >i<b><.>"),
            ("***both***", "bi<both>"),
            ("5 * 3 is my_shop_bot", "<5 * 3 is my_shop_bot>"),
            ("see [our **site**](https://a.b/c_d)!", "<see >l<our >bl<site><!>"),
            ("- one\n- two", "<• one\n• two>"),
            ("**hi {shop}**", "b<hi >b{shop}"),
            ("{{x}} \\*y\\* [z] { } a{", "<{x} *y* [z] { } a{>"),
            ("", ""),
        ] {
            assert_eq!(shown(text), pieces, "{text}");
        }
    }

    #[test]
    fn flaws_are_named() {
        let flaw = |text: &str| parse(text, &["shop"]).unwrap_err();
        assert_eq!(
            flaw("a **b c d e"),
            Flaw::Unclosed {
                mark: "**",
                before: "b c d".into()
            }
        );
        assert_eq!(flaw("{shp}"), Flaw::UnknownPlaceholder { name: "shp".into() });
        assert_eq!(flaw("{ shop }"), Flaw::UnknownPlaceholder { name: " shop ".into() });
        for open in ["{shop", "{shop is", "in {shop {x}"] {
            assert_eq!(flaw(open), Flaw::OpenPlaceholder { name: "shop".into() }, "{open}");
        }
        assert_eq!(flaw("[x](a.b)"), Flaw::BadLink { address: "a.b".into() });
    }
}
