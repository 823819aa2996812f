//! The bots' side: one checked request in, the JSON of its result out.

use super::Model;
use super::render::json;
use crate::sandbox::api::{Refusal, Request};

/// A result, and the remark that a few methods add to it.
pub(crate) struct Answer {
    pub(crate) json: String,
    pub(crate) description: Option<&'static str>,
}

impl Answer {
    pub(super) fn of(json: String) -> Answer {
        Answer {
            json,
            description: None,
        }
    }

    pub(super) fn truth() -> Answer {
        Answer::of("true".into())
    }

    pub(super) fn truth_with(description: &'static str) -> Answer {
        Answer {
            description: Some(description),
            ..Answer::truth()
        }
    }
}

impl Model {
    pub(crate) fn execute(&mut self, bot: i64, request: Request, now_ms: i64) -> Result<Answer, Refusal> {
        match request {
            Request::GetMe => Ok(self.me(bot)),
            Request::GetUpdates(ask) => {
                let limit = ask.limit;
                self.get_updates(bot, &ask, limit, now_ms)
                    .map(|batch| Answer::of(batch.json))
            }
            Request::SetWebhook(wish) => self.set_webhook(bot, *wish, now_ms),
            Request::GetWebhookInfo => self.webhook_info(bot, now_ms),
            Request::Send(send) => self.send(bot, *send, now_ms),
            Request::SendAlbum(album) => self.send_album(bot, album, now_ms),
            Request::AboutChat(ask) => self.about(bot, &ask, now_ms),
            Request::CreateInvite(new) => self.create_invite(bot, &new),
            Request::CreateTopic(new) => self.create_topic(bot, &new, now_ms),
            Request::Carry(carry) => self.carry(bot, &carry, now_ms),
            Request::CreateInvoiceLink(invoice) => Ok(self.create_invoice_link(bot, *invoice)),
            Request::Edit(edit) => self.edit(bot, *edit, now_ms),
            Request::DeleteMessages(targets) => self.delete_messages(bot, &targets, now_ms),
            Request::DeleteMessage(target) => self.delete_message(bot, &target, now_ms),
            Request::AnswerInline(answer) => self.answer_inline(bot, *answer, now_ms),
            Request::AnswerCallback(answer) => self.answer_callback(bot, answer, now_ms),
            Request::AnswerPreCheckout(answer) => self.answer_pre_checkout(bot, answer, now_ms),
            Request::AnswerShipping(answer) => self.answer_shipping(bot, answer, now_ms),
            Request::RefundStars(payment) => self.refund_stars(bot, &payment, now_ms),
            Request::StarTransactions(page) => Ok(self.star_transactions(bot, page)),
            Request::StarBalance => Ok(self.star_balance(bot)),
            Request::EditSubscription(edit) => self.edit_subscription(bot, &edit),
            Request::SetCommands(list, commands) => self.set_commands(bot, list, commands),
            Request::GetCommands(list) => self.get_commands(bot, &list),
            Request::GetFile(id) => self.get_file(bot, &id),
        }
    }

    fn me(&self, bot: i64) -> Answer {
        let user = self.state.bots.get(&bot).map(|bot| {
            serde_json::json!({
                "id": bot.id, "is_bot": true, "first_name": bot.name, "username": bot.username,
                "can_join_groups": bot.settings.joins_groups,
                "can_read_all_group_messages": !bot.settings.privacy,
                "supports_inline_queries": bot.settings.inline,
                "can_connect_to_business": false, "has_main_web_app": false,
            })
        });
        Answer::of(json(&user))
    }
}
