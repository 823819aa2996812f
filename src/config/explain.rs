//! The page of a kind, as `kiosk explain` prints it: what, why, wrong lines, right lines. Plain text.

use super::kinds::{Kind, Spot};
use super::lint::ODD_SPACES;
use super::read::choose;

/// The page, ending with a line break.
pub fn page(kind: Kind) -> String {
    let page = kind.page();
    let (code, severity) = (kind.code(), kind.severity().word());
    let mut out = format!("{code} ({severity})\n{}\n\n{}\n", kind.meaning(), page.why);
    for (word, lines) in [("Wrong", page.wrong), ("Right", page.right)] {
        for (spot, lines) in lines {
            out += &shown(word, *spot, lines);
        }
    }
    out
}

fn shown(word: &str, spot: Spot, lines: &str) -> String {
    // Only at plain line ends: a line separator is shown by its name.
    let lines = lines.trim_end_matches('\n').split('\n');
    let indented: Vec<String> = lines.map(|line| format!("    {}\n", visible(line))).collect();
    format!("\n{word}, {}:\n\n{}", spot.words(), indented.concat())
}

/// What nobody would see, by its name.
fn visible(line: &str) -> String {
    let mut out = String::new();
    for c in line.chars() {
        match c {
            '\t' => out += "[tab]",
            c if ODD_SPACES.contains(&c) => out += "[no-break space]",
            '\u{2028}' | '\u{2029}' => out += "[line separator]",
            c if c.is_control() => out += "[control character]",
            '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => out += "[invisible character]",
            c => out.push(c),
        }
    }
    out
}

/// The kind of a code, or what to write instead.
pub fn find(code: &str) -> Result<Kind, String> {
    Kind::find(code).ok_or_else(|| {
        let known = Kind::ALL.iter().map(|kind| kind.code());
        format!("there is no code `{code}`: {}", choose(code, known))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_has_what_why_wrong_and_right() {
        let said = page(Kind::CommaDecimal);
        for part in [
            "comma-decimal (error)\nA price has a comma",
            "Wrong, in an entry under `products:` of catalog.yaml:\n\n    price: 5,20\n",
            "Right, in an entry under `products:` of catalog.yaml:\n\n    price: 5.20\n",
        ] {
            assert!(said.contains(part), "{part} is missing in {said}");
        }
        for (kind, shown) in [
            (Kind::NoBreakSpace, "    price:[no-break space]5.20\n"),
            (Kind::InvisibleCharacter, "[invisible character]20\n"),
            (Kind::ControlCharacter, "[control character]"),
            (Kind::TabIndent, "[tab]"),
        ] {
            assert!(page(kind).contains(shown), "{}", page(kind));
        }
        assert_eq!(find("comma-decimal"), Ok(Kind::CommaDecimal));
        assert_eq!(
            find("coma-decimal"),
            Err("there is no code `coma-decimal`: did you mean `comma-decimal`?".into())
        );
    }
}
