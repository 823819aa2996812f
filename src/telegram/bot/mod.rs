//! The Bot API of one bot. Queries, invoices and updates are requests of our own with i64 money (`queries`); words and
//! edits are teloxide's payloads, posted through the same client, because teloxide's own way waits ten seconds inside
//! a request that the server failed (`messages`). Only uploads go through teloxide's `Bot`, which builds their forms:
//! there a failing server does cost those ten seconds, but an upload is a picture's or a file's first sending, never
//! the answer to a query. Nothing here repeats a call; which fault may be repeated is the caller's to know.

mod files;
mod invoice;
mod invoice_form;
mod messages;
mod parts;
mod queries;
mod reply;
mod webhook;

use std::{fmt, sync::Arc, time::Duration};

use serde::{Serialize, de::DeserializeOwned};

pub(super) use invoice::{InvoiceBody, InvoiceRequest, Price};
pub(super) use invoice_form::{FormFields, PhotoFields};
pub(super) use parts::{entities, keyboard};
pub use queries::{Me, UPDATES_MAX};
pub(super) use webhook::words_answer;
pub use webhook::{WebhookInfo, tap_answer, yes_answer};

use super::fault::ApiFault;
use crate::{
    http::{Http, Reply},
    ids::MessageId,
    shop::Secret,
};

/// How long a call may take that nobody waits for with a stopwatch.
const DEADLINE: Duration = Duration::from_secs(15);
/// Most bodies are shorter.
const BODY_BYTES: usize = 1024;

/// One bot. Clones share connections and remembered files.
#[derive(Clone)]
pub struct Bot {
    http: Http,
    /// With the token in it: the start of every method's address.
    address: Secret,
    uploads: teloxide::Bot,
    files: Arc<files::Files>,
}

impl Bot {
    /// `api_url` is `https://api.telegram.org`, a Bot API server of one's own, or the sandbox.
    pub fn new(http: &Http, api_url: &str, token: &Secret) -> Result<Bot, ApiFault> {
        let unusable = || ApiFault::NotSent(format!("the address of the Bot API, {api_url}, is not a web address"));
        let api_url = api_url.trim_end_matches('/');
        let parsed = api_url.parse().map_err(|_| unusable())?;
        if !api_url.starts_with("http://") && !api_url.starts_with("https://") {
            return Err(unusable());
        }
        Ok(Bot {
            http: http.clone(),
            address: Secret::new(format!("{api_url}/bot{}", token.reveal())),
            uploads: teloxide::Bot::with_client(token.reveal(), http.uploads()).set_api_url(parsed),
            files: Arc::default(),
        })
    }

    /// Calls a method and reads its result.
    async fn call<T: DeserializeOwned>(
        &self,
        method: &str,
        body: &impl Serialize,
        deadline: Duration,
    ) -> Result<T, ApiFault> {
        reply::result(&self.post(method, body, deadline).await?)
    }

    /// Calls a method whose result says no more than that it was done.
    async fn tell(&self, method: &str, body: &impl Serialize, deadline: Duration) -> Result<(), ApiFault> {
        reply::done(&self.post(method, body, deadline).await?)
    }

    /// Calls a method that sends one message, and gives its number; `MessageId(0)` where the answer does not tell.
    async fn send_one(&self, method: &str, body: &impl Serialize) -> Result<MessageId, ApiFault> {
        reply::sent(&self.post(method, body, DEADLINE).await?)
    }

    async fn post(&self, method: &str, body: &impl Serialize, deadline: Duration) -> Result<Reply, ApiFault> {
        let mut bytes = Vec::with_capacity(BODY_BYTES);
        serde_json::to_writer(&mut bytes, body).map_err(|error| ApiFault::NotSent(error.to_string()))?;
        let url = format!("{}/{method}", self.address.reveal());
        Ok(self.http.post_json(url, bytes, deadline).await?)
    }
}

impl fmt::Debug for Bot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Bot")
    }
}
