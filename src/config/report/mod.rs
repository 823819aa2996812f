//! Problems for eyes and for tools: the framed form with the marked line, one line a problem for editors and scripts,
//! a short form for chats, JSON. Pure text; where it is printed is the caller's business.

mod frame;
mod lines;
mod places;
mod record;

use std::fmt::Write as _;

use super::files::Files;
use super::problem::{Problems, SHOWN_MAX};
pub use lines::{chat, lines};
pub use record::json;

/// How the framed form looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    Plain,
    Coloured,
}

/// All problems (at most fifty), each in its frame, and a closing count; empty if there are none. `prefix` stands before
/// file names.
pub fn render(problems: &Problems, files: &Files, prefix: &str, look: Look) -> String {
    let mut out = String::new();
    for framed in frame::frames(problems, files, prefix, look) {
        out += &framed;
        out += "\n\n";
    }
    out + summary(problems).as_str()
}

/// `3 errors, 1 warning`, and how many are not shown; empty if there is nothing.
pub fn summary(problems: &Problems) -> String {
    if problems.is_empty() {
        return String::new();
    }
    let mut counts: Vec<String> = Vec::new();
    for (count, word) in [(problems.errors(), "error"), (problems.warnings(), "warning")] {
        match count {
            0 => {}
            1 => counts.push(format!("1 {word}")),
            many => counts.push(format!("{many} {word}s")),
        }
    }
    let mut out = counts.join(", ");
    if problems.len() > SHOWN_MAX {
        let _ = write!(
            out,
            " (the first {SHOWN_MAX} are shown, and {} more)",
            problems.len() - SHOWN_MAX
        );
    }
    out + "\n"
}

#[cfg(test)]
mod tests {
    use super::super::kinds::Kind;
    use super::super::place::{FileId, Span};
    use super::super::problem::Problem;
    use super::*;

    fn sample() -> (Files, Problems) {
        let files = Files::from_parts(
            [("catalog.yaml", "- id: a\r\n  stok: 10\r\n- id: a\r\n".as_bytes())],
            [],
        );
        let at = |start, end| Span::new(FileId(0), start, end);
        let mut problems = Problems::default();
        problems.push(Problem::new(Kind::DuplicateId, at(27, 28), "two products are `a`").also(at(6, 7), "first"));
        problems.push(Problem::new(Kind::UnknownField, at(11, 15), "unknown setting `stok`").help("try `stock`"));
        problems.push(Problem::new(Kind::MissingFile, Span::folder(), "there is no shop.yaml"));
        problems.sort();
        (files, problems)
    }

    #[test]
    fn one_line_has_place_code_and_help() {
        let (files, problems) = sample();
        assert_eq!(
            lines(&problems, &files, "shops/x/"),
            [
                "shops/x/catalog.yaml:2:3: error[unknown-field]: unknown setting `stok` (try `stock`)",
                "shops/x/catalog.yaml:3:7: error[duplicate-id]: two products are `a`; first: shops/x/catalog.yaml:1:7",
                "shops/x:1:1: error[missing-file]: there is no shop.yaml",
            ]
        );
    }

    #[test]
    fn a_chat_hears_of_errors_in_few_words() {
        let (files, mut problems) = sample();
        problems.push(Problem::new(Kind::SoldOut, Span::new(FileId(0), 0, 1), "there is none"));
        assert_eq!(
            chat(&problems, &files),
            [
                "catalog.yaml, line 2: unknown setting `stok`; try `stock`",
                "catalog.yaml, line 3: two products are `a`",
                "there is no shop.yaml",
            ]
        );
    }

    #[test]
    fn the_framed_form_marks_both_places() {
        let (files, problems) = sample();
        let out = render(&problems, &files, "", Look::Plain);
        assert!(
            out.contains("error[unknown-field]: unknown setting `stok`\n --> catalog.yaml:2:3"),
            "{out}"
        );
        assert!(out.contains("^ here") && out.contains("- first"), "{out}");
        assert!(!out.contains('\u{1b}') && render(&problems, &files, "", Look::Coloured).contains('\u{1b}'));
    }

    #[test]
    fn json_has_all_and_a_report_has_fifty() {
        let (files, mut problems) = sample();
        for start in 0..60 {
            problems.push(Problem::new(
                Kind::Syntax,
                Span::new(FileId(0), start, start),
                start.to_string(),
            ));
        }
        assert_eq!(json(&problems, &files).as_array().unwrap().len(), 63);
        assert_eq!(lines(&problems, &files, "").len(), 63);
        let out = render(&problems, &files, "", Look::Plain);
        assert!(
            out.ends_with("63 errors (the first 50 are shown, and 13 more)\n"),
            "{out}"
        );
        assert_eq!(out.matches("error[").count(), 50);
    }

    #[test]
    fn json_counts_bytes_and_characters() {
        let (files, problems) = sample();
        let first = &json(&problems, &files)[0];
        assert_eq!((first["line"].as_u64(), first["column"].as_u64()), (Some(2), Some(3)));
        assert_eq!(
            (first["end_line"].as_u64(), first["end_column"].as_u64()),
            (Some(2), Some(7))
        );
        assert_eq!(first["code"], "unknown-field");
    }
}
