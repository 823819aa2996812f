//! Hostile and sloppy scripts: each ends as `tests/rules/hostile.txt` says, none takes the process along or more than
//! 64 MiB. They run in a process of their own whose memory is bounded, on the small stack of an ordinary thread.

use std::process::Command;

use kiosk::rules::{Verdict, compile, run, sample, unhurried};

/// What one script may take beside what the process had before.
const MEMORY_KIB_MAX: i64 = 64 * 1024;
/// Room for threads' stacks and the allocator's arenas, which count as addresses and hardly as memory.
const ADDRESSES_KIB_MAX: u32 = 1024 * 1024;
/// As tokio gives its threads.
const STACK_BYTES: usize = 2 * 1024 * 1024;
const INSIDE: &str = "KIOSK_TEST_HOSTILE_RULES";

struct Script {
    name: String,
    end: String,
    source: String,
}

fn scripts() -> Vec<Script> {
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/rules/hostile.txt")).unwrap();
    let sections = text.split("\n## ").skip(1);
    sections
        .map(|section| {
            let (head, body) = section.split_once('\n').unwrap();
            let (name, end) = head.split_once(" => ").unwrap_or_else(|| panic!("{head}: no end"));
            let body = written_out(body.trim_end());
            let given = "quote, customer, invoice, delivery, shop, now";
            let source = if body.contains(" API = ") {
                body
            } else {
                format!("const API = 1;\nfn rule({given}) {{\n{body}\n}}\n")
            };
            Script {
                name: name.to_owned(),
                end: end.to_owned(),
                source,
            }
        })
        .collect()
}

/// `«big»` is more than a script may have, `«deep [ 40»` opens and closes, `«repeat 3 x»` repeats; `#` counts.
fn written_out(body: &str) -> String {
    let mut text = body.to_owned();
    while let Some(at) = text.find('«') {
        let end = at + text[at..].find('»').unwrap_or_else(|| panic!("not closed: {body}"));
        let words: Vec<&str> = text[at + '«'.len_utf8()..end].splitn(3, ' ').collect();
        let long = match words[..] {
            ["big"] => "let x = 1; ".repeat(2000),
            ["deep", open, count] => nested(open, count.parse().unwrap()),
            ["repeat", count, what] => repeated(what, count.parse().unwrap()),
            _ => panic!("not understood: {words:?}"),
        };
        text.replace_range(at..end + '»'.len_utf8(), &long);
    }
    text
}

fn nested(open: &str, count: usize) -> String {
    let close = match open {
        "[" => "]",
        "(" => ")",
        "{" => "}",
        _ => "*/",
    };
    open.repeat(count) + close.repeat(count).as_str()
}

fn repeated(what: &str, count: usize) -> String {
    (0..count)
        .map(|number| what.replace('#', &number.to_string()))
        .collect()
}

fn end_of(source: &str) -> String {
    let rules = match compile("hostile", source) {
        Ok(rules) => rules,
        Err(problems) => return format!("problem: {}", problems[0]),
    };
    let asked = run(&rules, &sample());
    match asked.verdict {
        _ if !asked.failed.is_empty() => format!("problem: {}", asked.failed[0].problem),
        Verdict::Allow => "allow".to_owned(),
        Verdict::Deny(denial) => format!("deny: {}", denial.words.get("en", "en").unwrap_or("-")),
    }
}

fn is_expected(end: &str, expected: &str) -> bool {
    match expected.strip_prefix("problem: ") {
        Some(part) => end.starts_with("problem: ") && end.contains(part),
        None => end == expected,
    }
}

#[test]
fn every_hostile_script_ends_as_it_must() {
    if std::env::var_os(INSIDE).is_some() {
        return inside();
    }
    let own = std::env::current_exe().unwrap();
    let script = format!("ulimit -v {ADDRESSES_KIB_MAX}; exec \"$0\" --exact \"$1\" --nocapture --test-threads 1");
    let mut shell = Command::new("sh");
    shell
        .args(["-c", &script])
        .arg(own)
        .arg("rules::every_hostile_script_ends_as_it_must");
    let output = shell.env(INSIDE, "1").output().unwrap();
    let told = String::from_utf8_lossy(&output.stderr).into_owned() + String::from_utf8_lossy(&output.stdout).as_ref();
    assert!(output.status.success(), "{told}");
    assert!(told.contains("1 passed"), "{told}");
}

fn inside() {
    let ordinary = std::thread::Builder::new().stack_size(STACK_BYTES);
    ordinary.spawn(all).unwrap().join().unwrap();
}

fn all() {
    let scripts = scripts();
    assert!(scripts.len() >= 120, "{} scripts", scripts.len());
    end_of("const API = 1; fn warm() {}");
    let mut wrong = Vec::new();
    for script in &scripts {
        // The last line is the culprit where the process itself comes to an end.
        eprintln!("{}", script.name);
        let before = peak_kib();
        // On a busy machine the clock would stop some before the count of their operations does.
        let end = unhurried(|| end_of(&script.source));
        let grown = peak_kib() - before;
        if !is_expected(&end, &script.end) {
            wrong.push(format!("{}: expected {}\n    {end}", script.name, script.end));
        }
        if grown > MEMORY_KIB_MAX {
            wrong.push(format!("{}: took {grown} KiB", script.name));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The most memory that was resident since the last look, which this begins anew.
#[cfg(target_os = "linux")]
fn peak_kib() -> i64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
    let peak = line.split_whitespace().nth(1).unwrap().parse().unwrap();
    // Where the kernel does not let a process do this, the peak only grows, which is stricter.
    drop(std::fs::write("/proc/self/clear_refs", "5"));
    peak
}

#[cfg(not(target_os = "linux"))]
fn peak_kib() -> i64 {
    0
}
