//! The one Rhai engine of the process and its bounds. It is raw, with picked packages: no clock, no chance, no files,
//! no modules, no `eval`, no `sleep`. What a run may use up is bounded here; how long it may take, in `run`.
//!
//! The bounds on depth are what keeps a script from overflowing the stack, which nothing could catch: they hold with
//! the stack of `pool`'s threads to spare. The bounds on sizes and operations together keep a run below 64 MiB, which
//! the scripts of `tests/rules/hostile.txt` try to break.

use std::{
    cell::{Cell, RefCell},
    sync::LazyLock,
    time::{Duration, Instant},
};

use rhai::{
    Dynamic, Engine,
    packages::{
        ArithmeticPackage, BasicArrayPackage, BasicFnPackage, BasicIteratorPackage, BasicMapPackage, BasicMathPackage,
        BasicStringPackage, LogicPackage, MoreStringPackage, Package,
    },
};

use super::api;

const OPERATIONS_MAX: u64 = 50_000;
/// Two of them are the call of the rule itself.
const CALL_LEVELS_MAX: usize = 18;
const EXPRESSION_DEPTH_MAX: usize = 32;
const FUNCTION_EXPRESSION_DEPTH_MAX: usize = 16;
const STRING_BYTES_MAX: usize = 4096;
/// Sizes are counted again at each change, so a longer list would also be slow.
const LIST_ITEMS_MAX: usize = 1000;
const MAP_ITEMS_MAX: usize = 500;
const VARIABLES_MAX: usize = 200;
const FUNCTIONS_MAX: usize = 50;
/// Between two looks at the clock, where operations are quick. One that sorts a long list takes a thousand times as long as
/// one that adds: of such there are fewer between two looks.
const OPERATIONS_PER_LOOK: u64 = 64;
const LOOKS_EACH: Duration = Duration::from_micros(25);
/// What takes longer gives way to whoever waits for its core, again and again: a thread of low priority keeps it for
/// milliseconds else, and a customer's purchase wakes up several times. Most rules have ended by then.
const GIVES_WAY_AFTER: Duration = Duration::from_micros(300);
const GIVES_WAY_EACH: Duration = Duration::from_micros(50);
/// What `print` and `debug` may write in one asking.
const PRINTED_BYTES_MAX: usize = 4096;

/// What the running thread knows of its run; looked at in each operation.
struct Meter {
    deadline: Cell<Option<Instant>>,
    gives_way_at: Cell<Option<Instant>>,
    looked_at: Cell<Option<Instant>>,
    /// How many operations there are between two looks now, and after how many the next one is due.
    per_look: Cell<u64>,
    next_look: Cell<u64>,
    operations: Cell<u64>,
    stopped: Cell<bool>,
}

thread_local! {
    static METER: Meter = const {
        Meter {
            deadline: Cell::new(None),
            gives_way_at: Cell::new(None),
            looked_at: Cell::new(None),
            per_look: Cell::new(OPERATIONS_PER_LOOK),
            next_look: Cell::new(OPERATIONS_PER_LOOK),
            operations: Cell::new(0),
            stopped: Cell::new(false),
        }
    };
    static PRINTED: RefCell<String> = const { RefCell::new(String::new()) };
    static UNHURRIED: Cell<bool> = const { Cell::new(false) };
}

/// A deadline that a busy machine keeps.
const UNHURRIED_WITHIN: Duration = Duration::from_mins(10);

/// Lets every script that this thread runs meanwhile think until its operations are used up, however slow the machine is:
/// for tests that must end in one way. The memory that a script can take is bounded by its operations, not by time.
pub fn unhurried<T>(run: impl FnOnce() -> T) -> T {
    let before = UNHURRIED.replace(true);
    let result = run();
    UNHURRIED.set(before);
    result
}

/// What a run used up and wrote.
#[derive(Debug, Default)]
pub(super) struct Used {
    pub(super) operations: u64,
    pub(super) printed: String,
    pub(super) took: Duration,
    /// Whether it was told to stop, even where the script went on as if it had not been.
    pub(super) stopped: bool,
}

impl Used {
    /// Of what was stopped before it began.
    pub(super) fn stopped() -> Used {
        Used {
            stopped: true,
            ..Used::default()
        }
    }
}

pub(super) fn engine() -> &'static Engine {
    static ENGINE: LazyLock<Engine> = LazyLock::new(build);
    &ENGINE
}

