//! A no that nobody hears: `deny(…)` is an answer where it is returned, or where it is the last thing that a rule does.
//! Anywhere else its value falls to the ground and the order goes on, which no trial run notices.

use std::collections::BTreeSet;

use rhai::{AST, ASTNode, Expr, FlowControl, FnAccess, FnCallExpr, Position, Stmt, StmtBlock};

use super::Problem;

/// Every `deny`, and every call of an own function that says no, whose answer is thrown away.
pub(super) fn answers(script: &str, ast: &AST, problems: &mut Vec<Problem>) {
    let functions = Functions::of(ast);
    let last = functions.last_statements(ast);
    let saying_no = functions.saying_no(ast);
    ast.walk(&mut |path| {
        let (ASTNode::Stmt(Stmt::FnCall(call, at)) | ASTNode::Expr(Expr::FnCall(call, at))) = &path[path.len() - 1]
        else {
            return true;
        };
        let answers = is_deny(call) || saying_no.contains(call.name.as_str());
        if answers && is_dropped(path, &last) {
            let message = format!("this no goes nowhere: what `{}` gives is not returned", call.name);
            let help = format!("write return {}(…);", call.name);
            problems.push(Problem::new(script, *at, message).over(&call.name).help(help));
        }
        true
    });
}

/// `return false;` in a rule: no answer, and a trial run notices only what it reaches.
pub(super) fn no_answers(script: &str, ast: &AST, problems: &mut Vec<Problem>) {
    let functions = Functions::of(ast);
    let is_rule = |at: Position| {
        let name = functions.around(at).map(|index| functions.0[index].0.as_str());
        let mut all = ast.iter_fn_def();
        all.any(|function| Some(function.name.as_str()) == name && function.access == FnAccess::Public)
    };
    ast.walk(&mut |path| {
        if let Some(ASTNode::Stmt(Stmt::Return(Some(value), flags, at))) = path.last()
            && let Expr::BoolConstant(..) | Expr::IntegerConstant(..) = **value
            && flags.is_empty()
            && is_rule(*at)
        {
            let message = "true, false and numbers are no answer of a rule";
            let help = "return deny(\"…\") for a no, and nothing or allow() for a yes";
            problems.push(Problem::new(script, *at, message).over("return").help(help));
        }
        true
    });
}

fn is_deny(call: &FnCallExpr) -> bool {
    call.name == "deny"
}

/// Whether nothing takes up the value of the last statement on the path.
fn is_dropped(path: &[ASTNode<'_>], last: &BTreeSet<Position>) -> bool {
    let mut below = path.len() - 1;
    while below > 0 {
        let above = &path[below - 1];
        let ends = |block: &StmtBlock| ends_with(block, &path[below]);
        let goes_on = match above {
            ASTNode::Stmt(Stmt::Block(block)) | ASTNode::Expr(Expr::Stmt(block)) => ends(block),
            ASTNode::Stmt(Stmt::If(parts, _) | Stmt::TryCatch(parts, _)) => ends_either(parts, &path[below]),
            ASTNode::Stmt(Stmt::While(..) | Stmt::Do(..) | Stmt::For(..)) => false,
            ASTNode::Stmt(Stmt::Expr(_) | Stmt::Switch(..)) => true,
            // A value that is returned, kept or given on.
            _ => return false,
        };
        if !goes_on {
            return true;
        }
        below -= 1;
    }
    !last.contains(&path[0].position())
}

fn ends_either(parts: &FlowControl, node: &ASTNode<'_>) -> bool {
    ends_with(&parts.body, node) || ends_with(&parts.branch, node)
}

fn ends_with(block: &StmtBlock, node: &ASTNode<'_>) -> bool {
    let last = block
        .statements()
        .iter()
        .rfind(|statement| !matches!(statement, Stmt::Noop(_)));
    matches!((last, node), (Some(last), ASTNode::Stmt(own)) if std::ptr::eq(last, *own))
}

/// The functions of a script, by name, beginning and end: the tree keeps their statements to itself.
struct Functions(Vec<(String, Position, Position)>);

impl Functions {
    fn of(ast: &AST) -> Functions {
        let place = |function: &rhai::Shared<rhai::ScriptFuncDef>| {
            let body = &function.body;
            (function.name.to_string(), body.start_position(), body.end_position())
        };
        Functions(ast.iter_fn_def().map(place).collect())
    }

    /// The innermost function around a statement; `None` for the one expression of a function between bars.
    fn around(&self, at: Position) -> Option<usize> {
        if self.0.iter().any(|(_, start, _)| *start == at) {
            return None;
        }
        let around = self.0.iter().enumerate();
        let around = around.filter(|(_, (_, start, end))| *start < at && at < *end);
        around.max_by_key(|(_, (_, start, _))| *start).map(|(index, _)| index)
    }

    /// Where the last statement of each function begins.
    fn last_statements(&self, ast: &AST) -> BTreeSet<Position> {
        let mut last: Vec<Option<Position>> = vec![None; self.0.len()];
        let mut all = BTreeSet::new();
        ast.walk(&mut |path| {
            if let [ASTNode::Stmt(statement)] = path
                && !matches!(statement, Stmt::Noop(_))
            {
                match self.around(statement.position()) {
                    Some(index) => last[index] = last[index].max(Some(statement.position())),
                    None => drop(all.insert(statement.position())),
                }
            }
            true
        });
        all.extend(last.into_iter().flatten());
        all
    }

    /// Functions of one's own that call `deny`, by name.
    fn saying_no(&self, ast: &AST) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        ast.walk(&mut |path| {
            if let Some(ASTNode::Stmt(Stmt::FnCall(call, at)) | ASTNode::Expr(Expr::FnCall(call, at))) = path.last()
                && is_deny(call)
                && let Some(index) = self.around(*at)
            {
                found.insert(self.0[index].0.clone());
            }
            true
        });
        found
    }
}
