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
mod tests;
