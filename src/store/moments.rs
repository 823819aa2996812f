//! The points of a batch at which a test may let the process die: around the commit of an update, of a yes and of money.

use crate::{
    conversation::{Change, Decision},
    failpoint,
    order::State,
};

/// Which of those points a batch passes.
#[derive(Clone, Copy, Default)]
pub(super) struct Moments {
    intake: bool,
    yes: bool,
    money: bool,
}

impl Moments {
    pub(super) fn of<'a>(decisions: impl Iterator<Item = &'a Decision>, intake: bool) -> Moments {
        let mut moments = Moments {
            intake,
            ..Moments::default()
        };
        for change in decisions.flat_map(|decision| &decision.changes) {
            moments.yes |= matches!(change, Change::Order(order) if order.state == State::Held);
            moments.money |= matches!(change, Change::Payment(_));
        }
        moments
    }

    pub(super) fn decided(self) {
        pass_if(self.yes, "pre.decided");
    }

    pub(super) fn before_commit(self) {
        pass_if(self.intake, "intake.before_commit");
        pass_if(self.yes, "pre.before_commit");
        pass_if(self.money, "pay.begin");
    }

    /// Whether the next pass in the middle is the last: only then is a batch sent in two parts.
    pub(super) fn dies_in_the_middle(self) -> bool {
        self.money && failpoint::is_armed("pay.mid_tx")
    }

    pub(super) fn in_the_middle(self) {
        pass_if(self.money, "pay.mid_tx");
    }

    pub(super) fn after_commit(self) {
        pass_if(self.intake, "intake.after_commit");
        pass_if(self.yes, "pre.after_commit");
        pass_if(self.money, "pay.after_commit");
    }
}

fn pass_if(passes: bool, name: &str) {
    if passes {
        failpoint::pass(name);
    }
}
