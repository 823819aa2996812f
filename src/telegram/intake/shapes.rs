//! The fields of an update that mean something to a shop, under the names that Telegram gives them.

use std::borrow::Cow;

use serde::de::{IgnoredAny, MapAccess};

use super::fields::{Field, Reader, There, key, objects};

/// What an update holds, by the names of the kinds: a message of some kind, or a query.
#[derive(Default)]
pub(super) struct Update<'de>(pub(super) Vec<(Cow<'de, str>, Content<'de>)>);

impl<'de> Field<'de> for Update<'de> {
    fn object<A: MapAccess<'de>>(mut object: A) -> Result<Self, A::Error> {
        let mut found = Update::default();
        while let Some(kind) = object.next_key_seed(Reader::new())? {
            found.0.push((kind, object.next_value_seed(Reader::new())?));
        }
        Ok(found)
    }
}

objects! {
    /// A message or a query. Every kind is read for the same fields: money counts in whatever it comes.
    Content {
        id: Cow<'de, str>,
        from: User<'de>,
        chat: Chat<'de>,
        message_id: Option<i64>,
        message_thread_id: Option<i64>,
        is_topic_message: bool,
        sender_chat: There<()>,
        via_bot: There<()>,
        forward_origin: There<()>,
        forward_date: There<()>,
        text: Cow<'de, str>,
        reply_to_message: Shown<'de>,
        successful_payment: There<Payment<'de>>,
        refunded_payment: There<()>,
        message: Shown<'de>,
        data: Cow<'de, str>,
        query: Cow<'de, str>,
        offset: Cow<'de, str>,
        invoice_payload: Cow<'de, str>,
        currency: Cow<'de, str>,
        total_amount: Option<i64>,
        order_info: Form<'de>,
    }

    /// A message to which somebody replied, or under which a button was pressed.
    Shown {
        from: User<'de>,
        chat: Chat<'de>,
        message_id: Option<i64>,
        photo: There<()>,
        text: Cow<'de, str>,
        entities: Vec<Entity<'de>>,
        caption: Cow<'de, str>,
        caption_entities: Vec<Entity<'de>>,
    }

    User {
        id: Option<i64>,
        is_bot: bool,
        first_name: Cow<'de, str>,
        username: Cow<'de, str>,
        language_code: Cow<'de, str>,
    }

    Chat {
        id: Option<i64>,
        kind = "type": Cow<'de, str>,
    }

    Entity {
        url: Cow<'de, str>,
    }

    Payment {
        currency: Cow<'de, str>,
        total_amount: Option<i64>,
        invoice_payload: Cow<'de, str>,
        telegram_payment_charge_id: Cow<'de, str>,
        provider_payment_charge_id: Cow<'de, str>,
        order_info: Form<'de>,
    }

    Form {
        name: Cow<'de, str>,
        phone_number: Cow<'de, str>,
        email: Cow<'de, str>,
        shipping_address: Option<ShippingAddress<'de>>,
    }

    ShippingAddress {
        country_code: Cow<'de, str>,
        state: Cow<'de, str>,
        city: Cow<'de, str>,
        street_line1: Cow<'de, str>,
        street_line2: Cow<'de, str>,
        post_code: Cow<'de, str>,
    }
}

impl<'de> Field<'de> for Option<ShippingAddress<'de>> {
    fn object<A: MapAccess<'de>>(object: A) -> Result<Self, A::Error> {
        ShippingAddress::object(object).map(Some)
    }
}
