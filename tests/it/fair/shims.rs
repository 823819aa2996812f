//! Libraries that are preloaded into the engine: one takes back what was not synced when it aborts, the other makes the
//! disk under its database full, broken or slow, as long as a file of that name lies in a folder.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::OnceLock,
};

/// The compiled power cut, once for all; `None`, loudly, where libraries cannot be preloaded.
pub(super) fn power_cut() -> Option<&'static Path> {
    static SHIM: OnceLock<Option<PathBuf>> = OnceLock::new();
    SHIM.get_or_init(|| {
        compiled(
            "power_cut",
            "no power is cut here: preloading a library needs Linux; the engine is only killed",
        )
    })
    .as_deref()
}

/// A disk whose faults come and go on demand.
pub(crate) struct Disk {
    shim: &'static Path,
    faults: PathBuf,
}

impl Disk {
    /// `None`, loudly, where libraries cannot be preloaded.
    pub(crate) fn new(folder: &Path) -> Option<Disk> {
        static SHIM: OnceLock<Option<PathBuf>> = OnceLock::new();
        let shim = SHIM.get_or_init(|| compiled("bad_disk", "no disk goes bad here: preloading a library needs Linux"));
        let faults = folder.join("faults");
        fs::create_dir_all(&faults).unwrap();
        shim.as_deref().map(|shim| Disk { shim, faults })
    }

    pub(super) fn goes_under(&self, command: &mut Command) {
        command.env("LD_PRELOAD", self.shim).env("BAD_DISK", &self.faults);
    }

    /// From now on: `full` or `broken`; `slow` only for the next sync.
    pub(crate) fn becomes(&self, fault: &str) {
        fs::write(self.faults.join(fault), "").unwrap();
    }

    pub(crate) fn recovers_from(&self, fault: &str) {
        fs::remove_file(self.faults.join(fault)).unwrap();
    }

    /// Whether a fault still lies in wait.
    pub(crate) fn is(&self, fault: &str) -> bool {
        self.faults.join(fault).exists()
    }
}

fn compiled(name: &str, without: &str) -> Option<PathBuf> {
    if !cfg!(target_os = "linux") {
        eprintln!("{without}");
        return None;
    }
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let (own, shim) = (
        folder.join(format!("{name}-{}.so", std::process::id())),
        folder.join(format!("{name}.so")),
    );
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/it/{name}.c"));
    let mut cc = Command::new("cc");
    cc.args(["-shared", "-fPIC", "-O1", "-o"])
        .arg(&own)
        .arg(source)
        .args(["-ldl", "-lpthread"]);
    let compiled = cc.status().expect("a C compiler named cc");
    assert!(compiled.success(), "{name}.c does not compile");
    // Another run may have the old one loaded at this moment; it keeps it.
    fs::rename(own, &shim).unwrap();
    Some(shim)
}
