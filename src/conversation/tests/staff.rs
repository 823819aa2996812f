//! The shop's own side: marks, counts, what became of messages.

use super::*;
use crate::{
    ids::RevisionId,
    order::Progress,
    shop::{Role, Staff},
};

fn bought(play: &mut Play) -> OrderId {
    let invoice = play.invoice_for(1, "sourdough");
    let order = play.checks_out(1, &invoice).unwrap();
    play.pays(1, &invoice, "c1");
    order
}

#[test]
fn only_staff_marks_an_order_and_only_forward() {
    let mut play = Play::open();
    let order = bought(&mut play);
    let done = || Some(Tap::Progress(order, Progress::Done));
    let stranger = play.taps_in(2, ChatId(-100), MessageId(9), done());
    assert_eq!((toast(&stranger), stranger.changes.len()), (Some(Toast::StaffOnly), 0));
    let elsewhere = play.taps_in(900, ChatId(-7), MessageId(9), done());
    assert_eq!(toast(&elsewhere), Some(Toast::StaffOnly));

    let decision = play.taps_in(900, ChatId(-100), MessageId(9), done());
    assert_eq!(toast(&decision), Some(Toast::Marked(order)));
    assert_eq!(
        owed(&decision),
        [&Owed::Progress {
            order,
            progress: Progress::Done
        }]
    );
    let again = play.taps_in(900, ChatId(-100), MessageId(9), done());
    assert_eq!(
        (toast(&again), again.changes.len()),
        (Some(Toast::AlreadyMarked(order)), 0)
    );
    let shipped = play.taps_in(
        900,
        ChatId(900),
        MessageId(9),
        Some(Tap::Progress(order, Progress::Shipped)),
    );
    assert_eq!(toast(&shipped), Some(Toast::Marked(order)));
    let back = play.taps_in(900, ChatId(-100), MessageId(9), done());
    assert_eq!(back.changes, []);
}

#[test]
fn only_an_owner_says_yes_to_files() {
    let mut play = Play::open();
    let helper = Staff {
        id: UserId(901),
        role: Role::Helper,
    };
    play.edit("r2", |shop| shop.staff.push(helper));
    let yes = || Some(Tap::Accept(0x1234));
    let mut says = |person: i64, chat: i64| {
        let decision = play.taps_in(person, ChatId(chat), MessageId(9), yes());
        assert_eq!(decision.changes, []);
        decision.effects
    };
    let toasts = |effects: &[Effect], expected: &Toast| matches!(effects, [Effect::AnswerTap { toast: Some(toast), .. }] if toast == expected);
    assert!(toasts(&says(2, -100), &Toast::StaffOnly));
    assert!(toasts(&says(900, -7), &Toast::StaffOnly));
    assert!(toasts(&says(901, -100), &Toast::OwnerOnly));
    for chat in [-100, 900] {
        let effects = says(900, chat);
        let revision = RevisionId::new("0000000000001234");
        assert!(
            matches!(&effects[..], [Effect::Accept { revision: named, .. }] if *named == revision),
            "{effects:?}"
        );
    }
}

#[test]
fn a_count_in_the_files_is_taken_when_its_number_changes_and_never_otherwise() {
    let mut play = Play::open();
    bought(&mut play);
    assert_eq!(play.stock("sourdough"), (1, 0));
    assert_eq!(play.opens().changes, [], "an unchanged number does nothing");
    play.edit("r2", |_| ());
    assert_eq!(play.stock("sourdough"), (1, 0));
}

#[test]
fn a_count_cannot_fall_below_what_is_promised() {
    let mut play = Play::open();
    let invoice = play.invoice_for(1, "sourdough");
    play.checks_out(1, &invoice).unwrap();
    let sku = Sku::new("sourdough");
    for change in [
        StockChange::Set(0),
        StockChange::Add(-2),
        StockChange::Add(i64::MAX),
        StockChange::Set(-1),
    ] {
        assert_eq!(
            play.happens(Event::Stock {
                sku: sku.clone(),
                change
            })
            .changes,
            [],
            "{change:?}"
        );
    }
    play.happens(Event::Stock {
        sku: sku.clone(),
        change: StockChange::Add(10),
    });
    assert_eq!(play.stock("sourdough"), (12, 1));
    play.happens(Event::Stock {
        sku,
        change: StockChange::Set(1),
    });
    assert_eq!(play.stock("sourdough"), (1, 1));
}

#[test]
fn a_pool_has_as_many_as_it_has_keys_whoever_asks() {
    let mut play = Play::open();
    play.stock_keys(2);
    let sku = Sku::new("key");
    for change in [StockChange::Add(10), StockChange::Set(1), StockChange::Set(50)] {
        assert_eq!(
            play.happens(Event::Stock {
                sku: sku.clone(),
                change
            })
            .changes,
            [],
            "{change:?}"
        );
    }
    assert_eq!(play.stock("key"), (2, 0));
}

#[test]
fn what_bounced_is_sent_again_when_the_customer_comes_back() {
    let mut play = Play::open();
    let order = bought(&mut play);
    let end = DeliveryEnd::Blocked;
    play.happens(Event::Delivered {
        row: OutboxId(1),
        kind: OwedKind::Receipt,
        order: Some(order),
        end,
    });
    let back = play.says(1, "/start");
    assert!(
        back.changes
            .iter()
            .any(|change| matches!(change, Change::Revive { chat: ChatId(1), .. })),
        "{back:?}"
    );
    assert_eq!(play.says(1, "/start").changes, []);
}

#[test]
fn what_never_reached_the_staff_is_sent_when_they_write() {
    let mut play = Play::open();
    let owner = play.shop().staff[0].id;
    let back = play.says(owner.0, "/start");
    assert!(
        matches!(&back.changes[..], [Change::Revive { chat, .. }] if *chat == ChatId(owner.0)),
        "{back:?}"
    );
}

#[test]
fn hostile_names_are_cut_before_they_are_kept() {
    let mut play = Play::open();
    let from = Person {
        id: 1,
        first_name: "\0\u{202e}<b>🙂".repeat(4096),
        username: Some("x".repeat(500)),
        language_code: None,
    };
    let tap = TapEvent {
        query: QueryId::new("q"),
        from,
        chat: ChatId(1),
        private: true,
        message: MessageId(1),
        on_photo: false,
        tap: Some(Tap::Agree {
            terms: crate::ids::Code::of("v1"),
            then: None,
        }),
    };
    let decision = play.happens(Event::Tap(tap));
    let kept = decision.changes.iter().find_map(|change| match change {
        Change::Customer(customer) => Some(customer.clone()),
        _ => None,
    });
    let kept = kept.unwrap();
    assert_eq!((kept.name.chars().count(), kept.username.len()), (64, 64));
    assert!(!kept.name.contains('\0'));
}
