//! The payment form as somebody types it behind `/pay`: `tip 1.50; phone +351 210 000 000`. Whatever else an invoice
//! asks for is filled in by heart, and said.

use crate::{
    money::{Currency, Money},
    sandbox::{InvoiceView, OrderInfo, Payment},
};

/// What can be typed.
const FIELDS: [&str; 8] = ["tip", "name", "phone", "email", "street", "postcode", "city", "country"];

/// Field and value, as they were typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Form(Vec<(&'static str, String)>);

impl Form {
    /// The words say what cannot be read.
    pub(super) fn read(text: &str) -> Result<Form, String> {
        let parts = text.split(';').map(str::trim).filter(|part| !part.is_empty());
        let pairs = parts.map(|part| {
            let (field, value) = part.split_once(char::is_whitespace).unwrap_or((part, ""));
            let known = FIELDS.into_iter().find(|known| known.eq_ignore_ascii_case(field));
            match known {
                Some(known) if !value.trim().is_empty() => Ok((known, value.trim().to_owned())),
                Some(known) => Err(format!("Write a value behind `{known}`.")),
                None => Err(format!(
                    "The payment form has no `{field}`. It has: {}; a `;` stands between two of them.",
                    FIELDS.join(", ")
                )),
            }
        });
        pairs.collect::<Result<_, _>>().map(Form)
    }

    /// The form that this person hands over for an invoice.
    pub(super) fn payment(&self, person: &str, invoice: &InvoiceView) -> Result<Payment, String> {
        let mut payment = Payment {
            tip: 0,
            order_info: OrderInfo::by_heart(person),
            ..Payment::default()
        };
        let info = &mut payment.order_info;
        for (field, value) in &self.0 {
            match *field {
                "tip" => payment.tip = tip(value, &invoice.currency)?,
                "name" => info.name = Some(value.clone()),
                "phone" => info.phone_number = Some(value.clone()),
                "email" => info.email = Some(value.clone()),
                part => set_address(info, part, value),
            }
        }
        Ok(payment)
    }
}

fn set_address(info: &mut OrderInfo, part: &str, value: &str) {
    let Some(address) = &mut info.shipping_address else {
        return;
    };
    let place = match part {
        "street" => &mut address.street_line1,
        "postcode" => &mut address.post_code,
        "city" => &mut address.city,
        _ => &mut address.country_code,
    };
    value.clone_into(place);
}

fn tip(text: &str, currency: &str) -> Result<i64, String> {
    let amount = Currency::parse(currency).and_then(|currency| Money::parse(text, currency).ok());
    let amount = amount.ok_or_else(|| format!("`{text}` is no amount; write a tip such as `1.50`."))?;
    Ok(amount.minor)
}

/// What a payer hands over for an invoice that asks; `None` where it asks nothing.
pub(super) fn told(invoice: &InvoiceView, payment: &Payment) -> Option<String> {
    let info = &payment.order_info;
    let given = invoice.asks.iter().filter_map(|ask| match ask.as_str() {
        "name" => info.name.clone(),
        "phone_number" => info.phone_number.clone(),
        "email" => info.email.clone(),
        _ => info.shipping_address.as_ref().map(|address| {
            format!(
                "{}, {} {}, {}",
                address.street_line1, address.post_code, address.city, address.country_code
            )
        }),
    });
    let given: Vec<String> = given.collect();
    (!given.is_empty()).then(|| format!("You fill in the form: {}.", given.join(" · ")))
}

#[cfg(test)]
mod tests {
    use super::super::chat::tests::invoice;
    use super::*;
    use crate::sandbox::Content;

    fn asking() -> InvoiceView {
        let Content::Invoice(view) = invoice(1, false).content else {
            panic!("no invoice")
        };
        InvoiceView {
            asks: vec!["phone_number".into(), "shipping_address".into()],
            ..view
        }
    }

    #[test]
    fn what_is_typed_goes_before_what_is_known_by_heart() {
        let form = Form::read("tip 1.50; Phone +351 210 000 000 ;; street Rua da Esquina 1").unwrap();
        let payment = form.payment("Ann", &asking()).unwrap();
        assert_eq!(payment.tip, 150);
        let words = "You fill in the form: +351 210 000 000 · Rua da Esquina 1, 1100-001 Lisboa, PT.";
        assert_eq!(told(&asking(), &payment).as_deref(), Some(words));
        let nothing = InvoiceView {
            asks: Vec::new(),
            ..asking()
        };
        assert_eq!(told(&nothing, &payment), None);
    }

    #[test]
    fn what_cannot_be_read_is_said() {
        assert!(Form::read("tips 5").unwrap_err().contains("no `tips`"));
        assert!(Form::read("phone").unwrap_err().contains("behind `phone`"));
        let form = Form::read("tip 1,50").unwrap();
        assert!(form.payment("Ann", &asking()).unwrap_err().contains("`1,50`"));
    }
}
