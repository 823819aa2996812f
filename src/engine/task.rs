//! A turn on its way through the writer, and what happens to it once it is durable: who waited is told, what people are
//! to see is handed to those who send it. A turn that failed by itself comes again after a while, five times in all.

use std::{sync::Arc, time::Duration};

use tokio::sync::oneshot;

use super::{
    accept::{self, Yes},
    query,
    query::{Asker, Verdict},
    queue::Urgency,
    shop::RunningShop,
    supervise::Token,
    writer::Work,
};
use crate::{
    conversation::{Change, Decision, DeliveryEnd, Effect, Event, Place, Ruling, Tap, TapEvent},
    failpoint,
    ids::{OrderId, QueryId},
    order::Refusal,
    rules::{self, Input},
    shop::Revision,
    store::{InboxRow, Job, Outcome},
};

/// A turn with those who wait for it.
pub(super) struct Task {
    pub(super) shop: Arc<RunningShop>,
    pub(super) job: Job,
    pub(super) asker: Option<Asker>,
    pub(super) riders: Riders,
    pub(super) reply: oneshot::Sender<Done>,
    /// Counts it as under way.
    pub(super) _busy: Token,
}

/// Whether one call of the Bot API may ride in the answer to the request that brought an update.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Riders {
    None,
    One,
}

/// What may ride there: see `intake::answer`.
pub(super) enum Rider {
    /// The end of a pressed button's waiting, where there is nothing to say.
    Tap(QueryId),
    Screen(Arc<Revision>, Box<Effect>),
    Yes {
        query: QueryId,
        order: OrderId,
        asker: Option<Asker>,
    },
}

/// How a turn ended, durably.
pub(super) enum Done {
    Decided {
        changes: Vec<Change>,
        rider: Option<Rider>,
    },
    /// It was handled before.
    Seen,
    /// It is stored and will be tried again, or is a dead letter.
    Failed,
}

/// Pre-checkouts have ten seconds, everything else has time; what Telegram took already has more of it.
pub(super) fn urgency(event: &Event) -> Urgency {
    match event {
        Event::PreCheckout(..) => Urgency::PreCheckout,
        Event::Answered { taken: true, .. }
        | Event::Delivered {
            end: DeliveryEnd::Sent, ..
        } => Urgency::Bookkeeping,
        _ => Urgency::Ordinary,
    }
}

/// A refusal promises nothing, so it need not wait for the commit.
pub(super) fn refuse_at_once(asker: &mut Option<Asker>, decision: &Decision) {
    for effect in &decision.effects {
        if let Effect::AnswerPreCheckout {
            verdict: Err(refusal),
            language,
            ..
        } = effect
            && let Some(mut asker) = asker.take()
        {
            asker.tell(Verdict::No(refusal.clone(), language.clone()));
        }
    }
}

impl Task {
    /// What a turn decided is durable now: people may see it.
    pub(super) fn settle(mut self, outcome: Outcome) {
        match outcome {
            Outcome::Decided(decision) => self.publish(decision),
            Outcome::Consult(input) => self.consult(input),
            Outcome::Seen => {
                self.tell(Verdict::Nothing);
                drop(self.reply.send(Done::Seen));
            }
            Outcome::Failed { tries, dead } => self.failed(tries, dead),
        }
    }

    /// Asks the shop's rules, away from the writer, and comes back with their word. A queue that is closed meanwhile takes
    /// nothing, so the update is not acknowledged and comes again.
    fn consult(mut self, input: Arc<Input>) {
        let asking = self.shop.asking.token();
        tokio::spawn(async move {
            let _asking = asking;
            let Some(asked) = rules::ask(&self.job.turn.revision.shop.rules, input.clone()).await else {
                return;
            };
            self.job.turn.rulings.push(Ruling::new(input, asked));
            let (shop, urgency) = (self.shop.clone(), urgency(&self.job.turn.event));
            drop(shop.ground.queue.push(&shop.id, urgency, Work::Turn(Box::new(self))));
        });
    }

