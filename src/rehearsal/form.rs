//! The payment form as a person of a rehearsal fills it in: everything by heart, and what the step says instead. The
//! sandbox hands on what the invoice asks for, and nothing else.

use super::script::Form;
use crate::sandbox::{Address, OrderInfo, Payment};

pub(super) fn filled_in(who: &str, form: &Form) -> Payment {
    let own = OrderInfo::by_heart(who);
    let or = |said: &String, own| if said.is_empty() { own } else { Some(said.clone()) };
    let info = &form.info;
    let address = info.address.as_ref().map(|address| Address {
        country_code: address.country_code.clone(),
        state: address.state.clone(),
        city: address.city.clone(),
        street_line1: address.street_line1.clone(),
        street_line2: address.street_line2.clone(),
        post_code: address.post_code.clone(),
    });
    Payment {
        tip: form.tip,
        order_info: OrderInfo {
            name: or(&info.name, own.name),
            phone_number: or(&info.phone, own.phone_number),
            email: or(&info.email, own.email),
            shipping_address: address.or(own.shipping_address),
        },
        ..Payment::default()
    }
}
