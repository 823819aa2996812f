//! Whether the shop did what a step says: every part must be found in what reached that person since the last step that
//! was not the shop's.

use super::{
    script::{Expect, Flag, Placed},
    seen,
    stage::Stage,
    transcript::Heard,
};
use crate::{
    config::Span,
    money::{Currency, Money},
    sandbox::{ChatId, Content, InvoiceView, MessageView, Outcome},
};

/// A step and what happened do not agree.
#[derive(Debug)]
pub(super) struct Difference {
    pub(super) at: Span,
    pub(super) expected: String,
    /// What there is instead, where the transcript does not say it.
    pub(super) instead: Option<String>,
}

/// What reached one chat.
struct Ear<'s> {
    heard: Vec<&'s Heard>,
    charges: Vec<String>,
}

pub(super) fn judge(
    stage: &Stage,
    expect: &Expect,
    who: &str,
    chat: ChatId,
    changed: Option<&String>,
) -> Result<(), Difference> {
    let window = stage.window.iter().filter(|(at, _)| *at == chat);
    let id = stage.cast.id(who);
    let charges = stage.local.charges();
    let own = charges.iter().filter(|charge| Some(charge.payer) == id);
    let ear = Ear {
        heard: window.map(|(_, heard)| heard).collect(),
        charges: own.map(|charge| charge.telegram_payment_charge_id.clone()).collect(),
    };
    ear.words(expect, who)?;
    ear.invoice(expect, who)?;
    expect.flags.iter().try_for_each(|flag| ear.flag(flag, who, changed))
}

/// Telegram takes much that is misspelled without a word: whatever the talk was about, no request may hold such.
pub(super) fn requests(stage: &Stage, at: Span) -> Result<(), Difference> {
    let complaints = stage.local.complaints();
    if complaints.is_empty() {
        return Ok(());
    }
    Err(Difference {
        at,
        expected: "every request to Telegram has the names and types of the Bot API".into(),
        instead: Some(complaints.join("\n")),
    })
}

