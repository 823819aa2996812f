//! A YAML text as lines, seen as a person sees it: indentation, an optional `- `, an optional `key:`, and the rest.
//! Not a parser: it guesses well enough to explain what a parser only calls invalid. Lines inside block texts (`|`, `>`)
//! and inside quoted texts of several lines are left out.

/// No-break and other wide spaces that look like a space and are none for YAML.
pub(crate) const ODD_SPACES: [char; 4] = ['\u{a0}', '\u{202f}', '\u{2007}', '\u{3000}'];

/// One line that may carry a setting. Offsets count in the whole text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Line<'t> {
    pub(crate) start: usize,
    /// Without its line end.
    pub(crate) text: &'t str,
    /// The word before the colon, if there is one.
    pub(crate) key: Option<&'t str>,
    /// What follows the colon or dash, without spaces around it and without a comment; may be empty.
    pub(crate) value: &'t str,
    pub(crate) value_start: usize,
    /// The setting on the line above, if that has a name and no value: then this line is within it.
    pub(crate) under: Option<&'t str>,
    /// Of a block text (`|`, `>`): the column of its first line.
    pub(crate) block: Option<usize>,
    /// Of a quoted text that goes on below and ends there: what follows its closing quote.
    pub(crate) ends_below: Option<&'t str>,
}

impl Line<'_> {
    /// Spaces before it.
    pub(crate) fn indent(&self) -> usize {
        indent(self.text)
    }

    /// Where its setting begins: behind the indentation and behind every `- `.
    pub(crate) fn column(&self) -> usize {
        key_column(self.text)
    }

    /// Does it begin an entry of a list?
    pub(crate) fn is_entry(&self) -> bool {
        let content = self.text.trim_start();
        content == "-" || content.starts_with("- ")
    }

    /// Has it a name, and does its value come on the lines below?
    pub(crate) fn opens(&self) -> bool {
        self.key.is_some() && self.value.is_empty()
    }

    pub(crate) fn is_quoted(&self) -> bool {
        self.value.starts_with(['"', '\''])
    }

    /// The line's setting with another value: the correction that is shown.
    pub(crate) fn with_value(&self, value: &str) -> String {
        match self.key {
            Some(key) => format!("{key}: {value}"),
            None => value.to_owned(),
        }
    }

    /// Does the quote that opens the value close on this line? `Some(rest)` is what follows it.
    pub(crate) fn after_quote(&self) -> Option<&str> {
        let quote = self.value.chars().next()?;
        after_closing(&self.value[quote.len_utf8()..], quote)
    }
}

/// All lines that may carry settings, in order.
pub(crate) fn lines(text: &str) -> Vec<Line<'_>> {
    let mut out = Vec::new();
    let mut inside = Inside::Settings;
    let mut start = 0;
    // In a text that is quoted over several lines: no line of it looks like a setting of the file.
    let mut is_text = true;
    for whole in text.split_inclusive('\n') {
        let bare = whole.trim_end_matches(['\n', '\r']);
        inside = inside.pass(bare);
        if let Some(above) = out.last_mut() {
            inside.tell(bare, above, &mut is_text);
        }
        if inside == Inside::Settings && !is_blank_or_comment(bare) {
            let above = out.last().filter(|above: &&Line<'_>| above.opens());
            let under = above.and_then(|above| above.key);
            let line = Line {
                under,
                ..split(start, bare)
            };
            out.push(line);
            inside = Inside::after(&line);
            is_text = true;
        }
        start += whole.len();
        if matches!(inside, Inside::LastQuoted(_)) {
            inside = Inside::Settings;
        }
    }
    out
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Inside {
    Settings,
    /// A block text whose lines are indented at least so much; its first line says how much that is.
    Block {
        least: usize,
        is_told: bool,
    },
    Quoted(char),
    /// The line on which a text in these quotes ends.
    LastQuoted(char),
}

impl Inside {
    fn pass(self, line: &str) -> Inside {
        match self {
            Inside::Block { least, is_told } if !line.trim().is_empty() => match indent(line) {
                own if own < least => Inside::Settings,
                own if !is_told => Inside::Block {
                    least: own,
                    is_told: true,
                },
                _ => self,
            },
            Inside::Quoted(quote) if after_closing(line, quote).is_some() => Inside::LastQuoted(quote),
            same => same,
        }
    }

    /// Lets the line that began a text of several lines know what this one tells of it.
    fn tell<'t>(self, line: &'t str, above: &mut Line<'t>, is_text: &mut bool) {
        match self {
            Inside::Block { least, is_told: true } => {
                above.block.get_or_insert(least);
            }
            Inside::Quoted(_) | Inside::LastQuoted(_) => {
                let own = split(0, line);
                *is_text &= own.key.is_none() || own.column() > above.column();
                if let (true, Inside::LastQuoted(quote)) = (*is_text, self) {
                    above.ends_below = after_closing(line, quote);
                }
            }
            _ => {}
        }
    }

    fn after(line: &Line<'_>) -> Inside {
        if is_block_header(line.value) {
            return Inside::Block {
                least: key_column(line.text) + 1,
                is_told: line.value.contains(|c: char| c.is_ascii_digit()),
            };
        }
        match line.value.chars().next() {
            Some(quote @ ('"' | '\'')) if line.after_quote().is_none() => Inside::Quoted(quote),
            _ => Inside::Settings,
        }
    }
}

