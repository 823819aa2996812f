//! From what is written to a conversation that makes sense. Says everything that is wrong in one pass, each with its
//! place; what comes out can be played without another check. How a step is read is in `act` and `expect`.

mod act;
mod expect;
mod values;

use super::{
    cast::{CHANNEL_ID, GROUP_ID},
    script::{Conversation, Does, Edit, Given, Placed, Step},
};
use crate::{
    config::{
        Either, F, FileId, Files, Kind, POST_FORMS, POST_PAYABLE, Problem, Problems, Span, Written,
        conversations::{self as raw, ConversationFile, words},
        read, spoken,
    },
    engine::Wish,
    money::Currency,
    shop::{Catalog, PostForm, Shop},
};

/// The group in which the shop posts; also whom a step can be about.
pub(super) const GROUP: &str = "group";
/// The same for the channel.
pub(super) const CHANNEL: &str = "channel";
/// The member of the staff whom every rehearsal has; acts in the orders chat.
pub(super) const STAFF: &str = "staff";

/// What every part needs.
struct Context<'a> {
    /// `None` where the shop itself is not right: then nothing is compared with what it sells.
    shop: Option<&'a Shop>,
    problems: Problems,
    /// The shop's files change during the talk, so that its catalog is not the last word.
    reloads: bool,
}

/// What is wrong with a shop's own conversations, without playing them. Without a shop, because it is not right itself,
/// they are looked at as far as it is not needed.
pub fn check(files: &Files, shop: Option<&Shop>) -> Problems {
    let mut problems = Problems::default();
    for file in files.ids().filter(|file| raw::is_one(files.name(*file))) {
        problems.append(compiled(files, file, shop).1);
    }
    problems
}

/// Reads one file, to be played; what is wrong with it comes back in the order of its places.
pub(super) fn conversation(files: &Files, file: FileId, shop: &Shop) -> Result<Conversation, Problems> {
    match compiled(files, file, Some(shop)) {
        (Some(conversation), problems) if !problems.has_errors() => Ok(conversation),
        (_, problems) => Err(problems),
    }
}

fn compiled(files: &Files, file: FileId, shop: Option<&Shop>) -> (Option<Conversation>, Problems) {
    let mut problems = Problems::default();
    let raw: F<ConversationFile> = read(files, file, &mut problems);
    let mut cx = Context {
        shop,
        problems,
        reloads: false,
    };
    let conversation = raw.good().and_then(|raw| whole(&mut cx, raw));
    cx.problems.without_echoes(files);
    cx.problems.sort();
    (conversation, cx.problems)
}

fn whole(cx: &mut Context<'_>, raw: &Written<ConversationFile>) -> Option<Conversation> {
    let name = need(
        cx,
        &raw.v.name,
        "name",
        raw.at,
        "name: The last loaf goes to one customer",
    );
    let talk = need(
        cx,
        &raw.v.talk,
        "talk",
        raw.at,
        "talk: [{ann: /start}, {shop: {says: Hello}}]",
    );
    let given = raw.v.given.good().map(|given| given_of(cx, &given.v));
    let steps = talk.into_iter().flat_map(|talk| talk.v.iter().filter_map(F::good));
    let talk = steps.filter_map(|raw| step(cx, raw)).collect();
    Some(Conversation {
        name: name?.v.clone(),
        covers: values::list(&raw.v.covers).map(|id| id.v.clone()).collect(),
        given: given.unwrap_or_default(),
        talk,
    })
}

fn need<'f, T>(
    cx: &mut Context<'_>,
    field: &'f F<T>,
    name: &str,
    entry: Span,
    example: &str,
) -> Option<&'f Written<T>> {
    if field.is_absent() {
        let at = Span {
            end: entry.start,
            ..entry
        };
        cx.push(
            Problem::new(Kind::MissingField, at, format!("`{name}` is missing"))
                .label("in this file")
                .help(format!("add a line such as `{example}`")),
        );
    }
    field.good()
}

fn given_of(cx: &mut Context<'_>, raw: &raw::Given) -> Given {
    let mut given = Given::default();
    for (sku, number) in values::pairs(&raw.stock) {
        given.stock.extend(values::sku(cx, sku).zip(values::count(cx, number)));
    }
    for (sku, number) in values::pairs(&raw.keys) {
        given.keys.extend(values::sku(cx, sku).zip(values::count(cx, number)));
    }
    for (who, language) in values::pairs(&raw.language) {
        given
            .language
            .extend(values::person(cx, who).zip(spoken(&mut cx.problems, language)));
    }
    for (who, name) in values::pairs(&raw.names) {
        given
            .names
            .extend(values::person(cx, who).map(|who| (who, name.v.clone())));
    }
    given.agreed = values::list(&raw.agreed)
        .filter_map(|who| values::person(cx, who))
        .collect();
    given.staff = values::list(&raw.staff)
        .filter_map(|who| values::person(cx, who))
        .collect();
    given
}

