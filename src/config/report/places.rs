//! Lines and columns of many places at once: each text is walked through a single time, however many problems it has
//! and however long its lines are.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::super::files::Files;
use super::super::place::{FileId, Span};
use super::super::problem::Problems;

/// Line and column (from one, in characters) of both ends of every span.
pub(super) struct Places<'f> {
    files: &'f Files,
    found: HashMap<(FileId, usize), (usize, usize)>,
}

impl Places<'_> {
    pub(super) fn of<'f>(problems: &Problems, files: &'f Files) -> Places<'f> {
        let mut wanted: BTreeMap<FileId, BTreeSet<usize>> = BTreeMap::new();
        let also = problems
            .iter()
            .filter_map(|problem| problem.also.as_ref())
            .map(|(at, _)| *at);
        for at in problems.iter().map(|problem| problem.at).chain(also) {
            let range = at.range_in(files.text(at.file));
            wanted.entry(at.file).or_default().extend([range.start, range.end]);
        }
        let mut found = HashMap::new();
        for (file, offsets) in wanted {
            let walked = walk(files.text(file), &offsets);
            found.extend(walked.map(|(offset, place)| ((file, offset), place)));
        }
        Places { files, found }
    }

    pub(super) fn start(&self, at: Span) -> (usize, usize) {
        self.find(at.file, at.range_in(self.files.text(at.file)).start)
    }

    pub(super) fn end(&self, at: Span) -> (usize, usize) {
        self.find(at.file, at.range_in(self.files.text(at.file)).end)
    }

    fn find(&self, file: FileId, offset: usize) -> (usize, usize) {
        self.found.get(&(file, offset)).copied().unwrap_or((1, 1))
    }
}

/// `offsets` are inside the text and on its characters.
fn walk(text: &str, offsets: &BTreeSet<usize>) -> impl Iterator<Item = (usize, (usize, usize))> {
    offsets.iter().scan((0, 1, 1), |(from, line, column), offset| {
        let passed = &text[*from..*offset];
        *line += passed.matches('\n').count();
        *column = match passed.rsplit_once('\n') {
            Some((_, begun)) => begun.chars().count() + 1,
            None => *column + passed.chars().count(),
        };
        *from = *offset;
        Some((*offset, (*line, *column)))
    })
}

#[cfg(test)]
mod tests {
    use super::super::super::place::line_and_column;
    use super::*;

    #[test]
    fn many_places_are_found_as_one_is() {
        let text = "a: é\r\nbb: x\n\nlong: 👩\u{200d}🍳 bread\n";
        let all: BTreeSet<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        assert_eq!(walk(text, &all).count(), all.len());
        for (offset, place) in walk(text, &all) {
            assert_eq!(place, line_and_column(text, offset), "{offset}");
        }
    }
}
