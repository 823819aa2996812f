//! What a button carries comes back as it was meant, and nothing else does.

use proptest::prelude::*;

use super::*;
use crate::money::AMOUNT_MINOR_MAX;

fn selections() -> impl Strategy<Value = Selection> {
    let choices = proptest::collection::vec(any::<u32>().prop_map(Code), 0..=OPTIONS_MAX);
    let quantity_or_amount = prop_oneof![
        (1..=9999_i64).prop_map(|quantity| (quantity, None)),
        (0..=AMOUNT_MINOR_MAX).prop_map(|amount| (1, Some(amount))),
    ];
    (any::<u32>(), choices, quantity_or_amount).prop_map(|(product, choices, (quantity, amount))| Selection {
        product: Code(product),
        choices,
        quantity,
        amount,
        campaign: None,
    })
}

fn taps() -> impl Strategy<Value = Tap> {
    let code = || any::<u32>().prop_map(Code);
    let order = || any::<i64>().prop_map(OrderId);
    let letters = ("[a-z]{2}").prop_map(|two| Tap::Language([two.as_bytes()[0], two.as_bytes()[1]]));
    let origins = || (0..=i64::from(u32::MAX)).prop_map(MessageId);
    prop_oneof![
        proptest::sample::select(vec![
            Tap::Home,
            Tap::Terms,
            Tap::Support,
            Tap::Privacy,
            Tap::Languages,
            Tap::Orders
        ]),
        prop_oneof![
            any::<u8>().prop_map(|page| Tap::Shelves { page }),
            (code(), any::<u8>()).prop_map(|(code, page)| Tap::Category { code, page }),
        ],
        selections().prop_map(Tap::Card),
        (code(), "[a-z0-9-]{0,16}").prop_map(|(product, tag)| Tap::AskAmount {
            product,
            campaign: Campaign::parse(&tag),
        }),
        selections().prop_map(Tap::Buy),
        code().prop_map(|terms| Tap::Agree { terms, then: None }),
        (code(), selections(), origins()).prop_map(|(terms, selection, origin)| Tap::Agree {
            terms,
            then: Some((selection, origin)),
        }),
        (any::<u8>(), selections(), origins()).prop_map(|(years, selection, origin)| Tap::OfAge {
            years,
            then: (selection, origin),
        }),
        letters,
        order().prop_map(Tap::Order),
        order().prop_map(Tap::CancelOrder),
        any::<u64>().prop_map(Tap::Accept),
        (
            order(),
            proptest::sample::select(vec![Progress::None, Progress::Done, Progress::Shipped])
        )
            .prop_map(|(order, progress)| Tap::Progress(order, progress)),
    ]
}

proptest! {
    #[test]
    fn every_tap_fits_and_comes_back(tap in taps()) {
        let data = encode(&tap);
        prop_assert!((1..=CALLBACK_DATA_BYTES_MAX).contains(&data.len()), "{data}");
        prop_assert_eq!(decode(&data), Some(tap));
    }

    #[test]
    fn whatever_is_taken_is_what_we_would_have_written(data in "[a-zA-Z][0-9a-zA-Z.:+=^!/*?&<>()\\[\\]{}@%$#-]{0,66}") {
        if let Some(tap) = decode(&data) {
            prop_assert!(data.len() <= CALLBACK_DATA_BYTES_MAX);
            let again = encode(&tap);
            prop_assert_eq!(decode(&again), Some(tap));
        }
    }

    #[test]
    fn arbitrary_text_does_no_harm(data in "\\PC{0,80}") {
        let _ = decode(&data);
    }

    #[test]
    fn every_selection_within_the_bounds_fits(selection in selections()) {
        prop_assert!(fits(&selection));
    }
}

#[test]
fn what_cannot_be_carried_leads_home_and_is_known_beforehand() {
    let wide = Selection {
        product: Code(1),
        choices: vec![Code(u32::MAX); 9],
        quantity: 2,
        amount: Some(AMOUNT_MINOR_MAX),
        campaign: None,
    };
    assert!(!fits(&wide));
    let negative = Selection {
        quantity: -1,
        choices: vec![],
        ..wide
    };
    assert!(!fits(&negative));
    assert_eq!(encode(&Tap::Buy(negative)), "h");
}

#[test]
fn a_tag_travels_with_usual_cards_and_is_let_go_by_full_ones() {
    let campaign = Campaign::parse("sixteen-letters-");
    let with = |choices: usize| {
        let selection = Selection {
            product: Code(7),
            choices: vec![Code(u32::MAX); choices],
            quantity: 9,
            amount: None,
            campaign: campaign.clone(),
        };
        let terms = Code(u32::MAX);
        let then = Some((selection, MessageId(i64::from(u32::MAX))));
        Tap::Agree { terms, then }
    };
    assert_eq!(decode(&encode(&with(3))), Some(with(3)));
    assert_eq!(decode(&encode(&with(8))), Some(without_campaign(&with(8))));
}

#[test]
fn data_that_is_nearly_ours_is_not_ours() {
    for data in ["", "h0", "z", "L", "LEN", "Lengl", "a0000", "a######", "é", "c0"] {
        assert_eq!(decode(data), None, "{data}");
    }
}
