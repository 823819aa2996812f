//! One look at one shop: what its folder holds, whether that is new and right, and what serves then.

use std::{collections::BTreeSet, sync::Arc};

use super::{
    super::{Fault, Handle, ShopStart},
    Attempt, Look, Outcome, Print, Reloader, SECOND_LOOK, Seen, Wish, Worlds, lock,
};
use crate::{
    conversation::{FileNews, Lines},
    ids::{RevisionId, ShopId},
    shop::{Difference, Revision, differences, slips},
};

impl Reloader {
    pub(super) async fn look(&self, shop: &ShopId, wish: &Wish<'_>) -> Result<(), Fault> {
        let mut looks = self.0.looks.lock().await;
        let seen = looks.entry(shop.clone()).or_default();
        let known = if wish.asked { None } else { seen.print.clone() };
        let (source, id) = (self.0.source.clone(), shop.clone());
        let looked = self.0.aside.run(move || source.look(&id, known.as_ref())).await?;
        if let Look::Right { start, .. } = &looked {
            self.0.aside.hold(&start.revision);
        }
        let done = self.act_on(looked, shop, seen, wish).await;
        if let Err(Fault::Store(_) | Fault::Lost) = done {
            // The files are not at fault: the next look takes them up.
            seen.print = None;
        }
        done
    }

    async fn act_on(&self, looked: Look, shop: &ShopId, seen: &mut Seen, wish: &Wish<'_>) -> Result<(), Fault> {
        match looked {
            Look::Same => {
                seen.suspect = None;
                Ok(())
            }
            Look::Gone => {
                let gone = Print::gone();
                if seen.print.as_ref() == Some(&gone) || self.is_doubtful(seen, &gone, wish) {
                    return Ok(());
                }
                seen.print = Some(gone);
                self.close(shop).await
            }
            Look::Wrong { print, report, short } => {
                if self.is_doubtful(seen, &print, wish) {
                    return Ok(());
                }
                seen.print = Some(print);
                self.keep_the_old(shop, report, short, wish).await
            }
            Look::Right { start, .. } if wish.accept.is_some_and(|accept| *accept != start.revision.id) => {
                Err(Fault::Command(format!(
                    "the folder of `{shop}` holds revision {} by now; `kiosk plan {shop}` shows what it would change",
                    start.revision.id
                )))
            }
            Look::Right { print, start, play } => {
                seen.suspect = None;
                seen.print = Some(print);
                self.take_up(shop, &start, play, wish).await
            }
        }
    }

    /// What is wrong for the first time, and nobody asked.
    fn is_doubtful(&self, seen: &mut Seen, print: &Print, wish: &Wish<'_>) -> bool {
        let now = self.0.clock.now();
        let doubted = seen.suspect.take();
        match doubted {
            _ if wish.asked => false,
            Some((before, since)) if before == *print => {
                let young = now.since(since) < SECOND_LOOK;
                if young {
                    seen.suspect = Some((before, since));
                }
                young
            }
            _ => {
                seen.suspect = Some((print.clone(), now));
                true
            }
        }
    }

    async fn keep_the_old(
        &self,
        shop: &ShopId,
        report: String,
        short: Vec<String>,
        wish: &Wish<'_>,
    ) -> Result<(), Fault> {
        let serving = self.serving(shop);
        self.note(shop, Outcome::Wrong { report: report.clone() });
        if let Some((world, _, _)) = &serving {
            let lines = Lines::of(short.iter());
            world.tell_staff(shop, FileNews::Wrong { lines }).await?;
        }
        if wish.asked {
            return Err(Fault::Command(report));
        }
        tracing::error!(
            "{shop}: its files have errors, so it goes on with what it had; `kiosk check {shop}` says more"
        );
        Ok(())
    }

    async fn take_up(&self, shop: &ShopId, start: &ShopStart, play: bool, wish: &Wish<'_>) -> Result<(), Fault> {
        let Some((world, before, plays)) = self.serving(shop) else {
            return self.open(shop, start, play).await;
        };
        self.0.aside.hold(&before);
        if plays != play {
            return self.refuse(shop, Some(&world), moved(shop, play)).await;
        }
        if before.id == start.revision.id && !before.closing {
            // The texts are the same; there may be new keys.
            self.swap(&world, start).await?;
            self.note(shop, Outcome::Served);
            return Ok(());
        }
        let found = self.differences(&before, &start.revision).await?;
        if wish.accept != Some(&start.revision.id) && !before.closing {
            // Asked only where a product goes: the answer is in all paid orders.
            let promised = match found.iter().find_map(Difference::withdrawn) {
                Some(_) => world.promised(shop).await?,
                None => BTreeSet::new(),
            };
            let reasons = slips(&before.shop, &start.revision.shop, &found, &promised);
            if !reasons.is_empty() {
                return self.hold_back(shop, &world, start, reasons, wish).await;
            }
        }
        match self.swap(&world, start).await {
            Ok(()) => {}
            Err(Fault::OtherBot { shop: of }) => {
                return self
                    .refuse(shop, Some(&world), Fault::OtherBot { shop: of }.to_string())
                    .await;
            }
            Err(fault) => {
                let report = fault.to_string();
                self.note(shop, Outcome::Wrong { report });
                return Err(fault);
            }
        }
        self.note(shop, Outcome::Served);
        let lines = Lines::of(found.iter());
        let revision = start.revision.id.to_string();
        let news = if before.closing {
            FileNews::Reopened { lines }
        } else {
            FileNews::Served { revision, lines }
        };
        world.tell_staff(shop, news).await
    }

