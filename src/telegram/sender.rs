//! Sends what a decision says people get: answers, screens, invoices, and what is owed. One call tries once; which
//! fault is tried again, and when, is the engine's.

use std::time::Duration;

use super::{
    bot::{Bot, InvoiceRequest},
    fault::ApiFault,
    inline,
    outgoing::Outgoing,
    render::{self, COMMANDS},
    rich::Rich,
    voice::{Premises, Voice},
};
use crate::{
    conversation::{Effect, InvoiceMessage, OrderFacts, Owed, Place, Screen},
    ids::{ChatId, MessageId},
    order::{Goods, Refusal},
    shop::{Language, Revision, Shop},
};

/// The answer to a pressed button is worth nothing later.
const TAP_DEADLINE: Duration = Duration::from_secs(10);
/// What an answer to a pre-checkout query may take where the engine did not say less.
const PRE_CHECKOUT_DEADLINE: Duration = Duration::from_secs(8);

/// Something owed, on its way to one chat.
#[derive(Clone, Copy, Debug)]
pub struct Parting<'a> {
    pub chat: ChatId,
    pub owed: &'a Owed,
    pub language: &'a Language,
    /// Of the order that it is about; `None` where it is about none.
    pub facts: Option<&'a OrderFacts>,
}

/// How a message goes out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    Full,
    /// Bare words, for a message whose shape was refused.
    Plain,
}

/// Sends one effect. Answers to pre-checkout queries have a deadline of their own: see `Bot::answer_pre_checkout`.
pub async fn perform(
    bot: &Bot,
    premises: &Premises,
    revision: &Revision,
    effect: &Effect,
    facts: Option<&OrderFacts>,
) -> Result<(), ApiFault> {
    let shop = &revision.shop;
    match effect {
        Effect::AnswerPreCheckout {
            query,
            verdict,
            language,
        } => {
            let words = verdict
                .as_ref()
                .err()
                .map(|no| refusal_words(shop, premises, no, language));
            bot.answer_pre_checkout(query, words.as_deref(), PRE_CHECKOUT_DEADLINE)
                .await
        }
        Effect::AnswerTap { query, toast, language } => {
            let voice = Voice {
                shop,
                language,
                premises,
            };
            let words = toast.as_ref().map(|toast| render::toast(voice, toast));
            bot.answer_callback(query, words.as_deref(), TAP_DEADLINE).await
        }
        Effect::Show {
            chat,
            place,
            screen,
            language,
        } => show(bot, premises, revision, (*chat, *place), screen, language).await,
        Effect::AnswerInline {
            query,
            results,
            next,
            language,
        } => {
            let voice = Voice {
                shop,
                language,
                premises,
            };
            inline::answer(bot, voice, revision, query, (results, *next)).await
        }
        // The engine does this itself.
        Effect::Accept { .. } => Ok(()),
        Effect::SendInvoice(message) => send_invoice(bot, premises, revision, message).await,
        Effect::Again { chat, owed, language } => {
            let parting = Parting {
                chat: *chat,
                owed,
                language,
                facts,
            };
            deliver(bot, premises, revision, &parting, Manner::Full).await
        }
    }
}

/// Sends something owed, in as many messages as it takes. Trying again after a fault may repeat the first of them.
pub async fn deliver(
    bot: &Bot,
    premises: &Premises,
    revision: &Revision,
    parting: &Parting<'_>,
    manner: Manner,
) -> Result<(), ApiFault> {
    let voice = Voice {
        shop: &revision.shop,
        language: parting.language,
        premises,
    };
    if let (Owed::File { line, .. }, Some(facts)) = (parting.owed, parting.facts) {
        return match facts.quote.lines.get(*line).map(|line| &line.goods) {
            Some(Goods::File(path)) => bot.send_document(parting.chat, &revision.folder, path).await,
            _ => Err(unsendable("the order has no such file")),
        };
    }
    for message in messages(voice, parting)? {
        let message = match manner {
            Manner::Full => message,
            Manner::Plain => Outgoing::words(Rich::plain(&message.text.text)),
        };
        bot.send(parting.chat, &revision.folder, &message).await?;
    }
    Ok(())
}

