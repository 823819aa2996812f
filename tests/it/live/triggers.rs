//! Every way in which a change of files is found, with a customer who is paying all the while: she keeps her quote.

use std::{fs, io::ErrorKind, path::Path, process::Command, time::Instant};

use kiosk::sandbox::Outcome;

use super::{ANN, CEILING, FAIR, Fair, Live, Visitor, catalog};
use crate::fair::Disk;

/// A customer who has heard yes, and whose money has not moved yet.
struct Paying {
    ann: Visitor,
    query: i64,
}

impl Paying {
    async fn begin(live: &Live) -> Paying {
        let mut ann = Visitor::new(&live.fair.local, FAIR, ANN);
        let bill = ann.invoice("loaf").await.unwrap();
        let Some((query, Outcome::Confirmed)) = ann.asks(&bill).await else {
            panic!("no yes")
        };
        Paying { ann, query }
    }

    /// The quote is that of the first files.
    async fn pays(mut self) {
        let receipt = self.ann.pays(self.query).await.unwrap();
        assert!(receipt.text.contains("5.00 €"), "{}", receipt.text);
    }
}

impl Live {
    /// Does something to the files, and waits until what it wrote is served and the staff know.
    async fn is_seen(&self, price: &str, change: impl FnOnce()) {
        let before = self.revision().await;
        change();
        self.serves_other_than(&before).await;
        self.staff_hear(&format!("`loaf`, {price} €")).await;
    }