impl<'s> Ear<'s> {
    fn messages(&self) -> impl Iterator<Item = &'s MessageView> {
        self.heard.iter().filter_map(|heard| match heard {
            Heard::Message(message) => Some(&**message),
            _ => None,
        })
    }

    fn toasts(&self) -> impl Iterator<Item = &'s str> {
        self.heard.iter().filter_map(|heard| match heard {
            Heard::Toast(text) => Some(text.as_str()),
            _ => None,
        })
    }

    fn refusals(&self) -> impl Iterator<Item = &'s str> {
        self.heard.iter().filter_map(|heard| match heard {
            Heard::Verdict(Outcome::Refused { words }) => Some(words.as_str()),
            _ => None,
        })
    }

    fn words(&self, expect: &Expect, who: &str) -> Result<(), Difference> {
        let said = |words: &str| self.messages().any(|message| says(message, words));
        each(
            &expect.says,
            |words| said(words),
            |words| format!("the shop says “{words}” to {who}"),
        )?;
        each(
            &expect.lacks,
            |words| !said(words),
            |words| format!("the shop does not say “{words}” to {who}"),
        )?;
        let has = |words: &str| {
            let mut buttons = self.messages().flat_map(MessageView::every_button);
            buttons.any(|button| seen::holds(&button.text, words))
        };
        each(
            &expect.buttons,
            |words| has(words),
            |words| format!("a button for {who} says “{words}”"),
        )?;
        let toasted = |words: &str| self.toasts().any(|text| seen::holds(text, words));
        each(
            &expect.toasts,
            |words| toasted(words),
            |words| format!("“{words}” appears over {who}'s chat"),
        )?;
        let refused =
            |words: &str| self.refusals().any(|text| seen::holds(text, words)) || toasted(words) || said(words);
        each(
            &expect.refuses,
            |words| refused(words),
            |words| format!("the shop refuses {who} with the words “{words}”"),
        )?;
        let sent = |words: &str| self.messages().any(|message| is_document(message, words));
        each(
            &expect.documents,
            |words| sent(words),
            |words| format!("{who} gets the file “{words}”"),
        )
    }

    fn invoice(&self, expect: &Expect, who: &str) -> Result<(), Difference> {
        let Some(wanted) = &expect.invoice else { return Ok(()) };
        let invoices: Vec<&InvoiceView> = self.messages().filter_map(open_invoice).collect();
        let fits = |invoice: &&InvoiceView| wanted.v == "true" || costs(invoice, &wanted.v);
        if invoices.iter().any(fits) {
            return Ok(());
        }
        let prices: Vec<&str> = invoices.iter().map(|invoice| invoice.price.as_str()).collect();
        Err(Difference {
            at: wanted.at,
            expected: format!("{who} gets an invoice over {}", wanted.v),
            instead: (!prices.is_empty()).then(|| format!("an invoice over {}", prices.join(", "))),
        })
    }

    fn flag(&self, flag: &Placed<Flag>, who: &str, changed: Option<&String>) -> Result<(), Difference> {
        let holds = match flag.v {
            Flag::Accepts => self.is_accepted(),
            Flag::Receipt => self.messages().any(|message| self.is_receipt(message)),
            Flag::Photo => self
                .messages()
                .any(|message| matches!(message.content, Content::Photo(_))),
            Flag::Silent => self.messages().next().is_none() && self.toasts().all(str::is_empty),
            Flag::NothingChanges => changed.is_none(),
        };
        if holds {
            return Ok(());
        }
        let expected = match flag.v {
            Flag::Accepts => format!("the shop accepts {who}'s payment"),
            Flag::Receipt => format!("{who} gets a receipt with the charge's id"),
            Flag::Photo => format!("{who} sees a photo"),
            Flag::Silent => format!("the shop says nothing to {who}"),
            Flag::NothingChanges => "nothing changes in the books".into(),
        };
        Err(Difference {
            at: flag.at,
            expected,
            instead: changed.filter(|_| flag.v == Flag::NothingChanges).cloned(),
        })
    }

    fn is_accepted(&self) -> bool {
        self.heard.iter().any(|heard| {
            matches!(
                heard,
                Heard::Verdict(Outcome::Confirmed | Outcome::Charged | Outcome::Declined)
            )
        })
    }

    /// A receipt proves the payment: it names a charge of this person.
    fn is_receipt(&self, message: &MessageView) -> bool {
        message.content == Content::Text && self.charges.iter().any(|charge| message.text.contains(charge.as_str()))
    }
}

/// In the text, or in what an invoice says.
fn says(message: &MessageView, words: &str) -> bool {
    let invoice = match &message.content {
        Content::Invoice(invoice) => format!(
            "{}\n{}\n{}",
            invoice.title,
            invoice.description,
            invoice.form_in_words()
        ),
        _ => String::new(),
    };
    seen::holds(&message.text, words) || seen::holds(&invoice, words)
}

fn open_invoice(message: &MessageView) -> Option<&InvoiceView> {
    match &message.content {
        Content::Invoice(invoice) if !invoice.receipt => Some(invoice),
        _ => None,
    }
}

/// `6.50 EUR`, as Telegram shows it or as the shop does.
fn costs(invoice: &InvoiceView, price: &str) -> bool {
    let own = Currency::parse(&invoice.currency).map(|currency| Money::new(invoice.total_amount, currency).to_string());
    invoice.price == price || own.as_deref() == Some(price)
}

fn is_document(message: &MessageView, words: &str) -> bool {
    match &message.content {
        Content::Document(file) => {
            seen::holds(&file.name, words) || seen::holds(&String::from_utf8_lossy(&file.head), words)
        }
        _ => false,
    }
}

fn each(
    wanted: &[Placed<String>],
    holds: impl Fn(&str) -> bool,
    expected: impl Fn(&str) -> String,
) -> Result<(), Difference> {
    match wanted.iter().find(|words| !holds(&words.v)) {
        None => Ok(()),
        Some(words) => Err(Difference {
            at: words.at,
            expected: expected(&words.v),
            instead: None,
        }),
    }
}
