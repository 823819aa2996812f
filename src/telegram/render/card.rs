//! The card of a product: what it is and costs, what can be chosen, and Buy with the total.

use super::{button, shelf};
use crate::{
    conversation::{Availability, Tap},
    ids::Campaign,
    money::Money,
    shop::{Choice, Price, Product, ProductOption, Selection},
    telegram::{
        outgoing::{Button, Outgoing},
        rich::Rich,
        voice::Voice,
    },
};

/// Choices share a row while their words fit a phone.
const ROW_CHARACTERS: usize = 28;
const ROW_BUTTONS: usize = 4;

pub(super) fn card(voice: Voice<'_>, product: &Product, selection: &Selection, availability: Availability) -> Outgoing {
    let most = match availability {
        Availability::Left(left) => left.min(product.quantity_max).max(1),
        Availability::Endless | Availability::SoldOut => product.quantity_max,
    };
    let selection = &Selection {
        quantity: selection.quantity.clamp(1, most.max(1)),
        ..selection.clone()
    };
    let mut card = Outgoing {
        text: text(voice, product, selection, availability),
        photo: product.photo.as_ref().map(|photo| photo.path.to_string()),
        ..Outgoing::default()
    };
    for (at, option) in product.options.iter().enumerate() {
        for row in choices(voice, option, selection, at) {
            card = card.row(row);
        }
    }
    if availability != Availability::SoldOut {
        card = ways_to_buy(voice, product, selection, most, card);
    }
    card.row([shelf::back(voice, product)])
}

/// How many, how much, and Buy.
fn ways_to_buy(voice: Voice<'_>, product: &Product, selection: &Selection, most: i64, mut card: Outgoing) -> Outgoing {
    if product.quantity_max > 1 {
        card = card.row(quantity(selection, most));
    }
    if let Price::Free { suggested, .. } = &product.price {
        for row in suggested.chunks(ROW_BUTTONS) {
            card = card.row(row.iter().map(|money| amount(*money, selection)));
        }
        let ask = Tap::AskAmount {
            product: product.id.code(),
            campaign: selection.campaign.clone(),
        };
        card = card.row([button(voice, "button-other-amount", ask)]);
    }
    card.row(buy(voice, product, selection))
}

/// Asks for an amount. The link in it tells us, when it is replied to, which product it was about and what had led there.
pub(super) fn ask_amount(voice: Voice<'_>, product: &Product, campaign: Option<&Campaign>) -> Outgoing {
    let Price::Free { min, max, suggested } = &product.price else {
        return card(voice, product, &product.first_selection(), Availability::Endless);
    };
    let example = suggested.first().unwrap_or(min);
    let question = voice.say(
        "ask-amount",
        &[
            ("min", min.shown().into()),
            ("max", max.shown().into()),
            ("example", example.number().into()),
        ],
    );
    let tag = campaign.map_or_else(String::new, |campaign| format!("_{campaign}"));
    let link = voice.link(&format!("a_{}{tag}", product.id));
    let text = Rich::default()
        .link(voice.words(&product.title), &link)
        .line()
        .push(&question);
    Outgoing {
        text,
        force_reply: true,
        ..Outgoing::default()
    }
}

fn text(voice: Voice<'_>, product: &Product, selection: &Selection, availability: Availability) -> Rich {
    let title = Rich::default().bold(voice.words(&product.title));
    let mut facts = vec![price(voice, product, selection)];
    facts.extend(match availability {
        Availability::Endless => None,
        Availability::Left(left) => Some(voice.say("card-left", &[("left", left.into())])),
        Availability::SoldOut => Some(voice.say("card-sold-out", &[])),
    });
    let options = product.options.iter().enumerate().filter_map(|(at, option)| {
        let picked = option
            .choices
            .iter()
            .find(|c| selection.choices.get(at) == Some(&c.id.code()))?;
        Some(format!(
            "{}: {}",
            voice.words(&option.title),
            voice.words(&picked.title)
        ))
    });
    let options: Vec<String> = options.collect();
    title
        .paragraph(Rich::plain(voice.words(&product.description)))
        .paragraph(Rich::plain(&options.join("\n")))
        .paragraph(Rich::plain(&facts.join(" · ")))
}

fn price(voice: Voice<'_>, product: &Product, selection: &Selection) -> String {
    match (&product.price, product.resolve(selection)) {
        (Price::Free { min, max, .. }, _) => {
            let bounds = [("min", min.shown().into()), ("max", max.shown().into())];
            voice.say("price-between", &bounds)
        }
        (Price::Fixed(_), Ok(unpriced)) => unpriced.unit.shown(),
        (Price::Fixed(price), Err(_)) => price.shown(),
    }
}

/// The choices of one option in as few rows as their words allow, the picked one marked.
fn choices(voice: Voice<'_>, option: &ProductOption, selection: &Selection, at: usize) -> Vec<Vec<Button>> {
    let mut rows: Vec<Vec<Button>> = Vec::new();
    let mut used = 0;
    for choice in &option.choices {
        let button = choice_button(voice, choice, selection, at);
        let length = button.text.chars().count() + 2;
        let fits = used + length <= ROW_CHARACTERS;
        if let Some(row) = rows.last_mut().filter(|row| fits && row.len() < ROW_BUTTONS) {
            row.push(button);
            used += length;
        } else {
            rows.push(vec![button]);
            used = length;
        }
    }
    rows
}

fn choice_button(voice: Voice<'_>, choice: &Choice, selection: &Selection, at: usize) -> Button {
    let code = choice.id.code();
    let picked = if selection.choices.get(at) == Some(&code) {
        "✓ "
    } else {
        ""
    };
    let extra = match choice.extra.minor {
        0 => String::new(),
        minor if minor > 0 => format!(" +{}", choice.extra.shown()),
        _ => format!(" {}", choice.extra.shown()),
    };
    let mut wanted = selection.clone();
    if let Some(place) = wanted.choices.get_mut(at) {
        *place = code;
    }
    let text = format!("{picked}{}{extra}", voice.words(&choice.title));
    Button::new(text, Tap::Card(wanted))
}

/// Fewer, how many, more; within what is left.
fn quantity(selection: &Selection, most: i64) -> [Button; 3] {
    let of = |quantity: i64| {
        let quantity = quantity.clamp(1, most.max(1));
        Tap::Card(Selection {
            quantity,
            ..selection.clone()
        })
    };
    [
        Button::new("−", of(selection.quantity.saturating_sub(1))),
        Button::new(selection.quantity.to_string(), of(selection.quantity)),
        Button::new("+", of(selection.quantity.saturating_add(1))),
    ]
}

fn amount(money: Money, selection: &Selection) -> Button {
    let picked = if selection.amount == Some(money.minor) {
        "✓ "
    } else {
        ""
    };
    let wanted = Selection {
        amount: Some(money.minor),
        ..selection.clone()
    };
    Button::new(format!("{picked}{}", money.shown()), Tap::Card(wanted))
}

/// Buy, once everything is chosen that the price depends on.
fn buy(voice: Voice<'_>, product: &Product, selection: &Selection) -> Option<Button> {
    let unpriced = product.resolve(selection).ok()?;
    let total = unpriced.unit.times(unpriced.quantity)?.shown();
    let text = voice.own("buy-button", &[("total", total.into())]).text;
    Some(Button::new(text, Tap::Buy(selection.clone())))
}
