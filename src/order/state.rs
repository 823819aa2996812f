//! The states of an order and the one table of legal moves. The code, the trigger in the database and the tests all
//! read `MOVES`; a move that is not in it cannot be written.

use serde::{Deserialize, Serialize};

/// Where an order stands. Stored by its word.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// An invoice is out, nobody is paying.
    Open,
    /// We said yes at pre-checkout and keep the goods until the hold ends.
    Held,
    /// The money is here, the goods are not allotted yet.
    Paid,
    /// Every unit is allotted.
    Fulfilled,
    /// The invoice ran out unpaid.
    Expired,
    /// The customer or a newer invoice took it back.
    Cancelled,
    /// The money does not fit the quote: people must look.
    Review,
    /// Paid, and nothing is left to allot: people must look.
    Unfulfillable,
    RefundPending,
    Refunded,
    RefundFailed,
}

/// What moves an order.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum Step {
    Hold,
    Release,
    Expire,
    Cancel,
    Pay,
    Fulfil,
    Doubt,
    RunOut,
    BeginRefund,
    FinishRefund,
    FailRefund,
}

/// A step that the table does not allow from this state.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct IllegalStep {
    pub from: State,
    pub step: Step,
}

/// Every legal move. Late money wins over expired and cancelled.
pub const MOVES: &[(State, Step, State)] = &[
    (State::Open, Step::Hold, State::Held),
    (State::Open, Step::Expire, State::Expired),
    (State::Open, Step::Cancel, State::Cancelled),
    (State::Open, Step::Pay, State::Paid),
    (State::Held, Step::Release, State::Open),
    (State::Held, Step::Pay, State::Paid),
    (State::Expired, Step::Pay, State::Paid),
    (State::Cancelled, Step::Pay, State::Paid),
    (State::Paid, Step::Fulfil, State::Fulfilled),
    (State::Paid, Step::Doubt, State::Review),
    (State::Paid, Step::RunOut, State::Unfulfillable),
    (State::Paid, Step::BeginRefund, State::RefundPending),
    (State::Fulfilled, Step::BeginRefund, State::RefundPending),
    (State::Review, Step::BeginRefund, State::RefundPending),
    (State::Unfulfillable, Step::BeginRefund, State::RefundPending),
    (State::RefundPending, Step::FinishRefund, State::Refunded),
    (State::RefundPending, Step::FailRefund, State::RefundFailed),
    (State::RefundFailed, Step::BeginRefund, State::RefundPending),
];

impl State {
    pub const ALL: [State; 11] = [
        State::Open,
        State::Held,
        State::Paid,
        State::Fulfilled,
        State::Expired,
        State::Cancelled,
        State::Review,
        State::Unfulfillable,
        State::RefundPending,
        State::Refunded,
        State::RefundFailed,
    ];

    /// The one transition function.
    pub fn on(self, step: Step) -> Result<State, IllegalStep> {
        let legal = MOVES.iter().find(|(from, by, _)| *from == self && *by == step);
        legal.map(|(_, _, to)| *to).ok_or(IllegalStep { from: self, step })
    }

    /// The word that is stored and shown to tools.
    pub fn word(self) -> &'static str {
        match self {
            State::Open => "open",
            State::Held => "held",
            State::Paid => "paid",
            State::Fulfilled => "fulfilled",
            State::Expired => "expired",
            State::Cancelled => "cancelled",
            State::Review => "review",
            State::Unfulfillable => "unfulfillable",
            State::RefundPending => "refund_pending",
            State::Refunded => "refunded",
            State::RefundFailed => "refund_failed",
        }
    }

    pub fn parse(word: &str) -> Option<State> {
        State::ALL.into_iter().find(|state| state.word() == word)
    }

    /// Still payable or being paid.
    pub fn is_live(self) -> bool {
        matches!(self, State::Open | State::Held)
    }

    /// Money came in for it, whatever happened to it since.
    pub fn has_money(self) -> bool {
        !matches!(self, State::Open | State::Held | State::Expired | State::Cancelled)
    }

    /// Takes the place of an invoice that is payable once: held, or paid and not given back.
    pub fn takes_the_only_place(self) -> bool {
        self == State::Held || (self.has_money() && self != State::Refunded)
    }

    /// Whether some series of legal moves leads from here to there. One batch may write several moves at once.
    pub fn can_become(self, target: State) -> bool {
        let mut reached = vec![self];
        let mut at = 0;
        while let Some(from) = reached.get(at).copied() {
            let next = MOVES
                .iter()
                .filter(|(state, _, to)| *state == from && !reached.contains(to));
            let next: Vec<State> = next.map(|(_, _, to)| *to).collect();
            reached.extend(next);
            at += 1;
        }
        reached.contains(&target)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_has_a_word_of_its_own_that_leads_back() {
        for state in State::ALL {
            assert_eq!(State::parse(state.word()), Some(state));
            assert_eq!(serde_json::to_string(&state).unwrap(), format!("\"{}\"", state.word()));
        }
    }

    #[test]
    fn money_is_never_moved_back_to_unpaid() {
        for from in State::ALL.into_iter().filter(|s| s.has_money()) {
            for to in State::ALL.into_iter().filter(|s| !s.has_money()) {
                assert!(!from.can_become(to), "{from:?} to {to:?}");
            }
        }
    }

    #[test]
    fn late_money_wins_and_a_held_order_cannot_be_cancelled() {
        assert_eq!(State::Expired.on(Step::Pay), Ok(State::Paid));
        assert_eq!(State::Cancelled.on(Step::Pay), Ok(State::Paid));
        assert_eq!(
            State::Held.on(Step::Cancel),
            Err(IllegalStep {
                from: State::Held,
                step: Step::Cancel
            })
        );
        assert!(State::Fulfilled.on(Step::Pay).is_err());
    }
}
