//! What authors bring along from other languages, from a hurry and from a web page: each is answered once, with what is
//! written here.

use super::compiling::told;

/// What is said of one line within a rule: message and help.
fn of_line(line: &str) -> String {
    let said = told(&format!("const API = 1;\nfn a(quote, customer, now) {{\n{line}\n}}\n"));
    let (_, words) = said.split_once(": ").unwrap_or(("", &said));
    words.replace("\n  help: ", " | ")
}

#[test]
fn habits_of_other_languages() {
    for (line, expected) in [
        (
            "if quote.quantity === 3 { }",
            "there is no `===` here | to compare, write ==",
        ),
        (
            "if quote.quantity <> 3 { }",
            "there is no `<>` here | to ask whether two values differ, write !=",
        ),
        (
            "if quote.currency is None { }",
            "`is` is not understood here | to compare, write ==",
        ),
        (
            "if quote.lines.length > 3 { }",
            "nothing has a property `length` | write len(), as in quote.lines.len()",
        ),
        (
            "if quote.lines.size() > 3 { }",
            "there is no function `size` | write len(), as in quote.lines.len()",
        ),
        (
            "if [1, 2].includes(customer.id) { }",
            "there is no function `includes` | write contains(…)",
        ),
        (
            "if customer.id in (1, 2) { }",
            "a list does not stand in ( ) | write it in brackets: customer.id in [1, 2, 3]",
        ),
        (
            "let n = 0; n++;",
            "there is no `++` here | write n += 1, with the name of your value",
        ),
        (
            "let a = 1, b = 2;",
            "one `let` makes one value | write each on a line of its own: let a = 1;",
        ),
        (
            "for (let i = 0; i < 3; i++) { }",
            "the name of a value is missing here | to go through a list, write for line in quote.lines { … }",
        ),
        (
            "for (line of quote.lines) { }",
            "this is no way to go through a list | write for line in quote.lines { … }",
        ),
        (
            "let f = x => x + 1;",
            "`x` is not known here | a function on the spot is written with bars: |line| line.quantity > 1",
        ),
        ("console.log(quote);", "`console` is not known here | write print(…);"),
        (
            "if new Date() { }",
            "`new` cannot be used in rules | the time is given to a rule that asks for it: fn my_rule(now) { … }",
        ),
        (
            "try { let x = 1; } except { }",
            "`except` is not understood here | write catch { … }",
        ),
        (
            "switch quote.currency { case \"EUR\": 1 }",
            "a switch has no `case` here | write switch … { \"ru\" => …, _ => … }, or if … { … } else if … { … }",
        ),
        (
            "if quote.currency[0:2] == \"EU\" { }",
            "a piece of a text is not had by […] | write text.sub_string(0, 2), with the first character and how many",
        ),
        (
            "if quote.quantity > 3: return deny(\"x\");",
            "`{` is missing before this | what an `if` or a function does stands in braces: if … { return deny(\"…\"); }",
        ),
        ("-- a note", "`--` cannot be used in rules | a note begins with //"),
        (
            "return allow;",
            "`allow` is not known here | write return allow(); or nothing: what is not refused is allowed",
        ),
        (
            "raise \"x\";",
            "`raise` is not known here | a rule says no by return deny(\"…\");",
        ),
    ] {
        assert_eq!(of_line(line), expected, "{line}");
    }
}

