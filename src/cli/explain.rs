//! `kiosk explain`: the page of a problem's code, or the list of all codes. It reads no shop.

use clap::Args;

use super::{
    ending::{Ending, Exit, Failure},
    output::{Output, columns},
};
use crate::config::{self, Kind};

/// Says what a code of `check` means: why it matters, wrong lines, right lines
///
/// Without a code it lists them all.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  kiosk explain comma-decimal
  kiosk explain                  every code with its meaning")]
pub(super) struct Explain {
    /// The code that stands in brackets in what `check` says
    code: Option<String>,
}

pub(super) fn run(explain: &Explain, out: &mut Output) -> Ending {
    match &explain.code {
        Some(code) => {
            let kind = config::find_kind(code).map_err(Failure::Usage)?;
            out.text(&config::page(kind))?;
        }
        None => out.text(&list())?,
    }
    Ok(Exit::Fine)
}

fn list() -> String {
    let row = |kind: &Kind| {
        let cells = [kind.code(), kind.severity().word(), kind.meaning()];
        cells.map(str::to_owned).to_vec()
    };
    columns(&Kind::ALL.iter().map(row).collect::<Vec<_>>(), "")
}
