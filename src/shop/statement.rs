//! The providers' own lists of payments, as data: so far as a description or a file of one was found.

/// A provider's own list of payments, as it hands it out: under the same names ours can be laid beside it.
#[derive(Debug)]
pub struct Statement {
    /// Between two columns.
    pub separator: char,
    pub number: &'static str,
    pub numbered_by: NumberedBy,
    pub time: &'static str,
    /// In the words of `strftime`.
    pub time_format: &'static str,
    /// Of its times: a name of the IANA database.
    pub zone: &'static str,
    pub amount: &'static str,
    /// `None` where there is only one.
    pub currency: Option<Column>,
}

/// A column of currencies.
#[derive(Clone, Copy, Debug)]
pub enum Column {
    /// `EUR`.
    Upper(&'static str),
    /// `eur`.
    Lower(&'static str),
}

/// Whose number of a payment a list shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumberedBy {
    Provider,
    Telegram,
}

/// Dashboard, Payments, Export; `ch_…` is what Telegram hands on as the provider's number.
pub(super) static STRIPE: Statement = Statement {
    separator: ',',
    number: "id",
    numbered_by: NumberedBy::Provider,
    time: "Created date (UTC)",
    time_format: "%Y-%m-%d %H:%M:%S",
    zone: "UTC",
    amount: "Amount",
    currency: Some(Column::Lower("Currency")),
};

/// The payment report of yookassa.ru/docs/support/merchant/payments/reports, with the names of its Russian file. Its
/// first column is the payment's `id` in their API. That Telegram hands on the same number is said on no page of theirs;
/// bots in public repositories show it: beside a token of their test bot (`381764678:TEST:…`) stands
/// `provider_payment_charge_id='2cb0c215-000f-5000-a000-171f5fde129e'`, and only their ids have that form.
pub(super) static YOOKASSA: Statement = Statement {
    separator: ';',
    number: "Идентификатор платежа",
    numbered_by: NumberedBy::Provider,
    time: "Время платежа",
    time_format: "%d.%m.%Y %H:%M:%S",
    zone: "Europe/Moscow",
    amount: "Сумма платежа",
    currency: Some(Column::Upper("Валюта платежа")),
};

/// The fields of the Bot API's `StarTransaction`, which getStarTransactions lists.
pub(super) static STARS: Statement = Statement {
    separator: ',',
    number: "id",
    numbered_by: NumberedBy::Telegram,
    time: "date",
    time_format: "%s",
    zone: "UTC",
    amount: "amount",
    currency: None,
};

/// For a list that is not known: the Bot API's names.
pub static UNKNOWN_STATEMENT: Statement = Statement {
    separator: ',',
    number: "provider_payment_charge_id",
    numbered_by: NumberedBy::Provider,
    time: "time (UTC)",
    time_format: "%Y-%m-%d %H:%M:%S",
    zone: "UTC",
    amount: "amount",
    currency: Some(Column::Upper("currency")),
};
