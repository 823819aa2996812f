//! The control socket: how a command reaches a running engine. One JSON object a line, one line back. The socket lies
//! in the world's folder, so that who may reach it is who may read the data.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::{UnixListener, UnixStream, unix::OwnedReadHalf},
};

use super::{
    Fault, Handle, Report, Wish,
    reload::{Attempt, Reloader},
};
use crate::{
    conversation::StockChange,
    ids::{PostId, RevisionId, ShopId, Sku},
    shop::{Payable, PostForm},
};

/// A request longer than this is none of ours.
const LINE_BYTES_MAX: u64 = 64 * 1024;

/// What a command may ask.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "verb", rename_all = "snake_case", deny_unknown_fields)]
pub enum Request {
    Status,
    /// Exactly one of the two says how: `add` moves a count, `set` takes it.
    Stock {
        shop: String,
        /// A product, or `product/choice`.
        sku: String,
        add: Option<i64>,
        set: Option<i64>,
    },
    Reload {
        shop: String,
        /// A revision that is to serve although it looks like a slip.
        accept: Option<String>,
    },
    /// Serves a revision of before until the files change again.
    Rollback {
        shop: String,
        revision: String,
    },
    /// Something to be shown: in a chat, or as a link where no chat is named.
    Post {
        shop: String,
        product: String,
        chat: Option<String>,
        topic: Option<i64>,
        form: Option<PostForm>,
        payable: Option<Payable>,
        tag: Option<String>,
    },
    /// A post or a link to be taken back.
    Unpost {
        shop: String,
        post: PostId,
    },
}

/// What the engine says to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "answer", rename_all = "snake_case")]
pub enum Answer {
    /// How the shops are; those of both worlds, where the engine was started from folders.
    Status(Report),
    Stock {
        sku: String,
        on_hand: i64,
        reserved: i64,
    },
    Reloaded {
        shop: String,
        revision: String,
        attempt: Option<Attempt>,
    },
    /// How it stands now is in the books.
    Posted {
        post: PostId,
    },
    /// A link to a card, which needs no row.
    Link {
        url: String,
    },
    Refused {
        words: String,
    },
}

fn socket(folder: &Path) -> PathBuf {
    folder.join("control.sock")
}

/// Asks a running engine. `None` where none listens in this folder.
pub async fn ask(folder: &Path, request: &Request) -> Result<Option<Answer>, Fault> {
    let path = socket(folder);
    let Ok(stream) = UnixStream::connect(&path).await else {
        return Ok(None);
    };
    let fault = |why: String| Fault::Folder {
        path: path.clone(),
        why,
    };
    let mut line = serde_json::to_vec(request).map_err(|error| fault(error.to_string()))?;
    line.push(b'\n');
    let answer = match exchange(stream, &line).await {
        Ok(answer) if !answer.is_empty() => answer,
        // It ends at this moment; nothing was asked of it that could have been done.
        _ if *request == Request::Status => return Ok(None),
        Ok(_) => return Err(fault(ended())),
        Err(error) => return Err(fault(format!("{} ({error})", ended()))),
    };
    let answer = serde_json::from_str(&answer).map_err(|error| {
        fault(format!(
            "the engine's answer cannot be read ({error}); is it another version?"
        ))
    })?;
    Ok(Some(answer))
}

async fn exchange(stream: UnixStream, line: &[u8]) -> std::io::Result<String> {
    let (read, mut write) = stream.into_split();
    write.write_all(line).await?;
    let mut answer = String::new();
    BufReader::new(read).read_line(&mut answer).await?;
    Ok(answer)
}

fn ended() -> String {
    "kiosk ended while it was asked; look whether it was done before you ask again".to_owned()
}

/// Opens the door for commands. The folder's lock says that no other engine listens here, so an old socket is a dead one.
pub(super) fn listen(folder: &Path) -> Option<UnixListener> {
    let path = socket(folder);
    let _ = std::fs::remove_file(&path);
    let refused = |error: &std::io::Error| {
        tracing::warn!(
            "commands cannot reach this engine, {} cannot be made: {error}; a shorter --data path may help",
            path.display()
        );
    };
    UnixListener::bind(&path).inspect_err(refused).ok()
}

