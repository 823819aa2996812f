//! The one model behind its lock, with all that surrounds it: the state file, the clock, and the bells that wake
//! whoever waits for news of a bot's queue or of a chat.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::watch;

use super::Error;
use super::disk::Disk;
use super::facts::Facts;
use super::model::{Model, News};
use super::options::Now;
use super::view::ChatId;

/// What the server, the tick and every `Local` hold together.
pub(crate) struct Shared {
    model: Mutex<Model>,
    disk: Option<Disk>,
    pub(super) now: Now,
    pub(super) bots: Bells<i64>,
    pub(super) chats: Bells<ChatId>,
    pub(super) facts: Facts,
    pub(super) polls: super::http::Polls,
    /// Rings when something may have to be posted to a webhook.
    pub(super) post: watch::Sender<()>,
    /// Becomes true when the sandbox ends, so that nobody waits on.
    pub(super) closing: watch::Sender<bool>,
}

impl Shared {
    pub(super) fn new(model: Model, disk: Option<Disk>, now: Now, requests_kept: usize) -> Shared {
        Shared {
            model: Mutex::new(model),
            disk,
            now,
            bots: Bells::default(),
            chats: Bells::default(),
            facts: Facts::new(requests_kept),
            polls: super::http::Polls::default(),
            post: watch::Sender::new(()),
            closing: watch::Sender::new(false),
        }
    }

    /// Does something to the model now. What it changed is in the state file, and whoever waits is woken, before this
    /// returns.
    pub(super) fn change<T>(&self, act: impl FnOnce(&mut Model, i64) -> T) -> Result<T, Error> {
        let now_ms = (self.now)();
        let mut model = lock(&self.model);
        let result = act(&mut model, now_ms);
        let news = model.take_news();
        let post_is_due = model.is_post_due(now_ms);
        let saved = match &self.disk {
            Some(disk) if news.changed => disk.save(model.state()),
            _ => Ok(()),
        };
        drop(model);
        self.ring(&news);
        if post_is_due {
            self.post.send_replace(());
        }
        saved.map(|()| result)
    }

    /// Looks at the model.
    pub(super) fn look<T>(&self, look: impl FnOnce(&Model, i64) -> T) -> T {
        let now_ms = (self.now)();
        look(&lock(&self.model), now_ms)
    }

    fn ring(&self, news: &News) {
        for bot in &news.bots {
            self.bots.ring(*bot);
        }
        for chat in &news.chats {
            self.chats.ring(*chat);
        }
    }
}

/// Bells by key. One that nobody listens to takes no room.
pub(super) struct Bells<K>(Mutex<HashMap<K, watch::Sender<()>>>);

impl<K> Default for Bells<K> {
    fn default() -> Bells<K> {
        Bells(Mutex::default())
    }
}

impl<K: Eq + Hash + Copy> Bells<K> {
    /// Hears every ring from now on.
    pub(super) fn listen(&self, key: K) -> watch::Receiver<()> {
        lock(&self.0).entry(key).or_default().subscribe()
    }

    fn ring(&self, key: K) {
        let mut bells = lock(&self.0);
        match bells.get(&key) {
            Some(bell) if bell.receiver_count() == 0 => {
                bells.remove(&key);
            }
            Some(bell) => {
                bell.send_replace(());
            }
            None => {}
        }
    }
}

/// A panic of another thread does not make the data unreadable: every change is whole when the lock is free.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
