//! What a payer filled into the payment form, as Telegram hands it on. What cannot be read counts as not given.

use serde_json::Value;

use super::read::words;
use crate::order::{Address, OrderInfo};

pub(super) fn order_info(info: &Value) -> OrderInfo {
    OrderInfo {
        name: words(info, "name"),
        phone: words(info, "phone_number"),
        email: words(info, "email"),
        address: info
            .get("shipping_address")
            .filter(|found| found.is_object())
            .map(address),
    }
}

fn address(address: &Value) -> Box<Address> {
    Box::new(Address {
        country_code: words(address, "country_code"),
        state: words(address, "state"),
        city: words(address, "city"),
        street_line1: words(address, "street_line1"),
        street_line2: words(address, "street_line2"),
        post_code: words(address, "post_code"),
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_form_is_read_and_an_odd_one_is_an_empty_one() {
        let info = order_info(
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
            assert!(order_info(&odd).is_empty(), "{odd}");
        }
    }
}
