//! A quote: priced lines, frozen. Whatever the owner edits later, this is what the invoice says and what the money is
//! matched with. Stored as JSON inside its invoice; old rows must load for ever.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{Form, Refusal};
use crate::{
    ids::{ProductId, RevisionId, Sku, TermsVersion},
    money::{AMOUNT_MINOR_MAX, Currency, Money},
    shop::{Credit, Deliver, Language, Payable, Revision, Selection, SelectionError, Unpriced},
    time::Timestamp,
};

/// Frozen priced lines. Amounts are in minor units of `currency`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quote {
    pub lines: Vec<Line>,
    pub currency: Currency,
    pub total: i64,
    pub terms: TermsVersion,
    pub revision: RevisionId,
    pub valid_until: Timestamp,
    /// What the customer picked, so that a fresh quote of the same can be made.
    pub selection: Selection,
    #[serde(default, skip_serializing_if = "Form::is_empty")]
    pub form: Form,
}

/// One line of a quote, in the customer's language of that moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    pub product: ProductId,
    pub title: Arc<str>,
    pub choices: Vec<String>,
    pub sku: Sku,
    /// Whether stock is counted for this line.
    pub counted: bool,
    pub quantity: i64,
    /// Minor units for one piece.
    pub unit: i64,
    pub goods: Goods,
}

/// How a line reaches its customer, frozen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Goods {
    Physical,
    Text(String),
    /// A file of the shop's folder.
    File(String),
    /// One key of the sku's pool for each unit.
    Keys,
    /// Minor units credited for one unit.
    Credit(i64),
}

impl Quote {
    /// Prices a selection by the revision of this moment.
    pub fn price(
        revision: &Revision,
        selection: &Selection,
        language: &Language,
        now: Timestamp,
    ) -> Result<Quote, SelectionError> {
        let shop = &revision.shop;
        let product = shop
            .catalog
            .product_by_code(selection.product)
            .ok_or(SelectionError::Withdrawn)?;
        let unpriced = product.resolve(selection)?;
        let total = unpriced
            .unit
            .times(unpriced.quantity)
            .filter(|total| (1..=AMOUNT_MINOR_MAX).contains(&total.minor));
        let total = total.ok_or(SelectionError::AmountOutside)?;
        Ok(Quote {
            lines: vec![Line::freeze(&unpriced, language)],
            currency: shop.currency,
            total: total.minor,
            terms: shop.terms.version.clone(),
            revision: revision.id.clone(),
            valid_until: now.plus(shop.invoices.valid_for),
            selection: selection.clone(),
            form: Form::of(shop, product),
        })
    }

    /// Prices what a post, a link or an inline result offers: in the shop's first language, and without an end.
    pub fn standing(revision: &Revision, selection: &Selection) -> Result<Quote, SelectionError> {
        let language = &revision.shop.languages[0];
        let quote = Quote::price(revision, selection, language, Timestamp(0))?;
        Ok(Quote {
            valid_until: Timestamp::NEVER,
            ..quote
        })
    }

    /// What a standing invoice is found again by: its lines, goods included, its sum, terms, selection and form, and how
    /// it can be paid. A changed price, text, question or version of the terms makes another one.
    pub fn fingerprint(&self, payable: Payable) -> String {
        let meant = (
            &self.lines,
            self.currency,
            self.total,
            &self.terms,
            &self.selection,
            &self.form,
            payable,
        );
        // Nothing in it can fail to be JSON.
        let json = serde_json::to_string(&meant).unwrap_or_default();
        let digest = Sha256::digest(json.as_bytes());
        let first = digest.iter().take(16);
        let number = first.fold(0_u128, |sum, byte| sum << 8 | u128::from(*byte));
        format!("{number:032x}")
    }

    pub fn total(&self) -> Money {
        Money::new(self.total, self.currency)
    }

    pub fn total_with(&self, tip: i64) -> Money {
        Money::new(self.total.saturating_add(tip), self.currency)
    }

    /// The tip in an amount that is paid for this, in minor units: exactly what is above the total.
    pub fn tip_in(&self, amount: i64) -> Result<i64, Refusal> {
        let tip = amount.checked_sub(self.total).filter(|tip| *tip >= 0);
        match tip.ok_or(Refusal::AmountDiffers)? {
            tip if tip <= self.form.tip_max => Ok(tip),
            _ if self.form.tip_max == 0 => Err(Refusal::AmountDiffers),
            _ => Err(Refusal::TipTooLarge {
                max: Money::new(self.form.tip_max, self.currency),
            }),
        }
    }

    /// Units wanted of each counted sku; two lines of one sku are one demand.
    pub fn demand(&self) -> Vec<(Sku, i64)> {
        let mut demand: Vec<(Sku, i64)> = Vec::new();
        for line in self.lines.iter().filter(|line| line.counted) {
            match demand.iter_mut().find(|(sku, _)| *sku == line.sku) {
                Some((_, units)) => *units = units.saturating_add(line.quantity),
                None => demand.push((line.sku.clone(), line.quantity)),
            }
        }
        demand
    }

    /// Whether it takes pieces of a counted sku.
    pub fn wants(&self, sku: &Sku) -> bool {
        self.lines.iter().any(|line| line.counted && line.sku == *sku)
    }

    /// Whether people must hand something over.
    pub fn is_physical(&self) -> bool {
        self.lines.iter().any(|line| line.goods == Goods::Physical)
    }

    /// What is added to the customer's account when this is paid, in minor units.
    pub fn credit(&self) -> i64 {
        let credits = self.lines.iter().map(|line| match line.goods {
            Goods::Credit(unit) => unit.saturating_mul(line.quantity),
            _ => 0,
        });
        credits.fold(0, i64::saturating_add)
    }
}

impl Line {
    fn freeze(unpriced: &Unpriced<'_>, language: &Language) -> Line {
        let product = unpriced.product;
        let goods = match &product.deliver {
            Deliver::Physical => Goods::Physical,
            Deliver::Text(text) => Goods::Text(text.get(language).to_string()),
            Deliver::File(file) => Goods::File(file.path.to_string()),
            Deliver::Keys(_) => Goods::Keys,
            Deliver::Credit(Credit::Fixed(money)) => Goods::Credit(money.minor),
            Deliver::Credit(Credit::Paid) => Goods::Credit(unpriced.unit.minor),
        };
        Line {
            product: product.id.clone(),
            title: product.title.get(language).clone(),
            choices: unpriced
                .choices
                .iter()
                .map(|choice| choice.title.get(language).to_string())
                .collect(),
            sku: unpriced.sku.clone(),
            counted: product.is_counted(),
            quantity: unpriced.quantity,
            unit: unpriced.unit.minor,
            goods,
        }
    }

    pub fn total(&self) -> i64 {
        self.unit.saturating_mul(self.quantity)
    }

    /// `Sourdough loaf (sliced)`.
    pub fn name(&self) -> String {
        if self.choices.is_empty() {
            self.title.to_string()
        } else {
            format!("{} ({})", self.title, self.choices.join(", "))
        }
    }
}
