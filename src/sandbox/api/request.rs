//! One checked request per method.

use super::refusal::Checked;
use super::{
    About, AboutChat, Album, AnswerCallback, AnswerInline, AnswerPreCheckout, AnswerShipping, Carry, CommandList, Edit,
    EditPart, EditSubscription, Fields, FileKind, GetUpdates, Method, NewContent, NewInvite, NewInvoice, NewTopic,
    Page, Send, SetWebhook, StarPayment, Target, about, album, answering, caption, carrying, commands, download,
    editing, inline, invite, invoice, link, media, paid_media, polling, sending, shipping, stars, text, topic, webhook,
};
use crate::sandbox::view::MenuCommand;

/// What a bot asks for.
#[derive(Debug, Clone)]
pub(crate) enum Request {
    GetMe,
    GetUpdates(GetUpdates),
    /// An empty URL deletes it.
    SetWebhook(Box<SetWebhook>),
    GetWebhookInfo,
    Send(Box<Send>),
    Carry(Carry),
    SendAlbum(Album),
    AboutChat(AboutChat),
    CreateInvite(NewInvite),
    CreateTopic(NewTopic),
    CreateInvoiceLink(Box<NewInvoice>),
    Edit(Box<Edit>),
    DeleteMessage(Target),
    DeleteMessages(Vec<Target>),
    AnswerCallback(AnswerCallback),
    AnswerInline(Box<AnswerInline>),
    AnswerPreCheckout(AnswerPreCheckout),
    AnswerShipping(AnswerShipping),
    RefundStars(StarPayment),
    StarTransactions(Page),
    StarBalance,
    EditSubscription(EditSubscription),
    SetCommands(CommandList, Vec<MenuCommand>),
    GetCommands(CommandList),
    GetFile(String),
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
            Method::CreateInvoiceLink => Request::CreateInvoiceLink(Box::new(link::invoice_link(fields)?)),
            Method::ForwardMessage => Request::Carry(carrying::carry(fields, true)?),
            Method::CopyMessage => Request::Carry(carrying::carry(fields, false)?),
            Method::SendMediaGroup => Request::SendAlbum(album::album(fields)?),
            Method::CreateChatInviteLink => Request::CreateInvite(invite::invite(fields)?),
            Method::CreateChatSubscriptionInviteLink => Request::CreateInvite(invite::subscription(fields)?),
            Method::CreateForumTopic => Request::CreateTopic(topic::topic(fields)?),
            Method::GetChat => Request::AboutChat(about::about(fields, About::Chat)?),
            Method::GetChatAdministrators => Request::AboutChat(about::about(fields, About::Administrators)?),
            Method::GetChatMemberCount => Request::AboutChat(about::about(fields, About::MemberCount)?),
            Method::GetChatMember => Request::AboutChat(about::member(fields)?),
            Method::SendChatAction => Request::AboutChat(about::action(fields)?),
            Method::DeleteMessages => Request::DeleteMessages(editing::targets(fields)?),
            Method::LeaveChat => Request::AboutChat(about::about(fields, About::Leave)?),
            Method::EditMessageText => editing::edit(fields, EditPart::Text(text::message(fields)?))?,
            Method::EditMessageCaption => editing::edit(fields, EditPart::Caption(caption::caption(fields)?))?,
            Method::EditMessageMedia => editing::edit(fields, EditPart::Media(media::one(fields)?))?,
            Method::EditMessageReplyMarkup => editing::edit(fields, EditPart::Markup)?,
            Method::DeleteMessage => Request::DeleteMessage(editing::target(fields)?),
            Method::AnswerCallbackQuery => Request::AnswerCallback(answering::answer_callback(fields)?),
            Method::AnswerInlineQuery => Request::AnswerInline(Box::new(inline::answer_inline(fields)?)),
            Method::AnswerPreCheckoutQuery => Request::AnswerPreCheckout(answering::answer_pre_checkout(fields)?),
            Method::AnswerShippingQuery => Request::AnswerShipping(shipping::answer_shipping(fields)?),
            Method::RefundStarPayment => Request::RefundStars(stars::payment(fields)?),
            Method::GetStarTransactions => Request::StarTransactions(stars::page(fields)),
            Method::GetMyStarBalance => Request::StarBalance,
            Method::EditUserStarSubscription => Request::EditSubscription(stars::edit_subscription(fields)?),
            Method::SetMyCommands => commands::set(fields).map(|(list, all)| Request::SetCommands(list, all))?,
            Method::DeleteMyCommands => Request::SetCommands(commands::list(fields)?, Vec::new()),
            Method::GetMyCommands => Request::GetCommands(commands::list(fields)?),
            Method::GetFile => Request::GetFile(download::file_id(fields)?),
            Method::SendPaidMedia => sending::send(fields, NewContent::PaidMedia(paid_media::paid_media(fields)?))?,
        })
    }
}
