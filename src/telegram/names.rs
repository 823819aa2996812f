//! Taming of what people typed before it stands in our own sentences: no line breaks, no marks that turn the direction
//! of what follows, no endless lengths. Markup needs no taming, because nothing is ever parsed.

/// Longer names of shops, products and payments are cut inside sentences.
const NAME_CHARACTERS_MAX: usize = 60;

/// What somebody called a thing, for use inside a sentence.
pub(super) fn short(name: &str) -> String {
    tame(name, NAME_CHARACTERS_MAX)
}

/// Turns a name into one short line. Names in scripts that run from right to left are kept within themselves.
pub(super) fn tame(name: &str, characters_max: usize) -> String {
    if is_tame(name, characters_max) {
        return name.to_string();
    }
    let spaced = name.chars().map(|c| if c.is_whitespace() { ' ' } else { c });
    let kept: String = spaced.filter(|c| !is_hidden(*c)).collect();
    let words: Vec<&str> = kept.split(' ').filter(|word| !word.is_empty()).collect();
    let joined = words.join(" ");
    let short = match joined.char_indices().nth(characters_max) {
        Some((end, _)) => format!("{}…", &joined[..end]),
        None => joined,
    };
    if short.chars().any(runs_leftwards) {
        format!("\u{2068}{short}\u{2069}")
    } else {
        short
    }
}

/// Most names are: visible ASCII with single spaces inside.
fn is_tame(name: &str, characters_max: usize) -> bool {
    let spaced_oddly = name.starts_with(' ') || name.ends_with(' ') || name.contains("  ");
    name.len() <= characters_max && !spaced_oddly && name.bytes().all(|byte| matches!(byte, b' '..=b'~'))
}

/// Control characters, marks of direction, and letters without width that are not part of emoji.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{feff}' | '\u{fff9}'..='\u{fffc}')
}

fn runs_leftwards(c: char) -> bool {
    matches!(c,
        '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}' | '\u{10800}'..='\u{10fff}'
        | '\u{1e800}'..='\u{1efff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_names_become_one_short_line() {
        assert_eq!(tame("Ann\u{202e}\n\u{200f} <b>Bob</b>\u{0}", 40), "Ann <b>Bob</b>");
        assert_eq!(tame(&"😀".repeat(4096), 10), format!("{}…", "😀".repeat(10)));
        assert_eq!(tame("\u{202e}\u{2066} \n", 40), "");
        assert_eq!(tame("👩\u{200d}🍳 Ann", 40), "👩\u{200d}🍳 Ann");
        assert_eq!(tame("שלום", 40), "\u{2068}שלום\u{2069}");
    }
}
