//! A small server that answers as it is told and writes down what it was asked.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
};

use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

use crate::{http::Http, shop::Secret, telegram::Bot};

pub(super) const TOKEN: &str = "123456:AAbbCCddEEffGGhhIIjjKKllMMnnOOppQQr";

/// Answers in the order told, then `true` for ever; writes down what was asked.
#[derive(Clone, Default)]
pub(super) struct Server {
    answers: Arc<Mutex<VecDeque<(u16, String)>>>,
    pub(super) asked: Arc<Mutex<Vec<(String, String)>>>,
}

impl Server {
    pub(super) async fn start(answers: Vec<(u16, Value)>) -> (Server, Bot) {
        let server = Server::default();
        *server.answers.lock().unwrap() = answers
            .into_iter()
            .map(|(code, body)| (code, body.to_string()))
            .collect();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let accepting = server.clone();
        tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                tokio::spawn(accepting.clone().serve(socket));
            }
        });
        let bot = Bot::new(&Http::new().unwrap(), &url, &Secret::new(TOKEN)).unwrap();
        (server, bot)
    }

    async fn serve(self, mut socket: TcpStream) {
        let mut bytes = Vec::new();
        let (head, body) = loop {
            let mut chunk = [0; 4096];
            let read = socket.read(&mut chunk).await.unwrap();
            bytes.extend_from_slice(&chunk[..read]);
            let text = String::from_utf8_lossy(&bytes).to_string();
            let Some((head, body)) = text.split_once("\r\n\r\n") else {
                continue;
            };
            let length = head
                .lines()
                .find_map(|line| line.to_lowercase().strip_prefix("content-length: ")?.parse().ok());
            let whole = match length {
                Some(length) => body.len() >= length,
                None => body.ends_with("0\r\n\r\n"),
            };
            if whole || read == 0 {
                break (head.to_string(), body.to_string());
            }
        };
        let path = head.split(' ').nth(1).unwrap().to_string();
        self.asked.lock().unwrap().push((path, body));
        let next = self.answers.lock().unwrap().pop_front();
        let (code, body) = next.unwrap_or((200, json!({"ok": true, "result": true}).to_string()));
        let answer = format!(
            "HTTP/1.1 {code} X\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        );
        socket.write_all(answer.as_bytes()).await.unwrap();
    }

    /// The methods that were called.
    pub(super) fn methods(&self) -> Vec<String> {
        let asked = self.asked.lock().unwrap();
        let method = |path: &String| path.strip_prefix(&format!("/bot{TOKEN}/")).unwrap().to_string();
        asked.iter().map(|(path, _)| method(path)).collect()
    }

    pub(super) fn body(&self, at: usize) -> Value {
        serde_json::from_str(&self.asked.lock().unwrap()[at].1).unwrap()
    }
}

pub(super) fn refused(code: u16, words: &str) -> (u16, Value) {
    (code, json!({"ok": false, "error_code": code, "description": words}))
}

pub(super) fn ok(result: &Value) -> (u16, Value) {
    (200, json!({"ok": true, "result": result}))
}
