//! Parser sentences in a baker's words.

use super::super::kinds::Kind;

/// What the parsers say (a part of their sentence), which kind it is, what it means, what to do.
const SENTENCES: &[(&str, Kind, &str, &str)] = &[
    (
        "mapping values are not allowed",
        Kind::BadIndent,
        "a colon stands where no new setting can begin",
        "look one line up: its text may need quotes, or this line has more or fewer spaces before it than its neighbours",
    ),
    (
        "did not find expected key",
        Kind::BadIndent,
        "this line does not fit under the one above it",
        "lines of one group have the same number of spaces before them; look for a quote that is not closed above",
    ),
    (
        "did not find expected '-' indicator",
        Kind::BadIndent,
        "this line does not fit into the list above it",
        "every entry of a list begins with `- `, with the same number of spaces before it",
    ),
    (
        "block sequence entries are not allowed",
        Kind::ListInLine,
        "a list cannot begin here",
        "write its entries in brackets, such as `[one, two]`, or each `- ` on a line of its own; a text that begins with `-` needs quotes",
    ),
    (
        "could not find expected ':'",
        Kind::NoColon,
        "this line has no `setting: value`",
        "write a colon and a space after the setting's name",
    ),
    (
        "simple key",
        Kind::NoColon,
        "this line has no `setting: value`",
        "write a colon and a space after the setting's name",
    ),
    (
        "cannot start any token",
        Kind::SpecialStart,
        "a text may not begin with this character without quotes",
        "put the text in quotes",
    ),
    (
        "did not find expected ',' or ']'",
        Kind::UnclosedBracket,
        "a list in `[ ]` is not finished",
        "put commas between its parts and a `]` at the end",
    ),
    (
        "did not find expected ',' or '}'",
        Kind::UnclosedBracket,
        "a group in `{ }` is not finished",
        "put commas between its settings and a `}` at the end",
    ),
    (
        "did not find expected node content",
        Kind::Syntax,
        "a value is missing here, between two commas or brackets",
        "take the comma out, or write the value",
    ),
    (
        "unexpected end of stream",
        Kind::UnclosedQuote,
        "the file ends in the middle of a text",
        "look for a quote that is opened and not closed",
    ),
    (
        "unknown escape character",
        Kind::BadEscape,
        "a `\\` inside double quotes begins a code, and this is none",
        "write `\\\\` if the character itself is meant, or take it out",
    ),
    (
        "more than one document",
        Kind::BadIndent,
        "what stands here and what stands below belong to no common group",
        "look for a line that lost its name, or the spaces before it",
    ),
    (
        "control characters are not allowed",
        Kind::ControlCharacter,
        "there is an invisible character here that cannot be sent",
        "delete the line and write it again",
    ),
    (
        "found a tab",
        Kind::TabIndent,
        "there is a tab here, where spaces are needed",
        "replace the tab by spaces",
    ),
    (
        "unknown anchor",
        Kind::SpecialStart,
        "a text may begin with `*` only inside quotes",
        "put the text in quotes",
    ),
    (
        "expected comment or line break",
        Kind::SpecialStart,
        "nothing may follow `|` or `>` on the same line",
        "put the text in quotes, or begin it on the next line",
    ),
    (
        "unknown directive",
        Kind::SpecialStart,
        "a line may not begin with `%` without quotes",
        "put the text in quotes",
    ),
];

/// Kind, message and help for what a parser said.
pub(crate) fn plain_words(sentence: &str) -> (Kind, String, String) {
    let known = SENTENCES.iter().find(|(part, ..)| sentence.contains(part));
    match known {
        Some((_, kind, message, help)) => (*kind, (*message).to_owned(), (*help).to_owned()),
        None => (
            Kind::Syntax,
            format!("this cannot be read ({sentence})"),
            "compare the spaces before it, and the quotes, with the lines around it".to_owned(),
        ),
    }
}
