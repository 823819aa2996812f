//! One checked request per method.

use super::refusal::Checked;
use super::{
    AnswerCallback, AnswerPreCheckout, Edit, EditPart, Fields, FileKind, GetUpdates, Method, NewContent, Send,
    SetWebhook, Target, answering, caption, commands, editing, invoice, polling, sending, text, webhook,
};

/// What a bot asks for.
#[derive(Debug, Clone)]
pub(crate) enum Request {
    GetMe,
    GetUpdates(GetUpdates),
    /// An empty URL deletes it.
    SetWebhook(Box<SetWebhook>),
    GetWebhookInfo,
    Send(Box<Send>),
    Edit(Box<Edit>),
    DeleteMessage(Target),
    AnswerCallback(AnswerCallback),
    AnswerPreCheckout(AnswerPreCheckout),
    SetMyCommands,
}

impl Request {
    pub(crate) fn parse(method: Method, fields: &Fields) -> Checked<Request> {
        Ok(match method {
            Method::GetMe => Request::GetMe,
            Method::GetUpdates => Request::GetUpdates(polling::get_updates(fields)),
            Method::SetWebhook => Request::SetWebhook(Box::new(webhook::set_webhook(fields))),
            Method::DeleteWebhook => Request::SetWebhook(Box::new(webhook::delete_webhook(fields))),
            Method::GetWebhookInfo => Request::GetWebhookInfo,
            Method::SendMessage => sending::send(fields, NewContent::Text(text::message(fields)?))?,
            Method::SendPhoto => sending::send_file(fields, FileKind::Photo)?,
            Method::SendDocument => sending::send_file(fields, FileKind::Document)?,
            Method::SendInvoice => sending::send(fields, NewContent::Invoice(invoice::invoice(fields)?))?,
            Method::EditMessageText => editing::edit(fields, EditPart::Text(text::message(fields)?))?,
            Method::EditMessageCaption => editing::edit(fields, EditPart::Caption(caption::caption(fields)?))?,
            Method::EditMessageReplyMarkup => editing::edit(fields, EditPart::Markup)?,
            Method::DeleteMessage => Request::DeleteMessage(editing::target(fields)?),
            Method::AnswerCallbackQuery => Request::AnswerCallback(answering::answer_callback(fields)?),
            Method::AnswerPreCheckoutQuery => Request::AnswerPreCheckout(answering::answer_pre_checkout(fields)?),
            Method::SetMyCommands => commands::commands(fields).map(|()| Request::SetMyCommands)?,
        })
    }
}
