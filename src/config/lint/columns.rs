//! Where lines begin: the first line that stands in no column of its neighbours, and the one it was meant for. Asked only
//! about a text that does not parse. Lines inside brackets that stay open, and texts of several lines, end the search.

use super::super::kinds::Kind;
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

fn spaces(count: usize) -> String {
    match count {
        0 => "no space".to_owned(),
        1 => "1 space".to_owned(),
        _ => format!("{count} spaces"),
    }
}

/// The line's place, from its first visible character.
fn place(line: &Line<'_>) -> std::ops::Range<usize> {
    line.start + line.indent()..line.start + line.text.trim_end().len()
}

fn moved(line: &Line<'_>, column: usize, neighbour: Option<&str>, text_above: Option<&Line<'_>>) -> Trap {
    let wanted = spaces(column);
    let as_before = match neighbour.filter(|key| *key != "- ") {
        Some(key) => format!(", as before `{key}:`"),
        None => String::new(),
    };
    let of_the_text = match text_above.and_then(|above| above.key) {
        Some(name) => format!("; if it belongs to `{name}:`, put what stands there in quotes, or take it away"),
        None => String::new(),
    };
    let help = format!("write {wanted} before it{as_before}{of_the_text}");
    Trap {
        kind: Kind::BadIndent,
        at: place(line),
        message: format!(
            "this line has {} before it, and the lines around it have another number",
            spaces(line.indent())
        ),
        label: "not in line with them",
        help,
    }
}

/// A dash among settings, or a setting among dashes.
fn mixed(line: &Line<'_>, column: usize) -> Trap {
    let help = if line.is_entry() {
        format!(
            "take the `- ` off, or write {} before it, if it belongs to the line above",
            spaces(column + 2)
        )
    } else {
        format!(
            "write `- ` before it, or {} if it belongs to the line above",
            spaces(column + 2)
        )
    };
    Trap {
        kind: Kind::BadIndent,
        at: place(line),
        message: "entries with `- ` and settings stand side by side here".to_owned(),
        label: "of another sort than its neighbours",
        help,
    }
}

/// `- rye`, where the lines below are settings of an entry.
fn nameless(line: &Line<'_>) -> Trap {
    Trap {
        kind: Kind::NoColon,
        at: place(line),
        message: "this entry has settings below it, and no name before its first value".to_owned(),
        label: "not read as `setting: value`",
        help: format!(
            "write the name of a setting behind the dash, such as `- id: {}`",
            line.value
        ),
    }
}

/// Words that stand too far left for the text that they go on with.
fn lost_words(line: &Line<'_>, above: &Line<'_>) -> Trap {
    let wanted = spaces(above.block.unwrap_or(above.column() + 2));
    let (message, label, help) = if is_block_header(above.value) && above.block.is_none() {
        (
            format!(
                "the text of `{}` stands no further right than its name",
                above.key.unwrap_or("- ")
            ),
            "not read as its text",
            format!("write {wanted} before this line and the lines of the text below it"),
        )
    } else {
        (
            "these words belong to no setting".to_owned(),
            "further left than the text above",
            format!("write {wanted} before them, if they go on with the text above"),
        )
    };
    Trap {
        kind: Kind::BadIndent,
        at: place(line),
        message,
        label,
        help,
    }
}

fn no_colon(line: &Line<'_>) -> Trap {
    let words = line.value.trim_end();
    let (name, rest) = words.split_once(' ').unwrap_or((words, ""));
    let is_name = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphabetic() || b == b'_' || b == b'-');
    let note = ["//", "--", ";"].iter().find_map(|sign| words.strip_prefix(sign));
    let help = match (is_name, rest.trim_start()) {
        _ if note.is_some() => format!("a note begins with `#`: write `# {}`", note.unwrap_or("").trim()),
        (true, "") => format!("write `{name}:`, with its value behind it or on the lines below"),
        (true, rest) => format!("write `{name}: {rest}`"),
        (false, _) => "write the name of a setting, a colon, a space and its value".to_owned(),
    };
    Trap {
        kind: Kind::NoColon,
        at: place(line),
        message: "there is no colon in this line".to_owned(),
        label: "not read as `setting: value`",
        help,
    }
}

