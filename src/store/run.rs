//! The batch: load what the waiting turns name, decide them one by one, each seeing what the one before changed, write
//! each table once, commit once. What fails is replayed by halves until the one guilty turn stands alone.

use std::{
    ops::Range,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use foldhash::HashSet;

use super::{
    Store, StoreError,
    changes::rows_of,
    error::Fault,
    fetch::Ask,
    halted::Halted,
    job::{InboxRow, Job, Outcome},
    moments::Moments,
    write::{self, Table},
};
use crate::{
    conversation::{Books, Change, Decision, Key, Missing, Turn},
    failpoint,
    ids::{BotId, UpdateId},
    rules::Input,
    time::Clock,
};

/// How often one turn may ask for more rows.
const ROUNDS_MAX: usize = 16;

/// How often rows may have changed under a run before that counts as a fault.
const CONFLICTS_MAX: usize = 8;

/// What came of deciding one turn.
enum Decided {
    Decision(Decision),
    Consult(Arc<Input>),
}

/// Told of each decision before anything of it is written.
type Tell<'a> = &'a mut (dyn FnMut(usize, &Decision) + Send);

/// One run: its jobs and what has become of them so far.
struct Run<'a> {
    jobs: Vec<&'a mut Job>,
    outcomes: Vec<Option<Outcome>>,
    clock: &'a dyn Clock,
    decided: Tell<'a>,
    conflicts: usize,
}

/// What one attempt at some of the jobs has gathered.
struct Attempt {
    books: Books,
    seen: HashSet<(BotId, UpdateId)>,
    decisions: Vec<(usize, Decision)>,
    guilty: Vec<(usize, String)>,
    /// Those that wait for their shop's rules.
    consult: Vec<(usize, Arc<Input>)>,
    keys_given: i64,
}

impl Store {
    /// Decides and writes a batch. Outcomes are in the order of the jobs; what is `Decided` is durable.
    ///
    /// `decided` is told of each decision before it is written, so that a refusal can be answered at once; it is told
    /// again where a batch is replayed. Where the machine is at fault, what came of each job until then is told, and the
    /// others are to be run again. Must be awaited to its end, never under `select!` or a timeout.
    pub async fn run(
        &mut self,
        jobs: Vec<&mut Job>,
        clock: &dyn Clock,
        decided: &mut (dyn FnMut(usize, &Decision) + Send),
    ) -> Result<Vec<Outcome>, Halted> {
        if jobs.is_empty() {
            return Ok(Vec::new());
        }
        let mut run = Run {
            outcomes: jobs.iter().map(|_| None).collect(),
            jobs,
            clock,
            decided,
            conflicts: 0,
        };
        let whole = 0..run.jobs.len();
        match self.drive(&mut run, whole).await {
            Ok(()) => Ok(run
                .outcomes
                .into_iter()
                .map(|outcome| outcome.unwrap_or(Outcome::Seen))
                .collect()),
            Err(error) => Err(Halted::new(error, run.outcomes)),
        }
    }

    /// Attempts ranges of the jobs, leftmost first, and halves the one that fails.
    async fn drive(&mut self, run: &mut Run<'_>, whole: Range<usize>) -> Result<(), StoreError> {
        let mut waiting = vec![whole];
        while let Some(range) = waiting.pop() {
            self.connected().await?;
            let Err(fault) = self.attempt(run, range.clone()).await else {
                continue;
            };
            self.roll_back().await;
            match fault {
                Fault::Machine(error) => return Err(error),
                Fault::Conflict(why) if run.conflicts < CONFLICTS_MAX => {
                    tracing::warn!("deciding {} turns again: {why}", range.len());
                    run.conflicts += 1;
                    waiting.push(range);
                }
                Fault::Conflict(why) | Fault::Turn(why) if range.len() == 1 => {
                    run.outcomes[range.start] = Some(self.blame(run.jobs[range.start], &why).await?);
                }
                Fault::Conflict(_) | Fault::Turn(_) => {
                    let middle = range.start + range.len() / 2;
                    waiting.push(middle..range.end);
                    waiting.push(range.start..middle);
                }
            }
        }
        Ok(())
    }

    async fn attempt(&mut self, run: &mut Run<'_>, range: Range<usize>) -> Result<(), Fault> {
        let mut attempt = self.begin(&run.jobs[range.clone()]).await?;
        for at in range {
            self.decide_one(run, &mut attempt, at).await?;
        }
        self.write(&run.jobs, &attempt).await?;
        self.next = attempt.books.next;
        let mut books = attempt.books;
        books.committed(attempt.decisions.iter().map(|(_, decision)| decision));
        self.kept = (!failpoint::planted("dedupe")).then_some(books);
        for (at, decision) in attempt.decisions {
            run.outcomes[at] = Some(Outcome::Decided(decision));
        }
        for (at, input) in attempt.consult {
            run.outcomes[at] = Some(Outcome::Consult(input));
        }
        for (at, why) in attempt.guilty {
            let blamed = self.blame(run.jobs[at], &why).await;
            run.outcomes[at] = Some(blamed.map_err(Fault::Machine)?);
        }
        Ok(())
    }

