//! Words, pictures, files, edits and commands: teloxide's payloads. Only `post_upload` goes teloxide's own way.

use std::{path::Path, time::Duration};

use serde::Serialize;
use teloxide::{
    RequestError,
    payloads::{
        EditMessageCaption, EditMessageReplyMarkup, EditMessageText, SendDocument, SendMessage, SendPhoto,
        SetMyCommands,
    },
    requests::{MultipartPayload, MultipartRequest, Payload, Request},
    types::{self, BotCommand, FileId, InputFile},
};

use super::{
    Bot, DEADLINE,
    files::FileKey,
    parts::{entities, keyboard, markup, no_preview, thread},
};
use crate::{
    ids::{ChatId, MessageId},
    telegram::{
        fault::ApiFault,
        outgoing::{Button, Outgoing, Spot},
        rich::{CAPTION_MAX, TEXT_MAX},
    },
};

/// How long the first sending of a file may take.
const UPLOAD_DEADLINE: Duration = Duration::from_mins(2);

impl Bot {
    /// Sends one message and gives its number; its picture is left out where there is none or Telegram does not take it.
    pub(in crate::telegram) async fn send(
        &self,
        spot: Spot,
        folder: &Path,
        message: &Outgoing,
    ) -> Result<MessageId, ApiFault> {
        let sent = match self.picture(folder, message).await {
            Some(picture) => self.send_pictured(spot, picture, message).await,
            None => self.send_words(spot, message).await,
        };
        sent.map_err(|fault| fault.in_chat(spot.chat))
    }

    /// Changes a message in place. `on_photo` says what kind the message is; where the new one is of another kind, or
    /// the message is no longer there, a new one is sent.
    pub(in crate::telegram) async fn edit(
        &self,
        spot: Spot,
        (id, on_photo): (MessageId, bool),
        folder: &Path,
        message: &Outgoing,
    ) -> Result<(), ApiFault> {
        let pictured = self.picture(folder, message).await.is_some();
        let same_kind = on_photo == pictured && !message.force_reply;
        let Some(id) = i32::try_from(id.0).ok().filter(|id| same_kind && *id > 0) else {
            return self.send(spot, folder, message).await.map(drop);
        };
        match self.change(spot.chat, MessageId(id.into()), message, on_photo).await {
            Err(ApiFault::Refused { .. }) => self.send(spot, folder, message).await.map(drop),
            edited => edited,
        }
    }

    /// Changes a message in place and nothing else; `on_photo` says what kind it is.
    pub(in crate::telegram) async fn change(
        &self,
        chat: ChatId,
        id: MessageId,
        message: &Outgoing,
        on_photo: bool,
    ) -> Result<(), ApiFault> {
        let Ok(id) = i32::try_from(id.0) else { return Ok(()) };
        let edited = if on_photo {
            self.edit_caption(chat, id, message).await
        } else {
            self.edit_words(chat, id, message).await
        };
        unchanged_is_fine(edited)
    }

    /// Replaces the buttons under a message.
    pub(in crate::telegram) async fn edit_buttons(
        &self,
        chat: ChatId,
        id: MessageId,
        buttons: &[Vec<Button>],
    ) -> Result<(), ApiFault> {
        let Ok(id) = i32::try_from(id.0) else { return Ok(()) };
        let mut payload = EditMessageReplyMarkup::new(types::ChatId(chat.0), types::MessageId(id));
        payload.reply_markup = Some(keyboard(buttons));
        unchanged_is_fine(self.post_payload(&payload).await)
    }

