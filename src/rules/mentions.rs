//! What of its shop a script names in so many words: products, categories, languages. A name that is mistyped makes no
//! error when a rule runs, it only never fits, so `config` compares these with the catalog.

use rhai::{AST, ASTNode, Expr, FnCallExpr, Position, Stmt};

use super::{Rules, check::own_keys};

/// What kind of thing is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Named {
    Product,
    /// A product that may be sold no more: what was bought of it still counts.
    PastProduct,
    Category,
    /// The languages of one `deny(#{…})`, with spaces between them.
    Languages,
}

/// A name in a script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    pub script: String,
    pub named: Named,
    pub word: String,
    /// Line and column, counted from 1.
    pub place: (usize, usize),
    /// In characters.
    pub length: usize,
}

impl Rules {
    /// Every name of every script, in the order of the text.
    pub fn mentions(&self) -> Vec<Mention> {
        let scripts = self.of_each_script().into_iter();
        scripts.flat_map(|rule| mentions(&rule.script, &rule.ast)).collect()
    }
}

fn mentions(script: &str, ast: &AST) -> Vec<Mention> {
    let keys = own_keys(ast);
    let mut found = Vec::new();
    let mut mention = |named: Named, word: &str, at: Position, length: usize| {
        let (Some(line), Some(column)) = (at.line(), at.position()) else {
            return;
        };
        found.push(Mention {
            script: script.to_owned(),
            named,
            word: word.to_owned(),
            place: (line, column),
            length,
        });
    };
    ast.walk(&mut |path| {
        let Some(node) = path.last() else { return true };
        for (property, word, at) in compared(node) {
            if let Some(named) = held_by(property).filter(|_| !keys.contains(property)) {
                mention(named, word, at, quoted(word));
            }
        }
        match node {
            ASTNode::Expr(Expr::MethodCall(call, _)) => {
                if let (Some(named), Some(Expr::StringConstant(word, at))) = (asked_for(&call.name), call.args.first())
                {
                    mention(named, word, *at, quoted(word));
                }
            }
            ASTNode::Stmt(Stmt::FnCall(call, _)) | ASTNode::Expr(Expr::FnCall(call, _)) => {
                if let ("deny", Some(Expr::Map(parts, at))) = (&*call.name, call.args.last()) {
                    let languages: Vec<&str> = parts.0.iter().map(|(key, _)| key.as_str()).collect();
                    mention(Named::Languages, &languages.join(" "), *at, "#{".len());
                }
            }
            _ => {}
        }
        true
    });
    found.sort_by_key(|mention| mention.place);
    found.dedup();
    found
}

/// What the first value of a function names.
fn asked_for(function: &str) -> Option<Named> {
    match function {
        "quantity_of" | "has" => Some(Named::Product),
        "bought" | "bought_within" => Some(Named::PastProduct),
        "quantity_in" => Some(Named::Category),
        _ => None,
    }
}

/// What a property of a line holds.
fn held_by(property: &str) -> Option<Named> {
    match property {
        "product" => Some(Named::Product),
        "category" => Some(Named::Category),
        _ => None,
    }
}

/// Properties that are compared with words: `line.product == "rye"`, `line.product in ["rye", "oat"]`.
pub(super) fn compared<'n>(node: &'n ASTNode<'n>) -> Vec<(&'n str, &'n str, Position)> {
    let sides = match node {
        ASTNode::Stmt(Stmt::FnCall(call, _)) | ASTNode::Expr(Expr::FnCall(call, _)) => sides_of(call),
        // `["rye", "oat"].contains(line.product)`
        ASTNode::Expr(Expr::Dot(parts, ..)) => match &parts.rhs {
            Expr::MethodCall(call, _) if call.name == "contains" => call.args.first().map(|arg| (&parts.lhs, arg)),
            _ => None,
        },
        _ => None,
    };
    let Some((left, right)) = sides else { return Vec::new() };
    let (property, words) = match (property_of(left), property_of(right)) {
        (Some(property), None) => (property, right),
        (None, Some(property)) => (property, left),
        _ => return Vec::new(),
    };
    let words = match words {
        Expr::Array(words, _) => &words[..],
        word => std::slice::from_ref(word),
    };
    let word = |word| match word {
        &Expr::StringConstant(ref text, at) => Some((property, text.as_str(), at)),
        _ => None,
    };
    words.iter().filter_map(word).collect()
}

fn sides_of(call: &FnCallExpr) -> Option<(&Expr, &Expr)> {
    let comparing = matches!(&*call.name, "==" | "!=" | "<" | "<=" | ">" | ">=" | "contains");
    match &*call.args {
        [left, right] if comparing => Some((left, right)),
        _ => None,
    }
}

/// `product` of `quote.lines[0].product`.
fn property_of(value: &Expr) -> Option<&str> {
    match value {
        Expr::Dot(parts, ..) | Expr::Index(parts, ..) => property_of(&parts.rhs),
        Expr::Property(parts, _) => Some(&parts.2),
        _ => None,
    }
}

fn quoted(word: &str) -> usize {
    word.chars().count() + 2
}
