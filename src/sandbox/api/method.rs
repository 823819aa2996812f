//! The methods of the Bot API that this sandbox plays. One row each; anything else is "method not found".

/// A method, whatever its case in the path was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Method {
    GetMe,
    GetUpdates,
    SetWebhook,
    DeleteWebhook,
    GetWebhookInfo,
    SendMessage,
    SendPhoto,
    SendDocument,
    SendInvoice,
    CreateInvoiceLink,
    ForwardMessage,
    CopyMessage,
    SendMediaGroup,
    SendChatAction,
    DeleteMessages,
    GetChat,
    CreateChatInviteLink,
    CreateChatSubscriptionInviteLink,
    CreateForumTopic,
    GetChatAdministrators,
    GetChatMemberCount,
    GetChatMember,
    LeaveChat,
    EditMessageText,
    EditMessageCaption,
    EditMessageMedia,
    EditMessageReplyMarkup,
    DeleteMessage,
    AnswerCallbackQuery,
    AnswerInlineQuery,
    AnswerPreCheckoutQuery,
    AnswerShippingQuery,
    RefundStarPayment,
    GetStarTransactions,
    GetMyStarBalance,
    EditUserStarSubscription,
    SetMyCommands,
    GetMyCommands,
    DeleteMyCommands,
    GetFile,
    SendPaidMedia,
}

const METHODS: &[(&str, Method)] = &[
    ("getUpdates", Method::GetUpdates),
    ("sendMessage", Method::SendMessage),
    ("answerCallbackQuery", Method::AnswerCallbackQuery),
    ("answerPreCheckoutQuery", Method::AnswerPreCheckoutQuery),
    ("answerInlineQuery", Method::AnswerInlineQuery),
    ("sendInvoice", Method::SendInvoice),
    ("createInvoiceLink", Method::CreateInvoiceLink),
    ("forwardMessage", Method::ForwardMessage),
    ("copyMessage", Method::CopyMessage),
    ("sendMediaGroup", Method::SendMediaGroup),
    ("sendChatAction", Method::SendChatAction),
    ("deleteMessages", Method::DeleteMessages),
    ("getChat", Method::GetChat),
    ("createChatInviteLink", Method::CreateChatInviteLink),
    (
        "createChatSubscriptionInviteLink",
        Method::CreateChatSubscriptionInviteLink,
    ),
    ("createForumTopic", Method::CreateForumTopic),
    ("getChatAdministrators", Method::GetChatAdministrators),
    ("getChatMemberCount", Method::GetChatMemberCount),
    ("getChatMember", Method::GetChatMember),
    ("leaveChat", Method::LeaveChat),
    ("editMessageText", Method::EditMessageText),
    ("sendPhoto", Method::SendPhoto),
    ("sendDocument", Method::SendDocument),
    ("editMessageCaption", Method::EditMessageCaption),
    ("editMessageMedia", Method::EditMessageMedia),
    ("editMessageReplyMarkup", Method::EditMessageReplyMarkup),
    ("deleteMessage", Method::DeleteMessage),
    ("answerShippingQuery", Method::AnswerShippingQuery),
    ("refundStarPayment", Method::RefundStarPayment),
    ("getStarTransactions", Method::GetStarTransactions),
    ("getMyStarBalance", Method::GetMyStarBalance),
    ("editUserStarSubscription", Method::EditUserStarSubscription),
    ("getMe", Method::GetMe),
    ("setWebhook", Method::SetWebhook),
    ("deleteWebhook", Method::DeleteWebhook),
    ("getWebhookInfo", Method::GetWebhookInfo),
    ("setMyCommands", Method::SetMyCommands),
    ("getMyCommands", Method::GetMyCommands),
    ("deleteMyCommands", Method::DeleteMyCommands),
    ("getFile", Method::GetFile),
    ("sendPaidMedia", Method::SendPaidMedia),
];

impl Method {
    /// As the documentation writes them.
    #[cfg(test)]
    pub(crate) fn names() -> impl Iterator<Item = &'static str> {
        METHODS.iter().map(|row| row.0)
    }

    pub(crate) fn parse(name: &str) -> Option<Method> {
        METHODS
            .iter()
            .find(|row| row.0.eq_ignore_ascii_case(name))
            .map(|row| row.1)
    }

    /// As the documentation writes it.
    pub(crate) fn name(self) -> &'static str {
        METHODS.iter().find(|row| row.1 == self).map_or("", |row| row.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_in_any_case() {
        for (name, method) in METHODS {
            assert_eq!(Method::parse(&name.to_uppercase()), Some(*method));
            assert_eq!(method.name(), *name);
        }
        assert_eq!(Method::parse("sendTelepathy"), None);
    }
}
