//! Where kiosk listens: for what Telegram posts, and for operators. Taken before anything else begins, opened once the
//! worlds run.

use std::net::SocketAddr;

use crate::{
    config::{PublicUrl, Settings},
    engine::{Handle, reload::Reloader},
    web::{Faces, Listening, Serving},
};

/// Places that nobody else can take any more.
#[derive(Default)]
pub(super) struct Doors {
    webhooks: Option<(Listening, PublicUrl)>,
    operators: Operators,
}

/// Where operators find their pages.
#[derive(Default)]
enum Operators {
    #[default]
    Nowhere,
    /// The owner named one address for both.
    BesideWebhooks,
    At(Listening),
}

/// What is served.
#[derive(Default)]
pub(super) struct OpenDoors {
    webhooks: Option<Serving>,
    operators: Option<Serving>,
}

impl Doors {
    pub(super) async fn take(settings: &Settings) -> Result<Doors, String> {
        let webhooks = match &settings.public_url {
            Some(url) => Some((listen(settings.listen, "listen").await?, url.clone())),
            None => None,
        };
        let operators = match settings.metrics {
            Some(address) if webhooks.is_some() && address == settings.listen => Operators::BesideWebhooks,
            Some(address) => Operators::At(listen(address, "metrics").await?),
            None => Operators::Nowhere,
        };
        Ok(Doors { webhooks, operators })
    }

    pub(super) fn open(self, live: Option<Handle>, reloader: &Reloader) -> OpenDoors {
        let (beside, own) = match self.operators {
            Operators::Nowhere => (None, None),
            Operators::BesideWebhooks => (Some(reloader.clone()), None),
            Operators::At(listening) => (None, Some(listening)),
        };
        let webhooks = self.webhooks.zip(live).map(|((listening, url), live)| {
            listening.serve(Faces {
                operators: beside,
                ..Faces::of_webhooks(live, url)
            })
        });
        let operators = own.map(|listening| listening.serve(Faces::of_operators(reloader.clone())));
        OpenDoors { webhooks, operators }
    }
}

impl OpenDoors {
    /// Where the proxy finds the webhooks.
    pub(super) fn webhooks(&self) -> Option<SocketAddr> {
        self.webhooks.as_ref().map(Serving::address)
    }

    /// Where operators find pages of their own.
    pub(super) fn operators(&self) -> Option<SocketAddr> {
        self.operators.as_ref().map(Serving::address)
    }

    /// The pages tell how things are until the engine has stopped.
    pub(super) async fn close(self, engine_stops: impl Future<Output = ()>) {
        match self.webhooks {
            Some(webhooks) => webhooks.stop(engine_stops).await,
            None => engine_stops.await,
        }
        if let Some(operators) = self.operators {
            operators.stop(async {}).await;
        }
    }
}

async fn listen(address: SocketAddr, setting: &str) -> Result<Listening, String> {
    let taken = |taken| format!("{taken}; the setting `{setting}` names another address");
    Listening::at(address).await.map_err(taken)
}
