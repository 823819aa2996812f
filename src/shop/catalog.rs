//! The catalog: categories and products in the owner's order, found by id and by the code that a button carries.

use std::{collections::HashMap, sync::Arc};

use super::{Localized, Product};
use crate::ids::{CategoryId, Code, ProductId};

/// A shelf of the shop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Category {
    pub id: CategoryId,
    pub title: Localized<Arc<str>>,
}

/// Everything a shop sells.
#[derive(Debug, Default)]
pub struct Catalog {
    categories: Vec<Category>,
    products: Vec<Arc<Product>>,
    by_code: HashMap<Code, usize>,
}

impl Catalog {
    /// Ids and codes are unique: `config` has checked that.
    pub fn new(categories: Vec<Category>, products: Vec<Product>) -> Catalog {
        let products: Vec<Arc<Product>> = products.into_iter().map(Arc::new).collect();
        let by_code = products.iter().enumerate().map(|(at, p)| (p.id.code(), at)).collect();
        Catalog {
            categories,
            products,
            by_code,
        }
    }

    pub fn categories(&self) -> &[Category] {
        &self.categories
    }

    pub fn products(&self) -> &[Arc<Product>] {
        &self.products
    }

    pub fn category(&self, code: Code) -> Option<&Category> {
        self.categories.iter().find(|category| category.id.code() == code)
    }

    pub fn product(&self, id: &ProductId) -> Option<&Arc<Product>> {
        self.product_by_code(id.code()).filter(|product| product.id == *id)
    }

    pub fn product_by_code(&self, code: Code) -> Option<&Arc<Product>> {
        self.by_code.get(&code).map(|at| &self.products[*at])
    }

    /// Products of a category; `None` gives those without one.
    pub fn on_shelf<'a>(&'a self, category: Option<&'a CategoryId>) -> impl Iterator<Item = &'a Arc<Product>> {
        self.products
            .iter()
            .filter(move |product| product.category.as_ref() == category)
    }
}