#[cfg(test)]
mod tests {
    use super::super::lines::lines;
    use super::*;

    #[test]
    fn the_line_that_is_out_of_place_is_named_with_its_column() {
        const ABOVE: &str = "products:\n  - id: a\n    title: A\n    price: 1\n";
        for (below, at, help) in [
            (
                "   stock: 1\n",
                "stock: 1",
                "write 4 spaces before it, as before `price:`",
            ),
            (
                "    title:\n      en: x\n     stock: 1\n",
                "stock: 1",
                "write 4 spaces before it",
            ),
            (
                "    title:\n      en: x\n     ru: y\n",
                "ru: y",
                "write 6 spaces before it",
            ),
            (
                "    text: |\n    - bread\n",
                "- bread",
                "write 6 spaces before this line",
            ),
            (
                "    text: |\n    Bread.\n    Cake.\n",
                "Bread.",
                "write 6 spaces before this line",
            ),
            ("    text: |\nBread.\n", "Bread.", "write 6 spaces before this line"),
            (
                "    text: |\n        Bread.\n      Cake.\n",
                "Cake.",
                "write 8 spaces before them",
            ),
            (
                "    text: |\n        Bread.\n      Note: x\n",
                "Note: x",
                "write 8 spaces before them",
            ),
            (
                "    text: |\n      Bread.\nCake.\n",
                "Cake.",
                "write 6 spaces before them",
            ),
            ("    - bread\n", "- bread", "take the `- ` off"),
            (
                "     stock: 1\n",
                "stock: 1",
                "write 4 spaces before it, as before `price:`; if it belongs to `price:`",
            ),
            (
                "stock: 1\n    ask: []\n",
                "stock: 1",
                "write 4 spaces before it, as before `price:`",
            ),
            ("  stock: 1\n", "stock: 1", "write `- ` before it, or 4 spaces"),
            (
                "  - b\n    stock: 1\n",
                "- b",
                "write the name of a setting behind the dash, such as `- id: b`",
            ),
            ("- id: b\n", "- id: b", "write 2 spaces before it"),
            (
                "    options:\n      - {id: x}\n- id: b\n",
                "- id: b",
                "write 2 spaces before it",
            ),
            ("    // note\n", "// note", "a note begins with `#`: write `# note`"),
            (" - id: b\n", "- id: b", "write 2 spaces before it"),
            ("   - id: b\n", "- id: b", "write 2 spaces before it"),
            ("    stock 1\n", "stock 1", "write `stock: 1`"),
            ("sold out\n", "sold out", "write `sold: out`"),
            (
                "    text:\n    en: x\n      ru: y\n",
                "en: x",
                "write 6 spaces before it",
            ),
            ("  more of it\n", "more of it", "write 6 spaces before them"),
        ] {
            let text = format!("{ABOVE}{below}");
            let trap = misfit(&lines(&text)).unwrap_or_else(|| panic!("nothing is said of {below}"));
            assert_eq!(&text[trap.at.clone()], at, "{below}: {trap:?}");
            assert!(trap.help.starts_with(help), "{below}: {}", trap.help);
        }
        let trap = misfit(&lines("name: x\n- en\n")).unwrap();
        assert!(trap.help.starts_with("take the `- ` off"), "{trap:?}");
        let trap = misfit(&lines("products\n  - id: a\n")).unwrap();
        assert!(trap.help.starts_with("write `products:`"), "{trap:?}");
    }

    #[test]
    fn lines_in_their_places_are_left_alone() {
        for text in [
            "a: 1\nb:\n  c: 2\n  d:\n    - e\n    - f: 1\n      g: 2\nh:\n- i\n- j: 1\n  k: 2\nl: x\n",
            "a: one\n  two\n  three\nb: 2\n",
            "a:\n  one\n  two\nb: 2\n",
            "a: |\n   x: 1\n    y\nb: {c: 1,\n d: 2}\n",
            "- a: 1\n  b: 2\n-\n  a: 3\n",
        ] {
            assert_eq!(misfit(&lines(text)), None, "{text}");
        }
    }
}
