//! Where lines begin: the first line that stands in no column of its neighbours, and the one it was meant for. Asked only
//! about a text that does not parse. Lines inside brackets that stay open, and texts of several lines, end the search.

mod say;

use say::{goes_on, headless_list, lost_words, mixed, moved, nameless, no_colon, runs_over};

use super::lines::{Line, is_block_header};
use super::traps::Trap;

/// A group or list that is open at a line.
#[derive(Debug, Clone, Copy)]
struct Level<'t> {
    column: usize,
    is_list: bool,
    /// Its last line, as a person would call it.
    last: &'t str,
    /// Was that line a name without a value?
    opens: bool,
}

/// A list at the very beginning, and settings below it: the name that it had is gone.
pub(super) fn headless(lines: &[Line<'_>]) -> Option<Trap> {
    let (first, rest) = lines.split_first()?;
    let is_setting = |line: &Line<'_>| line.key.is_some() && !line.is_entry() && line.indent() <= first.indent();
    (first.is_entry() && rest.iter().any(is_setting)).then(|| headless_list(first))
}

pub(super) fn misfit(lines: &[Line<'_>]) -> Option<Trap> {
    let mut reader = Reader::default();
    for (number, line) in lines.iter().enumerate() {
        let above = number.checked_sub(1).and_then(|above| lines.get(above));
        match reader.take(line, above) {
            Step::Fits => {}
            Step::Stop => return None,
            Step::Misfit(trap) => return Some(trap),
        }
    }
    None
}

enum Step {
    Fits,
    Stop,
    Misfit(Trap),
}

#[derive(Default)]
struct Reader<'t> {
    open: Vec<Level<'t>>,
    /// What the line above closed.
    closed: Vec<Level<'t>>,
    /// The line above stood below a name without a value, and no deeper than it.
    above_fell_short: bool,
}

impl<'t> Reader<'t> {
    fn take(&mut self, line: &Line<'t>, above: Option<&Line<'t>>) -> Step {
        let (column, is_list) = (line.indent(), line.is_entry());
        if line.key.is_none() && !is_list {
            return self.words(line, above);
        }
        let before = self.open.clone();
        let closes = |level: &Level<'_>| level.column > column || (level.column == column && level.is_list && !is_list);
        let keep = self
            .open
            .iter()
            .rposition(|level| !closes(level))
            .map_or(0, |at| at + 1);
        let ended = self.open.split_off(keep);
        let fits = match self.open.last() {
            Some(level) if level.column == column => level.is_list == is_list || level.opens,
            Some(level) => ended.is_empty() && level.opens,
            None => before.is_empty(),
        };
        if !fits {
            return Step::Misfit(self.blame(line, above, &before));
        }
        self.above_fell_short =
            above.is_some_and(Line::opens) && self.open.last().is_some_and(|level| level.column == column);
        self.closed = ended;
        self.enter(line);
        if is_left_open(line.value) {
            Step::Stop
        } else {
            Step::Fits
        }
    }

    fn enter(&mut self, line: &Line<'t>) {
        let (column, is_list) = (line.indent(), line.is_entry());
        let last = line.key.unwrap_or("- ");
        let level = Level {
            column,
            is_list,
            last: if is_list { "- " } else { last },
            opens: if is_list {
                line.key.is_none() && line.value.is_empty()
            } else {
                line.opens()
            },
        };
        let same = |open: &Level<'_>| open.column == column && open.is_list == is_list;
        match self.open.last_mut() {
            Some(open) if same(open) => *open = level,
            above => {
                // What a name without a value opens is opened once.
                if let Some(above) = above {
                    above.opens = false;
                }
                self.open.push(level);
            }
        }
        if is_list && line.key.is_some() {
            self.open.push(Level {
                column: line.column(),
                is_list: false,
                last,
                opens: line.opens(),
            });
        }
    }

    /// A line without a name goes on with the text above, if it stands further in; else it lost its colon.
    fn words(&self, line: &Line<'_>, above: Option<&Line<'_>>) -> Step {
        if let Some(above) = above.filter(|above| is_block_header(above.value)) {
            return Step::Misfit(lost_words(line, above));
        }
        let level = self.open.iter().rfind(|level| !level.is_list);
        let inside = level.is_none_or(|level| line.indent() > level.column);
        if inside && above.is_some_and(|above| !above.value.is_empty() || above.opens()) {
            return Step::Fits;
        }
        let neighbour = |level: &Level<'_>| !level.is_list && level.column == line.indent();
        match above.filter(|above| above.key.is_some() && !above.value.is_empty()) {
            Some(above) if self.open.iter().any(neighbour) && goes_on(line, above) => {
                Step::Misfit(runs_over(line, above))
            }
            _ if self.open.is_empty() || self.open.iter().any(neighbour) => Step::Misfit(no_colon(line)),
            Some(above) => Step::Misfit(lost_words(line, above)),
            None => Step::Stop,
        }
    }

    fn blame(&self, line: &Line<'_>, above: Option<&Line<'_>>, before: &[Level<'_>]) -> Trap {
        let column = line.indent();
        let is_cut_off = |above: &&Line<'_>| above.block.is_none() || column > above.column();
        if let Some(above) = above.filter(|above| is_block_header(above.value)).filter(is_cut_off) {
            return lost_words(line, above);
        }
        let is_nameless = |above: &&Line<'_>| {
            let bare = !above.value.is_empty() && !above.value.starts_with(['{', '[']);
            above.is_entry() && above.key.is_none() && bare && column > above.indent()
        };
        if let Some(above) = above.filter(is_nameless) {
            return nameless(above);
        }
        let is_of_other_sort = |level: &Level<'_>| level.column == column && level.is_list != line.is_entry();
        let has_list_further_in = before.iter().any(|level| level.is_list && level.column > column);
        if before.iter().any(is_of_other_sort) && !(line.is_entry() && has_list_further_in) {
            return mixed(line, column);
        }
        let is_deeper = before.last().is_some_and(|level| level.column < column);
        let closed = self.closed.iter().find(|level| level.column == column);
        // The line above left the column that this one goes on in: that one is wrong.
        if let (true, Some(above)) = (is_deeper && (closed.is_some() || self.above_fell_short), above) {
            return moved(above, column, closed.map(|level| level.last), None);
        }
        let columns = before
            .iter()
            .chain(&self.closed)
            .filter(|level| level.is_list == line.is_entry());
        // Of two that are as near, the one whose names are alike: those of languages have two letters.
        let is_code = |name: Option<&str>| name.is_some_and(|name| name.len() == 2);
        let is_alike = |level: &Level<'_>| is_code(Some(level.last)) == is_code(line.key);
        let nearest =
            columns.min_by_key(|level| (level.column.abs_diff(column), !is_alike(level), level.column < column));
        let text_above = above.filter(|above| is_deeper && !above.value.is_empty() && !above.is_quoted());
        match nearest {
            Some(level) => moved(line, level.column, Some(level.last), text_above),
            None => mixed(line, self.open.last().map_or(0, |level| level.column)),
        }
    }
}

fn is_left_open(value: &str) -> bool {
    value.starts_with(['[', '{']) && !value.ends_with([']', '}'])
}

#[cfg(test)]
mod tests;
