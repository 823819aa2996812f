//! Queues and timers under a hand-moved clock.