#[test]
fn texts_amounts_and_times() {
    const BACK_QUOTES: &str = "write the text between back quotes: `Only ${free} left`";
    for (line, expected) in [
        (
            "if 1 > 2 { return deny(\"${quote.total} is too much\"); }",
            &*format!("values are not filled in between these quotes | {BACK_QUOTES}"),
        ),
        (
            "print(f\"{quote.total}\");",
            "`f` is not known here | a text with values in it stands between back quotes: `Only ${free} left`",
        ),
        (
            "print(\"the \"dark\" loaf\");",
            "the text ends at the quote before this | write a quote inside of a text as \\\", or as “…”",
        ),
        (
            "quote.has(honey-cake);",
            "`honey` is not known here | a text stands in quotes: \"honey-cake\"; a value of your own begins with let honey = …;",
        ),
        (
            "if quote.total < 10 EUR { }",
            "an amount is a plain number, without its currency | write it as 5.00",
        ),
        (
            "if quote.total < money(10) { }",
            "there is no function `money` | an amount is a plain number: 5.00",
        ),
        (
            "if quote.total < \"10\" { }",
            "`<` cannot compare a decimal number with a text | a number is written without quotes: quote.total < 5.00",
        ),
        (
            "if now.time < 12:00 { }",
            "a time of day stands in quotes | write now.between(\"08:00\", \"12:00\")",
        ),
        (
            "parse_int(\"1100-048\");",
            "`1100-048` is not a whole number | it takes digits only: take a part of the text first, such as \
             delivery.postcode.sub_string(0, 4)",
        ),
        (
            "parse_decimal(\"5,20\");",
            "`5,20` is not a number | decimals follow a point: 5.20",
        ),
        (
            "if quote.lines[0].name == \"x\" { }",
            "a value of the kind `line` has no property `name` | it has: product, title, category, choices, quantity, price, \
             total, physical",
        ),
        (
            "if quote.lines[5].quantity > 2 { }",
            "there is no number 5 in this list: it has 2, counted from 0 | go through all of them: for line in quote.lines { … }",
        ),
        (
            "if quote.quantity_of(\"rye\" > 3 { }",
            "`,` is missing before this | a comma stands between two values, and a `)` behind the last of them",
        ),
        (
            "let a = quote.quantity_of(\"rye\";",
            "`)` is missing before this | a bracket is opened and never closed: count ( and )",
        ),
        (
            "if\u{a0}true { }",
            "an invisible no-break space stands here instead of a plain space | delete it and press the space bar; it often \
             comes with text copied from a web page",
        ),
        (
            "let a = сustomer.id;",
            "`с` is a letter of another alphabet | names are made of the letters a to z; write the word again",
        ),
    ] {
        assert_eq!(of_line(line), expected, "{line}");
    }
}

#[test]
fn answers_that_are_none_are_found_where_no_trial_comes() {
    let none = "true, false and numbers are no answer of a rule | return deny(\"…\") for a no, and nothing or allow() for a yes";
    assert_eq!(of_line("if quote.quantity > 99 { return false; }"), none);
    assert_eq!(of_line("if quote.quantity > 99 { return 1; }"), none);
    assert_eq!(
        of_line("if quote.quantity > 99 { return deny(); }"),
        "a no needs words that the customer reads | write deny(\"…\")"
    );
    // A helper may give what it likes.
    let helper = "const API = 1;\nprivate fn many(quote) { if quote.quantity > 99 { return true; } return false; }\n";
    assert_eq!(
        told(&format!(
            "{helper}fn a(quote) {{ if many(quote) {{ return deny(\"x\"); }} }}"
        )),
        "[\"limits.a\"]"
    );
}

#[test]
fn whole_scripts_that_went_wrong() {
    for (source, expected) in [
        (
            "const API = 1;\nfn a(quote) {\n  if quote.quantity > 3 {\n    return deny(\"x\");\n}\nfn b(quote) { }\n",
            "limits.rhai:6:1: a function begins within another one\n  \
             help: each stands by itself: look for a `}` that is missing above it",
        ),
        (
            "const API = 1;\nfn a(quote) { }\n}\n",
            "limits.rhai:3:1: this `}` closes nothing\n  help: take it out, or look for a `{` that is missing above",
        ),
        (
            "const API = 1;\nlet most = 3;\nfn a(quote) { if quote.quantity > most { return deny(\"x\"); } }\n",
            "limits.rhai:3:35: `most` is not known here\n  help: functions do not see what stands outside of them: write \
             let most = …; within, or a private fn that gives it",
        ),
        (
            "const API = 1;\nfn a(quote) { }\nfn a(quote, now) { }\n",
            "limits.rhai:2:1: there are two rules `a`\n  help: give one of them another name",
        ),
        (
            "const API = 1;\nfn a(quote) {\n  if quote.quantity > 9 { return deny(\"x\"); };\n  else { }\n}\n",
            "limits.rhai:4:3: this `else` belongs to no `if`\n  \
             help: write if … { … } else { … }, with nothing between the braces and else",
        ),
        (
            "limit: 3\nproduct: rye\n",
            "limits.rhai:1:1: `limit` is not known here\n  \
             help: a script begins with const API = 1; and has functions: fn small_orders(quote) { … }",
        ),
        (
            "```rust\nconst API = 1;\nfn a(quote) { }\n```\n",
            "limits.rhai:1:1: this line belongs to a chat or a web page, and to no script\n  \
             help: delete it, and the line of the same kind at the end",
        ),
    ] {
        assert_eq!(told(source), expected, "{source}");
    }
}
