//! What can be known to be wrong without running a script: statements outside of functions, and names that nothing has.

use std::collections::BTreeSet;

use rhai::{AST, ASTNode, Expr, FnCallExpr, Position, Stmt};

use super::{
    Deny, Problem,
    api::{self, GIVEN, ItemKind, known_functions, known_properties},
    nearest::did_you_mean,
    run::place,
    slips,
};

/// Nothing but constants stands outside of functions: it would never run.
pub(super) fn statements(script: &str, ast: &AST, problems: &mut Vec<Problem>) {
    let loose = ast
        .statements()
        .iter()
        .find(|statement| !matches!(statement, Stmt::Var(..) | Stmt::Noop(..)));
    if let Some(statement) = loose {
        problems.push(
            Problem::new(
                script,
                statement.position(),
                "this stands outside of every rule, so it would never run",
            )
            .help("put it into a function: fn small_orders(quote) { … }"),
        );
    }
}

/// Every call of `deny`, in the order of the text.
pub(super) fn denials(script: &str, ast: &AST) -> Vec<Deny> {
    let mut found = Vec::new();
    ast.walk(&mut |path| {
        if let Some(ASTNode::Stmt(Stmt::FnCall(call, at)) | ASTNode::Expr(Expr::FnCall(call, at))) = path.last()
            && call.name == "deny"
        {
            found.extend(place(*at));
        }
        true
    });
    found.sort_unstable();
    found.dedup();
    let deny = |place| Deny {
        script: script.to_owned(),
        place,
    };
    found.into_iter().map(deny).collect()
}

/// Functions and properties that do not exist.
pub(super) fn names(script: &str, ast: &AST, problems: &mut Vec<Problem>) {
    let own: BTreeSet<String> = ast.iter_fn_def().map(|function| function.name.to_string()).collect();
    let keys = map_keys(ast);
    let mut found = Vec::new();
    ast.walk(&mut |path| {
        let Some(node) = path.last() else { return true };
        match node {
            ASTNode::Stmt(Stmt::FnCall(call, at)) | ASTNode::Expr(Expr::FnCall(call, at)) => {
                found.extend(function(script, call, *at, &own));
                found.extend(wordless(script, call, *at));
            }
            ASTNode::Expr(Expr::StringConstant(text, at)) => found.extend(unfilled(script, text, *at)),
            ASTNode::Expr(Expr::MethodCall(call, at)) => found.extend(method(script, call, *at, &own)),
            ASTNode::Expr(Expr::Property(parts, at)) => found.extend(property(script, &parts.2, *at, &keys)),
            ASTNode::Expr(Expr::Dot(parts, ..)) => found.extend(of_given(script, &parts.lhs, &parts.rhs)),
            _ => {}
        }
        true
    });
    // A name that nothing has is also missing on the value at hand: the closer word wins.
    found.sort_by_key(|problem| (problem.line, problem.column));
    found.dedup_by_key(|problem| (problem.line, problem.column));
    problems.extend(found);
}

fn function(script: &str, call: &FnCallExpr, at: Position, own: &BTreeSet<String>) -> Option<Problem> {
    let known = call.is_operator_call() || own.contains(&*call.name) || is_known(&call.name);
    (!known).then(|| {
        let problem = Problem::new(script, at, format!("there is no function `{}`", call.name)).over(&call.name);
        if let Some(help) = slips::other_name(&call.name) {
            return problem.help(help);
        }
        let mine = own.iter().map(String::as_str);
        let near = did_you_mean(&call.name, known_functions().iter().map(String::as_str).chain(mine));
        with_near(problem, near)
    })
}

/// `deny()`: the customer would hear nothing.
fn wordless(script: &str, call: &FnCallExpr, at: Position) -> Option<Problem> {
    (call.name == "deny" && call.args.is_empty()).then(|| {
        Problem::new(script, at, "a no needs words that the customer reads")
            .over(&call.name)
            .help("write deny(\"…\")")
    })
}

/// `"Only ${free} left"`: the customer would read the sign and the braces.
fn unfilled(script: &str, text: &str, at: Position) -> Option<Problem> {
    let (_, rest) = text.split_once("${")?;
    rest.contains('}').then(|| {
        Problem::new(script, at, "values are not filled in between these quotes")
            .help("write the text between back quotes: `Only ${free} left`")
    })
}

