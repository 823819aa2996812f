//! What an author is told about a script that is wrong.

use crate::rules::{compile, did_you_mean};

/// The first problem, as the command line shows it without a snippet.
fn told(source: &str) -> String {
    match compile("limits", source) {
        Ok(rules) => format!("{rules:?}"),
        Err(problems) => problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"),
    }
}

#[test]
fn a_script_is_its_public_functions_in_their_order() {
    let source = "const API = 1;\nfn b(quote) {}\nprivate fn helper(x) { x }\nfn a() { let y = helper(1); }\n";
    assert_eq!(told(source), r#"["limits.b", "limits.a"]"#);
    assert_eq!(did_you_mean("quot", ["quote"]), Some("quote"));
}

#[test]
fn mistakes_are_found_before_anything_runs() {
    for (source, expected) in [
        (
            "fn a() {}",
            "limits.rhai:1:1: this script does not say for which version of the rules it is written\n  \
             help: begin it with: const API = 1;",
        ),
        (
            "const API = 2;\nfn a() {}",
            "limits.rhai:1:7: this kiosk has version 1 of the rules, not 2\n  help: const API = 1;",
        ),
        (
            "const API = 1;",
            "limits.rhai: this script holds no rule\n  \
             help: a rule is a function: fn small_orders(quote) { if quote.total < 5 { return deny(\"…\"); } }",
        ),
        (
            "const API = 1;\nfn a(quot) {}",
            "limits.rhai:2:1: a rule is not given anything called `quot`\n  help: did you mean `quote`?",
        ),
        (
            "const API = 1;\nfn a(quote) {\n  if quote.totl < 5 { return deny(\"no\"); }\n}",
            "limits.rhai:3:12: `quote` has no property `totl`\n  help: did you mean `total`?",
        ),
        (
            "const API = 1;\nfn a(quote) {\n  if quote.product == \"x\" { return deny(\"no\"); }\n}",
            "limits.rhai:3:12: `quote` has no property `product`\n  \
             help: it has: lines, total, currency, quantity, quantity_of, quantity_in, has, round, shown",
        ),
        (
            "const API = 1;\nfn a(quote) { quote.total(5) }",
            "limits.rhai:2:21: `total` is not used like this\n  help: write quote.total -> amount",
        ),
        (
            "const API = 1;\nfn a(quote) {\n  return denny(\"no\");\n}",
            "limits.rhai:3:10: there is no function `denny`\n  help: did you mean `deny`?",
        ),
        (
            "const API = 1;\nfn a(quote) { for l in quote.lines { if l.qantity > 2 { return deny(l, \"no\"); } } }",
            "limits.rhai:2:43: nothing has a property `qantity`\n  help: did you mean `quantity`?",
        ),
        (
            "const API = 1;\nfn a() { if quote.total < 5 { return deny(\"no\"); } }",
            "limits.rhai:2:13: `quote` is not known here\n  \
             help: ask for it where the rule begins: fn my_rule(quote) { … }",
        ),
        (
            "const API = 1;\nfn a() { import \"os\" as os; }",
            "limits.rhai:2:10: `import` cannot be used in rules",
        ),
        (
            "const API = 1;\nfn a() { eval(\"1\") }",
            "limits.rhai:2:10: `eval` cannot be used in rules",
        ),
        (
            "const API = 1;\nfn a() { sleep(3); }",
            "limits.rhai:2:10: there is no function `sleep`\n  \
             help: examples/rules/README.md lists everything that a rule may use",
        ),
        (
            "const API = 1;\nfn a() {",
            "limits.rhai:2:9: expecting '}' to terminate this block",
        ),
        (
            "const API = 1;\nconst ON_ERROR = \"maybe\";\nfn a() {}",
            "limits.rhai:2:7: `ON_ERROR` is \"deny\" or \"allow\"\n  help: const ON_ERROR = \"allow\"; or, for one rule of \
             several: const ON_ERROR = #{two_loaves: \"allow\"};",
        ),
        (
            "const API = 1;\nconst ON_ERROR = #{two_loafs: \"allow\"};\nfn two_loaves() {}",
            "limits.rhai:2:7: there is no rule `two_loafs` in this script\n  help: did you mean `two_loaves`?",
        ),
        (
            "const API = 1;\nif true { 1 }\nfn a() {}",
            "limits.rhai:2:1: this stands outside of every rule, so it would never run\n  \
             help: put it into a function: fn small_orders(quote) { … }",
        ),
        (
            "const API = 1;\nconst MAX = 2;\nfn a() {}",
            "limits.rhai:2:7: `MAX` means nothing outside of a function\n  \
             help: functions do not see it; write private fn max() { … } and call that",
        ),
    ] {
        assert_eq!(told(source), expected, "{source}");
    }
}

#[test]
fn mistakes_that_only_show_when_a_rule_runs_are_found_by_trying_it() {
    for (source, expected) in [
        (
            "const API = 1;\nfn a(quote) {\n  if \"5\" > quote.total { return deny(\"no\"); }\n}",
            "limits.rhai:3:10: `>` cannot compare a text with a decimal number",
        ),
        (
            "const API = 1;\nfn a(quote) {\n  if quote.lines[0] == \"wine\" { return deny(\"no\"); }\n}",
            "limits.rhai:3:21: `==` cannot compare a value of the kind `line` with a text",
        ),
        (
            "const API = 1;\nfn a(quote) {\n  quote.total < 5\n}",
            "limits.rhai:2:1: `a` returns true or false, which is no answer\n  \
             help: return deny(\"…\") for a no, and nothing or allow() for a yes",
        ),
        (
            "const API = 1;\nfn a(customer) {\n  if customer.bought(5) > 2 { return deny(\"no\"); }\n}",
            "limits.rhai:3:15: `bought` cannot be used with a value of the kind `customer` and a whole number\n  \
             help: write customer.bought(product: text) -> int",
        ),
        (
            "const API = 1;\nfn a() { loop {} }",
            "limits.rhai:2:1: this rule does too much: 50,000 steps are the most\n  help: look for a loop that never ends",
        ),
        (
            "const API = 1;\nfn a(now) {\n  if now.between(\"8\", \"18:00\") { return deny(\"\"); }\n}",
            "limits.rhai:3:10: `8` is not a time of day; write it as \"08:00\"",
        ),
        (
            "const API = 1;\nprivate fn deep(x) {\n  x + ()\n}\nfn a() { deep(1); }",
            "limits.rhai:3:5: `+` cannot be used with a whole number and nothing (called by `deep`)",
        ),
        (
            "const API = 1;\nfn a(quote) { quote.total = 5; }",
            "limits.rhai:2:21: what a rule is given cannot be changed\n  help: keep your own value: let x = …;",
        ),
    ] {
        assert_eq!(told(source), expected, "{source}");
    }
}
