//! Marks that customers would see as they are: HTML, the Markdown of other programs, our own marks where none are read.
//! They may be meant, so each is a warning.

use super::super::kinds::Kind;
use super::super::problem::Problem;
use super::super::read::Written;
use super::context::Context;

/// Tags that Telegram's HTML mode knows, and the usual ones of web pages.
const TAGS: [&str; 18] = [
    "a",
    "b",
    "br",
    "code",
    "del",
    "div",
    "em",
    "i",
    "img",
    "li",
    "p",
    "pre",
    "s",
    "span",
    "strong",
    "u",
    "ul",
    "tg-spoiler",
];

/// A title, a name, a description: nothing in it is a mark.
pub(super) fn in_plain(cx: &mut Context<'_>, one: &Written<String>) {
    if warn_of_html(
        cx,
        one,
        "take the tags out: titles, descriptions and buttons are plain text",
    ) {
        return;
    }
    let mark = if one.v.contains("](http") {
        Some("[words](https://…)")
    } else {
        one.v.matches("**").nth(1).map(|_| "**")
    };
    if let Some(mark) = mark {
        let message = format!("customers see `{mark}` as it is written: this text has no marks");
        cx.push(
            Problem::new(Kind::MarkupInTitle, one.at, message)
                .label("shown letter by letter")
                .help("take the marks out; terms, greeting, answers and texts.yaml know bold, italic and links"),
        );
    }
}

/// A text that knows bold, italic, links and lists.
pub(super) fn in_markup(cx: &mut Context<'_>, one: &Written<String>) {
    let instead = "take the tags out, or write **bold**, *italic* or [words](https://example.com) instead";
    if warn_of_html(cx, one, instead) {
        return;
    }
    if let Some((mark, instead)) = foreign(&one.v) {
        cx.push(
            Problem::new(
                Kind::UnknownMarkup,
                one.at,
                format!("customers see `{mark}` as it is written"),
            )
            .label("not one of the marks that are known here")
            .help(instead),
        );
    }
}

fn warn_of_html(cx: &mut Context<'_>, one: &Written<String>, instead: &str) -> bool {
    let Some(tag) = tag_in(&one.v) else { return false };
    cx.push(
        Problem::new(
            Kind::HtmlInText,
            one.at,
            format!("customers see `<{tag}>` as it is written"),
        )
        .label("signs of web pages have no meaning here")
        .help(instead),
    );
    true
}

fn tag_in(text: &str) -> Option<&str> {
    text.split('<').skip(1).find_map(|rest| {
        let rest = rest.strip_prefix('/').unwrap_or(rest);
        let name = rest.split([' ', '>', '/']).next()?;
        let closes = rest.contains('>');
        (closes && TAGS.contains(&name.to_ascii_lowercase().as_str())).then_some(name)
    })
}

/// A mark of another Markdown, and what to write instead.
fn foreign(text: &str) -> Option<(&'static str, &'static str)> {
    let twice = |mark: &str| text.matches(mark).nth(1).is_some();
    let heading = text
        .lines()
        .any(|line| line.trim_start_matches('#').starts_with(' ') && line.starts_with('#'));
    [
        (heading, "#", "write the heading as **bold**"),
        (twice("~~"), "~~", "take the marks out; text is never struck out here"),
        (twice("||"), "||", "take the marks out; nothing is hidden here"),
        (twice("`"), "`", "take the marks out, or write *italic*"),
        (
            text.contains("!["),
            "![",
            "take the picture out; a product's picture is its `photo`",
        ),
    ]
    .into_iter()
    .find_map(|(found, mark, instead)| found.then_some((mark, instead)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_known_and_comparisons_are_not_tags() {
        assert_eq!(tag_in("a <b>bold</b> word"), Some("b"));
        assert_eq!(tag_in("see <a href=\"x\">us</a>"), Some("a"));
        for text in ["5 < 6 > 4", "a <b", "<3", "<ours>", ""] {
            assert_eq!(tag_in(text), None, "{text}");
        }
    }

    #[test]
    fn foreign_marks_are_seen() {
        for (text, mark) in [
            ("# Terms\nx", "#"),
            ("~~old~~ new", "~~"),
            ("`x`", "`"),
            ("![a](b)", "!["),
        ] {
            assert_eq!(foreign(text).map(|(mark, _)| mark), Some(mark));
        }
        for text in ["Mug #1", "#hashtag", "a ~ b", "it`s", "wow!"] {
            assert_eq!(foreign(text), None, "{text}");
        }
    }
}
