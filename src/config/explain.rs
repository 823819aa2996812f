//! The page of a kind, as `kiosk explain` prints it: what, why, wrong lines, right lines. Plain text.

use super::kinds::{Kind, Spot};
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
    let indented: Vec<String> = lines.lines().map(|line| format!("    {line}\n")).collect();
    format!("\n{word}, {}:\n\n{}", spot.words(), indented.concat())
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
        assert_eq!(find("comma-decimal"), Ok(Kind::CommaDecimal));
        assert_eq!(
            find("coma-decimal"),
            Err("there is no code `coma-decimal`: did you mean `comma-decimal`?".into())
        );
    }
}
