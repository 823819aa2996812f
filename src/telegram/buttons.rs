//! Callback data: a tap packed into at most 64 bytes and read back. One letter says which tap; what follows is bytes of
//! fixed widths in base 85, so that a product with eight options still fits beside the terms and the card it came from.
//! Whatever is read here was possibly typed by an attacker: `decode` is total and takes only what `encode` writes.

use super::base85::{base85, unbase85};
use crate::{
    conversation::Tap,
    ids::{Campaign, Code, MessageId, OrderId},
    order::Progress,
    shop::Selection,
};

/// Telegram refuses longer callback data, and the whole message with it.
const CALLBACK_DATA_BYTES_MAX: usize = 64;
/// A product with so many options fits every button, with whatever amount, quantity and message.
pub const OPTIONS_MAX: usize = 8;

const HAS_QUANTITY: u8 = 0x10;
const HAS_AMOUNT: u8 = 0x20;
/// Last, because it is let go where the rest fills the button: it says where somebody came from, not what they want.
const HAS_CAMPAIGN: u8 = 0x40;

/// The callback data of a tap. What cannot be carried leads home: a wider one would cost the whole message.
pub fn encode(tap: &Tap) -> String {
    let fitting = |tap: &Tap| packed(tap).filter(|data| data.len() <= CALLBACK_DATA_BYTES_MAX);
    fitting(tap)
        .or_else(|| fitting(&without_campaign(tap)))
        .unwrap_or_else(|| "h".into())
}

fn without_campaign(tap: &Tap) -> Tap {
    let mut tap = tap.clone();
    if let Tap::Card(selection)
    | Tap::Buy(selection)
    | Tap::OfAge {
        then: (selection, _), ..
    }
    | Tap::Agree {
        then: Some((selection, _)),
        ..
    } = &mut tap
    {
        selection.campaign = None;
    }
    tap
}

/// The tap of some callback data; `None` for whatever no button of ours carries.
pub fn decode(data: &str) -> Option<Tap> {
    let (letter, rest) = (data.get(..1)?, data.get(1..)?);
    if data.len() > CALLBACK_DATA_BYTES_MAX {
        return None;
    }
    if letter == "L" {
        let letters: [u8; 2] = rest.as_bytes().try_into().ok()?;
        return letters
            .iter()
            .all(u8::is_ascii_lowercase)
            .then_some(Tap::Language(letters));
    }
    let mut bytes = Reader(unbase85(rest)?);
    let tap = read(letter, &mut bytes)?;
    bytes.0.is_empty().then_some(tap)
}

/// Whether the buttons of a card with this selection can be carried, the widest included.
pub fn fits(selection: &Selection) -> bool {
    let widest = Tap::Agree {
        terms: Code(u32::MAX),
        then: Some((selection.clone(), MessageId(i64::from(u32::MAX)))),
    };
    packed(&widest).is_some_and(|data| data.len() <= CALLBACK_DATA_BYTES_MAX)
}

fn packed(tap: &Tap) -> Option<String> {
    let (letter, bytes) = match tap {
        Tap::Language(letters) => return Some(format!("L{}", std::str::from_utf8(letters).ok()?)),
        Tap::Home => ('h', vec![]),
        Tap::Shelves { page } => ('H', vec![*page]),
        Tap::Terms => ('t', vec![]),
        Tap::Support => ('s', vec![]),
        Tap::Privacy => ('v', vec![]),
        Tap::Languages => ('l', vec![]),
        Tap::Orders => ('o', vec![]),
        Tap::Category { code, page } => ('c', [&code.0.to_be_bytes()[..], &[*page]].concat()),
        Tap::Card(selection) => ('p', selection_bytes(selection)?),
        Tap::AskAmount { product, campaign } => {
            let mut bytes = product.0.to_be_bytes().to_vec();
            if let Some(campaign) = campaign {
                bytes.extend(campaign_bytes(campaign)?);
            }
            ('a', bytes)
        }
        Tap::Buy(selection) => ('b', selection_bytes(selection)?),
        Tap::Agree { terms, then: None } => ('g', terms.0.to_be_bytes().to_vec()),
        Tap::Agree {
            terms,
            then: Some((selection, origin)),
        } => {
            let origin = u32::try_from(origin.0).ok()?.to_be_bytes();
            let selection = selection_bytes(selection)?;
            ('G', [&terms.0.to_be_bytes()[..], &origin, &selection].concat())
        }
        Tap::OfAge {
            years,
            then: (selection, origin),
        } => {
            let origin = u32::try_from(origin.0).ok()?.to_be_bytes();
            let selection = selection_bytes(selection)?;
            ('A', [&[*years][..], &origin, &selection].concat())
        }
        Tap::Order(order) => ('O', order.0.to_be_bytes().to_vec()),
        Tap::CancelOrder(order) => ('x', order.0.to_be_bytes().to_vec()),
        Tap::Accept(revision) => ('y', revision.to_be_bytes().to_vec()),
        Tap::Progress(order, progress) => (progress_letter(*progress), order.0.to_be_bytes().to_vec()),
    };
    Some(format!("{letter}{}", base85(&bytes)))
}