    pub(in crate::telegram) async fn send_document(
        &self,
        chat: ChatId,
        folder: &Path,
        path: &str,
    ) -> Result<(), ApiFault> {
        let key = FileKey::of(folder, path).await?;
        let payload = |file| SendDocument::new(types::ChatId(chat.0), file);
        if let Some(known) = self.files.get(&key) {
            match self.post_payload(&payload(InputFile::file_id(FileId(known)))).await {
                Err(ApiFault::Refused { .. }) => self.files.forget(&key),
                sent => return sent.map_err(|fault| fault.in_chat(chat)),
            }
        }
        let sent = self.post_upload(payload(InputFile::file(&key.path))).await;
        let sent = sent.map_err(|fault| fault.in_chat(chat))?;
        if let Some(document) = sent.as_ref().and_then(|message| message.document()) {
            self.files.keep(key, Some(document.file.id.to_string()));
        }
        Ok(())
    }

    /// Sets the commands that clients show, for one language or for everybody else.
    pub(in crate::telegram) async fn set_commands(
        &self,
        commands: &[(&str, String)],
        language: Option<&str>,
    ) -> Result<(), ApiFault> {
        let commands = commands.iter().map(|(name, meaning)| BotCommand::new(*name, meaning));
        let mut payload = SetMyCommands::new(commands);
        payload.language_code = language.map(str::to_string);
        self.post_payload(&payload).await
    }

    async fn send_words(&self, spot: Spot, message: &Outgoing) -> Result<MessageId, ApiFault> {
        self.send_one(SendMessage::NAME, &words(spot, message)).await
    }

    /// Telegram's name of a picture that was uploaded before.
    pub(in crate::telegram) async fn known_picture(&self, folder: &Path, path: &str) -> Option<String> {
        let key = FileKey::of(folder, path).await.ok()?;
        self.files.get(&key)
    }

    /// Whether a message would go out with its picture.
    pub(in crate::telegram) async fn is_pictured(&self, folder: &Path, message: &Outgoing) -> bool {
        self.picture(folder, message).await.is_some()
    }

    /// The picture of a message, if it is there and was not refused before.
    async fn picture(&self, folder: &Path, message: &Outgoing) -> Option<FileKey> {
        match FileKey::of(folder, message.photo.as_ref()?).await {
            Ok(key) => Some(key).filter(|key| !self.files.is_refused(key)),
            Err(fault) => {
                tracing::warn!("a card goes without its picture: {fault}");
                None
            }
        }
    }

    /// A picture that is refused where its words are taken is remembered as none.
    async fn send_pictured(&self, spot: Spot, picture: FileKey, message: &Outgoing) -> Result<MessageId, ApiFault> {
        let refusal = match self.send_photo(spot, &picture, message).await {
            Err(ApiFault::Refused { words, .. }) => words,
            sent => return sent,
        };
        let sent = self.send_words(spot, message).await?;
        tracing::warn!(
            "Telegram does not take {} as a picture: {refusal}",
            picture.path.display()
        );
        self.files.keep(picture, None);
        Ok(sent)
    }

    async fn send_photo(&self, spot: Spot, picture: &FileKey, message: &Outgoing) -> Result<MessageId, ApiFault> {
        let text = message.text.cut(CAPTION_MAX);
        let payload = |file| {
            let mut payload = SendPhoto::new(types::ChatId(spot.chat.0), file);
            payload.message_thread_id = thread(spot);
            payload.caption = Some(text.text.clone());
            payload.caption_entities = entities(&text);
            payload.reply_markup = markup(message);
            payload
        };
        if let Some(known) = self.files.get(picture) {
            match self
                .send_one(SendPhoto::NAME, &payload(InputFile::file_id(FileId(known))))
                .await
            {
                Err(ApiFault::Refused { .. }) => self.files.forget(picture),
                sent => return sent,
            }
        }
        let sent = self.post_upload(payload(InputFile::file(&picture.path))).await?;
        let largest = sent.as_ref().and_then(|message| message.photo()?.last());
        if let Some(size) = largest {
            self.files.keep(picture.clone(), Some(size.file.id.to_string()));
        }
        // In a shape that nobody knows, its number is not known either.
        Ok(sent.map_or(MessageId(0), |message| MessageId(message.id.0.into())))
    }

