//! Who answers at one address.

use http_body_util::Full;
use hyper::{
    Method, Request, Response, StatusCode,
    body::{Bytes, Incoming},
};

use super::{operators, webhook};
use crate::{
    config::PublicUrl,
    engine::{Handle, reload::Reloader},
};

pub(super) type Answer = Response<Full<Bytes>>;

/// What is served at one address.
#[derive(Default)]
pub struct Faces {
    /// The webhooks of a running engine's shops.
    pub webhooks: Option<(Handle, PublicUrl)>,
    /// `/healthz` and `/metrics`.
    pub operators: Option<Reloader>,
}

impl Faces {
    pub fn of_webhooks(engine: Handle, public_url: PublicUrl) -> Faces {
        Faces {
            webhooks: Some((engine, public_url)),
            operators: None,
        }
    }

    pub fn of_operators(reloader: Reloader) -> Faces {
        Faces {
            webhooks: None,
            operators: Some(reloader),
        }
    }

    /// What is neither a page nor a webhook is a 404.
    pub(super) async fn answer(&self, request: Request<Incoming>) -> Answer {
        // Pages are only read: a post to their paths is for whoever else listens here.
        let reads = matches!(*request.method(), Method::GET | Method::HEAD);
        if let Some(reloader) = self.operators.as_ref().filter(|_| reads)
            && let Some(page) = operators::page(reloader, request.uri().path()).await
        {
            return page;
        }
        match &self.webhooks {
            Some((engine, public_url)) => webhook::answer(engine, public_url, request).await,
            None => bare(StatusCode::NOT_FOUND),
        }
    }
}

/// An answer without a body.
pub(super) fn bare(status: StatusCode) -> Answer {
    let mut answer = Answer::default();
    *answer.status_mut() = status;
    answer
}
