//! What an author is told about a script that is wrong.

use crate::rules::{compile, did_you_mean};

/// The first problem, as the command line shows it without a snippet.
pub(super) fn told(source: &str) -> String {
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
            "limits.rhai:2:10: `import` cannot be used in rules\n  help: what a rule may use is there without it",
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
            "limits.rhai:2:9: `}` is missing at the end of this\n  \
             help: a brace is opened and never closed: count { and }",
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
            "limits.rhai:3:10: `>` cannot compare a text with a decimal number\n  \
             help: a number is written without quotes: quote.total < 5.00",
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

#[test]
fn a_no_that_is_not_returned_is_found_without_running() {
    // The first is the one that is lost.
    let lost = |name: &str, body: &str| {
        let column = "fn a(quote) { ".len() + body.find(name).unwrap() + 1;
        let message = format!("limits.rhai:2:{column}: this no goes nowhere: what `{name}` gives is not returned");
        format!("{message}\n  help: write return {name}(…);")
    };
    for (body, expected) in [
        (
            "if 1 > 2 { deny(\"a\"); } if 2 > 3 { return deny(\"b\"); }",
            Some("deny"),
        ),
        (
            "for l in quote.lines { if l.quantity > 9 { deny(l, \"a\") } }",
            Some("deny"),
        ),
        ("deny(\"a\"); allow()", Some("deny")),
        ("if 1 > 2 { deny(\"a\"); let x = 1; }", Some("deny")),
        (
            "switch quote.quantity { 99 => { deny(\"a\"); } _ => allow() }; allow()",
            Some("deny"),
        ),
        ("few(quote); allow()", Some("few")),
        ("if 1 > 2 { deny(\"a\"); }", None),
        (
            "if 1 > 2 { deny(\"a\") } else if 2 > 3 { deny(\"b\") } else { allow() }",
            None,
        ),
        ("if quote.lines.some(|l| l.quantity > 99) { deny(\"a\") }", None),
        ("let no = deny(\"a\"); if 1 > 2 { return no; }", None),
        ("let no = if 1 > 2 { deny(\"a\") } else { allow() }; no", None),
        (
            "switch quote.quantity { 99 => deny(\"a\"), 98 => { deny(\"b\"); } _ => allow() }",
            None,
        ),
        ("return few(quote);", None),
        ("few(quote)", None),
    ] {
        let helper = "private fn few(quote) { if quote.quantity > 99 { return deny(\"few\"); } }";
        let source = format!("const API = 1;\nfn a(quote) {{ {body} }}\n{helper}");
        let expected = expected.map_or("[\"limits.a\"]".to_owned(), |name| lost(name, body));
        assert_eq!(told(&source), expected, "{body}");
    }
}

#[test]
fn words_that_never_fit_are_found_without_running() {
    for (condition, expected) in [
        (
            "now.day_name == \"Sunday\"",
            "`day_name` is never `Sunday`\n  help: did you mean `sunday`?",
        ),
        (
            "now.date > \"24.12.2026\"",
            "`date` is never `24.12.2026`\n  help: a day is written \"2026-12-24\"",
        ),
        (
            "\"8:00\" > now.time",
            "`time` is never `8:00`\n  help: a time is written \"08:00\"",
        ),
        (
            "invoice.place in [\"link\", \"chat\"]",
            "`place` is never `chat`\n  help: one of: private, post, link, inline",
        ),
        (
            "[\"PT\", \"Spain\"].contains(delivery.country)",
            "`country` is never `Spain`\n  help: a country is two capital letters: \"PT\"",
        ),
        (
            "customer.language == \"EN\"",
            "`language` is never `EN`\n  help: a language is two small letters: \"en\"",
        ),
    ] {
        let given = "now, invoice, delivery, customer";
        let source = format!("const API = 1;\nfn a({given}) {{\nif {condition} {{ return deny(\"no\"); }} }}");
        let said = told(&source);
        assert!(said.ends_with(expected), "{condition}: {said}");
    }
    for condition in [
        "now.day_name == \"sunday\"",
        "delivery.country == \"\"",
        "customer.first_seen < \"2026-01-01\"",
        "#{place: \"here\"}.place == \"there\"",
    ] {
        let source =
            format!("const API = 1;\nfn a(now, delivery, customer) {{ if {condition} {{ return deny(\"no\"); }} }}");
        assert_eq!(told(&source), "[\"limits.a\"]", "{condition}");
    }
}

#[test]
fn what_other_languages_write_is_answered_with_what_is_written_here() {
    for (text, expected) in [
        (
            "if quote.total > 5,00 { }",
            "the comma ends the number\n  help: decimals follow a point: 5.00",
        ),
        (
            "if quote.total > 5€ { }",
            "an amount is a plain number, without a sign for its currency\n  help: write it as 5.00",
        ),
        (
            "return deny(“no”);",
            "these quotes are curly, and a text stands in straight ones\n  help: write \"…\", with the key of your keyboard",
        ),
        (
            "return deny('no');",
            "a text does not stand in '…'\n  help: it stands in double quotes: \"…\"",
        ),
        (
            "return deny(\"no);",
            "this text is never closed\n  help: it ends with a quote of the same kind: \"…\"",
        ),
        (
            "if quote.total = 5 { }",
            "one `=` gives a value\n  help: to compare, write ==",
        ),
        (
            "if 1 < 2 and 2 < 3 { }",
            "`and` is not understood here\n  help: write && for “and”",
        ),
        (
            "if not quote.has(\"x\") { }",
            "`not` is not known here\n  help: write ! for “not”: !quote.has(\"wine\")",
        ),
        (
            "if 1 < 2 return allow();",
            "`{` is missing before this\n  help: what an `if` or a function does stands in braces: if … { return deny(\"…\"); }",
        ),
        (
            "1 < 2 ? allow() : deny(\"x\")",
            "there is no `?` here\n  help: write if … { … } else { … }",
        ),
        ("# a note", "`#` cannot be used in rules\n  help: a note begins with //"),
        (
            "quote.has(rye);",
            "`rye` is not known here\n  help: a text stands in quotes: \"rye\"; a value of your own begins with let rye = …;",
        ),
        (
            "if quote[\"total\"] > 5 { }",
            "there is nothing to be had from this by […]\n  help: what a rule is given is asked with a point: quote.total",
        ),
        (
            "quote.quantity_of(\"rye\", 3);",
            "`quantity_of` cannot be used with a value of the kind `quote` and a text and a whole number\n  help: write quote.quantity_of(product: text) -> int",
        ),
    ] {
        let said = told(&format!("const API = 1;\nfn a(quote) {{\n{text}\n}}"));
        assert!(said.ends_with(expected), "{text}: {said}");
    }
    for (source, expected) in [
        (
            "const API = 1; fn rye-limit(quote) {}",
            "a rule's name has no dashes\n  help: write `_` instead: fn rye_…(quote)",
        ),
        (
            "const API = 1; def a(quote) {}",
            "`def` is not known here\n  help: a rule begins with fn: fn small_orders(quote) { … }",
        ),
        (
            "const API = 1; fn a() {} fn a() {}",
            "there are two functions `a`\n  help: give one of them another name",
        ),
    ] {
        let said = told(source);
        assert!(said.ends_with(expected), "{source}: {said}");
    }
}
