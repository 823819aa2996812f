//! `tests/NAME.yaml`: what a customer does, and what the shop must answer. What a step means, and whether it makes sense,
//! is said in the room `rehearsal`, which plays it. `person` is what people do, `answer` what the shop must have done,
//! `words` the words that may stand there.

mod answer;
mod person;
pub(crate) mod words;

use std::{borrow::Cow, fmt};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::{Map, Value};

pub(crate) use answer::{Books, Expect, Words};
pub(crate) use person::{Act, Forward, InvoiceOf, Show, TapOn};

use super::super::schema::talk as form;
use crate::config::{Either, Entries, F};

/// Whether a file of a shop's folder is a conversation; what lies deeper is what conversations reload.
pub(crate) fn is_one(path: &str) -> bool {
    let name = path.strip_prefix("tests/").and_then(|rest| rest.strip_suffix(".yaml"));
    name.is_some_and(|name| !name.contains('/'))
}

/// A conversation that must keep working: how things stand, what people do, and what the shop answers.
#[derive(Debug, Default, serde::Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct ConversationFile {
    /// What must hold, as a sentence.
    #[schemars(
        schema_with = "form::said",
        extend("x-required" = true, "x-example" = "The last loaf goes to one customer")
    )]
    pub(crate) name: F<String>,
    /// How things stand before anybody speaks.
    #[schemars(extend(
        "x-default" = "the counts of catalog.yaml, and people who are here for the first time",
        "x-example" = "{stock: {rye: 1}}"
    ))]
    pub(crate) given: F<Given>,
    /// What happens, line by line. Each line says who, and what.
    #[schemars(extend("x-required" = true, "x-example" = "[{ann: /start}, {shop: {says: Fresh bread}}]"))]
    pub(crate) talk: F<Vec<F<Step>>>,
    /// Ids of sentences in a list of your own that this conversation proves; kiosk does not look at them.
    #[schemars(
        schema_with = "form::proved",
        extend("x-default" = "none", "x-example" = "[last-piece]")
    )]
    pub(crate) covers: F<Vec<F<String>>>,
}

/// How things stand before anybody speaks.
#[derive(Debug, Default, serde::Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct Given {
    /// How many there are of a product, or of a choice with a count of its own, as `product/choice`.
    #[schemars(
        schema_with = "form::counts",
        extend("x-default" = "the counts of catalog.yaml", "x-example" = "{rye: 1}")
    )]
    pub(crate) stock: F<Entries<String>>,
    /// How many unsold keys a product has. They are made up; those in `goods/` are not touched.
    #[schemars(
        schema_with = "form::counts",
        extend("x-default" = "5 of each", "x-example" = "{rye: 2}")
    )]
    pub(crate) keys: F<Entries<String>>,
    /// The language of a person's app.
    #[schemars(
        schema_with = "form::languages_of_people",
        extend("x-default" = "the shop's first language", "x-example" = "{ann: en}")
    )]
    pub(crate) language: F<Entries<String>>,
    /// What a person calls themselves in Telegram.
    #[schemars(
        schema_with = "form::words_by_person",
        extend("x-default" = "the name in the conversation", "x-example" = "{ann: Ann Silva}")
    )]
    pub(crate) names: F<Entries<String>>,
    /// People who have agreed to the terms before.
    #[schemars(schema_with = "form::people", extend("x-default" = "nobody", "x-example" = "[ann, ben]"))]
    pub(crate) agreed: F<Vec<F<String>>>,
    /// People who work in the shop, besides the one who is called `staff`.
    #[schemars(schema_with = "form::people", extend("x-default" = "nobody else", "x-example" = "[vera]"))]
    pub(crate) staff: F<Vec<F<String>>>,
}

/// One line of the talk: who, and what. More than one pair is a mistake that `rehearsal` reports.
#[derive(Debug)]
pub(crate) struct Step(pub(crate) Vec<(F<String>, Does)>);

/// File → its new text, or passages of it → what stands there instead.
pub(crate) type Edits = Entries<Either<String, Entries<String>>>;

