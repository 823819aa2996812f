//! The webhook of one shop, as Telegram keeps it: set at the start, asked about every minute, set anew where the token
//! was renewed or another program moved it. It is left in place at a stop: what comes meanwhile waits at Telegram.

use std::{sync::Arc, time::Duration};

use sha2::{Digest, Sha256};

use super::{
    super::{Fault, shop::RunningShop, supervise::jittered},
    told,
};
use crate::{
    config::PublicUrl,
    shop::Secret,
    telegram::{ApiFault, WebhookInfo},
    time::Timestamp,
};

/// Between two questions how the webhook does.
const CHECK_EVERY: Duration = Duration::from_secs(60);

/// Keeps one shop's webhook in place.
pub(super) struct Webhook {
    shop: Arc<RunningShop>,
    address: String,
    /// What Telegram was told last, and when.
    set: Option<(Secret, Timestamp)>,
}

/// What Telegram proves itself with. It is the same after every restart, follows from the token, and tells nothing
/// about it.
pub(in crate::engine) fn secret_of(token: &Secret) -> Secret {
    let mut hash = Sha256::new();
    hash.update(b"kiosk: the secret of a webhook\n");
    hash.update(token.reveal());
    Secret::new(format!("{:x}", hash.finalize()))
}

/// A shop that closed for good is posted nothing more: nobody would take it.
pub(in crate::engine) async fn leave(shop: &RunningShop) {
    if shop.ground.public_url.is_none() {
        return;
    }
    if let Err(fault) = shop.bot().delete_webhook().await {
        tracing::warn!("{}: its webhook was not taken away: {fault}", shop.id);
    }
}

impl Webhook {
    pub(super) fn new(shop: Arc<RunningShop>, url: &PublicUrl) -> Webhook {
        Webhook {
            address: url.webhook(&shop.id),
            shop,
            set: None,
        }
    }

    /// Opens the door and has Telegram post there. Updates that Telegram failed to post to a kiosk that was away wait in
    /// pauses of up to two minutes; a webhook that is taken away and set again has none.
    pub(super) async fn begin(&mut self) -> Result<(), Fault> {
        self.shop.doorstep.open();
        let info = self.info().await?;
        if info.url == self.address && info.waiting > 0 {
            let gone = self.shop.bot().delete_webhook().await;
            gone.map_err(|fault| self.fault("deleteWebhook", fault))?;
        }
        self.set().await
    }

    /// Looks once how the webhook does, and waits until it is to be looked at again.
    pub(super) async fn step(&mut self) -> Result<(), Fault> {
        self.check().await?;
        tokio::select! {
            () = self.shop.doorstep.call() => {}
            () = self.shop.ground.clock.sleep(jittered(CHECK_EVERY)) => {}
        }
        Ok(())
    }

    async fn check(&mut self) -> Result<(), Fault> {
        let secret = self.shop.account.load().webhook_secret.clone();
        if self.set.as_ref().is_none_or(|(set, _)| *set != secret) {
            self.set().await?;
        }
        let sent = self.shop.ground.clock.now();
        let info = self.info().await?;
        if info.url != self.address {
            self.set().await?;
            return Err(Fault::WebhookMoved);
        }
        if info.waiting == 0 {
            self.shop.set_caught_up(sent);
            return Ok(());
        }
        self.expect_delivery(info)
    }

    /// Something waits; where the last request failed since the webhook was set, the operator must hear why.
    fn expect_delivery(&self, info: WebhookInfo) -> Result<(), Fault> {
        let set = self.set.as_ref().map(|(_, at)| *at);
        let recent = self.shop.ground.clock.now().minus(2 * CHECK_EVERY);
        match info.last_error {
            Some((at, words)) if at > recent && set.is_some_and(|set| at > set) => Err(Fault::NotPosted {
                address: self.address.clone(),
                words,
            }),
            _ => Ok(()),
        }
    }

    async fn set(&mut self) -> Result<(), Fault> {
        let account = self.shop.account.load_full();
        let secret = account.webhook_secret.clone();
        let set = account.bot.set_webhook(&self.address, &secret).await;
        set.map_err(|fault| self.fault("setWebhook", fault))?;
        self.set = Some((secret, self.shop.ground.clock.now()));
        Ok(())
    }

    async fn info(&self) -> Result<WebhookInfo, Fault> {
        let info = self.shop.bot().webhook_info().await;
        info.map_err(|fault| self.fault("getWebhookInfo", fault))
    }

    fn fault(&self, doing: &'static str, fault: ApiFault) -> Fault {
        told(&self.shop, doing, fault)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_one_that_telegram_takes_and_each_token_has_its_own() {
        let token = "7200000001:AAfairfairfairfairfairfairfairfairfa1";
        let secret = secret_of(&Secret::new(token));
        assert_eq!(secret, secret_of(&Secret::new(token)), "it survives a restart");
        assert_ne!(secret, secret_of(&Secret::new(format!("{token}x"))));
        // Telegram posts with the secret of the last start until it is told another.
        let letters = secret.reveal();
        assert_eq!(letters.len(), 64);
        assert!(letters.chars().all(|c| c.is_ascii_hexdigit()), "{letters}");
        assert_eq!(
            letters,
            "ba80387e014dba163f12179dab14824b98c0a58cb8e19ab2f961f51307414a88"
        );
    }
}