    /// Loads what all turns of the range name and the books do not know yet.
    async fn begin(&mut self, jobs: &[&mut Job]) -> Result<Attempt, Fault> {
        let needs = self.mind.needs;
        // A turn whose needs cannot even be named will show its fault when it is decided.
        let keys = jobs
            .iter()
            .flat_map(|job| caught(|| needs(&job.turn)).unwrap_or_default());
        let mut books = self.kept.take().unwrap_or_else(|| Books::new(self.next));
        books.next = self.next;
        let mut keys = books.missing(keys);
        keys.sort();
        keys.dedup();
        if failpoint::planted("dedupe") {
            keys.retain(|key| !matches!(key, Key::Charge(..)));
        }
        let updates: Vec<_> = jobs.iter().filter_map(|job| Some(job.inbox.as_ref()?.key())).collect();
        let ask = Ask {
            keys: &keys,
            updates: &updates,
            keys_given: 0,
            whole: jobs.len() > write::TURNS_WITH_OWN_TEXT_MAX,
        };
        let mut seen = self.fetch(&mut books, &ask).await?;
        if failpoint::planted("dedupe") {
            seen.clear();
        }
        Ok(Attempt {
            books,
            seen,
            decisions: Vec::new(),
            guilty: Vec::new(),
            consult: Vec::new(),
            keys_given: 0,
        })
    }

    async fn decide_one(&mut self, run: &mut Run<'_>, attempt: &mut Attempt, at: usize) -> Result<(), Fault> {
        let job = &mut *run.jobs[at];
        let update = job.inbox.as_ref().map(InboxRow::key);
        if update.is_some_and(|update| attempt.seen.contains(&update)) {
            run.outcomes[at].get_or_insert(Outcome::Seen);
            return Ok(());
        }
        job.turn.now = run.clock.now();
        match self.decide(attempt, &job.turn).await? {
            Ok(Decided::Consult(input)) => attempt.consult.push((at, input)),
            Ok(Decided::Decision(decision)) => {
                attempt.books.apply(&decision);
                attempt.keys_given += keys_given(&decision);
                attempt.seen.extend(update.filter(|_| !failpoint::planted("dedupe")));
                (run.decided)(at, &decision);
                attempt.decisions.push((at, decision));
            }
            Err(why) => attempt.guilty.push((at, why)),
        }
        Ok(())
    }

    /// Decides one turn, loading what it turns out to need; what the turn itself does wrong is the inner error.
    async fn decide(&mut self, attempt: &mut Attempt, turn: &Turn) -> Result<Result<Decided, String>, Fault> {
        let decide = self.mind.decide;
        for _ in 0..ROUNDS_MAX {
            let decide = || {
                failpoint::panic_in(turn.revision.shop.id.as_str());
                decide(turn, &attempt.books)
            };
            let key = match caught(decide) {
                Err(panic) => return Ok(Err(panic)),
                Ok(Ok(decision)) => return Ok(Ok(Decided::Decision(decision))),
                Ok(Err(Missing::Verdict(input))) => return Ok(Ok(Decided::Consult(input))),
                Ok(Err(Missing::Rows(key))) => key,
            };
            if failpoint::planted("dedupe") && matches!(key, Key::Charge(..)) {
                attempt.books.loaded(key);
                continue;
            }
            let ask = Ask {
                keys: &[key],
                updates: &[],
                keys_given: attempt.keys_given,
                whole: false,
            };
            self.fetch(&mut attempt.books, &ask).await?;
        }
        Ok(Err(format!("it asked for more rows {ROUNDS_MAX} times")))
    }

    async fn write(&mut self, jobs: &[&mut Job], attempt: &Attempt) -> Result<(), Fault> {
        let rows = rows_of(jobs, &attempt.decisions).map_err(|error| Fault::Turn(error.to_string()))?;
        let moments = Moments::of(
            attempt.decisions.iter().map(|(_, decision)| decision),
            rows.contains_key(&Table::Inbox),
        );
        moments.decided();
        if rows.is_empty() {
            return Ok(());
        }
        moments.before_commit();
        if moments.dies_in_the_middle() {
            self.begin_beside().await.map_err(Fault::Machine)?;
            let mut half = rows.clone();
            half.retain(|table, _| *table <= Table::Payments);
            self.send(self.write_text.of(half)).await?;
        }
        moments.in_the_middle();
        self.send(self.write_text.of(rows)).await?;
        moments.after_commit();
        Ok(())
    }
}

fn keys_given(decision: &Decision) -> i64 {
    let changes = decision.changes.iter();
    let given = changes.filter(|change| matches!(change, Change::KeyAllotted { .. }));
    i64::try_from(given.count()).unwrap_or(i64::MAX)
}

/// Runs what may panic; the books are only read by it, so nothing is left half-changed.
fn caught<T>(call: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(call)).map_err(|panic| {
        let text = panic.downcast_ref::<&str>().map(ToString::to_string);
        let text = text.or_else(|| panic.downcast_ref::<String>().cloned());
        format!("panic: {}", text.unwrap_or_default())
    })
}