/// What stands behind the first word of a step, in the order in which it is told.
#[derive(Debug, JsonSchema)]
#[schemars(rename_all = "snake_case")]
pub(crate) enum Does {
    /// What a person does: words that they type, or something else. `ann` can be any short word, and each such word is
    /// another person; `staff` works in the shop and acts in the orders chat.
    #[schemars(rename = "ann", extend("x-default" = "–", "x-example" = "{tap: Buy}"))]
    Person(#[schemars(schema_with = "form::act")] Box<F<Either<String, Act>>>),
    /// What the shop must have done since the last step of somebody else: words that it says, or more.
    #[schemars(extend("x-default" = "–", "x-example" = "{invoice: 5.20 EUR}"))]
    Shop(#[schemars(schema_with = "form::expected")] Box<F<Either<String, Expect>>>),
    /// What the shop's books must hold at this moment.
    #[schemars(extend("x-default" = "–", "x-example" = "{orders: {fulfilled: 1}, charges: 1}"))]
    Books(Box<F<Books>>),
    /// Lets time pass, and everything that is due in it happen.
    #[schemars(extend("x-default" = "–", "x-example" = "31m"))]
    Wait(#[schemars(schema_with = "form::wait")] F<String>),
    /// Saves changes of the shop's files: in a file, each old text and the new one; or a file's whole new text; or a
    /// folder beside the conversation whose files are laid over the shop's; `true` looks at the files again.
    #[schemars(extend("x-default" = "–", "x-example" = "{catalog.yaml: {\"price: 5.20\": \"price: 5.90\"}}"))]
    Reload(#[schemars(schema_with = "form::reload")] F<Either<String, Edits>>),
    /// The engine ends and begins again, as after a power cut.
    #[schemars(extend("x-default" = "–", "x-example" = "true"))]
    Restart(#[schemars(schema_with = "form::only_true")] F<String>),
    /// The engine ends.
    #[schemars(extend("x-default" = "–", "x-example" = "true"))]
    Stop(#[schemars(schema_with = "form::only_true")] F<String>),
    /// The engine begins again.
    #[schemars(extend("x-default" = "–", "x-example" = "true"))]
    Start(#[schemars(schema_with = "form::only_true")] F<String>),
    /// You post a product in the group, or in the channel.
    #[schemars(extend("x-default" = "–", "x-example" = "{product: rye, as: invoice}"))]
    Post(Box<F<Post>>),
    /// You take the latest post back.
    #[schemars(extend("x-default" = "–", "x-example" = "last"))]
    Unpost(#[schemars(schema_with = "form::only_last")] F<String>),
    /// You make a link at which a product can be paid.
    #[schemars(extend("x-as" = "post", "x-default" = "–", "x-example" = "{product: rye}"))]
    Link(Box<F<Post>>),
    /// You close the latest link.
    #[schemars(extend("x-default" = "–", "x-example" = "last"))]
    Unlink(#[schemars(schema_with = "form::only_last")] F<String>),
}

/// What is posted, or what a link is made to.
#[derive(Debug, Default, serde::Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct Post {
    /// The product, or `product/choice`.
    #[schemars(
        schema_with = "form::post_product",
        extend("x-required" = true, "x-example" = "rye")
    )]
    pub(crate) product: F<String>,
    /// A card that leads into the bot, or an invoice that can be paid where it stands.
    #[schemars(
        schema_with = "form::post_form",
        extend("x-default" = "as `posts` in shop.yaml says; of a link, `invoice`", "x-example" = "invoice")
    )]
    pub(crate) r#as: F<String>,
    /// How often it can be paid.
    #[schemars(
        schema_with = "form::payable",
        extend("x-default" = "as `posts` in shop.yaml says", "x-example" = "once")
    )]
    pub(crate) payable: F<String>,
    /// Where it is posted.
    #[schemars(
        schema_with = "form::post_place",
        extend("x-default" = "`group`", "x-example" = "channel")
    )]
    pub(crate) to: F<String>,
    /// A word that is kept with the orders that come of it.
    #[schemars(schema_with = "form::said", extend("x-default" = "none", "x-example" = "street"))]
    pub(crate) tag: F<String>,
}

impl<'de> Deserialize<'de> for Step {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Step, D::Error> {
        deserializer.deserialize_map(StepVisitor)
    }
}

struct StepVisitor;

impl<'de> Visitor<'de> for StepVisitor {
    type Value = Step;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a step such as `ann: /start`")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Step, A::Error> {
        let mut pairs = Vec::new();
        while let Some(who) = map.next_key::<F<String>>()? {
            let does = match who.good().map_or("", |who| who.v.as_str()) {
                "shop" => Does::Shop(Box::new(map.next_value()?)),
                "books" => Does::Books(Box::new(map.next_value()?)),
                "wait" => Does::Wait(map.next_value()?),
                "reload" => Does::Reload(map.next_value()?),
                "restart" => Does::Restart(map.next_value()?),
                "stop" => Does::Stop(map.next_value()?),
                "start" => Does::Start(map.next_value()?),
                "post" => Does::Post(Box::new(map.next_value()?)),
                "unpost" => Does::Unpost(map.next_value()?),
                "link" => Does::Link(Box::new(map.next_value()?)),
                "unlink" => Does::Unlink(map.next_value()?),
                _ => Does::Person(Box::new(map.next_value()?)),
            };
            pairs.push((who, does));
        }
        Ok(Step(pairs))
    }
}

/// One of the words of `Does`; any other word is a person, too.
impl JsonSchema for Step {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Step".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let words = Does::json_schema(generator).to_value();
        let (mut properties, mut order) = (Map::new(), Vec::new());
        for word in words["oneOf"].as_array().into_iter().flatten() {
            let told = word.as_object().into_iter().flatten();
            let told = told.filter(|(key, _)| *key == "description" || key.starts_with("x-"));
            for (name, part) in word["properties"].as_object().into_iter().flatten() {
                let mut part = part.as_object().cloned().unwrap_or_default();
                part.extend(told.clone().map(|(key, value)| (key.clone(), value.clone())));
                order.push(Value::from(name.as_str()));
                properties.insert(name.clone(), part.into());
            }
        }
        let person = properties.get("ann").cloned();
        json_schema!({
            "type": "object", "minProperties": 1, "maxProperties": 1,
            "properties": properties, "x-order": order, "additionalProperties": person,
            "description": "One line of the talk: who, and what.",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Files, Problems, read};

    #[test]
    fn every_word_that_the_schema_tells_of_begins_a_step_of_its_own() {
        let schema = crate::config::schema::of::<ConversationFile>();
        let order = schema["properties"]["talk"]["items"]["x-order"].as_array().unwrap();
        assert_eq!(order.len(), 12);
        for word in order.iter().map(|word| word.as_str().unwrap()) {
            let text = format!("talk: [{{{word}: x}}]");
            let files = Files::from_parts([("talk.yaml", text.as_bytes())], []);
            let file = files.find("talk.yaml").unwrap();
            let read: F<ConversationFile> = read(&files, file, &mut Problems::default());
            let talk = &read.good().unwrap().v.talk.good().unwrap().v;
            let (_, does) = &talk[0].good().unwrap().v.0[0];
            assert_eq!(matches!(does, Does::Person(_)), word == "ann", "{word}");
        }
    }
}