/// Runs with a deadline, and says what was used up.
pub(super) fn metered<T>(within: Duration, run: impl FnOnce() -> T) -> (T, Used) {
    let started = Instant::now();
    let within = if UNHURRIED.get() { UNHURRIED_WITHIN } else { within };
    METER.with(|meter| {
        meter.deadline.set(Some(started + within));
        meter.gives_way_at.set(Some(started + GIVES_WAY_AFTER));
        meter.looked_at.set(Some(started));
        meter.per_look.set(OPERATIONS_PER_LOOK);
        meter.next_look.set(OPERATIONS_PER_LOOK);
        meter.operations.set(0);
        meter.stopped.set(false);
    });
    PRINTED.take();
    let result = run();
    let used = METER.with(|meter| Used {
        operations: meter.operations.get(),
        printed: PRINTED.take(),
        took: started.elapsed(),
        stopped: meter.stopped.get(),
    });
    (result, used)
}

fn build() -> Engine {
    let mut engine = Engine::new_raw();
    ArithmeticPackage::new().register_into_engine(&mut engine);
    LogicPackage::new().register_into_engine(&mut engine);
    BasicStringPackage::new().register_into_engine(&mut engine);
    MoreStringPackage::new().register_into_engine(&mut engine);
    BasicArrayPackage::new().register_into_engine(&mut engine);
    BasicMapPackage::new().register_into_engine(&mut engine);
    BasicIteratorPackage::new().register_into_engine(&mut engine);
    BasicMathPackage::new().register_into_engine(&mut engine);
    BasicFnPackage::new().register_into_engine(&mut engine);
    bound(&mut engine);
    engine.on_progress(progress);
    engine.on_print(print);
    engine.on_debug(|text, _, _| print(text));
    api::register(&mut engine);
    engine
}

fn bound(engine: &mut Engine) {
    engine
        .set_max_operations(0)
        .set_max_call_levels(CALL_LEVELS_MAX)
        .set_max_expr_depths(EXPRESSION_DEPTH_MAX, FUNCTION_EXPRESSION_DEPTH_MAX)
        .set_max_string_size(STRING_BYTES_MAX)
        .set_max_array_size(LIST_ITEMS_MAX)
        .set_max_map_size(MAP_ITEMS_MAX)
        .set_max_variables(VARIABLES_MAX)
        .set_max_functions(FUNCTIONS_MAX)
        .set_strict_variables(true)
        .set_fail_on_invalid_map_property(true)
        // Else the built-in comparisons win over ours, and unlike types are silently unequal.
        .set_fast_operators(false)
        // The optimizer has removed statements that mattered before; rules are too short to need it.
        .set_optimization_level(rhai::OptimizationLevel::None)
        .disable_symbol("eval")
        // What a function pointer carries is counted nowhere: f = f.curry(f) would take all memory.
        .disable_symbol("curry");
}

/// Some value stops the run: `true` for too many steps. Counted here and not by Rhai, which counts anew in each call of
/// a function pointer; and once stopped, stopped for good, as sorting loses the errors of the function it sorts by.
fn progress(_: u64) -> Option<Dynamic> {
    METER.with(|meter| {
        let operations = meter.operations.get() + 1;
        meter.operations.set(operations);
        if operations < meter.next_look.get() {
            return None;
        }
        let too_many = operations > OPERATIONS_MAX;
        if too_many || meter.stopped.get() || meter.looks_at_the_clock() {
            meter.stopped.set(true);
            // From now on each operation is stopped.
            meter.next_look.set(0);
        }
        meter.stopped.get().then(|| Dynamic::from(too_many))
    })
}

impl Meter {
    /// Whether it is too late.
    fn looks_at_the_clock(&self) -> bool {
        let mut now = Instant::now();
        self.paces(now);
        if self.gives_way_at.get().is_some_and(|at| now >= at) {
            std::thread::yield_now();
            now = Instant::now();
            self.gives_way_at.set(Some(now + GIVES_WAY_EACH));
        }
        self.looked_at.set(Some(now));
        self.deadline.get().is_some_and(|deadline| now > deadline)
    }

    /// Sets the next look by how long the operations since the last one took.
    fn paces(&self, now: Instant) {
        let took = self.looked_at.get().map_or(Duration::ZERO, |at| now.duration_since(at));
        let each = took.as_nanos() / u128::from(self.per_look.get());
        let fit = LOOKS_EACH.as_nanos() / each.max(1);
        let per_look = u64::try_from(fit).unwrap_or(u64::MAX).clamp(1, OPERATIONS_PER_LOOK);
        self.per_look.set(per_look);
        self.next_look
            .set((self.operations.get() + per_look).min(OPERATIONS_MAX + 1));
    }
}

fn print(text: &str) {
    PRINTED.with_borrow_mut(|printed| {
        let room = PRINTED_BYTES_MAX.saturating_sub(printed.len());
        let cut = text.floor_char_boundary(room.saturating_sub(1));
        if room > 0 {
            printed.push_str(&text[..cut]);
            printed.push('\n');
        }
    });
}
