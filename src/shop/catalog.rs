//! The catalog: categories and products in the owner's order, found by id and by the code that a button carries.

use std::{collections::BTreeMap, sync::Arc};

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
    /// Where the products of each shelf stand; `None` has those without one. A card leads back to its place on its
    /// shelf, and nobody who looks at one is to wait for a walk through everything that there is.
    shelves: BTreeMap<Option<Code>, Vec<usize>>,
}

/// A product with the codes of its id and its category: to find them costs more than all that is done with them.
#[derive(Clone, Debug)]
pub struct Coded {
    pub code: Code,
    pub shelf: Option<Code>,
    pub product: Arc<Product>,
}

impl Catalog {
    /// Ids and codes are unique: `config` has checked that.
    pub fn new(categories: Vec<Category>, products: impl IntoIterator<Item = impl Into<Arc<Product>>>) -> Catalog {
        let products = products.into_iter().map(Into::into);
        Catalog::of_coded(categories, products.map(Coded::new))
    }

    /// The same where the code of each product is known.
    pub fn of_coded(categories: Vec<Category>, coded: impl IntoIterator<Item = Coded>) -> Catalog {
        let mut catalog = Catalog {
            categories,
            ..Catalog::default()
        };
        for (at, Coded { code, shelf, product }) in coded.into_iter().enumerate() {
            catalog.by_code.push((code, at));
            catalog.shelves.entry(shelf).or_default().push(at);
            catalog.products.push(product);
        }
        catalog.by_code.sort_unstable();
        catalog
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
        Some(&self.products[self.place(code)?])
    }

    fn place(&self, code: Code) -> Option<usize> {
        let at = self.by_code.binary_search_by_key(&code, |(code, _)| *code).ok()?;
        Some(self.by_code[at].1)
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
    pub fn on_shelf(&self, category: Option<&CategoryId>) -> impl ExactSizeIterator<Item = &Arc<Product>> {
        self.shelf(category).iter().map(|at| &self.products[*at])
    }

    /// How many products stand before this one on its shelf.
    pub fn place_on_shelf(&self, product: &Product) -> Option<usize> {
        let at = self.place(product.id.code())?;
        self.shelf(product.category.as_ref()).binary_search(&at).ok()
    }

    fn shelf(&self, category: Option<&CategoryId>) -> &[usize] {
        self.shelves
            .get(&category.map(CategoryId::code))
            .map_or(&[], Vec::as_slice)
    }
}

impl Coded {
    pub fn new(product: Arc<Product>) -> Coded {
        Coded {
            code: product.id.code(),
            shelf: product.category.as_ref().map(CategoryId::code),
            product,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shop::fixture::product;

    #[test]
    fn each_shelf_has_its_products_in_the_order_of_the_catalog() {
        let on = |shelf: Option<&str>, id: &str| Product {
            category: shelf.map(|shelf| CategoryId::parse(shelf).unwrap()),
            ..product(id)
        };
        let catalog = Catalog::new(
            vec![],
            [
                on(Some("bread"), "b"),
                on(None, "a"),
                on(Some("cake"), "d"),
                on(Some("bread"), "c"),
            ],
        );
        let ids = |shelf: Option<&str>| -> Vec<String> {
            let shelf = shelf.map(|shelf| CategoryId::parse(shelf).unwrap());
            catalog
                .on_shelf(shelf.as_ref())
                .map(|product| product.id.to_string())
                .collect()
        };
        assert_eq!(ids(Some("bread")), ["b", "c"]);
        assert_eq!(ids(None), ["a"]);
        assert_eq!(ids(Some("tea")), Vec::<String>::new());
        let places: Vec<Option<usize>> = catalog
            .products()
            .iter()
            .map(|one| catalog.place_on_shelf(one))
            .collect();
        assert_eq!(places, [Some(0), Some(0), Some(0), Some(1)]);
        assert_eq!(catalog.place_on_shelf(&product("e")), None);
    }

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
