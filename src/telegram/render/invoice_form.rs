//! What an invoice has besides words and prices: what its form asks, as it was frozen with the quote; the picture and
//! the provider's data, as the shop says today, because nothing is judged by them.

use serde_json::Value;

use crate::{
    money::Money,
    order::{Line, Quote},
    shop::{Ask, Shop},
    telegram::bot::{FormFields, PhotoFields},
};

pub(super) fn form(shop: &Shop, quote: &Quote) -> FormFields {
    let asks = |ask| quote.form.ask.contains(&ask).then_some(true);
    let sends = |ask| asks(ask).filter(|_| shop.checkout.send_to_provider.contains(&ask));
    let tip_max = quote.form.tip_max;
    let suggested = shop.checkout.tips.iter().flat_map(|tips| &tips.suggested);
    FormFields {
        need_name: asks(Ask::Name),
        need_phone_number: asks(Ask::Phone),
        need_email: asks(Ask::Email),
        need_shipping_address: asks(Ask::Address),
        send_phone_number_to_provider: sends(Ask::Phone),
        send_email_to_provider: sends(Ask::Email),
        max_tip_amount: (tip_max > 0).then_some(tip_max),
        suggested_tip_amounts: suggested.map(|tip| tip.minor).filter(|tip| *tip <= tip_max).collect(),
    }
}

pub(super) fn photo(shop: &Shop, quote: &Quote) -> Option<PhotoFields> {
    let product = shop.catalog.product(&quote.lines.first()?.product)?;
    let photo = product.invoice_photo.as_ref()?;
    let said = |number: u32| (number > 0).then_some(number);
    Some(PhotoFields {
        photo_url: photo.url.to_string(),
        photo_size: said(photo.size),
        photo_width: said(photo.width),
        photo_height: said(photo.height),
    })
}

/// The provider's JSON, with what is meant by its placeholders filled in. Only texts are filled: their quotes stay quotes.
pub(super) fn provider_data(shop: &Shop, quote: &Quote) -> Option<String> {
    let (template, line) = (shop.checkout.provider_data.as_ref()?, quote.lines.first()?);
    let mut data: Value = serde_json::from_str(template).ok()?;
    fill(&mut data, &|text| filled(text, quote, line));
    Some(data.to_string())
}

fn fill(value: &mut Value, filled: &dyn Fn(&str) -> String) {
    match value {
        Value::String(text) => *text = filled(text),
        Value::Array(items) => items.iter_mut().for_each(|item| fill(item, filled)),
        Value::Object(fields) => fields.values_mut().for_each(|field| fill(field, filled)),
        _ => {}
    }
}

/// Goes from brace to brace, so that what is filled in is not looked at again.
fn filled(text: &str, quote: &Quote, line: &Line) -> String {
    let mut parts = text.split('{');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let found = part
            .split_once('}')
            .and_then(|(name, rest)| Some((value(name, quote, line)?, rest)));
        match found {
            Some((value, rest)) => out.extend([value.as_str(), rest]),
            None => out.extend(["{", part]),
        }
    }
    out
}

fn value(name: &str, quote: &Quote, line: &Line) -> Option<String> {
    let number = |minor| Money::new(minor, quote.currency).number();
    Some(match name {
        "title" => line.name(),
        "quantity" => line.quantity.to_string(),
        "price" => number(line.unit),
        "total" => number(quote.total),
        "currency" => quote.currency.code().to_owned(),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        money::Currency,
        shop::{Checkout, InvoicePhoto, PROVIDER_DATA_PLACEHOLDERS, Tips, fixture},
        time::Timestamp,
    };

    fn shop_with(checkout: Checkout) -> (std::sync::Arc<crate::shop::Revision>, Quote) {
        let revision = fixture::revision(
            "r",
            crate::shop::Shop {
                checkout,
                ..fixture::shop()
            },
        );
        let product = &revision.shop.catalog.products()[0];
        let quote = Quote::price(
            &revision,
            &product.first_selection(),
            &revision.shop.languages[0],
            Timestamp(0),
        );
        (revision, quote.unwrap())
    }

    #[test]
    fn every_placeholder_has_a_value_and_other_braces_stay() {
        let template = r#"{"receipt": {"items": [{"text": "{title} × {quantity}", "value": "{price} {currency}", "n": 1}]}, "x": "{} {a b} {"}"#;
        let checkout = Checkout {
            provider_data: Some(template.into()),
            ..Checkout::default()
        };
        let (revision, quote) = shop_with(checkout);
        for name in PROVIDER_DATA_PLACEHOLDERS {
            assert!(value(name, &quote, &quote.lines[0]).is_some(), "{name}");
        }
        let data: Value = serde_json::from_str(&provider_data(&revision.shop, &quote).unwrap()).unwrap();
        assert_eq!(data["receipt"]["items"][0]["text"], "The sourdough (whole) × 1");
        assert_eq!(data["receipt"]["items"][0]["value"], "6.50 EUR");
        assert_eq!(data["receipt"]["items"][0]["n"], 1);
        assert_eq!(data["x"], "{} {a b} {");
    }

    #[test]
    fn the_form_is_the_one_that_was_frozen() {
        let eur = |minor| Money::new(minor, Currency::parse("EUR").unwrap());
        let checkout = Checkout {
            ask: vec![Ask::Phone, Ask::Address],
            send_to_provider: vec![Ask::Phone, Ask::Email],
            tips: Some(Tips {
                max: eur(500),
                suggested: vec![eur(100), eur(500)],
            }),
            provider_data: None,
        };
        let (revision, mut quote) = shop_with(checkout);
        let fields = serde_json::to_value(form(&revision.shop, &quote)).unwrap();
        let expected = serde_json::json!({"need_phone_number": true, "need_shipping_address": true,
            "send_phone_number_to_provider": true, "max_tip_amount": 500, "suggested_tip_amounts": [100, 500]});
        assert_eq!(fields, expected);
        quote.form.tip_max = 200;
        assert_eq!(form(&revision.shop, &quote).suggested_tip_amounts, [100]);
        quote.form = crate::order::Form::default();
        assert_eq!(
            serde_json::to_value(form(&revision.shop, &quote)).unwrap(),
            serde_json::json!({})
        );
    }

    #[test]
    fn a_picture_says_only_what_is_known_of_it() {
        let (mut revision, quote) = shop_with(Checkout::default());
        assert!(photo(&revision.shop, &quote).is_none());
        let shop = &mut std::sync::Arc::get_mut(&mut revision).unwrap().shop;
        let mut products = shop
            .catalog
            .products()
            .iter()
            .map(|product| (**product).clone())
            .collect::<Vec<_>>();
        products[0].invoice_photo = Some(InvoicePhoto {
            url: "https://example.com/a.jpg".into(),
            width: 800,
            height: 0,
            size: 0,
        });
        shop.catalog = crate::shop::Catalog::new(Vec::new(), products);
        let fields = serde_json::to_value(photo(shop, &quote)).unwrap();
        assert_eq!(
            fields,
            serde_json::json!({"photo_url": "https://example.com/a.jpg", "photo_width": 800})
        );
    }
}
