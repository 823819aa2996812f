//! Plays one conversation, step by step, until its end or the first difference.

use std::{collections::BTreeSet, path::Path};

use super::{
    act, books,
    cast::CHANNEL_ID,
    compile::{CHANNEL, GROUP, STAFF},
    judge::{self, Difference},
    script::{Chat, Conversation, Does, Given, Step},
    snapshot::Snapshot,
    stage::Stage,
};
use crate::{config::Span, rules::Reached, sandbox::ChatId};

/// What a whole talk took.
#[derive(Debug)]
pub(super) struct Played {
    pub(super) steps: usize,
    pub(super) virtual_time: std::time::Duration,
    pub(super) requests: u64,
    pub(super) reached: Reached,
    pub(super) refused_by: BTreeSet<&'static str>,
}

/// Where a talk went another way than it is written, and its last part.
#[derive(Debug)]
pub(super) struct Derailed {
    pub(super) at: Span,
    pub(super) expected: String,
    pub(super) instead: String,
}

/// Who is talked with, and how the books were before.
struct Play<'c> {
    stage: Stage,
    beside: &'c Path,
    who: String,
    chat: Option<ChatId>,
    before: Snapshot,
}

/// Plays against the shop of a folder. `beside` is where the conversation's file is.
pub(super) async fn play(
    shop: &Path,
    beside: &Path,
    conversation: Conversation,
    top: Span,
) -> Result<Played, Derailed> {
    let not_opened = |why: String| Derailed {
        at: top,
        expected: "the shop opens as it is given".into(),
        instead: why,
    };
    let mut play = open(shop, beside, conversation.given).await.map_err(not_opened)?;
    let went = play.talk(&conversation.talk, top).await;
    let result = match (went, play.stage.refused_by().await) {
        (Ok(()), Ok(refused_by)) => Ok(Played {
            steps: conversation.talk.len(),
            virtual_time: play.stage.passed(),
            requests: play.stage.local.request_counts().values().sum(),
            reached: play.stage.reached(),
            refused_by,
        }),
        (Ok(()), Err(why)) => Err(play.derailed(books::unreadable(top, why.to_string()))),
        (Err(difference), _) => Err(play.derailed(difference)),
    };
    play.stage.close().await;
    result
}

async fn open<'c>(shop: &Path, beside: &'c Path, given: Given) -> Result<Play<'c>, String> {
    let mut stage = Stage::open(shop, given).await?;
    for who in stage.agreed() {
        act::agree(&mut stage, &who).await?;
    }
    stage.forget_the_past();
    let before = Snapshot::take(&stage).await?;
    Ok(Play {
        stage,
        beside,
        who: STAFF.into(),
        chat: None,
        before,
    })
}

impl Play<'_> {
    async fn talk(&mut self, talk: &[Step], top: Span) -> Result<(), Difference> {
        for step in talk {
            self.step(step).await?;
        }
        let end = talk.last().map_or(top, |step| step.at);
        books::balance(&self.stage, end).await?;
        judge::requests(&self.stage, end)
    }

    async fn step(&mut self, step: &Step) -> Result<(), Difference> {
        match &step.does {
            Does::Expect(expect) => {
                let who = expect.to.clone().unwrap_or_else(|| self.who.clone());
                let own = self.chat.filter(|_| expect.to.is_none());
                let chat = own.or_else(|| self.stage.cast.chat(&who));
                let chat = chat.ok_or_else(|| cannot(step.at, format!("nobody called {who} was here")))?;
                let changed = self.changed().await.map_err(|why| cannot(step.at, why))?;
                judge::judge(&self.stage, expect, &who, chat, changed.as_ref())
            }
            Does::Books(ledger) => books::compare(&self.stage, ledger, step.at).await,
            does => {
                let done = self.begin().await;
                let done = match done {
                    Ok(()) => self.happen(does).await,
                    Err(why) => Err(why),
                };
                done.map_err(|why| cannot(step.at, why))
            }
        }
    }

    /// A new step of somebody else: what was heard before is past.
    async fn begin(&mut self) -> Result<(), String> {
        self.stage.window.clear();
        self.before = Snapshot::take(&self.stage).await?;
        Ok(())
    }

    async fn happen(&mut self, does: &Does) -> Result<(), String> {
        match does {
            Does::Act { who, chat, act } => {
                self.stage.enter(who)?;
                self.who.clone_from(who);
                self.chat = match chat {
                    Chat::Private => self.stage.cast.id(who).map(|id| ChatId::private(self.stage.bot, id)),
                    Chat::Orders => self.stage.cast.chat(STAFF),
                    Chat::Group => self.stage.cast.chat(GROUP),
                    Chat::Channel => self.stage.cast.chat(CHANNEL),
                };
                self.stage.tick();
                act::perform(&mut self.stage, who, *chat, act).await
            }
            Does::Wait(span) => {
                self.stage.transcript.add(format!("({} seconds pass)", span.as_secs()));
                self.stage.wait(*span).await
            }
            Does::Reload(edits) => {
                self.stage.transcript.add("(the shop's files change)".into());
                self.stage.reload(edits, self.beside).await
            }
            Does::Restart => {
                self.stage.transcript.add("(the engine starts again)".into());
                self.stage.stop().await;
                self.stage.start().await
            }
            Does::Stop => {
                self.stage.transcript.add("(the engine stops)".into());
                self.stage.stop().await;
                Ok(())
            }
            Does::Start => {
                self.stage.transcript.add("(the engine starts)".into());
                self.stage.start().await
            }
            Does::Post(wish) => {
                let place = match wish.chat.as_deref() {
                    None => STAFF,
                    Some(chat) if chat == CHANNEL_ID.to_string() => CHANNEL,
                    Some(_) => GROUP,
                };
                let what = format!("({} is offered in the {place}, or as a link)", wish.product);
                self.stage.transcript.add(what);
                self.who = place.into();
                self.chat = self.stage.cast.chat(place);
                self.stage.offer(wish).await
            }
            Does::Unpost => {
                self.stage.transcript.add("(the post or link is taken back)".into());
                self.stage.withdraw().await
            }
            Does::Expect(_) | Does::Books(_) => Ok(()),
        }
    }

    /// What is different in the books since the last step, if anything is.
    async fn changed(&self) -> Result<Option<String>, String> {
        let now = Snapshot::take(&self.stage).await?;
        Ok(self.before.difference(&now))
    }

    fn derailed(&self, difference: Difference) -> Derailed {
        let instead = match difference.instead {
            Some(instead) => format!("{instead}\n{}", self.stage.transcript.end()),
            None => self.stage.transcript.end(),
        };
        Derailed {
            at: difference.at,
            expected: difference.expected,
            instead,
        }
    }
}

/// A step that cannot be done at all.
fn cannot(at: Span, why: String) -> Difference {
    Difference {
        at,
        expected: "this step can be done".into(),
        instead: Some(why),
    }
}