    async fn edit_words(&self, chat: ChatId, id: i32, message: &Outgoing) -> Result<(), ApiFault> {
        let text = message.text.cut(TEXT_MAX);
        let mut payload = EditMessageText::new(types::ChatId(chat.0), types::MessageId(id), text.text.clone());
        payload.entities = entities(&text);
        payload.link_preview_options = Some(no_preview());
        payload.reply_markup = Some(keyboard(&message.buttons));
        self.post_payload(&payload).await
    }

    async fn edit_caption(&self, chat: ChatId, id: i32, message: &Outgoing) -> Result<(), ApiFault> {
        let text = message.text.cut(CAPTION_MAX);
        let mut payload = EditMessageCaption::new(types::ChatId(chat.0), types::MessageId(id));
        payload.caption = Some(text.text.clone());
        payload.caption_entities = entities(&text);
        payload.reply_markup = Some(keyboard(&message.buttons));
        self.post_payload(&payload).await
    }

    /// Posts a payload as JSON through our own client.
    async fn post_payload<P: Payload + Serialize>(&self, payload: &P) -> Result<(), ApiFault> {
        self.tell(P::NAME, payload, DEADLINE).await
    }

    /// Uploads through teloxide; `None` for a message that was sent and came back in a shape unknown to it.
    async fn post_upload<P>(&self, payload: P) -> Result<Option<types::Message>, ApiFault>
    where
        P: MultipartPayload + Payload<Output = types::Message> + Serialize + Send + 'static,
    {
        let request = MultipartRequest::new(self.uploads.clone(), payload);
        match tokio::time::timeout(UPLOAD_DEADLINE, request.send()).await {
            Ok(Ok(message)) => Ok(Some(message)),
            Ok(Err(RequestError::InvalidJson { raw, .. })) if raw.trim_start().starts_with(r#"{"ok":true"#) => Ok(None),
            Ok(Err(error)) => Err(fault(&error)),
            Err(_) => Err(ApiFault::Unknown("the upload took too long".into())),
        }
    }
}

/// A message of words and buttons.
pub(super) fn words(spot: Spot, message: &Outgoing) -> SendMessage {
    let text = message.text.cut(TEXT_MAX);
    let mut payload = SendMessage::new(types::ChatId(spot.chat.0), text.text.clone());
    payload.message_thread_id = thread(spot);
    payload.entities = entities(&text);
    payload.link_preview_options = Some(no_preview());
    payload.reply_markup = markup(message);
    payload
}

fn unchanged_is_fine(edited: Result<(), ApiFault>) -> Result<(), ApiFault> {
    match edited {
        Err(ApiFault::NotModified) => Ok(()),
        edited => edited,
    }
}

/// teloxide's error without its words about the network: they may hold an address with the token.
fn fault(error: &RequestError) -> ApiFault {
    match error {
        RequestError::Api(error) => {
            let words = error.to_string();
            ApiFault::of_words(code_of(&words), &words)
        }
        RequestError::MigrateToChatId(to) => ApiFault::Migrated { to: ChatId(to.0) },
        RequestError::RetryAfter(seconds) => ApiFault::Retry {
            after: seconds.duration(),
        },
        RequestError::Network(error) if error.is_connect() => ApiFault::NotSent("no connection for an upload".into()),
        RequestError::Network(_) => ApiFault::Unknown("an upload broke off".into()),
        RequestError::InvalidJson { .. } => ApiFault::Unknown("an upload was answered with something else".into()),
        RequestError::Io(error) => ApiFault::Refused {
            code: 0,
            words: format!("a file of the shop cannot be read: {error}"),
        },
    }
}

/// teloxide keeps the words of a refusal but not its number.
fn code_of(words: &str) -> i64 {
    let lower = words.to_lowercase();
    let codes = [
        ("forbidden", 403),
        ("unauthorized", 401),
        ("conflict", 409),
        ("too many requests", 429),
        ("internal server error", 500),
        ("bad gateway", 502),
    ];
    let found = codes.into_iter().find(|(part, _)| lower.contains(part));
    found.map_or(400, |(_, code)| code)
}
