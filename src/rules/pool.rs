//! Where rules run: two threads of the process's own, of low priority and with a deep stack, never a thread that
//! answers customers. One shop has one question at a time under way, so that a shop whose rules are slow cannot take
//! both; the others take turns.

use std::{
    collections::VecDeque,
    sync::{Arc, Condvar, LazyLock, Mutex, PoisonError},
    thread,
};

use tokio::sync::oneshot;

use super::{Asked, Input, Rules, run};

const THREADS: usize = 2;
/// An overflow of the stack would end the process; the bounds on depth need far less than this.
const STACK_BYTES: usize = 16 * 1024 * 1024;

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
        self.lock().busy.retain(|busy| busy != shop);
        self.news.notify_one();
    }
}

impl Waiting {
    /// The oldest question of a shop that has none under way.
    fn take(&mut self) -> Option<Question> {
        let free = |question: &Question| !self.busy.contains(&question.shop);
        let at = self.questions.iter().position(free)?;
        let question = self.questions.remove(at)?;
        self.busy.push(question.shop.clone());
        Some(question)
    }
}

fn work(pool: &Pool) {
    crate::priority::lower();
    loop {
        let question = pool.take();
        let asked = run(&question.rules, &question.input);
        pool.done(&question.shop);
        // Whoever asked may have given up.
        drop(question.reply.send(asked));
    }
}