/// Answers commands until it is aborted.
pub(super) async fn serve(listener: UnixListener, handle: Handle) {
    loop {
        if let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(converse(stream, handle.clone()));
        }
    }
}

/// Forgets the socket, so that nobody takes a dead engine for a live one.
pub(super) fn remove(folder: &Path) {
    let _ = std::fs::remove_file(socket(folder));
}

async fn converse(stream: UnixStream, handle: Handle) {
    let (read, mut write) = stream.into_split();
    let mut reader = BufReader::new(read);
    while let Some(line) = next_line(&mut reader).await {
        let answer = match serde_json::from_str(&line) {
            Ok(request) => obey(request, &handle).await,
            Err(error) => Err(Fault::Command(format!("the request cannot be read: {error}"))),
        };
        let answer = answer.unwrap_or_else(|fault| Answer::Refused {
            words: fault.to_string(),
        });
        let Ok(mut line) = serde_json::to_vec(&answer) else {
            return;
        };
        line.push(b'\n');
        if write.write_all(&line).await.is_err() {
            return;
        }
    }
}

async fn next_line(reader: &mut BufReader<OwnedReadHalf>) -> Option<String> {
    use tokio::io::AsyncReadExt;
    let mut line = String::new();
    let read = reader.take(LINE_BYTES_MAX).read_line(&mut line).await.ok()?;
    (read > 0).then_some(line)
}

async fn obey(request: Request, handle: &Handle) -> Result<Answer, Fault> {
    let reloader = handle.ground.reloader.as_ref();
    match request {
        Request::Status => Ok(Answer::Status(match reloader {
            Some(reloader) => reloader.report().await?,
            None => handle.report().await?,
        })),
        Request::Stock { shop, sku, add, set } => {
            let row = handle
                .stock(&shop_id(&shop)?, &Sku::new(sku), change(add, set)?)
                .await?;
            Ok(Answer::Stock {
                sku: row.sku.to_string(),
                on_hand: row.on_hand,
                reserved: row.reserved,
            })
        }
        Request::Post {
            shop,
            product,
            chat,
            topic,
            form,
            payable,
            tag,
        } => {
            let wish = Wish {
                product,
                chat,
                topic,
                form,
                payable,
                tag,
            };
            if let Some(url) = handle.deep_link(&shop_id(&shop)?, &wish).await? {
                return Ok(Answer::Link { url });
            }
            let made = handle.offer(&shop_id(&shop)?, &wish).await?;
            let post = handle.shown(made).await?.id;
            Ok(Answer::Posted { post })
        }
        Request::Unpost { shop, post } => {
            let closed = handle.withdraw(&shop_id(&shop)?, post).await?;
            let post = handle.shown(closed).await?.id;
            Ok(Answer::Posted { post })
        }
        Request::Reload { shop, accept } => {
            let accept = accept.map(RevisionId::new);
            let reloader = reloader.ok_or_else(no_folders)?;
            let shop = shop_id(&shop)?;
            let revision = reloader.reload(&shop, accept.as_ref()).await?;
            Ok(reloaded(reloader, &shop, &revision))
        }
        Request::Rollback { shop, revision } => {
            let reloader = reloader.ok_or_else(no_folders)?;
            let (shop, revision) = (shop_id(&shop)?, RevisionId::new(revision));
            let revision = reloader.roll_back(&shop, &revision).await?;
            Ok(reloaded(reloader, &shop, &revision))
        }
    }
}

fn reloaded(reloader: &Reloader, shop: &ShopId, revision: &RevisionId) -> Answer {
    Answer::Reloaded {
        attempt: reloader.attempts().remove(shop),
        revision: revision.to_string(),
        shop: shop.to_string(),
    }
}

fn no_folders() -> Fault {
    Fault::Command("this engine was not started from folders".into())
}

fn shop_id(word: &str) -> Result<ShopId, Fault> {
    ShopId::parse(word).map_err(|_| Fault::UnknownShop { shop: word.into() })
}

fn change(add: Option<i64>, set: Option<i64>) -> Result<StockChange, Fault> {
    match (add, set) {
        (Some(units), None) => Ok(StockChange::Add(units)),
        (None, Some(units)) => Ok(StockChange::Set(units)),
        _ => Err(Fault::Command(
            "say either how many came (`add`) or how many there are (`set`)".into(),
        )),
    }
}