fn is_blank_or_comment(line: &str) -> bool {
    let content = line.trim_start();
    content.is_empty() || content.starts_with('#')
}

pub(super) fn is_block_header(value: &str) -> bool {
    let head = value.split(" #").next().unwrap_or("").trim_end();
    head.starts_with(['|', '>']) && head[1..].chars().all(|c| c.is_ascii_digit() || c == '+' || c == '-')
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

/// The column of the key: behind the indentation and behind every `- `.
fn key_column(line: &str) -> usize {
    let mut column = indent(line);
    while line[column..].starts_with("- ") {
        column += 2 + indent(&line[column + 2..]);
    }
    column
}

fn split(start: usize, text: &str) -> Line<'_> {
    let odd = |c: char| c == ' ' || c == '\t' || ODD_SPACES.contains(&c);
    let mut column = text.len() - text.trim_start_matches(odd).len();
    while text[column..].starts_with("- ") || &text[column..] == "-" {
        let rest = &text[column + 1..];
        column += 1 + (rest.len() - rest.trim_start_matches(odd).len());
    }
    let content = &text[column..];
    let (key, after) = match key_length(content) {
        Some(length) => (Some(&content[..length]), column + length + 1),
        None => (None, column),
    };
    let rest = &text[after..];
    let value_start = after + (rest.len() - rest.trim_start_matches(odd).len());
    Line {
        start,
        text,
        key,
        value: without_comment(text[value_start..].trim_end()),
        value_start: start + value_start,
        under: None,
        block: None,
        ends_below: None,
    }
}

/// A `#` with a space on both sides begins a comment. One that stands close to a word may have been meant as text.
fn without_comment(value: &str) -> &str {
    let is_comment = |at: usize| {
        let before = at == 0 || value[..at].ends_with([' ', '\t']);
        let after = value[at + 1..].chars().next();
        before && after.is_none_or(|c| c.is_whitespace() || c == '#')
    };
    let quote = value.chars().next().filter(|c| *c == '"' || *c == '\'');
    let quoted = quote.and_then(|quote| after_closing(&value[1..], quote));
    let from = match (quote, quoted) {
        (None, _) => 0,
        (Some(_), Some(rest)) => value.len() - rest.len(),
        (Some(_), None) => return value,
    };
    let comment = value[from..]
        .match_indices('#')
        .map(|(at, _)| from + at)
        .find(|at| is_comment(*at));
    comment.map_or(value, |at| value[..at].trim_end())
}

/// `word:` followed by a space, an odd space or nothing.
fn key_length(content: &str) -> Option<usize> {
    let colon = content.find(':')?;
    let word = &content[..colon];
    let is_word = !word.is_empty()
        && word
            .chars()
            .all(|c| c.is_alphanumeric() || c == '_' || c == '-' || c == '<');
    let ends = content[colon + 1..]
        .chars()
        .next()
        .is_none_or(|c| c.is_whitespace() || ODD_SPACES.contains(&c));
    (is_word && ends).then_some(colon)
}

/// What follows the closing quote; doubled single quotes and escaped double quotes do not close.
pub(super) fn after_closing(text: &str, quote: char) -> Option<&str> {
    let mut characters = text.char_indices().peekable();
    while let Some((at, c)) = characters.next() {
        let doubled = c == quote && quote == '\'' && characters.peek().is_some_and(|(_, next)| *next == quote);
        if doubled || (c == '\\' && quote == '"') {
            characters.next();
        } else if c == quote {
            return Some(&text[at + c.len_utf8()..]);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(text: &str) -> Vec<(Option<&str>, &str)> {
        lines(text).into_iter().map(|line| (line.key, line.value)).collect()
    }

    #[test]
    fn block_texts_and_long_quotes_are_left_out() {
        let text = "a: |\n  x: 1\n\n  y\nb: 2\n- c: >-  # note\n    *z*\n  d: \"one\n   e: two\"\nf: 'it''s'\n";
        assert_eq!(
            values(text),
            [
                (Some("a"), "|"),
                (Some("b"), "2"),
                (Some("c"), ">-"),
                (Some("d"), "\"one"),
                (Some("f"), "'it''s'")
            ]
        );
    }

    #[test]
    fn keys_and_dashes_are_taken_off() {
        assert_eq!(
            values("  - - id: x\n- https://a.b\n-\nprice:6.50\n\u{a0}p:\u{a0}1 \r\n"),
            [
                (Some("id"), "x"),
                (None, "https://a.b"),
                (None, ""),
                (None, "price:6.50"),
                (Some("p"), "1")
            ]
        );
    }

    #[test]
    fn comments_are_no_part_of_a_value() {
        let text = "a: 1 # x: y\nb: # open\nc: \"one # two\" # three\nd: Mug #1 # mug\ne: 'un # closed\n";
        assert_eq!(
            values(text),
            [
                (Some("a"), "1"),
                (Some("b"), ""),
                (Some("c"), "\"one # two\""),
                (Some("d"), "Mug #1"),
                (Some("e"), "'un # closed")
            ]
        );
        let unders: Vec<_> = lines("a:\n  b: 1\n  c: 2\n").iter().map(|line| line.under).collect();
        assert_eq!(unders, [None, Some("a"), None]);
    }

    #[test]
    fn offsets_lead_to_the_value() {
        let text = "a: 1\n  bb:  two\n";
        for line in lines(text) {
            assert_eq!(&text[line.value_start..line.value_start + line.value.len()], line.value);
        }
    }
}
