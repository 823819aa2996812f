//! The state file: written beside and renamed over, so that a killed process leaves the old state or the new one.
//! No fsync: it outlives the process, not the machine.

use std::fs;
use std::io::ErrorKind;
use std::path::PathBuf;

use super::Error;
use super::model::State;

pub(crate) struct Disk {
    path: PathBuf,
    beside: PathBuf,
}

impl Disk {
    pub(super) fn new(path: PathBuf) -> Disk {
        let mut name = path.clone().into_os_string();
        name.push(".new");
        Disk {
            path,
            beside: PathBuf::from(name),
        }
    }

    /// What the last process left, or the beginning of everything.
    pub(super) fn load(&self) -> Result<State, Error> {
        let text = match fs::read(&self.path) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(State::default()),
            Err(error) => return Err(self.failed("read", &error.to_string())),
        };
        State::parse(&text).map_err(|error| self.failed("understood", &error))
    }

    pub(super) fn save(&self, state: &State) -> Result<(), Error> {
        let text = serde_json::to_vec(state).map_err(|error| self.failed("written", &error.to_string()))?;
        let written = fs::write(&self.beside, text).and_then(|()| fs::rename(&self.beside, &self.path));
        written.map_err(|error| self.failed("written", &error.to_string()))
    }

    fn failed(&self, what: &str, why: &str) -> Error {
        let path = self.path.display();
        Error::machine(format!(
            "the sandbox's state file {path} cannot be {what}: {why}; make its folder writable, or move the file away to begin anew"
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_broken_state_file_is_named_and_left_alone() {
        let path = std::env::temp_dir().join(format!("kiosk-sandbox-disk-{}", std::process::id()));
        fs::write(&path, "{\"version\":").unwrap();
        let Err(Error::Machine(words)) = Disk::new(path.clone()).load() else {
            panic!("a broken file was read")
        };
        assert!(
            words.contains(&path.display().to_string()) && words.contains("understood"),
            "{words}"
        );
        assert_eq!(fs::read(&path).unwrap(), b"{\"version\":");
        fs::remove_file(&path).unwrap();
        assert!(Disk::new(path).load().is_ok());
    }
}
