//! Why a customer heard yes or no, in words and as JSON: the rules that were asked, or the policy or whatever else said
//! no. It knows the files that served then, as far as this program can read them.

use std::{collections::HashMap, sync::Arc};

use serde_json::{Value, json};

use super::{ending::Failure, output::clean_line, worlds::Side};
use crate::{
    config::{self, Files, Secrets},
    conversation::Reason,
    ids::{RevisionId, ShopId},
    order::Refusal,
    rules::{self, Reply, Said},
    shop::Shop,
    store::Reader,
    telegram::{self, Premises},
};

const SHOP_FILE: &str = "shop.yaml";

/// Who said no.
pub(super) enum Refuser {
    /// `limits.two_loaves`
    Rule(String),
    Policy {
        policy: &'static str,
        line: Option<usize>,
    },
    /// Whatever rules say: the refusal's own name, such as `sold_out`.
    Kiosk(String),
}

/// The shops as they were, by revision, with the text of `shop.yaml`.
#[derive(Default)]
pub(super) struct Past(HashMap<(ShopId, RevisionId), Option<(Shop, String)>>);

impl Past {
    /// Looks up the files that served when a question was asked.
    pub(super) async fn look_up(&mut self, reader: &Reader, reason: &Reason) -> Result<(), Failure> {
        let key = (reason.shop.clone(), reason.revision.clone());
        if self.0.contains_key(&key) {
            return Ok(());
        }
        let saved = reader.revision(&key.0, &key.1).await.map_err(Failure::said)?;
        let files = saved.and_then(|saved| Files::from_json(&saved.files));
        let known = files.and_then(|files| {
            let own = files.texts().find(|(name, _)| *name == SHOP_FILE);
            let text = own.map(|(_, text)| String::from_utf8_lossy(text).into_owned())?;
            let shop = config::compile(key.0.clone(), files, Secrets::Unread).shop?;
            Some((shop, text))
        });
        self.0.insert(key, known);
        Ok(())
    }

    fn known(&self, reason: &Reason) -> Option<&(Shop, String)> {
        self.0.get(&(reason.shop.clone(), reason.revision.clone()))?.as_ref()
    }

    fn shop(&self, reason: &Reason) -> Option<&Shop> {
        self.known(reason).map(|(shop, _)| shop)
    }

    /// Who said no, and where that stands: a rule, a policy of `shop.yaml`, or kiosk by itself.
    pub(super) fn refuser(&self, reason: &Reason) -> Option<Refuser> {
        Some(match reason.refusal.as_ref()? {
            Refusal::OwnRule { rule, .. } => Refuser::Rule(rule.clone()),
            Refusal::Policy(refusal) => {
                let text = self.known(reason).map_or("", |(_, text)| text.as_str());
                let policy = refusal.policy();
                Refuser::Policy {
                    policy,
                    line: line_of(text, policy),
                }
            }
            other => Refuser::Kiosk(bare_word(other)),
        })
    }

    /// Where a rule said what it said: line and column of the no, else where the rule begins.
    fn place(&self, reason: &Reason, said: &Said) -> Option<(usize, usize)> {
        let denied = match said.answer {
            Reply::Deny { at, .. } => at,
            _ => None,
        };
        denied.or_else(|| self.shop(reason)?.rules.begins(&said.rule))
    }

    /// What a rule read of the order.
    pub(super) fn values(&self, reason: &Reason, said: &Said) -> Vec<rules::Value> {
        let known = self.shop(reason).zip(reason.input.as_ref());
        known.map_or_else(Vec::new, |(shop, input)| shop.rules.values(&said.rule, input))
    }

    /// `rules/limits.rhai:4:16`, behind the rule's name.
    pub(super) fn rule(&self, reason: &Reason, said: &Said) -> String {
        match self.place(reason, said) {
            Some((line, column)) => format!("{}, {}:{line}:{column}", said.rule, script(&said.rule)),
            None => format!("{}, {}", said.rule, script(&said.rule)),
        }
    }

    /// What the customer read, in English.
    pub(super) fn words(&self, reason: &Reason) -> Option<String> {
        let refusal = reason.refusal.as_ref()?;
        let Some(shop) = self.shop(reason) else {
            return Some(match refusal {
                Refusal::OwnRule { words: Some(words), .. } => clean_line(words),
                other => bare_word(other).replace('_', " "),
            });
        };
        let premises = Premises {
            play: false,
            bot_username: "your_bot".to_owned(),
            provider_token: String::new(),
        };
        let words = telegram::refusal_words(shop, &premises, refusal, shop.language(Some("en")));
        Some(clean_line(&words))
    }
}

/// Line of a policy in `shop.yaml`, counted from 1; that of all policies where they stand in one line.
fn line_of(text: &str, policy: &str) -> Option<usize> {
    let is = |line: &str, key: &str| {
        line.trim_start()
            .strip_prefix(key)
            .is_some_and(|rest| rest.starts_with(':'))
    };
    let policies = text.lines().position(|line| is(line, "policies"))?;
    let own = text.lines().skip(policies).position(|line| is(line, policy));
    Some(policies + own.unwrap_or(0) + 1)
}

