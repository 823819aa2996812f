//! What the shop's policies say of the order of a rule test. Customers meet them before any rule is asked.

use crate::{
    ids::ProductId,
    money::Money,
    rules::Input,
    shop::{Ask, Buyer, PolicyRefusal, Shop, Unpaid, Wish},
    time::Timestamp,
};

/// What policies know of a customer, and rules do not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The age that they have confirmed.
    pub age: i64,
    /// The payments that they did not finish.
    pub unpaid: Unpaid,
}

/// Where nothing is said, all is well: they are old enough, and have left nothing unpaid.
impl Default for Standing {
    fn default() -> Standing {
        Standing {
            age: i64::MAX,
            unpaid: Unpaid::default(),
        }
    }
}

/// The policy that refuses this order, if any does.
pub fn refused_by_policy(shop: &Shop, input: &Input, standing: Standing) -> Option<PolicyRefusal> {
    let ids: Vec<(ProductId, i64)> = input
        .quote
        .lines
        .iter()
        .filter_map(|line| Some((ProductId::parse(&line.product).ok()?, line.quantity)))
        .collect();
    let wish = Wish {
        total: Money::new(input.quote.total, input.quote.currency),
        lines: ids.iter().map(|(id, pieces)| (id, *pieces)).collect(),
        counted: ids.iter().any(|(id, _)| is_counted(shop, id)),
        now: input.now,
    };
    let refused = shop.refuses(&wish, &buyer(shop, input, standing));
    refused.or_else(|| refused_address(shop, input, &ids))
}

fn is_counted(shop: &Shop, id: &ProductId) -> bool {
    let product = shop.catalog.product(id);
    product.is_some_and(|product| product.is_counted())
}

fn buyer(shop: &Shop, input: &Input, standing: Standing) -> Buyer {
    let today = input.now.civil(&shop.timezone).day_number;
    let at = |day: i64| {
        if day == today {
            input.now
        } else {
            Timestamp::noon(day, &shop.timezone)
        }
    };
    let (orders, lines): (Vec<_>, Vec<_>) = input
        .customer
        .purchases
        .iter()
        .partition(|purchase| purchase.product.is_empty());
    let orders = orders.iter().map(|day| day.units).fold(0, i64::saturating_add);
    let bought = lines.iter().filter_map(|line| {
        let product = ProductId::parse(&line.product).ok()?;
        Some((product, line.units, at(line.day)))
    });
    Buyer {
        id: input.customer.id,
        age: standing.age,
        unpaid: standing.unpaid,
        orders: usize::try_from(orders).unwrap_or(0),
        bought: bought.collect(),
    }
}

/// Only where a test gives an address, and the form asks for one.
fn refused_address(shop: &Shop, input: &Input, lines: &[(ProductId, i64)]) -> Option<PolicyRefusal> {
    let (country, postcode) = (&input.delivery.country, &input.delivery.postcode);
    let asks = |id: &ProductId| {
        let own = shop.catalog.product(id).and_then(|product| product.ask.as_ref());
        own.unwrap_or(&shop.checkout.ask).contains(&Ask::Address)
    };
    let given = input.invoice.paying && !(country.is_empty() && postcode.is_empty());
    if !given || !lines.iter().any(|(id, _)| asks(id)) {
        return None;
    }
    shop.refuses_address(country, postcode)
}
