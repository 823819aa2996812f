//! `kiosk rules new`: writes a rule and its test, which hold at once. It never touches a file that is there.

use std::{fs, io, path::Path};

use clap::Args;

use crate::{
    cli::{
        ending::{Ending, Exit, Failure},
        folders::Folders,
        output::{Output, Tone, columns},
        place, schema,
    },
    config::{Files, Look, Own, POLICIES, SCHEMA_FOLDER, Secrets, Settings, load_untested, render},
    rules::API_VERSION,
    shop::Shop,
};

/// Writes a new rule and its test into a shop, to be changed into your own
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  kiosk rules new wine-hours
  kiosk rules new wine-hours --shop bakery")]
pub(super) struct New {
    /// What the rule is called: lower-case words with dashes
    name: String,
    /// A shop by name, or its folder; needed where there are several
    #[arg(long)]
    shop: Option<String>,
}

pub(super) fn run(settings: &Settings, new: &New, out: &mut Output) -> Ending {
    let function = function(&new.name)?;
    let folder = match &new.shop {
        Some(named) => place::shop_folder(settings, named)?,
        None => only_shop(settings)?,
    };
    let loaded = load_untested(&folder, Secrets::Unread);
    let Some(shop) = loaded.shop else {
        return Err(Failure::Config(format!(
            "the shop is not right, so no rule is written for it yet:\n{}",
            render(&loaded.problems, &loaded.files, "", Look::Plain)
        )));
    };
    let rules = folder.join("rules");
    let script = rules.join(format!("{}.rhai", new.name));
    let test = rules.join(format!("{}.test.yaml", new.name));
    for path in [&script, &test] {
        if path.exists() {
            return Err(Failure::said(format_args!(
                "{} is there already, and nothing was written; choose another name",
                path.display()
            )));
        }
    }
    // The test first: a running shop may look at any moment, and a rule without its test would be taken.
    let product = first_product(&shop)?;
    let name = format!("rules/{}.test.yaml", new.name);
    let modelines = modelines(&folder, &loaded.files, &name)?;
    write(&rules, &test, &format!("{modelines}{}", test_text(product)))?;
    write(&rules, &script, &script_text(&function))?;
    out.line(&out.paint(Tone::Good, "A new rule and its test:"))?;
    out.line(&format!("  {}\n  {}\n", script.display(), test.display()))?;
    let name = place::shop_name(&folder);
    let typed = if folder == settings.shops.join(&name) {
        name
    } else {
        folder.display().to_string()
    };
    out.line("What to do next:")?;
    let next = [
        vec![out.command(&format!("test {typed}")), "does it hold?".to_owned()],
        vec![out.command("rules docs"), "what may a rule use?".to_owned()],
    ];
    out.text(&columns(&next, "  "))?;
    Ok(Exit::Fine)
}

/// The name as a function of Rhai: words with underscores.
fn function(name: &str) -> Result<String, Failure> {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let fits = name.starts_with(|c: char| c.is_ascii_lowercase()) && name.chars().all(plain) && name.len() <= 32;
    if !fits {
        return Err(Failure::Usage(format!(
            "`{name}` cannot be a rule's name: use lower-case letters, digits and dashes, such as `wine-hours`, at most 32 \
             of them"
        )));
    }
    if name == POLICIES {
        return Err(Failure::Usage(format!(
            "a rule cannot be called `{POLICIES}`: rules/{POLICIES}.test.yaml tests what `policies:` in shop.yaml says; choose \
             another name"
        )));
    }
    let function = name.replace('-', "_");
    // What the language keeps for itself cannot be the name of a function.
    match crate::rules::compile(name, &script_text(&function)) {
        Ok(_) => Ok(function),
        Err(_) => Ok(format!("{function}_rule")),
    }
}

/// The lines by which an editor finds the test's schema, where the shop has schemas.
fn modelines(folder: &Path, files: &Files, name: &str) -> Result<String, Failure> {
    if !folder.join(SCHEMA_FOLDER).is_dir() {
        return Ok(String::new());
    }
    schema::write(folder, &Own::of(files))?;
    Ok(schema::modelines(name))
}

fn only_shop(settings: &Settings) -> Result<std::path::PathBuf, Failure> {
    let folders = Folders::new(settings).list().unwrap_or_default();
    match folders.as_slice() {
        [one] => Ok(one.clone()),
        [] => Err(Failure::Usage(format!(
            "there is no shop in {}",
            settings.shops.display()
        ))),
        several => {
            let names: Vec<String> = several.iter().map(|folder| place::shop_name(folder)).collect();
            Err(Failure::Usage(format!(
                "say for which shop with --shop: {}",
                names.join(", ")
            )))
        }
    }
}

fn first_product(shop: &Shop) -> Result<&str, Failure> {
    let first = shop.catalog.products().first();
    first
        .map(|product| product.id.as_str())
        .ok_or_else(|| Failure::said("the shop sells nothing yet"))
}

fn write(folder: &Path, path: &Path, text: &str) -> Result<(), Failure> {
    let made = fs::create_dir_all(folder);
    made.and_then(|()| fs::File::create_new(path))
        .and_then(|mut file| io::Write::write_all(&mut file, text.as_bytes()))
        .map_err(|error| Failure::said(format_args!("cannot write {}: {error}", path.display())))
}

fn script_text(function: &str) -> String {
    format!(
        "// Says no to more than ten pieces. Change it into what your shop needs.\n\
         const API = {API_VERSION};\n\
         \n\
         fn {function}(quote) {{\n    \
             if quote.quantity > 10 {{\n        \
                 return deny(\"At most ten pieces with one order, please.\");\n    \
             }}\n\
         }}\n"
    )
}

fn test_text(product: &str) -> String {
    format!(
        "tests:\n  \
           - name: Ten pieces are fine\n    \
             given: {{lines: {{{product}: 10}}}}\n    \
             expect: allow\n  \
           - name: Eleven are too many\n    \
             given: {{lines: {{{product}: 11}}}}\n    \
             expect: {{deny: At most ten}}\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_becomes_a_function_that_compiles() {
        assert_eq!(function("wine-hours").unwrap(), "wine_hours");
        assert_eq!(function("import").unwrap(), "import_rule");
        for wrong in ["", "Wine", "1st", "a b", "../x", "-x", "é", "policies"] {
            assert!(function(wrong).is_err(), "{wrong}");
        }
    }
}
