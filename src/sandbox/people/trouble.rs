//! Bad days, from another process.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::act::{Act, value};
use super::client::People;
use crate::sandbox::{Error, Fault, Local};

/// One act; each is a call of [`Local`].
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum TroubleAct {
    Fail {
        bot: Option<i64>,
        method: String,
        fault: Fault,
        times: u32,
    },
    ClearFaults,
    HoldUpdates {
        bot: i64,
    },
    ReleaseUpdates {
        bot: i64,
    },
    RepeatUpdate {
        bot: i64,
        update: i64,
    },
    ReorderUpdates {
        bot: i64,
        order: Vec<i64>,
    },
    WaitingUpdates {
        bot: i64,
    },
    Complaints,
}

pub(super) fn perform(local: &Local, act: TroubleAct) -> Result<Value, Error> {
    match act {
        TroubleAct::Fail {
            bot,
            method,
            fault,
            times,
        } => value(local.fail(bot, &method, fault, times)?),
        TroubleAct::ClearFaults => {
            local.clear_faults();
            Ok(Value::Null)
        }
        TroubleAct::HoldUpdates { bot } => value(local.hold_updates(bot)?),
        TroubleAct::ReleaseUpdates { bot } => value(local.release_updates(bot)?),
        TroubleAct::RepeatUpdate { bot, update } => value(local.repeat_update(bot, update)?),
        TroubleAct::ReorderUpdates { bot, order } => value(local.reorder_updates(bot, &order)?),
        TroubleAct::WaitingUpdates { bot } => value(local.waiting_updates(bot)?),
        TroubleAct::Complaints => value(local.complaints()),
    }
}

/// Faults and updates out of turn; the verbs are those of [`Local`].
impl People {
    pub async fn fail(&self, bot: Option<i64>, method: &str, fault: Fault, times: u32) -> Result<(), Error> {
        let method = method.to_owned();
        let act = TroubleAct::Fail {
            bot,
            method,
            fault,
            times,
        };
        self.act(Act::Trouble(act)).await
    }

    pub async fn clear_faults(&self) -> Result<(), Error> {
        self.act(Act::Trouble(TroubleAct::ClearFaults)).await
    }

    pub async fn hold_updates(&self, bot: i64) -> Result<(), Error> {
        self.act(Act::Trouble(TroubleAct::HoldUpdates { bot })).await
    }

    pub async fn release_updates(&self, bot: i64) -> Result<(), Error> {
        self.act(Act::Trouble(TroubleAct::ReleaseUpdates { bot })).await
    }

    pub async fn repeat_update(&self, bot: i64, update: i64) -> Result<(), Error> {
        self.act(Act::Trouble(TroubleAct::RepeatUpdate { bot, update })).await
    }

    pub async fn reorder_updates(&self, bot: i64, order: Vec<i64>) -> Result<(), Error> {
        self.act(Act::Trouble(TroubleAct::ReorderUpdates { bot, order })).await
    }

    pub async fn waiting_updates(&self, bot: i64) -> Result<Vec<Value>, Error> {
        self.act(Act::Trouble(TroubleAct::WaitingUpdates { bot })).await
    }

    pub async fn complaints(&self) -> Result<Vec<String>, Error> {
        self.act(Act::Trouble(TroubleAct::Complaints)).await
    }
}
