//! What the plain shop says: a product, the terms, an invoice, yes or no, a receipt.

use std::sync::Arc;

use teloxide::{
    dispatching::{UpdateFilterExt, UpdateHandler},
    prelude::*,
    types::{InlineKeyboardButton, InlineKeyboardMarkup, LabeledPrice, Me, SuccessfulPayment},
};

use super::books::{Books, No, PRICE};

pub(super) type Error = Box<dyn std::error::Error + Send + Sync>;
type Handled = Result<(), Error>;

const BUY: &str = "buy";
const AGREE: &str = "agree";
const CURRENCY: &str = "XTR";

pub(super) fn schema() -> UpdateHandler<Error> {
    let paid = |message: Message| message.successful_payment().cloned();
    dptree::entry()
        .branch(Update::filter_message().filter_map(paid).endpoint(receipt))
        .branch(Update::filter_message().endpoint(product))
        .branch(Update::filter_callback_query().endpoint(tap))
        .branch(Update::filter_pre_checkout_query().endpoint(pre_checkout))
}

async fn product(bot: Bot, message: Message) -> Handled {
    bot.send_message(message.chat.id, "Ticket\n\nOne ticket.\n\n5 ⭐️")
        .reply_markup(button("Buy", BUY))
        .await?;
    Ok(())
}

async fn tap(bot: Bot, me: Me, query: CallbackQuery, books: Arc<Books>) -> Handled {
    bot.answer_callback_query(query.id.clone()).await?;
    let (shop, customer, chat) = (shop(&me), number(query.from.id)?, ChatId::from(query.from.id));
    if query.data.as_deref() == Some(AGREE) {
        books.agree(shop, customer).await?;
    }
    let payload = payload()?;
    if books.order(shop, customer, &payload).await? {
        let prices = [LabeledPrice::new("Ticket", u32::try_from(PRICE)?)];
        bot.send_invoice(chat, "Ticket", "One ticket.", payload, CURRENCY, prices)
            .await?;
    } else {
        bot.send_message(chat, "Be on time.")
            .reply_markup(button("I have read and agree", AGREE))
            .await?;
    }
    Ok(())
}

async fn pre_checkout(bot: Bot, me: Me, query: PreCheckoutQuery, books: Arc<Books>) -> Handled {
    let (customer, amount) = (number(query.from.id)?, i64::from(query.total_amount));
    match books.hold(shop(&me), customer, &query.invoice_payload, amount).await? {
        Ok(()) => bot.answer_pre_checkout_query(query.id, true).await?,
        Err(no) => {
            let words = match no {
                No::OtherInvoice => "This invoice is not valid any more.",
                No::SoldOut => "Sold out.",
            };
            bot.answer_pre_checkout_query(query.id, false)
                .error_message(words)
                .await?
        }
    };
    Ok(())
}

async fn receipt(bot: Bot, message: Message, payment: SuccessfulPayment, books: Arc<Books>) -> Handled {
    let (charge, amount) = (&payment.telegram_payment_charge_id.0, i64::from(payment.total_amount));
    let text = if books
        .pay(&payment.invoice_payload, charge, amount, &payment.currency)
        .await?
    {
        format!("Paid: Ticket, 5 ⭐️.\nPayment {charge}\n\nShow this message at the door.")
    } else {
        format!("Your payment {charge} is safe. We will write to you.")
    };
    bot.send_message(message.chat.id, text).await?;
    Ok(())
}

fn button(text: &str, data: &str) -> InlineKeyboardMarkup {
    InlineKeyboardMarkup::new([[InlineKeyboardButton::callback(text, data)]])
}

/// Nobody guesses another's.
fn payload() -> Result<String, Error> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes)?;
    Ok(format!("{:032x}", u128::from_ne_bytes(bytes)))
}

fn shop(me: &Me) -> i64 {
    i64::try_from(me.id.0).unwrap_or_default()
}

fn number(user: UserId) -> Result<i64, Error> {
    Ok(i64::try_from(user.0)?)
}