fn method(script: &str, call: &FnCallExpr, at: Position, own: &BTreeSet<String>) -> Option<Problem> {
    function(script, call, at, own)
}

/// Words of the language that look like functions.
fn is_known(name: &str) -> bool {
    const LANGUAGE: [&str; 7] = ["print", "debug", "type_of", "Fn", "call", "is_def_var", "is_def_fn"];
    known_functions().contains(name) || LANGUAGE.contains(&name) || name.contains('$')
}

fn property(script: &str, name: &str, at: Position, keys: &BTreeSet<String>) -> Option<Problem> {
    if known_properties().contains(name) || keys.contains(name) {
        return None;
    }
    let problem = Problem::new(script, at, format!("nothing has a property `{name}`")).over(name);
    if let Some(help) = slips::other_name(name) {
        return Some(problem.help(help));
    }
    let near = did_you_mean(name, known_properties().iter().map(String::as_str));
    Some(with_near(problem, near))
}

/// `quote.totl`, `customer.has("wine")`: what is asked of a value that a rule was given.
fn of_given(script: &str, value: &Expr, rest: &Expr) -> Option<Problem> {
    let Expr::Variable(parts, ..) = value else { return None };
    let value = parts.1.as_str();
    let given = GIVEN.iter().find(|given| given.name == value)?;
    let first = match rest {
        Expr::Dot(parts, ..) | Expr::Index(parts, ..) => &parts.lhs,
        other => other,
    };
    let kinds = (ItemKind::Property(given.name), ItemKind::Method(given.name));
    let (name, at, wanted, missing) = match first {
        Expr::Property(parts, at) => (&*parts.2, *at, kinds.0, "property"),
        Expr::MethodCall(call, at) => (&*call.name, *at, kinds.1, "function"),
        _ => return None,
    };
    let of_value = || api::items().filter(|item| item.kind == kinds.0 || item.kind == kinds.1);
    let mut of_same_name = of_value().filter(|item| item.name == name).peekable();
    if of_same_name.peek().is_none() {
        let problem = Problem::new(script, at, format!("`{value}` has no {missing} `{name}`")).over(name);
        let names: Vec<&str> = of_value().map(|item| item.name).collect();
        let near = did_you_mean(name, names.iter().copied());
        return Some(match near {
            Some(_) => with_near(problem, near),
            None => problem.help(format!("it has: {}", names.join(", "))),
        });
    }
    if of_same_name.all(|item| item.kind != wanted) {
        let signature = of_value()
            .find(|item| item.name == name)
            .map_or("", |item| item.signature);
        let problem = Problem::new(script, at, format!("`{name}` is not used like this")).over(name);
        return Some(problem.help(format!("write {signature}")));
    }
    None
}

fn with_near(problem: Problem, near: Option<&str>) -> Problem {
    match near {
        Some(near) => problem.help(format!("did you mean `{near}`?")),
        None => problem.help("examples/rules/README.md lists everything that a rule may use"),
    }
}

/// Keys of maps that the script itself writes.
pub(super) fn own_keys(ast: &AST) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    ast.walk(&mut |path| {
        if let Some(ASTNode::Expr(Expr::Map(parts, _))) = path.last() {
            keys.extend(parts.0.iter().map(|(key, _)| key.as_str().to_owned()));
        }
        true
    });
    keys
}

/// Keys that the script itself may put into a map.
fn map_keys(ast: &AST) -> BTreeSet<String> {
    // What `catch (error)` is given is a map with these.
    let mut keys = own_keys(ast);
    keys.extend(["error", "message", "line", "position"].map(str::to_owned));
    ast.walk(&mut |path| {
        match path.last() {
            Some(ASTNode::Expr(Expr::StringConstant(text, _))) => drop(keys.insert(text.to_string())),
            Some(ASTNode::Stmt(Stmt::Assignment(parts))) => {
                if let Expr::Dot(sides, ..) = &parts.1.lhs
                    && let Expr::Property(name, _) = &sides.rhs
                {
                    keys.insert(name.2.to_string());
                }
            }
            _ => {}
        }
        true
    });
    keys
}
