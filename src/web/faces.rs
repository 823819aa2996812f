//! Who answers at one address.

use std::sync::Arc;

use axum::Router;

use super::{
    operators,
    webhook::{self, Webhooks},
};
use crate::{
    config::PublicUrl,
    engine::{Handle, reload::Reloader},
};

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
    pub(super) fn router(self) -> Router {
        let webhooks = self
            .webhooks
            .map(|(engine, public_url)| Webhooks::new(engine, public_url));
        let webhooks = match webhooks {
            Some(webhooks) => Router::new().fallback(webhook::handle).with_state(Arc::new(webhooks)),
            None => Router::new(),
        };
        match self.operators {
            Some(reloader) => operators::router(reloader).fallback_service(webhooks),
            None => webhooks,
        }
    }
}
