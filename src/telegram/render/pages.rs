//! Texts of the shop and of the engine: terms, support, privacy, help, languages, numbers.

use super::{button, home_button, several, with_home};
use crate::{
    conversation::Tap,
    ids::{ChatId, Code, MessageId, TopicId, UserId},
    shop::Selection,
    telegram::{
        outgoing::{Button, Outgoing},
        phrases,
        rich::Rich,
        voice::Voice,
    },
};

/// The commands of a shop's menu, each with the phrase that explains it.
pub(in crate::telegram) const COMMANDS: [(&str, &str); 8] = [
    ("start", "command-start"),
    ("orders", "command-orders"),
    ("support", "command-support"),
    ("paysupport", "command-paysupport"),
    ("terms", "command-terms"),
    ("privacy", "command-privacy"),
    ("language", "command-language"),
    ("help", "command-help"),
];

/// The whole terms, however long; under the last part, the way to agree or to go on.
pub(super) fn terms(voice: Voice<'_>, then: Option<&(Selection, MessageId)>, agreed: bool) -> Vec<Outgoing> {
    let shop = || voice.shop_name().into();
    let text = voice.markup(&voice.shop.terms.text);
    let title = Rich::default().bold(&voice.say("terms-title", &[("shop", shop())]));
    let intro = match then {
        Some(_) if !agreed => voice.own("terms-intro", &[("shop", shop())]),
        _ => Rich::default(),
    };
    let done = if agreed {
        Rich::default().italic(&voice.say("terms-agreed", &[]))
    } else {
        Rich::default()
    };
    let agree = Tap::Agree {
        terms: Code::of(voice.shop.terms.version.as_str()),
        then: then.cloned(),
    };
    let button = match (agreed, then) {
        (false, _) => Button::new(voice.own("agree-button", &[]).text, agree),
        (true, Some(_)) => button(voice, "button-continue", agree),
        (true, None) => home_button(voice),
    };
    let whole = intro.paragraph(title).paragraph(text).paragraph(done);
    several(whole, vec![vec![button]])
}

/// How to reach the shop, its answers, and that Telegram cannot help.
pub(super) fn support(voice: Voice<'_>) -> Vec<Outgoing> {
    let support = &voice.shop.support;
    let shop = || voice.shop_name().into();
    let title = Rich::default().bold(&voice.say("support-title", &[("shop", shop())]));
    let mut text = title.paragraph(voice.markup(&support.contact));
    for (question, answer) in &support.questions {
        let question = Rich::default().bold(voice.words(question)).line();
        text = text.paragraph(question.append(voice.markup(answer)));
    }
    let notice = voice.say("support-notice", &[("shop", shop())]);
    let text = text.paragraph(Rich::default().italic(&notice));
    let further = vec![
        button(voice, "button-orders", Tap::Orders),
        button(voice, "button-privacy", Tap::Privacy),
    ];
    several(text, vec![further, vec![home_button(voice)]])
}

pub(super) fn privacy(voice: Voice<'_>) -> Vec<Outgoing> {
    let title = Rich::default().bold(&voice.say("privacy-title", &[]));
    let text = title.paragraph(voice.markup(&voice.shop.privacy));
    several(text, vec![vec![home_button(voice)]])
}

pub(super) fn help(voice: Voice<'_>) -> Outgoing {
    let commands = COMMANDS.map(|(name, meaning)| format!("/{name} — {}", voice.say(meaning, &[])));
    let help = voice.own("help", &[("shop", voice.shop_name().into())]);
    with_home(voice, help.paragraph(Rich::plain(&commands.join("\n"))))
}

pub(super) fn languages(voice: Voice<'_>) -> Outgoing {
    let mut screen = Outgoing::words(Rich::plain(&voice.say("languages", &[])));
    for language in &voice.shop.languages {
        if let Ok(letters) = language.as_str().as_bytes().try_into() {
            let picked = if language == voice.language { "✓ " } else { "" };
            let name = format!("{picked}{}", phrases::own_name(language));
            screen = screen.row([Button::new(name, Tap::Language(letters))]);
        }
    }
    screen.row([home_button(voice)])
}

/// Numbers, as the lines to paste.
pub(super) fn ids(voice: Voice<'_>, user: UserId, (chat, topic): (ChatId, TopicId)) -> Outgoing {
    let args = [("user", user.to_string().into()), ("chat", chat.to_string().into())];
    let mut lines = format!("staff:\n  - {{id: {user}, role: owner}}");
    if topic != TopicId(0) {
        lines = format!("orders_topic: {topic}\n{lines}");
    }
    if chat != ChatId::of(user) {
        lines = format!("orders_chat: {chat}\n{lines}");
    }
    Outgoing::words(Rich::plain(&voice.say("ids", &args)).paragraph(Rich::default().code(&lines)))
}
