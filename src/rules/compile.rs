//! Source text to rules, with everything that is wrong at once. A script is constants and functions: each function that
//! is not `private` is a rule, named after its file and itself.

use std::sync::{Arc, atomic::AtomicU32};

use rhai::{AST, FnAccess, Position};

use super::{
    Problem,
    api::{GIVEN, Given},
    check,
    constants::Constants,
    engine::engine,
    explain, fixed,
    nearest::did_you_mean,
    reached::Kept,
    resolved::Resolved,
    run, sample, unheard,
};

/// Parsing takes time that grows with the square of the length; a rule of this length is read in some 20 ms.
const SOURCE_BYTES_MAX: usize = 16 * 1024;
/// Functions without a name of their own: `|x| x > 1`.
const ANONYMOUS: &str = "anon$";

/// What becomes of a question whose rule fails: a mistake, a time-out, an answer that is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum OnError {
    #[default]
    Deny,
    Allow,
}

/// The compiled scripts of one revision; cheap to clone.
#[derive(Clone, Default)]
pub struct Rules(pub(super) Arc<[Rule]>);

/// One rule.
#[derive(Clone)]
pub(super) struct Rule {
    /// `limits.two_loaves`.
    pub(super) name: Arc<str>,
    pub(super) script: Arc<str>,
    pub(super) source: Arc<str>,
    pub(super) function: String,
    pub(super) ast: Arc<AST>,
    pub(super) given: Vec<&'static Given>,
    pub(super) on_error: OnError,
    pub(super) at: Position,
    /// In a row, before customers of this revision: when quotes were made, and when Pay was pressed. A rule that always
    /// fails at the one may always do well at the other.
    pub(super) failures: Arc<[AtomicU32; 2]>,
    pub(super) reached: Arc<Kept>,
    pub(super) resolved: Arc<Resolved>,
}

/// Reads one script. `name` is that of its file, without `.rhai`.
pub fn compile(name: &str, source: &str) -> Result<Rules, Vec<Problem>> {
    if source.len() > SOURCE_BYTES_MAX {
        let message = format!(
            "this script has {} KiB, and a script has at most {} KiB",
            source.len().div_ceil(1024),
            SOURCE_BYTES_MAX / 1024
        );
        return Err(vec![
            Problem::new(name, Position::NONE, message).help("split it into several files"),
        ]);
    }
    if source.trim_start().starts_with("```") {
        let start = source.lines().take_while(|line| line.trim().is_empty()).count() + 1;
        let at = Position::new(u16::try_from(start).unwrap_or(u16::MAX), 1);
        let message = "this line belongs to a chat or a web page, and to no script";
        return Err(vec![
            Problem::new(name, at, message).help("delete it, and the line of the same kind at the end"),
        ]);
    }
    let ast = engine()
        .compile(source)
        .map_err(|error| vec![explain::parsing(name, source, &error)])?;
    let mut problems = Vec::new();
    check::statements(name, &ast, &mut problems);
    check::names(name, &ast, &mut problems);
    unheard::answers(name, &ast, &mut problems);
    unheard::no_answers(name, &ast, &mut problems);
    fixed::words(name, &ast, &mut problems);
    let constants = Constants::read(name, &ast, &mut problems);
    let rules = rules_of(name, source, ast, &constants, &mut problems);
    if problems.is_empty() {
        problems = run::trial(&rules, &sample::sample());
    }
    if problems.is_empty() { Ok(rules) } else { Err(problems) }
}

impl Rules {
    /// All rules of several scripts, in the order in which they are given.
    pub fn all(scripts: impl IntoIterator<Item = Rules>) -> Rules {
        Rules(scripts.into_iter().flat_map(|rules| rules.0.to_vec()).collect())
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// `limits.two_loaves`, in the order in which they are asked.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|rule| &*rule.name)
    }

    /// Without one of them, for finding out whether any test misses it.
    pub fn without(&self, name: &str) -> Rules {
        Rules(self.0.iter().filter(|rule| &*rule.name != name).cloned().collect())
    }
}

impl std::fmt::Debug for Rules {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.names()).finish()
    }
}

fn rules_of(name: &str, source: &str, ast: AST, constants: &Constants, problems: &mut Vec<Problem>) -> Rules {
    let ast = Arc::new(ast);
    let (script, text): (Arc<str>, Arc<str>) = (name.into(), source.into());
    let mut rules: Vec<Rule> = Vec::new();
    for function in ast.iter_fn_def() {
        let own = function.access == FnAccess::Public && !function.name.starts_with(ANONYMOUS);
        if !own {
            continue;
        }
        let at = function_place(source, &function.name);
        let given = function
            .params
            .iter()
            .filter_map(|parameter| given(name, at, parameter, problems));
        rules.push(Rule {
            name: format!("{name}.{}", function.name).into(),
            given: given.collect(),
            script: script.clone(),
            source: text.clone(),
            function: function.name.to_string(),
            ast: ast.clone(),
            on_error: constants.on_error(&function.name),
            at,
            failures: Arc::default(),
            reached: Arc::default(),
            resolved: Arc::default(),
        });
    }
    rules.sort_by_key(|rule| rule.at);
    // The language would take two that ask for different values for two functions.
    if let Some(twice) = rules.windows(2).find(|two| two[0].at == two[1].at) {
        let message = format!("there are two rules `{}`", twice[0].function);
        problems.push(
            Problem::new(name, twice[0].at, message)
                .over("fn")
                .help("give one of them another name"),
        );
    }
    constants.check_names(name, &rules, problems);
    if rules.is_empty() && problems.is_empty() {
        problems.push(
            Problem::new(name, Position::NONE, "this script holds no rule")
                .help("a rule is a function: fn small_orders(quote) { if quote.total < 5 { return deny(\"…\"); } }"),
        );
    }
    Rules(rules.into())
}

fn given(script: &str, at: Position, parameter: &str, problems: &mut Vec<Problem>) -> Option<&'static Given> {
    let found = GIVEN.iter().find(|given| given.name == parameter);
    if found.is_none() {
        let known: Vec<&str> = GIVEN.iter().map(|given| given.name).collect();
        let help = match did_you_mean(parameter, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!(
                "a rule may ask for {}; a helper of your own begins with `private fn`",
                known.join(", ")
            ),
        };
        let message = format!("a rule is not given anything called `{parameter}`");
        problems.push(Problem::new(script, at, message).help(help));
    }
    found
}

/// Where a function is defined: the tree does not keep it.
fn function_place(source: &str, name: &str) -> Position {
    let is_name = |rest: &str| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_');
    for (number, line) in source.lines().enumerate() {
        for (start, _) in line.match_indices("fn ") {
            let words = line[start + 3..].trim_start();
            if words.strip_prefix(name).is_some_and(is_name) {
                let column = line[..start].chars().count() + 1;
                let (line, column) = (u16::try_from(number + 1), u16::try_from(column));
                return Position::new(line.unwrap_or(u16::MAX), column.unwrap_or(u16::MAX));
            }
        }
    }
    Position::NONE
}
