//! Lints on the text of a file, around the parsers: YAML's traps in a baker's words (`traps`, `brackets`, `characters`,
//! `colons`, `columns`, `marks`, over `lines`), cut-off comments in texts that do parse, and translations of what the
//! parsers say (`syntax`).

mod brackets;
mod characters;
mod colons;
mod columns;
mod lines;
mod marks;
mod syntax;
mod traps;

pub(crate) use lines::ODD_SPACES;
pub(crate) use syntax::plain_words;
pub(crate) use traps::{WRONG_DASHES, quoted};

use super::kinds::{Kind, Severity};
use super::place::{FileId, Span};
use super::problem::{Problem, Problems};
use super::tree::{Node, Shape};

/// Traps that are mistakes in any text.
pub(crate) fn text(file: FileId, text: &str) -> Problems {
    collect(file, lines::lines(text).iter().filter_map(traps::always))
}

/// Traps in a text that did not parse from `at` on, and whether one of them explains that.
pub(crate) fn broken_text(file: FileId, text: &str, at: usize) -> (Problems, bool) {
    // A parser notices most mistakes on their own line or on the next one, and these here much later.
    const FAR: [Kind; 5] = [
        Kind::Syntax,
        Kind::UnclosedQuote,
        Kind::UnclosedBracket,
        Kind::TextAfterHash,
        Kind::TabIndent,
    ];
    const NEAR_LINES: usize = 2;
    let lines = lines::lines(text);
    let last = lines.partition_point(|line| line.start <= at);
    let mut explains = false;
    let mut found = Vec::new();
    let mut is_merged = false;
    for (number, line) in lines.iter().enumerate() {
        // The marks that follow the first ones.
        if is_merged && marks::is_merge_mark(line) {
            continue;
        }
        is_merged |= marks::is_merge_mark(line);
        let Some(trap) = traps::always(line).or_else(|| traps::when_broken(line)) else {
            continue;
        };
        let is_error = trap.kind.severity() == Severity::Error;
        explains |= is_error && number < last && (FAR.contains(&trap.kind) || number + NEAR_LINES >= last);
        found.push(trap);
    }
    (collect(file, found.into_iter()), explains)
}

/// The first line of a text that did not parse which stands in no column of its neighbours, or has no colon.
pub(crate) fn out_of_column(file: FileId, text: &str) -> Problems {
    let lines = lines::lines(text);
    if let Some(trap) = columns::headless(&lines) {
        return collect(file, std::iter::once(trap));
    }
    let misfit = columns::misfit(&lines).map(|trap| match opener_behind_a_hash(text, &trap) {
        Some(name) => traps::Trap {
            help: format!("take the `# ` off the line above as well, so that it begins with `{name}:`"),
            ..trap
        },
        None => trap,
    });
    collect(file, misfit.into_iter())
}

/// `# telegram:` above a line that was meant to stand within it.
fn opener_behind_a_hash<'t>(text: &'t str, misfit: &traps::Trap) -> Option<&'t str> {
    let before = text.get(..misfit.at.start)?;
    let above = before[..before.rfind('\n')?].lines().next_back()?;
    let note = above.trim_start().strip_prefix('#')?.trim();
    let name = note.strip_suffix(':')?;
    let is_name = !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
    (misfit.kind == Kind::BadIndent && is_name).then_some(name)
}

fn collect(file: FileId, traps: impl Iterator<Item = traps::Trap>) -> Problems {
    let mut problems = Problems::default();
    for trap in traps {
        let at = Span::new(file, trap.at.start, trap.at.end);
        problems.push(
            Problem::new(trap.kind, at, trap.message)
                .label(trap.label)
                .help(trap.help),
        );
    }
    problems
}

/// Texts that parse and lost their end to a comment: `Mug #1`.
pub(crate) fn cut_off(file: FileId, text: &str, node: &Node, problems: &mut Problems) {
    let items = node.items().iter().map(|item| (None, item));
    let entries = node.entries().iter().map(|entry| (Some(entry.name()), &entry.value));
    for (key, value) in items.chain(entries) {
        if let Some(problem) = cut_off_value(file, text, value, key) {
            problems.push(problem);
        }
        cut_off(file, text, value, problems);
    }
}

fn cut_off_value(file: FileId, text: &str, node: &Node, key: Option<&str>) -> Option<Problem> {
    let Shape::Scalar { raw, plain: true } = &node.shape else {
        return None;
    };
    // Nearly all values end without a comment: then the rest of the line, which may be long, is not looked at.
    let behind = &text[node.span.end..];
    let comment = behind.trim_start_matches([' ', '\t']);
    let hash = node.span.end + (behind.len() - comment.len());
    let comment = comment
        .strip_prefix('#')
        .and_then(|_| comment.split(['\n', '\r']).next())?;
    if !looks_cut_off(raw, &comment[1..]) {
        return None;
    }
    let whole = text[node.span.start..hash + comment.len()].trim();
    let corrected = key.map_or_else(|| quoted(whole), |key| format!("{key}: {}", quoted(whole)));
    let at = Span::new(file, hash, hash + comment.trim_end().len());
    Some(
        Problem::new(
            Kind::TextAfterHash,
            at,
            "everything from ` #` on is a comment and not part of the value",
        )
        .label("cut off here")
        .help(format!(
            "write `{corrected}`, or put a space after `#` if a comment is meant"
        )),
    )
}

/// `Mug #1` and `#1 bread` are texts; `owner #me` and `6.50 #old` are sloppy comments.
fn looks_cut_off(raw: &str, after: &str) -> bool {
    let Some(next) = after.chars().next().filter(|c| !c.is_whitespace() && *c != '#') else {
        return false;
    };
    if raw.is_empty() {
        return next.is_ascii_digit();
    }
    let has_letters = raw.chars().any(char::is_alphabetic);
    let is_word = raw
        .chars()
        .all(|c| c.is_lowercase() || c.is_ascii_digit() || c == '-' || c == '_');
    has_letters && (next.is_ascii_digit() || !is_word)
}

#[cfg(test)]
mod tests {
    use super::super::tree;
    use super::*;

    fn cut(text: &str) -> Vec<(u32, String)> {
        let (root, _) = tree::parse(text).unwrap();
        let mut problems = Problems::default();
        cut_off(FileId(0), text, &root, &mut problems);
        problems
            .iter()
            .map(|problem| (problem.at.start, problem.help.clone().unwrap()))
            .collect()
    }

    #[test]
    fn texts_that_lost_their_end() {
        let found = cut("title: Mug #1\nlist:\n  - Cup #2\nname: #1 bread\n");
        assert_eq!(found.len(), 3, "{found:?}");
        assert!(
            found
                .iter()
                .any(|(at, help)| *at == 11 && help.starts_with("write `title: \"Mug #1\"`")),
            "{found:?}"
        );
    }

    #[test]
    fn comments_are_comments() {
        for text in [
            "price: 6.50 #old",
            "role: owner #me",
            "title: Mug # 1",
            "a: 'Mug' #1",
            "title: Mug#1",
            "a: ##x",
        ] {
            assert_eq!(cut(text), [], "{text}");
        }
    }
}
