//! Markup and what becomes of it, in Telegram's own order of entities.

use super::*;

fn seen(read: &Result<Formatted, Refusal>) -> String {
    match read {
        Err(refusal) => refusal.description.replace("Bad Request: can't parse entities: ", "! "),
        Ok(read) => {
            let entities = read.entities.iter().map(|entity| {
                let details: Vec<String> = entity.rest.values().map(ToString::to_string).collect();
                let details = details.join(",").replace('"', "");
                format!(
                    " {}@{}+{}{}",
                    entity.kind,
                    entity.offset,
                    entity.length,
                    if details.is_empty() {
                        details
                    } else {
                        format!("({details})")
                    }
                )
            });
            read.text.clone() + entities.collect::<String>().as_str()
        }
    }
}

fn check(mode: Mode, cases: &[(&str, &str)]) {
    for (markup, expected) in cases {
        assert_eq!(seen(&read(mode, markup)), *expected, "{markup}");
    }
}

#[test]
fn html_is_read() {
    check(
        Mode::Html,
        &[
            ("", ""),
            (
                "plain & simple &copy; &#0; &#12345678;",
                "plain & simple &copy; &#0; &#12345678;",
            ),
            ("&lt;&gt;&amp&quot;&#65;&#x42;", "<>&\"AB"),
            ("😀<b>😀ü</b>", "😀😀ü bold@2+3"),
            (
                "<STRONG>a</strong><em>b</em><ins>c</ins><del>d</del>",
                "abcd bold@0+1 italic@1+1 underline@2+1 strikethrough@3+1",
            ),
            ("<b>a<i>b</i></b>", "ab bold@0+2 italic@1+1"),
            ("<i><b>a</b></i>", "a bold@0+1 italic@0+1"),
            ("<b></b>a", "a"),
            ("<b>a</>", "a bold@0+1"),
            ("<b x = 'y' z>a</b  >", "a bold@0+1"),
            (
                "<span class=\"tg-spoiler\">a</span><tg-spoiler>b</tg-spoiler>",
                "ab spoiler@0+1 spoiler@1+1",
            ),
            (
                "<a href=\"example.org/?a&amp;b\">a</a>",
                "a text_link@0+1(http://example.org/?a&b)",
            ),
            (
                "<a>example.org</a><a>word</a>",
                "example.orgword text_link@0+11(http://example.org/)",
            ),
            ("<a href='tg://user?id=7'>Ann</a>", "Ann text_mention@0+3({id:7})"),
            ("<pre><code class=\"language-rust\">a</code></pre>", "a pre@0+1(rust)"),
            ("<code class=\"language-rust\"><pre>a</pre></code>", "a pre@0+1(rust)"),
            (
                "<pre>a<code class=\"language-rust\">b</code></pre>",
                "ab pre@0+2 code@1+1",
            ),
            ("<tg-emoji emoji-id=\"5\">👍</tg-emoji>", "👍 custom_emoji@0+2(5)"),
            (
                "<tg-time unix=\"1647531900\" format=\"wDT\">soon</tg-time>",
                "soon date_time@0+4(wDT,1647531900)",
            ),
            ("<blockquote>a</blockquote>", "a blockquote@0+1"),
            (
                "<blockquote expandable>a<pre>b</pre></blockquote>",
                "ab expandable_blockquote@0+2 pre@1+1",
            ),
        ],
    );
}

#[test]
fn what_is_wrong_with_html_is_said_with_its_place() {
    check(
        Mode::Html,
        &[
            ("ü<p>a</p>", "! Unsupported start tag \"p\" at byte offset 2"),
            ("a < b", "! Unsupported start tag \"\" at byte offset 2"),
            ("a <b", "! Unclosed start tag at byte offset 2"),
            ("<b>a", "! Can't find end tag corresponding to start tag \"b\""),
            ("a</b>", "! Unexpected end tag at byte offset 1"),
            (
                "<b>a</i>",
                "! Unmatched end tag at byte offset 4, expected \"</b>\", found \"</i>\"",
            ),
            ("<b>a</b", "! Unclosed end tag at byte offset 4"),
            (
                "<a ='x'>a</a>",
                "! Empty attribute name in the tag \"a\" at byte offset 0",
            ),
            ("<a href=", "! Unclosed start tag \"a\" at byte offset 0"),
            ("<a href=\"x>a</a>", "! Unclosed start tag at byte offset 0"),
            ("<a href=x,y>a</a>", "! Unexpected end of name token at byte offset 8"),
            (
                "<span>a</span>",
                "! Tag \"span\" must have class \"tg-spoiler\" at byte offset 0",
            ),
            (
                "<tg-emoji emoji-id=x>a</tg-emoji>",
                "! Invalid custom emoji identifier specified",
            ),
            (
                "&#xDFDF;",
                "! Text contains invalid Unicode characters after decoding HTML entities, check for unmatched surrogate code units",
            ),
        ],
    );
}

