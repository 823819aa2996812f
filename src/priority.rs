//! What may wait gives way to customers: a thread that runs rules steps back behind all others, and one that checks
//! files runs where nobody else wants to.

/// The kernel's scale goes from -20 to 19; customers are served at 0.
#[cfg(target_os = "linux")]
const NICE: i32 = 10;

/// Lowers the priority of the thread that calls, and of those that it will start. Elsewhere than on Linux nothing changes.
#[cfg(target_os = "linux")]
pub fn lower() {
    let own = rustix::thread::gettid();
    if let Err(error) = rustix::process::setpriority_process(Some(own), NICE) {
        tracing::warn!("checks of files and rules run at the priority of everything else: {error}");
    }
}

/// Has the thread that calls run only where nobody else wants to (`SCHED_IDLE`): whoever wakes up takes its core at once.
/// A thread that is merely of lower priority keeps the core until its slice ends, up to 4 ms, and a customer's purchase
/// wakes up several times. On a machine without an idle core it gets next to nothing. Only a wake-up is so quick, though:
/// where one thread that serves takes the core from another and then sleeps, Linux 6.18 was seen to give it to this one
/// until the next tick, up to 4 ms, before the other goes on; somebody has to wake up meanwhile.
#[cfg(target_os = "linux")]
pub fn step_aside() {
    use thread_priority::{
        NormalThreadSchedulePolicy::Idle, ThreadPriority::Min, ThreadSchedulePolicy::Normal,
        set_thread_priority_and_policy, thread_native_id,
    };
    if let Err(error) = set_thread_priority_and_policy(thread_native_id(), Min, Normal(Idle)) {
        tracing::warn!("checks of files take their turn among everything else: {error:?}");
        lower();
    }
}

#[cfg(not(target_os = "linux"))]
pub fn lower() {}

#[cfg(not(target_os = "linux"))]
pub fn step_aside() {}
