//! What `kiosk run` says where updates are posted, and where it cannot listen for them.

use std::{fs, net::TcpListener, process::Stdio, time::Duration};

use crate::fair::{FAIR, Fair, Way, free_port};

#[tokio::test]
async fn it_says_where_telegram_posts_and_where_the_proxy_finds_it() {
    let mut fair = Fair::open("says").await;
    let (public, own) = (free_port(), free_port());
    fair.post_to(public, own);
    let said = fair.folder.join("said");
    let mut kiosk = fair
        .command(&["run"])
        .stdout(fs::File::create(&said).unwrap())
        .spawn()
        .unwrap();
    let words = loop {
        let words = fs::read_to_string(&said).unwrap();
        if words.contains("Stop everything") {
            break words;
        }
        assert!(kiosk.try_wait().unwrap().is_none(), "{words}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    };
    kiosk.kill().unwrap();
    kiosk.wait().unwrap();
    for line in [
        format!("Telegram posts to http://127.0.0.1:{public}/webhook/{}", FAIR.name),
        format!("The proxy passes on to:   http://127.0.0.1:{own}"),
    ] {
        assert!(words.contains(&line), "{line} is missing in {words}");
    }
}

#[tokio::test]
async fn a_place_that_is_taken_is_named_with_the_setting() {
    let mut fair = Fair::open("taken").await;
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    fair.post_to(port, port);
    let output = fair.command(&["run"]).stdin(Stdio::null()).output().unwrap();
    let words = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{words}");
    assert!(words.contains(&format!("cannot listen on 127.0.0.1:{port}")), "{words}");
    assert!(words.contains("`listen`"), "{words}");
}

#[tokio::test]
async fn an_address_that_telegram_would_not_post_to_is_refused_before_anything_opens() {
    let mut fair = Fair::open("unfit").await;
    fair.change_way(Way::Posted);
    let mut kiosk = fair.command(&["run"]);
    let output = kiosk.env("KIOSK_API_URL", "https://api.telegram.org").output().unwrap();
    let words = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{words}");
    assert!(words.contains("`public_url`") && words.contains("https://"), "{words}");
}
