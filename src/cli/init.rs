//! `kiosk init`: writes the folder of a new shop that sells at once. It never touches a folder that is there.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use clap::{
    Args,
    builder::{PossibleValue, PossibleValuesParser},
};

use super::{
    ending::{Ending, Exit, Failure},
    output::{Output, Tone, columns},
    schema,
};
use crate::{
    config::{Files, Own, SCHEMA_FOLDER, Settings, TEMPLATES, Template},
    ids::ShopId,
};

/// Writes a new shop that sells at once, to be changed into your own
///
/// The shop opens in the sandbox, with play money, until its files name a bot.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  kiosk init corner-bakery --kind bakery
  kiosk init my-game --kind keys --in shops")]
pub(super) struct Init {
    /// What the shop's folder is called: lower-case words with dashes
    name: String,
    /// What it sells
    #[arg(long, value_parser = kinds())]
    kind: String,
    /// Where its folder is made [default: the shops folder]
    #[arg(long = "in", value_name = "FOLDER")]
    within: Option<PathBuf>,
}

fn kinds() -> PossibleValuesParser {
    PossibleValuesParser::new(
        TEMPLATES
            .iter()
            .map(|template| PossibleValue::new(template.kind).help(template.about)),
    )
}

pub(super) fn run(settings: &Settings, init: &Init, out: &mut Output) -> Ending {
    ShopId::parse(&init.name).map_err(|_| {
        Failure::Usage(format!(
            "`{}` cannot be a shop's name: use lower-case letters, digits and dashes, such as `corner-bakery`, at most \
             32 of them",
            init.name
        ))
    })?;
    let template = Template::find(&init.kind)
        .ok_or_else(|| Failure::Usage(format!("there is no kind `{}`; see `init --help`", init.kind)))?;
    let within = init.within.as_deref().unwrap_or(&settings.shops);
    let folder = within.join(&init.name);
    write(&folder, template)?;
    Ok(welcome(out, settings, within, init, template)?)
}

/// The folder must be new, and so is every file in it.
fn write(folder: &Path, template: &Template) -> Result<(), Failure> {
    let cannot =
        |path: &Path, error: io::Error| Failure::said(format_args!("cannot write {}: {error}", path.display()));
    if let Some(parent) = folder.parent() {
        fs::create_dir_all(parent).map_err(|error| cannot(parent, error))?;
    }
    fs::create_dir(folder).map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => Failure::said(format_args!(
            "{} is there already, and nothing in it was touched; choose another name",
            folder.display()
        )),
        _ => cannot(folder, error),
    })?;
    for (name, text) in template.files {
        let path = folder.join(name);
        let made = path.parent().map_or(Ok(()), fs::create_dir_all);
        made.and_then(|()| fs::write(&path, format!("{}{text}", schema::modelines(name))))
            .map_err(|error| cannot(&path, error))?;
    }
    let files = Files::read(folder).map_err(|error| cannot(folder, error))?;
    schema::write(folder, &Own::of(&files))
}

fn welcome(out: &mut Output, settings: &Settings, within: &Path, init: &Init, template: &Template) -> io::Result<Exit> {
    let folder = within.join(&init.name);
    let heading = format!("A new shop lies in {}", folder.display());
    out.line(&out.paint(Tone::Good, &heading))?;
    for (name, _) in template.files {
        out.line(&format!("  {name}"))?;
    }
    out.line(&format!(
        "  {SCHEMA_FOLDER}/ (for editors: they complete and explain what is typed)"
    ))?;
    let invoked = if within == settings.shops {
        out.invoked().clone()
    } else {
        out.invoked().with_shops(within)
    };
    out.line("")?;
    out.line("What to do next:")?;
    let next = |verb: &str, why: &str| vec![invoked.typed(&format!("{verb} {}", init.name)), why.to_owned()];
    let rows = [
        next("try", "buy something with play money"),
        next("check", "after a change: is everything still right?"),
        next("test", "does a customer still get through?"),
    ];
    out.text(&columns(&rows, "  "))?;
    out.line(&format!(
        "Prices and texts are in {}, names and money in {}.",
        folder.join("catalog.yaml").display(),
        folder.join("shop.yaml").display()
    ))?;
    Ok(Exit::Fine)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_the_templates_can_be_chosen() {
        use clap::{Command, builder::TypedValueParser as _};
        let offered: Vec<String> = kinds()
            .possible_values()
            .unwrap()
            .map(|v| v.get_name().to_owned())
            .collect();
        let known: Vec<String> = TEMPLATES.iter().map(|template| template.kind.to_owned()).collect();
        assert_eq!(offered, known);
        let refused = kinds().parse_ref(&Command::new("init"), None, "zeppelin".as_ref());
        assert!(refused.is_err());
    }
}
