//! The catalog: categories and products in the owner's order, found by id and by the code that a button carries.

use std::sync::Arc;

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
    /// Where each stands, in the order of the codes.
    by_code: Vec<(Code, usize)>,
}

impl Catalog {
    /// Ids and codes are unique: `config` has checked that.
    pub fn new(categories: Vec<Category>, products: impl IntoIterator<Item = impl Into<Arc<Product>>>) -> Catalog {
        let products: Vec<Arc<Product>> = products.into_iter().map(Into::into).collect();
        let places = products.iter().enumerate();
        let mut by_code: Vec<(Code, usize)> = places.map(|(at, product)| (product.id.code(), at)).collect();
        by_code.sort_unstable();
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
        let at = self.by_code.binary_search_by_key(&code, |(code, _)| *code).ok()?;
        Some(&self.products[self.by_code[at].1])
    }

    /// The products here that are not the very same ones there. An unchanged file gives the same ones again, so of a
    /// large catalog only what changed is looked at.
    pub fn apart_from<'a>(&'a self, other: &'a Catalog) -> impl Iterator<Item = &'a Arc<Product>> {
        let is_same = |(one, another): &(&Arc<Product>, &Arc<Product>)| Arc::ptr_eq(one, another);
        let head = self.products.iter().zip(&other.products).take_while(is_same).count();
        let (own, others) = (&self.products[head..], &other.products[head..]);
        let tail = own.iter().rev().zip(others.iter().rev()).take_while(is_same).count();
        let moved = |product: &&Arc<Product>| {
            let there = other.product(&product.id);
            !there.is_some_and(|there| Arc::ptr_eq(there, product))
        };
        own[..own.len() - tail].iter().filter(moved)
    }

    /// Products of a category; `None` gives those without one.
    pub fn on_shelf<'a>(&'a self, category: Option<&'a CategoryId>) -> impl Iterator<Item = &'a Arc<Product>> {
        self.products
            .iter()
            .filter(move |product| product.category.as_ref() == category)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shop::fixture::product;

    #[test]
    fn products_that_are_the_very_same_are_not_looked_at() {
        let all: Vec<Arc<Product>> = ["a", "b", "c", "d", "e"].map(product).map(Arc::new).into();
        let catalog = |places: &[usize]| Catalog::new(vec![], places.iter().map(|at| all[*at].clone()));
        let apart = |own: &Catalog, other: &Catalog| -> Vec<String> {
            own.apart_from(other).map(|product| product.id.to_string()).collect()
        };
        let whole = catalog(&[0, 1, 2, 3]);
        assert_eq!(apart(&whole, &catalog(&[0, 1, 2, 3])), Vec::<String>::new());
        assert_eq!(apart(&catalog(&[0, 4, 1, 2, 3]), &whole), ["e"]);
        assert_eq!(apart(&whole, &catalog(&[0, 3])), ["b", "c"]);
        assert_eq!(
            apart(&catalog(&[3, 2, 1, 0]), &whole),
            Vec::<String>::new(),
            "only moved"
        );
        assert_eq!(
            apart(&Catalog::new(vec![], [product("a")]), &whole),
            ["a"],
            "equal, and another one"
        );
    }
}
