//! The machine: which core does what, and what a process has used so far. Linux only, as `/proc` is.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Child, Command},
    sync::OnceLock,
    time::{Duration, Instant},
};

/// The first core is for whoever is measured, the last one for the sandbox and its customers. Each with a core of its
/// own, nobody's threads are moved about, and what one side does takes nothing from the other.
#[derive(Clone, Copy)]
pub(crate) struct Cores {
    measured: usize,
    own: usize,
}

impl Cores {
    /// Binds this process, which must not have begun a thread yet, to its core.
    pub(crate) fn take() -> Cores {
        let allowed = allowed();
        let cores = Cores {
            measured: allowed.first().copied().unwrap_or_default(),
            own: allowed.last().copied().unwrap_or_default(),
        };
        bind(cores.own);
        cores
    }

    pub(crate) fn are_two(self) -> bool {
        self.measured != self.own
    }

    /// Starts a program on its core: it inherits that of the thread that starts it.
    pub(crate) fn start(self, command: &mut Command) -> Child {
        let start = || {
            bind(self.measured);
            command.spawn().expect("the program starts")
        };
        std::thread::scope(|scope| scope.spawn(start).join().unwrap())
    }
}

#[cfg(target_os = "linux")]
fn allowed() -> Vec<usize> {
    use rustix::thread::{CpuSet, sched_getaffinity};
    let set = sched_getaffinity(None).unwrap();
    (0..CpuSet::MAX_CPU).filter(|core| set.is_set(*core)).collect()
}

#[cfg(target_os = "linux")]
fn bind(core: usize) {
    use rustix::thread::{CpuSet, sched_setaffinity};
    let mut set = CpuSet::new();
    set.set(core);
    sched_setaffinity(None, &set).unwrap();
}

#[cfg(not(target_os = "linux"))]
fn allowed() -> Vec<usize> {
    Vec::new()
}

#[cfg(not(target_os = "linux"))]
fn bind(_core: usize) {}

/// A program that is measured; it ends with this.
pub(crate) struct Process {
    /// The moment before it was started.
    pub(crate) began: Instant,
    child: Child,
    fsyncs: PathBuf,
}

/// What a process has used so far.
#[derive(Clone, Copy)]
pub(crate) struct Used {
    pub(crate) cpu: Duration,
    pub(crate) fsyncs: u64,
    /// At most so far.
    pub(crate) memory_kb: u64,
}

impl Process {
    /// Starts it on its core, with its fsyncs counted in a file of this folder.
    pub(crate) fn start(cores: Cores, command: &mut Command, folder: &Path) -> Process {
        let fsyncs = folder.join("fsyncs");
        fs::write(&fsyncs, [0; 8]).unwrap();
        command.env("LD_PRELOAD", fsync_counter()).env("FSYNC_COUNT", &fsyncs);
        Process {
            began: Instant::now(),
            child: cores.start(command),
            fsyncs,
        }
    }

    pub(crate) fn used(&self) -> Used {
        let bytes: [u8; 8] = fs::read(&self.fsyncs).unwrap().try_into().unwrap();
        Used {
            cpu: self.cpu(),
            fsyncs: u64::from_ne_bytes(bytes),
            memory_kb: self.status_kb("VmHWM:"),
        }
    }

    /// What it holds in memory now.
    pub(crate) fn memory_kb(&self) -> u64 {
        self.status_kb("VmRSS:")
    }

    /// The first number of a thread's `schedstat`: nanoseconds on a core. (The ticks of `/proc/PID/stat` miss what runs
    /// in short spans.) Lost is what a thread used that has ended, such as one that reads files.
    fn cpu(&self) -> Duration {
        let threads = fs::read_dir(self.proc().join("task")).unwrap();
        let stats = threads.filter_map(|thread| fs::read_to_string(thread.ok()?.path().join("schedstat")).ok());
        let nanos = stats.map(|stat| stat.split_whitespace().next().unwrap().parse::<u64>().unwrap());
        Duration::from_nanos(nanos.sum())
    }

    fn status_kb(&self, name: &str) -> u64 {
        let status = fs::read_to_string(self.proc().join("status")).unwrap();
        let value = status.lines().find_map(|line| line.strip_prefix(name)).unwrap();
        value.trim().trim_end_matches(" kB").parse().unwrap()
    }

    fn proc(&self) -> PathBuf {
        PathBuf::from(format!("/proc/{}", self.child.id()))
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The library that counts, compiled once.
fn fsync_counter() -> &'static Path {
    static COUNTER: OnceLock<PathBuf> = OnceLock::new();
    COUNTER.get_or_init(|| {
        let library = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("fsyncs-{}.so", std::process::id()));
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/purchase/fsyncs.c");
        let mut compiler = Command::new("cc");
        compiler
            .args(["-shared", "-fPIC", "-O1", "-o"])
            .arg(&library)
            .arg(source);
        let status = compiler.arg("-ldl").status().unwrap();
        assert!(status.success(), "the fsync counter needs a C compiler");
        library
    })
}
