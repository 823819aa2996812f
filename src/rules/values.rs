//! The values behind an answer: what a rule reads of the order, and what that was. Told to people who ask why; nothing is
//! decided by it.

use std::{collections::BTreeSet, sync::Arc, time::Duration};

use rhai::{ASTNode, CallFnOptions, Dynamic, Expr, FnCallExpr, Scope};
use serde::Serialize;

use super::{
    Input, Rules,
    api::GIVEN,
    compile::Rule,
    engine::{engine, metered},
    run::place,
};

/// Reading one value takes far less.
const VALUE_WITHIN: Duration = Duration::from_millis(5);
/// Longer ones say more about the script than about the order.
const VALUE_CHARACTERS_MAX: usize = 100;

/// Something that a rule reads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Value {
    /// As the script says it: `customer.bought("rye")`.
    pub expression: String,
    /// What it was: `3`.
    pub value: String,
}

impl Rules {
    /// What a rule reads of this order, in the order of its text; what depends on the rule's own variables is left out.
    pub fn values(&self, rule: &str, input: &Arc<Input>) -> Vec<Value> {
        let Some(rule) = self.find(rule) else { return Vec::new() };
        let read = expressions(rule).into_iter().filter_map(|expression| {
            let value = evaluated(&expression, input)?;
            Some(Value { expression, value })
        });
        read.collect()
    }

    /// Line and column, counted from 1, at which a rule begins.
    pub fn begins(&self, rule: &str) -> Option<(usize, usize)> {
        place(self.find(rule)?.at)
    }

    fn find(&self, name: &str) -> Option<&Rule> {
        self.0.iter().find(|rule| &*rule.name == name)
    }
}

fn expressions(rule: &Rule) -> Vec<String> {
    let (mut found, mut known) = (Vec::new(), BTreeSet::new());
    let mut own = (*rule.ast).clone();
    own.retain_functions(|_, _, name, _| name == rule.function);
    own.walk(&mut |path| {
        if let Some(ASTNode::Expr(Expr::Dot(parts, ..))) = path.last() {
            let read = of_given(&parts.lhs, &parts.rhs);
            found.extend(read.filter(|read| known.insert(read.clone())));
        }
        true
    });
    found
}

/// `quote.total`, `customer.bought("rye")`: what is read of a value that a rule is given.
fn of_given(value: &Expr, rest: &Expr) -> Option<String> {
    let Expr::Variable(parts, ..) = value else { return None };
    let given = GIVEN.iter().find(|given| given.name == parts.1.as_str())?;
    let first = match rest {
        Expr::Dot(parts, ..) | Expr::Index(parts, ..) => &parts.lhs,
        other => other,
    };
    match first {
        Expr::Property(parts, _) => Some(format!("{}.{}", given.name, parts.2)),
        Expr::MethodCall(call, _) => Some(format!("{}.{}({})", given.name, call.name, arguments(call)?)),
        _ => None,
    }
}

/// As they are written, where each is a plain number or text.
fn arguments(call: &FnCallExpr) -> Option<String> {
    let plain = |argument: &Expr| {
        let value = argument.get_literal_value(None)?;
        shown(&value)
    };
    let all: Option<Vec<String>> = call.args.iter().map(plain).collect();
    Some(all?.join(", "))
}

fn evaluated(expression: &str, input: &Arc<Input>) -> Option<String> {
    let given: Vec<&str> = GIVEN.iter().map(|given| given.name).collect();
    let ast = engine()
        .compile(format!("fn value({}) {{ {expression} }}", given.join(", ")))
        .ok()?;
    let arguments: Vec<Dynamic> = GIVEN.iter().map(|given| (given.make)(input)).collect();
    let options = CallFnOptions::new().eval_ast(false);
    let call = || engine().call_fn_with_options::<Dynamic>(options, &mut Scope::new(), &ast, "value", arguments);
    let (value, _) = metered(VALUE_WITHIN, call);
    shown(&value.ok()?).filter(|shown| shown.chars().count() <= VALUE_CHARACTERS_MAX)
}

/// Plain values as scripts write them; nothing of lists and whatever else has parts.
fn shown(value: &Dynamic) -> Option<String> {
    let plain = value.is_int() || value.is_decimal() || value.is_bool();
    if value.is_string() || value.is_char() {
        return Some(format!("{:?}", value.to_string()));
    }
    plain.then(|| value.to_string())
}