    async fn heard_more_often_than(&self, words: &str, before: usize) {
        let began = Instant::now();
        while self.heard(words) <= before {
            assert!(began.elapsed() < CEILING, "nobody heard `{words}` once more");
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_way_of_saving_is_seen() {
    let live = Live::open("live-saving").await;
    let paying = Paying::begin(&live).await;
    let (folder, file) = (live.fair.shop_folder(FAIR), live.file("catalog.yaml"));
    live.is_seen("5.01", || fs::write(&file, catalog("5.01")).unwrap())
        .await;
    // Emptied first, then written in two pieces.
    live.is_seen("5.02", || {
        use std::io::Write as _;
        let mut open = fs::File::create(&file).unwrap();
        let text = catalog("5.02");
        let (head, tail) = text.split_at(60);
        open.write_all(head.as_bytes()).unwrap();
        open.sync_all().unwrap();
        open.write_all(tail.as_bytes()).unwrap();
    })
    .await;
    // A new file in the place of the old one, as most editors save.
    live.is_seen("5.03", || live.save("catalog.yaml", &catalog("5.03")))
        .await;
    // The old one is moved away first, as vim does with a backup; then the backup goes.
    live.is_seen("5.04", || {
        fs::rename(&file, live.file("catalog.yaml~")).unwrap();
        fs::write(&file, catalog("5.04")).unwrap();
        fs::remove_file(live.file("catalog.yaml~")).unwrap();
    })
    .await;
    // Unlinked and made anew.
    live.is_seen("5.05", || {
        fs::remove_file(&file).unwrap();
        fs::write(&file, catalog("5.05")).unwrap();
    })
    .await;
    // The whole folder goes and comes back.
    let away = live.fair.folder.join("away");
    live.is_seen("5.06", || {
        fs::rename(&folder, &away).unwrap();
        fs::rename(&away, &folder).unwrap();
        fs::write(&file, catalog("5.06")).unwrap();
    })
    .await;
    // And what is written into the folder that came back is seen as well.
    live.is_seen("5.07", || live.save("catalog.yaml", &catalog("5.07")))
        .await;
    // It is deleted and made anew file by file.
    live.is_seen("5.08", || {
        copy(&folder, &away);
        fs::remove_dir_all(&folder).unwrap();
        copy(&away, &folder);
        fs::write(&file, catalog("5.08")).unwrap();
    })
    .await;
    paying.pays().await;
    live.ends_well().await;
}

/// By git itself; where it is not installed, by its steps: what differs is unlinked and made anew.
#[tokio::test(flavor = "multi_thread")]
async fn a_checkout_of_another_branch_is_seen() {
    let live = Live::open("live-git").await;
    let paying = Paying::begin(&live).await;
    let (shops, file) = (live.fair.folder.join("shops"), live.file("catalog.yaml"));
    let before = fs::read_to_string(&file).unwrap();
    let has_git = git(&shops, &["init", "-q"]);
    if has_git {
        git(&shops, &["add", "-A"]);
        git(&shops, &["commit", "-q", "-m", "as it was"]);
        git(&shops, &["checkout", "-q", "-b", "dearer"]);
    }
    live.is_seen("5.13", || live.save("catalog.yaml", &catalog("5.13")))
        .await;
    if has_git {
        git(&shops, &["commit", "-q", "-a", "-m", "dearer"]);
    }
    for (text, price) in [(before, "5.00"), (catalog("5.13"), "5.13")] {
        let told = live.heard(&format!("`loaf`, {price} €"));
        live.is_seen(price, || {
            if has_git {
                git(&shops, &["checkout", "-q", "-"]);
            } else {
                fs::remove_file(&file).unwrap();
                fs::write(&file, &text).unwrap();
            }
            assert_eq!(fs::read_to_string(&file).unwrap(), text);
        })
        .await;
        live.heard_more_often_than(&format!("`loaf`, {price} €"), told).await;
    }
    paying.pays().await;
    live.ends_well().await;
}

/// `false` if there is no git on this machine.
fn git(folder: &Path, words: &[&str]) -> bool {
    let mut command = Command::new("git");
    command
        .arg("-C")
        .arg(folder)
        .args(["-c", "user.name=Ann", "-c", "user.email=ann@example.com"]);
    command
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_CONFIG_GLOBAL", "/dev/null");
    // Whoever runs this may be git itself.
    for own in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"] {
        command.env_remove(own);
    }
    match command.args(words).output() {
        Err(error) if error.kind() == ErrorKind::NotFound => false,
        output => {
            let output = output.unwrap();
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            true
        }
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}

/// A link is turned to another folder, and the file itself never changes.
#[tokio::test(flavor = "multi_thread")]
async fn a_turned_link_is_seen_as_kubernetes_does_it() {
    let live = Live::open("live-kubernetes").await;
    let paying = Paying::begin(&live).await;
    let folder = live.fair.shop_folder(FAIR);
    for (data, price) in [("..one", "5.11"), ("..two", "5.12")] {
        fs::create_dir(folder.join(data)).unwrap();
        fs::write(folder.join(data).join("catalog.yaml"), catalog(price)).unwrap();
    }
    let link = |to: &str, at: &str| std::os::unix::fs::symlink(to, folder.join(at)).unwrap();
    live.is_seen("5.11", || {
        link("..one", "..data");
        fs::remove_file(live.file("catalog.yaml")).unwrap();
        link("..data/catalog.yaml", "catalog.yaml");
    })
    .await;
    live.is_seen("5.12", || {
        link("..two", "..data_new");
        fs::rename(folder.join("..data_new"), folder.join("..data")).unwrap();
        fs::remove_dir_all(folder.join("..one")).unwrap();
    })
    .await;
    paying.pays().await;
    live.ends_well().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_file_events_the_files_are_read_all_the_same() {
    let fair = Fair::open("live-deaf").await;
    let engine = fair.start("run.log", &[("KIOSK_PLANT", "watch")]);
    engine.says("found by reading every few seconds", CEILING).await;
    let live = Live { fair, engine };
    live.is_up().await;
    let paying = Paying::begin(&live).await;
    live.is_seen("5.20", || live.save("catalog.yaml", &catalog("5.20")))
        .await;
    paying.pays().await;
    live.ends_well().await;
}

/// Both look at what has not changed, too, and believe what they see at once.
#[tokio::test(flavor = "multi_thread")]
async fn a_signal_and_a_command_look_at_once() {
    const WRONG: &str = "The new files cannot be served";
    let live = Live::open("live-signal").await;
    let paying = Paying::begin(&live).await;
    live.save("catalog.yaml", "products: [\n");
    live.staff_hear(WRONG).await;
    let before = live.heard(WRONG);
    live.engine.signal("HUP");
    live.heard_more_often_than(WRONG, before).await;
    let (fine, words) = live.kiosk(&["reload", FAIR.name]);
    assert!(!fine && words.contains("catalog.yaml"), "{words}");
    live.heard_more_often_than(WRONG, before + 1).await;
    fs::write(live.file("catalog.yaml"), catalog("5.30")).unwrap();
    let (fine, words) = live.kiosk(&["reload", FAIR.name]);
    assert!(fine, "{words}");
    live.staff_hear("`loaf`, 5.30 €").await;
    paying.pays().await;
    live.ends_well().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_needs_a_restart_is_refused_by_its_name() {
    let fair = Fair::open("live-token").await;
    let other = "7200000099:AAfairfairfairfairfairfairfairfairfa1";
    let engine = fair.start("run.log", &[("OTHER_BOT_TOKEN", other)]);
    let live = Live { fair, engine };
    live.is_up().await;
    let serving = live.revision().await;
    let shop = fs::read_to_string(live.file("shop.yaml")).unwrap();
    let other = "telegram: {bot_token: \"${OTHER_BOT_TOKEN}\"}\n";
    let token = shop.lines().find(|line| line.starts_with("telegram:")).unwrap();
    live.save("shop.yaml", &shop.replace(&format!("{token}\n"), other));
    live.attempt_is("telegram.bot_token").await;
    live.staff_hear("telegram.bot_token").await;
    live.save("shop.yaml", &shop.replace(&format!("{token}\n"), ""));
    live.attempt_is("names no bot token (telegram.bot_token)").await;
    assert_eq!(live.revision().await, serving);
    live.save("shop.yaml", &shop);
    live.attempt_is("\"served\"").await;
    live.ends_well().await;
}

/// The machine was at fault, not the files: they are taken up once it is well.
#[tokio::test(flavor = "multi_thread")]
async fn files_that_a_full_disk_kept_from_serving_serve_when_there_is_room() {
    let fair = Fair::open("live-full").await;
    let Some(disk) = Disk::new(&fair.folder) else { return };
    let engine = fair.start_on(&disk, "run.log");
    let live = Live { fair, engine };
    live.is_up().await;
    let paying = Paying::begin(&live).await;
    let serving = live.revision().await;
    disk.becomes("full");
    live.save("catalog.yaml", &catalog("5.40"));
    live.attempt_is("is full").await;
    assert_eq!(live.revision().await, serving);
    live.is_seen("5.40", || disk.recovers_from("full")).await;
    live.attempt_is("\"served\"").await;
    paying.pays().await;
    live.ends_well().await;
}
