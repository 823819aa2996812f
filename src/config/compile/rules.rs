//! `rules/*.rhai`, the owner's own checks. The room `rules` says what is wrong with a script; here that gets its place in
//! the shop's files. Scripts are asked in the order of their names.

use super::super::files::Files;
use super::super::kinds::Kind;
use super::super::place::{FileId, LineStarts, Span};
use super::super::problem::{Problem, Problems};
use super::super::read::choose;
use super::context::Context;
use crate::{
    ids::ProductId,
    rules::{self, Mention, Named, Rules},
    shop::Catalog,
};

/// Every script, compiled and tried; a script with a mistake is left out, and the mistake keeps the shop from opening.
pub(super) fn rules(files: &Files, problems: &mut Problems) -> Rules {
    let scripts = files.ids().filter_map(|id| Some((id, script_name(files.name(id))?)));
    let compiled: Vec<Rules> = scripts
        .filter_map(|(id, name)| compile(files, id, name, problems))
        .collect();
    Rules::all(compiled)
}

/// What rules of the file are called by, if it is a script in its place: `limits` for `rules/limits.rhai`.
pub(super) fn script_name(file: &str) -> Option<&str> {
    let name = file.strip_prefix("rules/")?.strip_suffix(".rhai")?;
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_';
    (!name.is_empty() && name.chars().all(plain)).then_some(name)
}

/// A script that lies where none is looked for. A check that is believed to stand before the money, and does not, is
/// worse than none.
pub(super) fn misplaced(id: FileId, file: &str) -> Problem {
    let message = format!("`{file}` is not in the folder `rules`, or its name is not plain, so it would check nothing");
    Problem::new(Kind::BadRule, Span::top(id), message)
        .label("is not run")
        .help("name it rules/NAME.rhai, with small letters, digits and dashes in NAME")
}

fn compile(files: &Files, id: FileId, name: &str, problems: &mut Problems) -> Option<Rules> {
    if std::str::from_utf8(files.bytes(id)).is_err() {
        let message = "this script is not UTF-8 text";
        problems.push(Problem::new(Kind::NotUtf8, Span::top(id), message).help("save it as UTF-8 in your editor"));
        return None;
    }
    let text = files.text(id);
    match rules::compile(name, text) {
        Ok(rules) => Some(rules),
        Err(found) => {
            for problem in found {
                problems.push(placed(id, text, problem));
            }
            None
        }
    }
}

/// What scripts name must be there: a product that is mistyped is sold as if there were no rule.
pub(super) fn mentions(cx: &mut Context<'_>, rules: &Rules, catalog: &Catalog) {
    let files = cx.files;
    let scripts = || files.ids().filter_map(|id| Some((id, script_name(files.name(id))?)));
    for mention in rules.mentions() {
        let Some((id, _)) = scripts().find(|(_, name)| *name == mention.script) else {
            continue;
        };
        let at = span(id, files.text(id), mention.place, mention.length);
        match mention.named {
            Named::Product | Named::PastProduct => product(cx, &mention, at, catalog),
            Named::Category => category(cx, &mention.word, at, catalog),
            Named::Languages => languages(cx, &mention.word, at),
        }
    }
}

fn product(cx: &mut Context<'_>, mention: &Mention, at: Span, catalog: &Catalog) {
    let known = || catalog.products().iter().map(|product| product.id.as_str());
    if ProductId::parse(&mention.word).is_ok_and(|id| catalog.product(&id).is_some()) {
        return;
    }
    let near = rules::did_you_mean(&mention.word, known());
    let help = match (mention.named, near) {
        (Named::PastProduct, None) => return,
        (Named::PastProduct, Some(near)) => format!(
            "did you mean `{near}`? What is sold no more is asked for by a value of its own: let gone = \"{}\";",
            mention.word
        ),
        _ => choose(&mention.word, known()),
    };
    let message = format!("there is no product `{}`", mention.word);
    cx.push(
        Problem::new(Kind::UnknownReference, at, message)
            .label("not in the catalog")
            .help(help),
    );
}

fn category(cx: &mut Context<'_>, word: &str, at: Span, catalog: &Catalog) {
    let known = || catalog.categories().iter().map(|category| category.id.as_str());
    if word.is_empty() || known().any(|id| id == word) {
        return;
    }
    let message = format!("there is no category `{word}`");
    cx.push(
        Problem::new(Kind::UnknownReference, at, message)
            .label("not in the catalog")
            .help(choose(word, known())),
    );
}