/// The words of a refusal, as a refused payment shows them.
pub fn refusal_words(shop: &Shop, premises: &Premises, refusal: &Refusal, language: &Language) -> String {
    render::refusal(
        Voice {
            shop,
            language,
            premises,
        },
        refusal,
    )
}

/// Brings the buttons under a notice up to date, once an order was marked.
pub async fn mark_notice(
    bot: &Bot,
    premises: &Premises,
    revision: &Revision,
    (chat, message): (ChatId, MessageId),
    facts: &OrderFacts,
    language: &Language,
) -> Result<(), ApiFault> {
    let voice = Voice {
        shop: &revision.shop,
        language,
        premises,
    };
    bot.edit_buttons(chat, message, &render::progress_buttons(voice, facts))
        .await
}

/// Sets the menu of commands: in the shop's first language for everybody, in its others for those who speak them.
pub async fn set_commands(bot: &Bot, revision: &Revision) -> Result<(), ApiFault> {
    let languages = &revision.shop.languages;
    for (at, language) in languages.iter().enumerate() {
        let words = COMMANDS.map(|(name, key)| (name, super::phrases::say(language, key, &[])));
        if at == 0 {
            bot.set_commands(&words, None).await?;
        }
        if languages.len() > 1 {
            bot.set_commands(&words, Some(language.as_str())).await?;
        }
    }
    Ok(())
}

async fn show(
    bot: &Bot,
    premises: &Premises,
    revision: &Revision,
    (chat, place): (ChatId, Place),
    screen: &Screen,
    language: &Language,
) -> Result<(), ApiFault> {
    let voice = Voice {
        shop: &revision.shop,
        language,
        premises,
    };
    let messages = render::screen(voice, screen);
    if let (Place::Instead { message, on_photo }, [only]) = (place, messages.as_slice()) {
        return bot.edit(chat, (message, on_photo), &revision.folder, only).await;
    }
    for message in &messages {
        bot.send(chat, &revision.folder, message).await?;
    }
    Ok(())
}

async fn send_invoice(
    bot: &Bot,
    premises: &Premises,
    revision: &Revision,
    message: &InvoiceMessage,
) -> Result<(), ApiFault> {
    let voice = Voice {
        shop: &revision.shop,
        language: &message.language,
        premises,
    };
    send_request(bot, voice, render::invoice(voice, message))
        .await
        .map(drop)
}

/// Telegram fetches the picture at this moment. A sale is not lost with it.
pub(super) async fn send_request(bot: &Bot, voice: Voice<'_>, invoice: InvoiceRequest) -> Result<MessageId, ApiFault> {
    match bot.send_invoice(&invoice).await {
        Err(ApiFault::Refused { code: 400, words }) if invoice.body.photo.is_some() => {
            tracing::warn!(
                "{}: an invoice was refused, and is sent without its picture: {words}",
                voice.shop.id
            );
            bot.send_invoice(&invoice.without_photo()).await
        }
        end => end,
    }
}

fn messages(voice: Voice<'_>, parting: &Parting<'_>) -> Result<Vec<Outgoing>, ApiFault> {
    let facts = || parting.facts.ok_or_else(|| unsendable("the order is not in the books"));
    Ok(match parting.owed {
        Owed::Receipt { .. } => render::receipt(voice, facts()?),
        Owed::Notice { .. } => render::notice(voice, facts()?),
        Owed::File { .. } => return Err(unsendable("the order is not in the books")),
        Owed::Progress { order, progress } => render::progress(voice, *order, *progress).into_iter().collect(),
        Owed::MoneyNote { order, charge } => vec![render::money_note(voice, *order, charge)],
        Owed::Alert(alert) => vec![render::alert(voice, alert)],
        // A post is no message of words: `show_post` makes it.
        Owed::Post { .. } => return Err(unsendable("a post is shown in another way")),
    })
}

/// Something of our own makes the message impossible; Telegram was not asked.
fn unsendable(why: &str) -> ApiFault {
    ApiFault::Refused {
        code: 0,
        words: why.to_string(),
    }
}
