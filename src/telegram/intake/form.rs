//! What a payer filled into the payment form, as Telegram hands it on. What cannot be read counts as not given.

use super::shapes::{Form, ShippingAddress};
use crate::order::{Address, OrderInfo};

pub(super) fn order_info(form: Form) -> OrderInfo {
    OrderInfo {
        name: form.name.into_owned(),
        phone: form.phone_number.into_owned(),
        email: form.email.into_owned(),
        address: form.shipping_address.map(|found| Box::new(address(found))),
    }
}

fn address(address: ShippingAddress) -> Address {
    Address {
        country_code: address.country_code.into_owned(),
        state: address.state.into_owned(),
        city: address.city.into_owned(),
        street_line1: address.street_line1.into_owned(),
        street_line2: address.street_line2.into_owned(),
        post_code: address.post_code.into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::telegram::intake::fields::Field;

    fn read(json: &serde_json::Value) -> OrderInfo {
        let text = json.to_string();
        let mut json = serde_json::Deserializer::from_str(&text);
        order_info(Form::read(&mut json).unwrap())
    }

    #[test]
    fn a_form_is_read_and_an_odd_one_is_an_empty_one() {
        let info = read(
            &json!({"name": "Ann", "phone_number": "351210000000", "email": "ann@example.com",
            "shipping_address": {"country_code": "PT", "state": "", "city": "Lisboa", "street_line1": "Rua 1",
            "street_line2": "", "post_code": "1100-001"}}),
        );
        assert_eq!(
            (info.name.as_str(), info.phone.as_str(), info.email.as_str()),
            ("Ann", "351210000000", "ann@example.com")
        );
        assert_eq!(info.address.unwrap().line(), "Rua 1, 1100-001 Lisboa, PT");
        for odd in [
            json!(null),
            json!([]),
            json!("x"),
            json!({"name": 5, "shipping_address": []}),
        ] {
            assert!(read(&odd).is_empty(), "{odd}");
        }
    }
}
