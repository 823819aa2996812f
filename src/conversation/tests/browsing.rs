//! Looking around leaves no trace, and every word and button gets an answer.

use super::*;

#[test]
fn every_command_leads_to_its_screen_and_writes_nothing() {
    let mut play = Play::open();
    let cases = [
        ("/start", "Home"),
        ("/start@bakery_bot", "Home"),
        ("/start p_sourdough", "Card"),
        ("/start p_gone", "Refused"),
        ("/start nonsense", "Home"),
        ("/terms", "Terms"),
        ("/support", "Support"),
        ("/paysupport", "Support"),
        ("/privacy", "Privacy"),
        ("/help", "Help"),
        ("/language", "Languages"),
        ("/orders", "Orders"),
        ("/id", "Ids"),
        ("hello?", "NotUnderstood"),
        ("", "NotUnderstood"),
    ];
    for (text, screen) in cases {
        let decision = play.says(1, text);
        let shown = screens(&decision);
        assert_eq!(shown.len(), 1, "{text}");
        assert!(format!("{:?}", shown[0]).starts_with(screen), "{text}: {:?}", shown[0]);
        assert_eq!(decision.changes, [], "{text}");
    }
}

#[test]
fn a_card_says_what_is_left() {
    let mut play = Play::open();
    let decision = play.says(1, "/start p_sourdough");
    assert!(matches!(
        screens(&decision)[..],
        [Screen::Card {
            availability: Availability::Left(2),
            ..
        }]
    ));
    let decision = play.says(1, "/start p_key");
    assert!(matches!(
        screens(&decision)[..],
        [Screen::Card {
            availability: Availability::SoldOut,
            ..
        }]
    ));
    let decision = play.says(1, "/start p_recipe");
    assert!(matches!(
        screens(&decision)[..],
        [Screen::Card {
            availability: Availability::Endless,
            ..
        }]
    ));
}

#[test]
fn a_typed_amount_opens_the_card_of_what_it_is_for() {
    let mut play = Play::open();
    let card_amount = |decision: &Decision| match screens(decision)[..] {
        [Screen::Card { selection, .. }] => selection.amount,
        _ => None,
    };
    for (text, minor) in [("25", 2500), ("25.50", 2550), ("25,50", 2550), ("25 €", 2500)] {
        assert_eq!(card_amount(&play.says(1, text)), Some(minor), "{text}");
    }
    for text in ["0.50", "501", "99999999999999999999"] {
        let decision = play.says(1, text);
        assert!(
            matches!(screens(&decision)[..], [Screen::Refused(Refusal::AmountOutside { .. })]),
            "{text}"
        );
    }
}

#[test]
fn a_dead_button_is_answered_kindly() {
    let mut play = Play::open();
    let decision = play.taps_in(1, ChatId(1), MessageId(5), None);
    assert_eq!(toast(&decision), Some(Toast::Gone));
    assert!(matches!(screens(&decision)[..], [Screen::Home]));
    let gone = Selection {
        product: crate::ids::Code(1),
        choices: vec![],
        quantity: 1,
        amount: None,
        campaign: None,
    };
    assert_eq!(toast(&play.taps(1, Tap::Card(gone.clone()))), Some(Toast::Gone));
    let decision = play.taps(1, Tap::Buy(gone));
    assert!(
        screens(&decision)
            .iter()
            .all(|screen| !matches!(screen, Screen::Card { .. }))
    );
    assert_eq!(decision.changes, []);
}

#[test]
fn a_language_is_remembered_once() {
    let mut play = Play::open();
    let decision = play.taps(1, Tap::Language(*b"ru"));
    assert!(matches!(decision.changes[..], [Change::Customer(_)]));
    let again = play.taps(1, Tap::Language(*b"ru"));
    assert_eq!(again.changes, []);
    let shown = play.says(1, "/help");
    assert!(matches!(&shown.effects[..], [Effect::Show { language, .. }] if language.as_str() == "ru"));
    assert_eq!(toast(&play.taps(1, Tap::Language(*b"xx"))), Some(Toast::Gone));
}

#[test]
fn in_a_group_only_id_is_answered() {
    let mut play = Play::open();
    let mut message = Message {
        from: person(1),
        chat: ChatId(-5),
        topic: TopicId(4),
        private: false,
        id: MessageId(1),
        text: "hello".into(),
        reply_to: None,
    };
    assert_eq!(play.happens(Event::Message(message.clone())), Decision::default());
    message.text = "/id".into();
    let decision = play.happens(Event::Message(message));
    assert!(matches!(
        screens(&decision)[..],
        [Screen::Ids {
            user: UserId(1),
            chat: ChatId(-5),
            topic: TopicId(4),
        }]
    ));
}

#[test]
fn somebody_elses_order_is_nobodys_business() {
    let mut play = Play::open();
    let invoice = play.invoice_for(1, "recipe");
    let order = play.checks_out(1, &invoice).unwrap();
    play.pays(1, &invoice, "c1");
    for tap in [Tap::Order(order), Tap::CancelOrder(order)] {
        let decision = play.taps(2, tap);
        assert_eq!(toast(&decision), Some(Toast::Gone));
        assert_eq!(decision.changes, []);
        assert!(
            !decision
                .effects
                .iter()
                .any(|effect| matches!(effect, Effect::Again { .. }))
        );
    }
}