fn step(cx: &mut Context<'_>, raw: &Written<raw::Step>) -> Option<Step> {
    let [(who, does)] = raw.v.0.as_slice() else {
        if let Some(problem) = beside(&raw.v.0) {
            cx.push(problem);
            return None;
        }
        cx.push(
            Problem::new(
                Kind::WrongType,
                raw.at,
                "a step is one person or thing, and what it does",
            )
            .label(if raw.v.0.is_empty() { "nothing" } else { "several" })
            .help("begin a new line with `- ` for each step, such as `- ann: /start`"),
        );
        return None;
    };
    let who = who.good()?;
    let does = match does {
        raw::Does::Shop(raw) => Does::Expect(Box::new(expect::expect(cx, raw.good()?)?)),
        raw::Does::Books(raw) => Does::Books(Box::new(expect::books(cx, raw.good()?))),
        raw::Does::Wait(raw) => Does::Wait(values::span(cx, raw.good()?)?),
        raw::Does::Reload(raw) => Does::Reload(reload(cx, raw.good()?)),
        raw::Does::Restart(raw) => values::mark(cx, raw, "true").map(|_| Does::Restart)?,
        raw::Does::Stop(raw) => values::mark(cx, raw, "true").map(|_| Does::Stop)?,
        raw::Does::Start(raw) => values::mark(cx, raw, "true").map(|_| Does::Start)?,
        raw::Does::Post(raw) => Does::Post(post(cx, raw.good()?)?),
        raw::Does::Link(raw) => Does::Post(link(cx, raw.good()?)?),
        raw::Does::Unlink(raw) => values::mark(cx, raw, "last").map(|_| Does::Unpost)?,
        raw::Does::Unpost(raw) => values::mark(cx, raw, "last").map(|_| Does::Unpost)?,
        raw::Does::Person(raw) => act::act(cx, who, raw.good()?)?,
    };
    Some(Step { at: who.at, does })
}

/// `- ann:`, and below it `tap: Buy`, no further right.
fn beside(pairs: &[(F<String>, raw::Does)]) -> Option<Problem> {
    let [(who, raw::Does::Person(does)), (what, _), ..] = pairs else {
        return None;
    };
    let (who, what) = (who.good().filter(|_| does.good().is_none())?, what.good()?);
    let message = format!("`{}:` stands beside `{}:` and not below it", what.v, who.v);
    let problem = Problem::new(Kind::BadIndent, who.at, message).label("nothing is within it");
    let help = format!("write two spaces more before `{}:`", what.v);
    Some(problem.also(what.at, "as far left as it").help(help))
}

fn post(cx: &mut Context<'_>, raw: &Written<raw::Post>) -> Option<Wish> {
    let product = need(cx, &raw.v.product, "product", raw.at, "product: sourdough")?;
    values::offered(cx, product)?;
    let place = raw.v.to.good();
    let place = place.and_then(|to| values::meant(cx, to, words::POST_PLACES, [GROUP_ID, CHANNEL_ID]));
    Some(Wish {
        product: product.v.clone(),
        chat: Some(place.unwrap_or(GROUP_ID).to_string()),
        topic: None,
        form: values::word(cx, &raw.v.r#as, POST_FORMS.all),
        payable: values::word(cx, &raw.v.payable, POST_PAYABLE.all),
        tag: raw.v.tag.good().map(|tag| tag.v.clone()),
    })
}

/// A link that can be paid; one to a card is written as a person's `/start`.
fn link(cx: &mut Context<'_>, raw: &Written<raw::Post>) -> Option<Wish> {
    let wish = post(cx, raw)?;
    Some(Wish {
        chat: None,
        form: Some(PostForm::Invoice),
        ..wish
    })
}

type RawEdits = Either<String, raw::Edits>;

fn reload(cx: &mut Context<'_>, raw: &Written<RawEdits>) -> Vec<Edit> {
    cx.reloads = true;
    let files = match &raw.v {
        Either::One(word) if word == "true" => return Vec::new(),
        Either::One(folder) => {
            let folder = Placed {
                v: folder.clone(),
                at: raw.at,
            };
            return vec![Edit::Folder(folder)];
        }
        Either::More(files) => files,
    };
    let mut edits = Vec::new();
    for (file, change) in &files.0 {
        let (Some(file), Some(change)) = (file.good(), change.good()) else {
            continue;
        };
        match &change.v {
            Either::One(text) => edits.push(Edit::Write {
                file: file.v.clone(),
                text: text.clone(),
            }),
            Either::More(passages) => edits.extend(passages.0.iter().filter_map(|(old, new)| {
                Some(Edit::Replace {
                    file: file.v.clone(),
                    old: values::placed(old.good()?),
                    new: new.good()?.v.clone(),
                })
            })),
        }
    }
    edits
}

impl Context<'_> {
    fn push(&mut self, problem: Problem) {
        self.problems.push(problem);
    }

    /// What the shop sells, as far as that is the last word.
    fn catalog(&self) -> Option<&Catalog> {
        let shop = self.shop.filter(|_| !self.reloads);
        shop.map(|shop| &shop.catalog)
    }

    fn currency(&self) -> Currency {
        match self.shop {
            Some(shop) => shop.currency,
            // Nothing is an amount elsewhere that is none with this many decimals.
            None => Currency::parse("KWD").unwrap_or_else(Currency::stars),
        }
    }
}