    fn publish(mut self, mut decision: Decision) {
        if let Event::Delivered { row, .. } | Event::Posted { row, .. } = &self.job.turn.event {
            self.shop.parcels.marked(*row);
        }
        let now = self.shop.ground.clock.now();
        self.shop.parcels.decided(&decision.changes, decision.paid, now);
        for change in &decision.changes {
            if let Change::Revive { chat, .. } = change {
                self.shop.parcels.revive(*chat);
            }
        }
        let mut rider = self.screen_to_ride(&mut decision.effects);
        for effect in decision.effects {
            match effect {
                Effect::AnswerTap { query, toast: None, .. } if self.riders == Riders::One && rider.is_none() => {
                    rider = Some(Rider::Tap(query));
                }
                Effect::AnswerPreCheckout {
                    query,
                    verdict: Ok(order),
                    ..
                } => {
                    let asker = self.asker.take();
                    if self.riders == Riders::One && self.shop.parcels.is_heard() {
                        rider = Some(Rider::Yes { query, order, asker });
                    } else {
                        query::say_yes(&self.shop, query, order, asker);
                    }
                }
                Effect::AnswerPreCheckout {
                    verdict: Err(refusal),
                    language,
                    ..
                } => {
                    self.tell(Verdict::No(refusal, language));
                }
                Effect::Accept {
                    revision,
                    query,
                    chat,
                    message,
                    language,
                } => {
                    let yes = Yes {
                        revision,
                        query,
                        chat,
                        message,
                        language,
                    };
                    accept::start(&self.shop, yes);
                }
                effect => {
                    self.shop.parcels.passing(&self.job.turn.revision, effect, now);
                }
            }
        }
        self.refresh_notice();
        if let Event::Answered { taken: true, .. } = &self.job.turn.event {
            failpoint::pass("pre.answer_marked");
        }
        let changes = decision.changes;
        drop(self.reply.send(Done::Decided { changes, rider }));
    }

    /// The one screen that answers what a customer wrote in their own chat, where nothing else is to be said there.
    fn screen_to_ride(&self, effects: &mut Vec<Effect>) -> Option<Rider> {
        if self.riders == Riders::None {
            return None;
        }
        let parcels = &self.shop.parcels;
        let message = match &self.job.turn.event {
            Event::Tap(tap) => {
                parcels.hears(tap.chat, tap.message, true);
                return None;
            }
            Event::Message(message) if message.private => message,
            _ => return None,
        };
        parcels.hears(message.chat, message.id, false);
        let is_alone = matches!(&effects[..], [Effect::Show { chat, place: Place::New, .. }] if *chat == message.chat);
        let now = self.shop.ground.clock.now();
        let rides = is_alone && parcels.speak(message.chat, message.id, now);
        let screen = effects.pop_if(|_| rides)?;
        Some(Rider::Screen(self.job.turn.revision.clone(), Box::new(screen)))
    }

    /// Under the notice whose button a member of the staff pressed, the buttons show how far the order is now.
    fn refresh_notice(&self) {
        let Event::Tap(tapped) = &self.job.turn.event else {
            return;
        };
        let TapEvent {
            from, chat, message, ..
        } = tapped;
        if let Some(Tap::Progress(order, _)) = &tapped.tap
            && self.job.turn.revision.shop.is_staff(from.user())
        {
            let now = self.shop.ground.clock.now();
            self.shop.parcels.buttons(*chat, *message, *order, now);
        }
    }

    fn tell(&mut self, verdict: Verdict) -> bool {
        self.asker.take().is_some_and(|mut asker| asker.tell(verdict))
    }

    /// The turn itself is at fault: it is stored, and tried again until it is a dead letter.
    fn failed(mut self, tries: i64, dead: bool) {
        let language = self.shop.revision.load().shop.languages[0].clone();
        self.tell(Verdict::No(Refusal::TryAgain, language));
        let shop = self.shop.clone();
        match self.job.inbox.take() {
            Some(_) if dead => shop.parcels.look_again(),
            Some(mut inbox) => {
                inbox.tries = tries;
                let retry = shop.retries.token();
                drop(tokio::spawn(try_again(shop, self.job.turn.event, inbox, retry)));
            }
            // `store` has logged it; whoever waits decides whether to ask once more.
            None => {}
        }
        drop(self.reply.send(Done::Failed));
    }
}

/// Holds its token until the next try has ended: one that fails again has taken its own by then.
async fn try_again(shop: Arc<RunningShop>, event: Event, inbox: InboxRow, retry: Token) {
    let seconds = 1_u64 << inbox.tries.clamp(0, 6);
    let clock = shop.ground.clock.clone();
    if !shop.closed.sleep(&*clock, Duration::from_secs(seconds)).await {
        // Where chance fails now the row stays owed, and the next start finds it.
        if let Ok(done) = shop.submit_update(event, inbox, None, Riders::None) {
            let _ = done.await;
        }
    }
    drop(retry);
}