fn read(letter: &str, bytes: &mut Reader) -> Option<Tap> {
    let tap = match letter {
        "h" => Tap::Home,
        "H" => Tap::Shelves {
            page: bytes.take::<1>()?[0],
        },
        "t" => Tap::Terms,
        "s" => Tap::Support,
        "v" => Tap::Privacy,
        "l" => Tap::Languages,
        "o" => Tap::Orders,
        "c" => Tap::Category {
            code: bytes.code()?,
            page: bytes.take::<1>()?[0],
        },
        "p" => Tap::Card(bytes.selection()?),
        "a" => Tap::AskAmount {
            product: bytes.code()?,
            campaign: if bytes.0.is_empty() {
                None
            } else {
                Some(bytes.campaign()?)
            },
        },
        "b" => Tap::Buy(bytes.selection()?),
        "g" => Tap::Agree {
            terms: bytes.code()?,
            then: None,
        },
        "G" => {
            let terms = bytes.code()?;
            let origin = MessageId(u32::from_be_bytes(bytes.take()?).into());
            Tap::Agree {
                terms,
                then: Some((bytes.selection()?, origin)),
            }
        }
        "A" => {
            let [years] = bytes.take()?;
            let origin = MessageId(u32::from_be_bytes(bytes.take()?).into());
            Tap::OfAge {
                years,
                then: (bytes.selection()?, origin),
            }
        }
        "O" => Tap::Order(bytes.order()?),
        "x" => Tap::CancelOrder(bytes.order()?),
        "y" => Tap::Accept(u64::from_be_bytes(bytes.take()?)),
        "n" => Tap::Progress(bytes.order()?, Progress::None),
        "d" => Tap::Progress(bytes.order()?, Progress::Done),
        "D" => Tap::Progress(bytes.order()?, Progress::Shipped),
        _ => return None,
    };
    Some(tap)
}

fn progress_letter(progress: Progress) -> char {
    match progress {
        Progress::None => 'n',
        Progress::Done => 'd',
        Progress::Shipped => 'D',
    }
}

/// Flags and number of choices, the codes, then what is not usual: a quantity but 1, an amount.
fn selection_bytes(selection: &Selection) -> Option<Vec<u8>> {
    let choices = u8::try_from(selection.choices.len()).ok().filter(|count| *count < 16)?;
    let quantity = (selection.quantity != 1).then_some(selection.quantity);
    let mut flags = choices;
    let mut tail = Vec::new();
    if let Some(quantity) = quantity {
        flags |= HAS_QUANTITY;
        tail.extend(u16::try_from(quantity).ok()?.to_be_bytes());
    }
    if let Some(amount) = selection.amount {
        flags |= HAS_AMOUNT;
        let bytes = u64::try_from(amount)
            .ok()
            .filter(|amount| *amount < 1 << 40)?
            .to_be_bytes();
        tail.extend(&bytes[3..]);
    }
    if let Some(campaign) = &selection.campaign {
        flags |= HAS_CAMPAIGN;
        tail.extend(campaign_bytes(campaign)?);
    }
    let mut bytes = vec![flags];
    bytes.extend(selection.product.0.to_be_bytes());
    bytes.extend(selection.choices.iter().flat_map(|code| code.0.to_be_bytes()));
    bytes.extend(tail);
    Some(bytes)
}

/// Its length, then its letters.
fn campaign_bytes(campaign: &Campaign) -> Option<Vec<u8>> {
    let letters = campaign.as_str().bytes();
    let length = u8::try_from(letters.len()).ok()?;
    Some(std::iter::once(length).chain(letters).collect())
}

/// Bytes that are yet to be read.
struct Reader(Vec<u8>);

impl Reader {
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let taken = self.0.get(..N)?.try_into().ok()?;
        self.0.drain(..N);
        Some(taken)
    }

    fn code(&mut self) -> Option<Code> {
        self.take().map(|bytes| Code(u32::from_be_bytes(bytes)))
    }

    fn order(&mut self) -> Option<OrderId> {
        self.take().map(|bytes| OrderId(i64::from_be_bytes(bytes)))
    }

    fn campaign(&mut self) -> Option<Campaign> {
        let [length] = self.take()?;
        let letters = self.0.get(..usize::from(length))?.to_vec();
        self.0.drain(..letters.len());
        Campaign::parse(std::str::from_utf8(&letters).ok()?)
    }

    fn selection(&mut self) -> Option<Selection> {
        let [flags] = self.take()?;
        if flags & !(0x0f | HAS_QUANTITY | HAS_AMOUNT | HAS_CAMPAIGN) != 0 {
            return None;
        }
        let product = self.code()?;
        let choices = (0..flags & 0x0f).map(|_| self.code()).collect::<Option<Vec<Code>>>()?;
        let quantity = match flags & HAS_QUANTITY {
            0 => 1,
            _ => i64::from(u16::from_be_bytes(self.take()?)),
        };
        let amount = match flags & HAS_AMOUNT {
            0 => None,
            _ => Some(
                self.take::<5>()?
                    .iter()
                    .fold(0, |sum, byte| sum << 8 | i64::from(*byte)),
            ),
        };
        let campaign = match flags & HAS_CAMPAIGN {
            0 => None,
            _ => Some(self.campaign()?),
        };
        Some(Selection {
            product,
            choices,
            quantity,
            amount,
            campaign,
        })
    }
}

#[cfg(test)]
mod tests {
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
}