/// `rules/limits.rhai` of `limits.two_loaves`.
pub(super) fn script(rule: &str) -> String {
    format!("rules/{}.rhai", rule.split('.').next().unwrap_or(rule))
}

/// `when the invoice was made`
pub(super) fn when(paying: bool) -> &'static str {
    if paying {
        "when Pay was pressed"
    } else {
        "when the invoice was to be made"
    }
}

/// What a rule answered, in words.
pub(super) fn answer(reply: &Reply) -> String {
    let so = |allowed: &bool| if *allowed { "yes" } else { "no" };
    match reply {
        Reply::Allow => "yes".to_owned(),
        Reply::Deny { words, .. } => format!("no, “{}”", clean_line(words.get("en", "en").unwrap_or_default())),
        Reply::Failed { problem, allowed } => format!("failed, so {}: {}", so(allowed), clean_line(problem)),
        Reply::TimedOut { problem, allowed } => format!("was stopped, so {}: {}", so(allowed), clean_line(problem)),
        Reply::NotRun { allowed } => format!("not run, since it had failed three times in a row, so {}", so(allowed)),
    }
}

impl Refuser {
    pub(super) fn words(&self) -> String {
        match self {
            Refuser::Rule(rule) => format!("refused by the rule {rule}"),
            Refuser::Policy { policy, line } => {
                let line = line.map_or_else(String::new, |line| format!(":{line}"));
                format!("refused by the policy `{policy}`, {SHOP_FILE}{line}")
            }
            Refuser::Kiosk(word) => format!(
                "refused by kiosk itself, whatever rules say: {}",
                word.replace('_', " ")
            ),
        }
    }

    fn record(&self) -> Value {
        match self {
            Refuser::Rule(rule) => json!({"kind": "rule", "name": rule, "file": script(rule)}),
            Refuser::Policy { policy, line } => {
                json!({"kind": "policy", "name": policy, "file": SHOP_FILE, "line": line})
            }
            Refuser::Kiosk(word) => json!({"kind": "kiosk", "name": word}),
        }
    }
}

/// The refusal's own name, such as `sold_out`.
fn bare_word(refusal: &Refusal) -> String {
    match serde_json::to_value(refusal) {
        Ok(Value::String(word)) => word,
        Ok(Value::Object(named)) => named.into_iter().next().map(|(word, _)| word).unwrap_or_default(),
        _ => String::new(),
    }
}

/// A question with all that came of it.
pub(super) fn record(past: &Past, side: Side, reason: &Reason) -> Value {
    json!({
        "at": reason.at.to_string(),
        "shop": reason.shop,
        "number": reason.order.map(|order| order.shown(side.is_play())),
        "customer": reason.payer,
        "paying": reason.paying,
        "revision": reason.revision,
        "allowed": reason.refusal.is_none(),
        "refused_by": past.refuser(reason).map(|refuser| refuser.record()),
        "words": past.words(reason),
        "rules": reason.said.iter().map(|said| said_record(past, reason, said)).collect::<Vec<_>>(),
        "input": reason.input,
    })
}

fn said_record(past: &Past, reason: &Reason, said: &Said) -> Value {
    let (answer, words, about) = match &said.answer {
        Reply::Allow => ("allow", None, None),
        Reply::Deny { words, line, .. } => ("deny", Some(words), *line),
        Reply::Failed { .. } => ("failed", None, None),
        Reply::TimedOut { .. } => ("timed_out", None, None),
        Reply::NotRun { .. } => ("not_run", None, None),
    };
    let place = past.place(reason, said);
    json!({
        "rule": said.rule,
        "file": script(&said.rule),
        "line": place.map(|(line, _)| line),
        "column": place.map(|(_, column)| column),
        "answer": answer,
        "allowed": said.answer.allows(),
        "words": words,
        "about_line": about.map(|line| line + 1),
        "problem": said.answer.problem(),
        "microseconds": said.microseconds,
        "values": past.values(reason, said),
    })
}

/// Questions in a document of ours, in the order in which they stand there; none where it holds none.
pub(super) fn inputs(document: &Value) -> Vec<Arc<rules::Input>> {
    let own = serde_json::from_value(document.clone());
    if let Ok(input) = own {
        return vec![Arc::new(input)];
    }
    match document {
        Value::Array(all) => all.iter().flat_map(inputs).collect(),
        Value::Object(fields) => fields.values().flat_map(inputs).collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_policy_is_found_in_the_file() {
        let text = "name: A\ncountries: no\npolicies:   # ours\n  minimum_order: 5\n  countries: [PT]\n";
        assert_eq!(line_of(text, "countries"), Some(5));
        assert_eq!(line_of("policies: {countries: [PT]}\n", "countries"), Some(1));
        assert_eq!(line_of("name: A\n", "countries"), None);
    }
}
