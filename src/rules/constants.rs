//! What a script says about itself, above its rules: the version of the table it was written for, and what becomes of a
//! question when a rule fails.

use rhai::{AST, Dynamic, Position, Stmt};

use super::{
    Problem,
    api::API_VERSION,
    compile::{OnError, Rule},
    nearest::did_you_mean,
};

/// What a script says about itself.
#[derive(Default)]
pub(super) struct Constants {
    on_error: OnError,
    by_rule: Vec<(String, OnError)>,
    at: Position,
}

impl Constants {
    pub(super) fn read(name: &str, ast: &AST, problems: &mut Vec<Problem>) -> Constants {
        let mut constants = Constants::default();
        let mut version = false;
        for statement in ast.statements() {
            let Stmt::Var(parts, ..) = statement else { continue };
            let (word, at) = (parts.0.as_str(), parts.0.pos);
            let value = parts.1.get_literal_value(None);
            match word {
                "API" => {
                    version = true;
                    check_version(name, at, value, problems);
                }
                "ON_ERROR" => {
                    constants.at = at;
                    constants.read_on_error(name, value, problems);
                }
                _ => problems.push(unknown_constant(name, at, word)),
            }
        }
        if !version {
            let message = "this script does not say for which version of the rules it is written";
            let help = format!("begin it with: const API = {API_VERSION};");
            problems.push(Problem::new(name, Position::new(1, 1), message).help(help));
        }
        constants
    }

    fn read_on_error(&mut self, name: &str, value: Option<Dynamic>, problems: &mut Vec<Problem>) {
        let value = value.unwrap_or_default();
        if let Some(rules) = value.read_lock::<rhai::Map>() {
            for (rule, word) in rules.iter() {
                match on_error(word) {
                    Some(wanted) => self.by_rule.push((rule.to_string(), wanted)),
                    None => problems.push(bad_on_error(name, self.at)),
                }
            }
            return;
        }
        match on_error(&value) {
            Some(wanted) => self.on_error = wanted,
            None => problems.push(bad_on_error(name, self.at)),
        }
    }

    pub(super) fn on_error(&self, function: &str) -> OnError {
        let own = self.by_rule.iter().find(|(rule, _)| rule == function);
        own.map_or(self.on_error, |(_, wanted)| *wanted)
    }

    pub(super) fn check_names(&self, name: &str, rules: &[Rule], problems: &mut Vec<Problem>) {
        for (wanted, _) in &self.by_rule {
            if rules.iter().any(|rule| rule.function == *wanted) {
                continue;
            }
            let known = rules.iter().map(|rule| &*rule.function);
            let problem = Problem::new(name, self.at, format!("there is no rule `{wanted}` in this script"));
            problems.push(match did_you_mean(wanted, known) {
                Some(near) => problem.help(format!("did you mean `{near}`?")),
                None => problem,
            });
        }
    }
}

fn on_error(word: &Dynamic) -> Option<OnError> {
    match &*word.clone().into_string().ok()? {
        "deny" => Some(OnError::Deny),
        "allow" => Some(OnError::Allow),
        _ => None,
    }
}

fn bad_on_error(name: &str, at: Position) -> Problem {
    Problem::new(name, at, "`ON_ERROR` is \"deny\" or \"allow\"")
        .over("ON_ERROR")
        .help("const ON_ERROR = \"allow\"; or, for one rule of several: const ON_ERROR = #{two_loaves: \"allow\"};")
}

fn check_version(name: &str, at: Position, value: Option<Dynamic>, problems: &mut Vec<Problem>) {
    let wanted = value.and_then(|value| value.as_int().ok());
    if wanted != Some(API_VERSION) {
        let message = match wanted {
            Some(other) => format!("this kiosk has version {API_VERSION} of the rules, not {other}"),
            None => "`API` is a plain number".to_owned(),
        };
        let help = format!("const API = {API_VERSION};");
        problems.push(Problem::new(name, at, message).over("API").help(help));
    }
}

fn unknown_constant(name: &str, at: Position, word: &str) -> Problem {
    let problem = Problem::new(name, at, format!("`{word}` means nothing outside of a function")).over(word);
    match did_you_mean(&word.to_uppercase(), ["API", "ON_ERROR"]) {
        Some(near) => problem.help(format!("did you mean `{near}`?")),
        None => problem.help(format!(
            "functions do not see it; write private fn {}() {{ … }} and call that",
            word.to_lowercase()
        )),
    }
}