#[test]
fn old_markdown_is_read() {
    check(
        Mode::Markdown,
        &[
            ("_a_ *b* `c` \\_d", "a b c _d italic@0+1 bold@2+1 code@4+1"),
            ("*a _b*", "a _b bold@0+4"),
            ("```rust\nlet\n```", "let\n pre@0+4(rust)"),
            ("[a](example.org) [b](no)", "a b text_link@0+1(http://example.org/)"),
            ("** a", " a"),
            ("ü*a", "! Can't find end of the entity starting at byte offset 2"),
        ],
    );
}

#[test]
fn new_markdown_is_read() {
    check(
        Mode::MarkdownV2,
        &[
            (
                "*a _b_* __c__ ~d~ ||e||",
                "a b c d e bold@0+3 italic@2+1 underline@4+1 strikethrough@6+1 spoiler@8+1",
            ),
            ("_a __b___", "a b italic@0+3 underline@2+1"),
            ("\\.\\\\\\a é", ".\\a é"),
            ("`a.b`", "a.b code@0+3"),
            ("```rust\nlet x = 1;```", "let x = 1; pre@0+10(rust)"),
            ("```a b```", " b pre@0+2(a)"),
            ("[a\\.b](example.org/\\))", "a.b text_link@0+3(http://example.org/))"),
            ("[example\\.org]", "example.org text_link@0+11(http://example.org/)"),
            ("[Ann](tg:user?id=7)", "Ann text_mention@0+3({id:7})"),
            ("![👍](TG://EMOJI/?x=1&id=5#y)", "👍 custom_emoji@0+2(5)"),
            ("![soon](tg://time?unix=9&format=t)", "soon date_time@0+4(t,9)"),
            (">a\n>b\nc", "a\nb\nc blockquote@0+4"),
            (">a\n**>b", "a\nb blockquote@0+2 blockquote@2+1"),
            (">a\n>q||e||w||\nz", "a\nqew\nz expandable_blockquote@0+6 spoiler@3+1"),
            (">a||", "a expandable_blockquote@0+1"),
            (">*a*\n", "a\n blockquote@0+2 bold@0+1"),
            ("*>a\n*", "a\n blockquote@0+2 bold@0+2"),
            ("\r>a", "\ra blockquote@1+1"),
            ("____``**", ""),
        ],
    );
}

#[test]
fn what_is_wrong_with_new_markdown_is_said_with_its_place() {
    let reserved =
        |letter: char| format!("! Character '{letter}' is reserved and must be escaped with the preceding '\\'");
    for letter in "]()>#+-=|{}.!".chars() {
        assert_eq!(seen(&read(Mode::MarkdownV2, &format!("a{letter}"))), reserved(letter));
    }
    check(
        Mode::MarkdownV2,
        &[
            ("😀*a", "! Can't find end of Bold entity at byte offset 4"),
            ("_a *b _", "! Can't find end of Italic entity at byte offset 6"),
            ("a```b", "! Can't find end of Pre entity at byte offset 1"),
            ("a```b c", "! Can't find end of PreCode entity at byte offset 1"),
            ("||a\\|", "! Can't find end of Spoiler entity at byte offset 0"),
            ("[a](b", "! Can't find end of a URL at byte offset 4"),
            ("![a]", "! Custom emoji entity must contain a tg://emoji URL"),
            (
                "![a](tg://emoji?id=1",
                "! Can't find end of a custom emoji URL at byte offset 5",
            ),
            ("![a](t://emoji?id=1)", "! Custom emoji URL must have scheme tg"),
            ("![a](tg:emojis?id=1)", "! Custom emoji URL must have host \"emoji\""),
            ("![a](tg://emoji#b)", "! Custom emoji URL must have an emoji identifier"),
            ("![a](tg://emoji?id=01)", "! Invalid custom emoji identifier specified"),
            (">*a\nb*", "! Can't find end of Bold entity at byte offset 1"),
            (">a||b\n", "! Can't find end of Spoiler entity at byte offset 2"),
        ],
    );
}
