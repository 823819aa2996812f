//! Where something stands in a shop's files: a file's number and a range of bytes.
//! Knows no file's name and no text: `files` has both, `report` joins them.

/// A file of one [`Files`](super::files::Files), by its position in name order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub(crate) u16);

impl FileId {
    /// The folder itself: for what no single file is to blame, such as a file that is missing.
    pub const FOLDER: FileId = FileId(u16::MAX);
}

/// A range of bytes of one file's text (without a byte order mark). Orders by file, then by place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    pub file: FileId,
    pub start: u32,
    pub end: u32,
}

impl Span {
    /// Files are at most 4 MiB (`tree::FILE_BYTES_MAX`), so every offset fits; a larger one is clamped.
    pub(crate) fn new(file: FileId, start: usize, end: usize) -> Span {
        let fit = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Span {
            file,
            start: fit(start),
            end: fit(end.max(start)),
        }
    }

    /// The folder as a whole.
    pub(crate) fn folder() -> Span {
        Span::new(FileId::FOLDER, 0, 0)
    }

    /// The first byte of a file: for what concerns the whole of it.
    pub(crate) fn top(file: FileId) -> Span {
        Span::new(file, 0, 0)
    }

    /// As a range that is inside `text` and on its character boundaries, at least one character long where there is one.
    pub(crate) fn range_in(self, text: &str) -> std::ops::Range<usize> {
        let start = boundary(text, self.start as usize);
        let end = boundary(text, self.end as usize).max(start);
        if end > start {
            return start..end;
        }
        let one = text[start..]
            .chars()
            .next()
            .filter(|c| *c != '\n' && *c != '\r')
            .map_or(0, char::len_utf8);
        start..start + one
    }
}

fn boundary(text: &str, offset: usize) -> usize {
    let mut at = offset.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// The lines of a text, so that many places in it are found without reading it again for each.
pub(crate) struct LineStarts(Vec<usize>);

impl LineStarts {
    pub(crate) fn of(text: &str) -> LineStarts {
        let after_breaks = text.match_indices('\n').map(|(at, _)| at + 1);
        LineStarts(std::iter::once(0).chain(after_breaks).collect())
    }

    /// Where a line begins, counted from one; beyond the last one, where the last begins.
    pub(crate) fn start(&self, line: usize) -> usize {
        let at = line.saturating_sub(1).min(self.0.len().saturating_sub(1));
        self.0.get(at).copied().unwrap_or(0)
    }

    /// From one.
    pub(crate) fn line(&self, offset: usize) -> usize {
        self.0.partition_point(|start| *start <= offset)
    }
}

/// Line and column of a byte offset, both from one, the column in characters.
pub(crate) fn line_and_column(text: &str, offset: usize) -> (usize, usize) {
    let before = &text[..boundary(text, offset)];
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    (
        before.matches('\n').count() + 1,
        before[line_start..].chars().count() + 1,
    )
}

/// The byte offset of a line and column (both from one), clamped to the text.
pub(crate) fn offset_of(text: &str, line: usize, column: usize) -> usize {
    let Some(start) = nth_line_start(text, line) else {
        return text.len();
    };
    let rest = &text[start..];
    let within = rest
        .char_indices()
        .nth(column.saturating_sub(1))
        .map_or(rest.len(), |(at, _)| at);
    start + within.min(rest.find('\n').unwrap_or(rest.len()))
}

fn nth_line_start(text: &str, line: usize) -> Option<usize> {
    match line {
        0 | 1 => Some(0),
        _ => text.match_indices('\n').nth(line - 2).map(|(at, _)| at + 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_columns_count_characters_and_come_back() {
        let text = "a: é\nbb: x\n";
        for (offset, place) in [(0, (1, 1)), (3, (1, 4)), (6, (2, 1)), (10, (2, 5)), (12, (3, 1))] {
            assert_eq!(line_and_column(text, offset), place);
            assert_eq!(offset_of(text, place.0, place.1), offset);
            assert_eq!(LineStarts::of(text).line(offset), place.0);
        }
        assert_eq!(offset_of(text, 9, 9), text.len());
    }

    #[test]
    fn a_range_is_always_inside_and_on_characters() {
        let file = FileId(0);
        assert_eq!(Span::new(file, 4, 4).range_in("a: é"), 3..5);
        assert_eq!(Span::new(file, 90, 99).range_in("abc"), 3..3);
        assert_eq!(Span::new(file, 1, 1).range_in("a\nb"), 1..1);
    }
}
