//! The bounds and words by which the sections check, in one place for those who tell of them: the schema and, through
//! it, the reference page.

pub(in super::super) use super::checkout::{ASKS, SENT};
pub(in super::super) use super::deliver::PHOTO_ENDINGS;
pub(in super::super) use super::duration::shown;
pub(in super::super) use super::hours::DAYS;
pub(in super::super) use super::limits::{AGE_MAX, PAUSE_MAX, PAUSE_MIN, PERIODS, PIECES_MAX, UNPAID_MAX};
pub(in super::super) use super::options::{CHOICES_MAX, OPTIONS_MAX, STOCK_MAX};
pub(in super::super) use super::payments::MODES;
pub(in super::super) use super::photo_url::{PHOTO_BYTES_MAX as PHOTO_URL_BYTES_MAX, SIDE_PIXELS_MAX};
pub(crate) use super::posts::{FORMS, PAYABLE};
pub(in super::super) use super::product::{PER_ORDER, PER_ORDER_MAX, SUGGESTED_MAX};
pub(in super::super) use super::rule_tests::{NUMBER_MAX as TESTED_NUMBER_MAX, PIECES_MAX as TESTED_PIECES_MAX};
pub(in super::super) use super::shop::{
    FORWARDING, PAYERS, PRICE_CHANGES, ROLES, TERMS, TIMEZONE, TOPIC_MAX, VALID_FOR, VALID_FOR_MAX, VALID_FOR_MIN,
};
pub(in super::super) use super::telegram_id::ID_MAX;
pub(in super::super) use super::text::{BUTTON_MAX, DESCRIPTION_MAX, MESSAGE_MAX, TITLE_MAX};
pub(in super::super) use super::tips::SUGGESTED_TIPS_MAX;
