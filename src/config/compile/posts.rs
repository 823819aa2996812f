//! `posts:` of `shop.yaml`: what a shop shows outside its own chats, and how often it can be paid.

use super::super::kinds::Kind;
use super::super::problem::Problem;
use super::super::raw::{Posts, ShopFile};
use super::super::read::F;
use super::{
    context::Context,
    scalar::{Words, word},
};
use crate::shop::{Payable, PostForm, PostPolicy, TermsRule};

pub(crate) const FORMS: Words<PostForm> = Words {
    all: &[("card", PostForm::Card), ("invoice", PostForm::Invoice)],
    default: PostForm::Card,
};
pub(crate) const PAYABLE: Words<Payable> = Words {
    all: &[
        ("once", Payable::Once),
        ("once_per_customer", Payable::OncePerCustomer),
        ("while_stock_lasts", Payable::WhileStockLasts),
    ],
    default: Payable::WhileStockLasts,
};

pub(super) fn posts(cx: &mut Context<'_>, shop: &ShopFile, terms: Option<TermsRule>) -> Option<PostPolicy> {
    let default = Posts::default();
    let raw = match &shop.posts {
        F::Good(written) => &written.v,
        F::Absent => &default,
        F::Bad(_) => return None,
    };
    let age = shop.policies.good().and_then(|policies| policies.v.minimum_age.span());
    let form = word(cx, &raw.r#as, &FORMS);
    let payable = word(cx, &raw.payable, &PAYABLE);
    if let (Some(PostForm::Invoice), Some(TermsRule::BeforePaying), Some(at)) = (form, terms, raw.r#as.span()) {
        let message = "whoever pays a posted invoice must have agreed to the terms in the bot before";
        cx.push(
            Problem::new(Kind::PostsBeforeTerms, at, message)
                .label("strangers are refused when they pay")
                .help("write `as: card`, whose button leads through the terms, or `terms: by_paying`"),
        );
    } else if let (Some(PostForm::Invoice), Some(at), Some(age)) = (form, raw.r#as.span(), age) {
        let message = "whoever pays a posted invoice must have confirmed their age in the bot before";
        cx.push(
            Problem::new(Kind::PostsBeforeTerms, at, message)
                .label("strangers are refused when they pay")
                .also(age, "because of this")
                .help("write `as: card`, whose button leads into the bot, where they are asked"),
        );
    }
    Some(PostPolicy {
        form: form?,
        payable: payable?,
    })
}
