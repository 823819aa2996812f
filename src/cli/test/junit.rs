//! The results as the XML that `JUnit` began and every build server reads.

use std::fmt::Write as _;

use super::Found;
use crate::rehearsal::Report;

/// One case: file, name, seconds on the wall where they are known, and what went wrong.
struct Case<'a> {
    file: &'a str,
    name: &'a str,
    seconds: Option<f64>,
    wrong: Option<String>,
}

pub(super) fn document(shop: &str, found: &Found) -> String {
    let rules = found.rules.reports.iter().map(|report| Case {
        file: &report.file,
        name: &report.name,
        seconds: Some(report.took.as_secs_f64()),
        wrong: (!report.passed).then(|| report.to_string()),
    });
    let conversations = found.conversations.iter().flatten().map(|report: &Report| Case {
        file: &report.file,
        name: &report.name,
        seconds: None,
        wrong: (!report.has_passed()).then(|| report.to_string()),
    });
    let left_out = found.rules.shortcomings();
    let left_out = left_out.iter().map(|words| Case {
        file: "rules",
        name: words,
        seconds: None,
        wrong: Some(words.clone()),
    });
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n");
    suite(
        &mut xml,
        &format!("{shop}: rules"),
        &rules.chain(left_out).collect::<Vec<_>>(),
    );
    suite(
        &mut xml,
        &format!("{shop}: conversations"),
        &conversations.collect::<Vec<_>>(),
    );
    xml += "</testsuites>\n";
    xml
}

fn suite(xml: &mut String, name: &str, cases: &[Case<'_>]) {
    let failed = cases.iter().filter(|case| case.wrong.is_some()).count();
    let _ = writeln!(
        xml,
        "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{failed}\">",
        escaped(name),
        cases.len()
    );
    for case in cases {
        let time = case
            .seconds
            .map(|seconds| format!(" time=\"{seconds:.6}\""))
            .unwrap_or_default();
        let head = format!(
            "    <testcase classname=\"{}\" name=\"{}\"{time}",
            escaped(case.file),
            escaped(case.name)
        );
        let _ = match &case.wrong {
            None => writeln!(xml, "{head}/>"),
            Some(words) => {
                let first = words.lines().next().unwrap_or_default();
                writeln!(
                    xml,
                    "{head}>\n      <failure message=\"{}\">{}</failure>\n    </testcase>",
                    escaped(first),
                    escaped(words)
                )
            }
        };
    }
    xml.push_str("  </testsuite>\n");
}

/// XML knows no control characters but tabs and line breaks.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\t' => out.push(c),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_name_breaks_the_file() {
        assert_eq!(escaped("<a> & \"b\"\u{7}\n"), "&lt;a&gt; &amp; &quot;b&quot;\u{fffd}\n");
    }
}