/// The languages in which a script says no are those of the shop.
fn languages(cx: &mut Context<'_>, said: &str, at: Span) {
    if !cx.languages_known {
        return;
    }
    let known: Vec<String> = cx.languages.iter().map(|own| own.as_str().to_owned()).collect();
    for word in said.split(' ').filter(|word| !known.iter().any(|known| known == word)) {
        let message = format!("the shop does not speak `{word}`");
        cx.push(
            Problem::new(Kind::UnknownLanguage, at, message)
                .label("not among `languages`")
                .help(choose(word, known.iter().map(String::as_str))),
        );
    }
    for word in known.iter().filter(|known| !said.split(' ').any(|word| word == *known)) {
        cx.push(
            Problem::new(
                Kind::MissingTranslation,
                at,
                format!("the words in `{word}` are missing"),
            )
            .label("customers of that language hear others")
            .help(format!("add `{word}: \"…\"`")),
        );
    }
}

fn placed(id: FileId, text: &str, problem: rules::Problem) -> Problem {
    let at = match problem.line {
        0 => Span::top(id),
        line => span(id, text, (line, problem.column), problem.length),
    };
    let placed = Problem::new(Kind::BadRule, at, problem.message);
    match problem.help {
        Some(help) => placed.help(help),
        None => placed,
    }
}

/// Lines and columns count characters from one; a span counts bytes.
fn span(id: FileId, text: &str, (line, column): (usize, usize), length: usize) -> Span {
    let start = LineStarts::of(text).start(line);
    let rest = text.get(start..).unwrap_or_default();
    let bytes = |characters: usize| rest.char_indices().nth(characters).map_or(rest.len(), |(at, _)| at);
    let column = column.saturating_sub(1);
    Span::new(id, start + bytes(column), start + bytes(column + length))
}

#[cfg(test)]
mod tests {
    use crate::config::{Files, Look, Secrets, compile, render};
    use crate::ids::ShopId;

    /// What is said of a shop with a rule that begins so.
    fn said(condition: &str, words: &str) -> String {
        let script = format!(
            "const API = 1;\nfn a(quote, customer) {{\n    if {condition} {{\n        return deny({words});\n    }}\n}}\n"
        );
        let texts = [
            ("rules/a.rhai", &*script),
            (
                "shop.yaml",
                "name: Bakery\ngreeting: Hi\ncurrency: EUR\nlanguages: [en, ru]\npayments: {provider: stripe}\n",
            ),
            ("terms.yaml", "text: Be kind.\n"),
            ("support.yaml", "contact: Write here.\n"),
            (
                "catalog.yaml",
                "categories: [{id: bread, title: Bread}]\nproducts:\n  - {id: rye, title: Rye, description: Good., price: \
                 5, category: bread}\n",
            ),
        ];
        let files = Files::from_parts(texts.map(|(name, text)| (name, text.as_bytes())), []);
        let loaded = compile(ShopId::parse("bakery").unwrap(), files, Secrets::Unread);
        render(&loaded.problems, &loaded.files, "", Look::Plain)
    }

    #[test]
    fn what_a_script_names_must_be_in_the_shop() {
        for (condition, parts) in [
            (
                "quote.has(\"ryee\")",
                &["there is no product `ryee`", "rules/a.rhai:3:18", "did you mean `rye`?"][..],
            ),
            (
                "quote.quantity_of(\"wine\") > 1",
                &["there is no product `wine`", "one of: rye"],
            ),
            (
                "quote.quantity_in(\"braed\") > 1",
                &["there is no category `braed`", "did you mean `bread`?"],
            ),
            (
                "customer.bought(\"rya\") > 1",
                &["there is no product `rya`", "let gone = \"rya\";"],
            ),
            (
                "quote.lines.some(|l| l.product == \"ryee\")",
                &["there is no product `ryee`"],
            ),
            (
                "quote.lines.some(|l| l.category in [\"bread\", \"win\"])",
                &["there is no category `win`"],
            ),
        ] {
            let said = said(condition, "\"No.\"");
            for part in parts {
                assert!(said.contains(part), "{condition}: {part}\n{said}");
            }
        }
        let fine = "quote.has(\"rye\") && customer.bought(\"christmas-cake\") > 1 && quote.lines[0].category == \"\"";
        assert_eq!(said(fine, "\"No.\""), "");
    }

    #[test]
    fn what_a_script_says_is_in_the_languages_of_the_shop() {
        assert_eq!(said("quote.total > 5", "#{en: \"No.\", ru: \"Нет.\"}"), "");
        let said = said("quote.total > 5", "#{en: \"No.\", de: \"Nein.\"}");
        assert!(
            said.contains("error[unknown-language]: the shop does not speak `de`"),
            "{said}"
        );
        assert!(
            said.contains("warning[missing-translation]: the words in `ru` are missing"),
            "{said}"
        );
    }
}
