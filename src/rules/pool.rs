//! Where rules run: two threads of the process's own, of low priority and with a deep stack, never a thread that
//! answers customers. One shop has one question at a time under way, so that a shop whose rules are slow cannot take
//! both; the others take turns.

use std::{
    collections::VecDeque,
    sync::{Arc, Condvar, LazyLock, Mutex, PoisonError},
    thread,
};

use tokio::sync::oneshot;

use super::{Asked, Input, Rules, run::run_for_customer};

const THREADS: usize = 2;
/// An overflow of the stack would end the process; the bounds on depth need far less than this.
const STACK_BYTES: usize = 16 * 1024 * 1024;
/// The kernel's scale goes from -20 to 19; customers are served at 0.
#[cfg(target_os = "linux")]
const NICE: i32 = 10;

struct Question {
    shop: String,
    rules: Rules,
    input: Arc<Input>,
    reply: oneshot::Sender<Asked>,
}

#[derive(Default)]
struct Waiting {
    questions: VecDeque<Question>,
    /// Shops with a question under way.
    busy: Vec<String>,
    /// Shops that were served, the latest one last: others go first.
    served: Vec<String>,
}

#[derive(Default)]
struct Pool {
    waiting: Mutex<Waiting>,
    news: Condvar,
}

static POOL: LazyLock<Pool> = LazyLock::new(|| {
    for number in 0..THREADS {
        let thread = thread::Builder::new()
            .name(format!("rules-{number}"))
            .stack_size(STACK_BYTES);
        if let Err(error) = thread.spawn(|| work(&POOL)) {
            tracing::error!("a thread for rules could not be started: {error}");
        }
    }
    Pool::default()
});

/// Asks the rules of a shop; `None` where the question was lost, which no script can cause.
pub async fn ask(rules: &Rules, input: Arc<Input>) -> Option<Asked> {
    let (reply, answer) = oneshot::channel();
    let question = Question {
        shop: input.shop.id.clone(),
        rules: rules.clone(),
        input,
        reply,
    };
    POOL.lock().questions.push_back(question);
    POOL.news.notify_one();
    answer.await.ok()
}

impl Pool {
    fn lock(&self) -> std::sync::MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn take(&self) -> Question {
        let mut waiting = self.lock();
        loop {
            if let Some(question) = waiting.take() {
                return question;
            }
            waiting = self.news.wait(waiting).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn done(&self, shop: &str) {
        let mut waiting = self.lock();
        waiting.busy.retain(|busy| busy != shop);
        if waiting.questions.is_empty() {
            waiting.served.clear();
        }
        drop(waiting);
        self.news.notify_one();
    }
}

impl Waiting {
    /// Of the shops that have none under way, one that was not served lately; of its questions, the oldest about a payment,
    /// else the oldest.
    fn take(&mut self) -> Option<Question> {
        let free = |question: &&Question| !self.busy.contains(&question.shop);
        let waited = |shop: &String| self.served.iter().position(|served| served == shop);
        let free = self.questions.iter().filter(free);
        let shop = free.min_by_key(|question| waited(&question.shop))?.shop.clone();
        let of_shop = |question: &Question| question.shop == shop;
        let paying = |question: &Question| of_shop(question) && question.input.invoice.paying;
        let at = self.questions.iter().position(paying);
        let at = at.or_else(|| self.questions.iter().position(of_shop))?;
        let question = self.questions.remove(at)?;
        self.served.retain(|served| *served != shop);
        self.served.push(shop.clone());
        self.busy.push(shop);
        Some(question)
    }
}

fn work(pool: &Pool) {
    lower_priority();
    loop {
        let question = pool.take();
        let asked = run_for_customer(&question.rules, &question.input);
        pool.done(&question.shop);
        // Whoever asked may have given up.
        drop(question.reply.send(asked));
    }
}

#[cfg(target_os = "linux")]
fn lower_priority() {
    let own = rustix::thread::gettid();
    if let Err(error) = rustix::process::setpriority_process(Some(own), NICE) {
        tracing::warn!("rules run at the priority of everything else: {error}");
    }
}

#[cfg(not(target_os = "linux"))]
fn lower_priority() {}
