//! What is typed, line by line, from a thread of its own: reading the terminal blocks, and a program that ends must not
//! wait for one more line.

use std::io::BufRead as _;

use tokio::sync::mpsc;

/// A line of a terminal is never longer; of a pipe the rest is a line of its own.
const LINES_WAITING_MAX: usize = 64;

/// Lines until the end of input.
pub(super) fn read() -> mpsc::Receiver<String> {
    let (give, take) = mpsc::channel(LINES_WAITING_MAX);
    std::thread::spawn(move || {
        for line in std::io::stdin().lock().lines() {
            // Bytes that are no text end the input, as its end does.
            let Ok(line) = line else { return };
            if give.blocking_send(line).is_err() {
                return;
            }
        }
    });
    take
}