    /// What is different, found where no customer waits for it.
    pub(super) async fn differences(&self, was: &Arc<Revision>, now: &Arc<Revision>) -> Result<Vec<Difference>, Fault> {
        let (was, now) = (was.clone(), now.clone());
        self.0.aside.run(move || differences(&was.shop, &now.shop)).await
    }

    /// Serves another revision, which is prepared where no customer waits for it.
    pub(super) async fn swap(&self, world: &Handle, start: &ShopStart) -> Result<(), Fault> {
        let prepare = world.preparation(start).await?;
        let prepared = self.0.aside.run(prepare).await?;
        world.reload_prepared(start, prepared).await
    }

    async fn open(&self, shop: &ShopId, start: &ShopStart, play: bool) -> Result<(), Fault> {
        let Worlds { live, play: sandbox } = lock(&self.0.worlds).clone();
        let Some(world) = (if play { sandbox } else { live }) else {
            return self.refuse(shop, None, moved(shop, play)).await;
        };
        if let Err(fault) = world.open(start).await {
            self.note(
                shop,
                Outcome::Wrong {
                    report: fault.to_string(),
                },
            );
            return Err(fault);
        }
        self.note(shop, Outcome::Served);
        tracing::warn!("{shop}: open, its folder is new");
        world.tell_staff(shop, FileNews::Opened).await
    }

    async fn hold_back(
        &self,
        shop: &ShopId,
        world: &Handle,
        start: &ShopStart,
        reasons: Vec<String>,
        wish: &Wish<'_>,
    ) -> Result<(), Fault> {
        let revision = start.revision.id.to_string();
        let held = Outcome::Held {
            revision: revision.clone(),
            reasons: reasons.clone(),
        };
        let is_news = self.note(shop, held);
        let words = format!(
            "this may be a slip: {}. If it is meant, say `kiosk reload {shop} --accept {revision}`",
            reasons.join("; ")
        );
        let news = FileNews::Held {
            revision,
            lines: Lines::of(reasons.iter()),
        };
        // One question is enough, however often somebody looks.
        if is_news {
            world.tell_staff(shop, news).await?;
        }
        if wish.asked {
            return Err(Fault::Command(words));
        }
        tracing::warn!("{shop}: goes on with what it had, since {words}");
        Ok(())
    }

    /// The folder is gone: the last good files serve until nothing is unfinished.
    async fn close(&self, shop: &ShopId) -> Result<(), Fault> {
        let Some((world, revision, play)) = self.serving(shop).filter(|(_, revision, _)| !revision.closing) else {
            lock(&self.0.attempts).remove(shop);
            return Ok(());
        };
        let start = self.kept(&world, shop, &revision.id, play, true).await?;
        self.swap(&world, &start).await?;
        self.note(shop, Outcome::Closing);
        tracing::warn!("{shop}: its folder is gone; it sells nothing new, and ends when nothing is left to be done");
        world.tell_staff(shop, FileNews::Closing).await
    }

    pub(super) async fn kept(
        &self,
        world: &Handle,
        shop: &ShopId,
        revision: &RevisionId,
        play: bool,
        closing: bool,
    ) -> Result<ShopStart, Fault> {
        let files = world.kept_files(shop, revision).await?.ok_or_else(|| {
            Fault::Command(format!(
                "no revision `{revision}` of `{shop}` is kept; `kiosk revisions {shop}` lists them"
            ))
        })?;
        let (source, id) = (self.0.source.clone(), shop.clone());
        let start = self
            .0
            .aside
            .run(move || source.kept(&id, &files, play, closing))
            .await?;
        start.map_err(Fault::Command)
    }

    /// What cannot change while kiosk runs.
    async fn refuse(&self, shop: &ShopId, world: Option<&Handle>, words: String) -> Result<(), Fault> {
        let report = words.clone();
        self.note(shop, Outcome::Wrong { report });
        if let Some(world) = world {
            let lines = Lines::of([&words].into_iter());
            world.tell_staff(shop, FileNews::Wrong { lines }).await?;
        }
        Err(Fault::Command(words))
    }

    /// Whether the attempt before ended otherwise.
    pub(super) fn note(&self, shop: &ShopId, outcome: Outcome) -> bool {
        let at = self.0.clock.now();
        let mut attempts = lock(&self.0.attempts);
        let before = attempts.get(shop);
        let is_news = before.is_none_or(|before| before.outcome != outcome);
        let served = before.and_then(|before| before.last_served);
        let last_served = if outcome.is_good() { Some(at) } else { served };
        let attempt = Attempt {
            at,
            outcome,
            last_served,
        };
        attempts.insert(shop.clone(), attempt);
        is_news
    }
}

/// A shop cannot change its world while both run.
fn moved(shop: &ShopId, play: bool) -> String {
    if play {
        format!("`{shop}` names no bot token (telegram.bot_token); restart kiosk to let it open in the sandbox")
    } else {
        format!("`{shop}` names a bot token (telegram.bot_token); restart kiosk to let it open for real")
    }
}
