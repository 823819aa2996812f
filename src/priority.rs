//! What may wait gives way to customers: a thread that checks files or runs rules steps back behind all others.

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

#[cfg(not(target_os = "linux"))]
pub fn lower() {}
