//! Holds values against the Bot API's types and collects what does not fit, each with its place.

use serde_json::{Map, Value};

use super::{Call, Field, Kind, Shape, Spec};
use crate::sandbox::api::Fields;

/// One judgement. It never stops at the first complaint.
pub(super) struct Judge<'a> {
    spec: &'a Spec,
    pub(super) complaints: Vec<String>,
}

impl<'a> Judge<'a> {
    pub(super) fn new(spec: &'a Spec) -> Judge<'a> {
        Judge {
            spec,
            complaints: Vec::new(),
        }
    }

    /// A request's parameters, which are all text: numbers and truth values are read from it, the rest as JSON.
    pub(super) fn request(&mut self, call: &Call, given: &Fields) {
        for name in given.names() {
            if !call.fields.iter().any(|field| field.name == name) && !given.is_attached(name) {
                self.complain(name, "is no parameter of this method");
            }
        }
        for field in &call.fields {
            let text = given.text(field.name);
            match (text.is_empty(), given.upload(field.name)) {
                (false, _) => self.parameter(field, text),
                (true, None) if field.is_required => self.complain(field.name, "is required and missing"),
                (true, _) => {}
            }
        }
    }

    fn parameter(&mut self, field: &Field, text: &str) {
        if field
            .kinds
            .iter()
            .any(|kind| kind.depth == 0 && matches!(kind.name, "String" | "InputFile"))
        {
            return;
        }
        match serde_json::from_str(text) {
            Ok(value) => self.value(field.name, &value, &field.kinds),
            Err(_) => self.complain(field.name, "is neither a number, nor a truth value, nor JSON"),
        }
    }

    /// A value that may be of several kinds: the one that fits best is held against it.
    pub(super) fn value(&mut self, place: &str, value: &Value, kinds: &[Kind]) {
        let judged = kinds.iter().map(|kind| {
            let mut judge = Judge::new(self.spec);
            judge.one(place, value, *kind);
            judge.complaints
        });
        if let Some(fewest) = judged.min_by_key(Vec::len) {
            self.complaints.extend(fewest);
        }
    }

    fn one(&mut self, place: &str, value: &Value, kind: Kind) {
        if kind.depth > 0 {
            let Value::Array(items) = value else {
                return self.complain(place, "is no array");
            };
            let kind = Kind {
                depth: kind.depth - 1,
                ..kind
            };
            for (number, item) in items.iter().enumerate() {
                self.one(&format!("{place}[{number}]"), item, kind);
            }
            return;
        }
        let fits = match kind.name {
            "Integer" => value.is_i64() || value.is_u64(),
            "Float" => value.is_number(),
            "String" | "InputFile" => value.is_string(),
            "Boolean" => value.is_boolean(),
            name => return self.named(place, value, name),
        };
        if !fits {
            self.complain(place, &format!("is no {}", kind.name));
        }
    }

    fn named(&mut self, place: &str, value: &Value, name: &str) {
        match (self.spec.types.get(name), value) {
            (Some(Shape::OneOf(kinds)), _) => self.value(place, value, kinds),
            (Some(Shape::Object(fields)), Value::Object(object)) => self.object(place, object, name, fields),
            (Some(Shape::Object(_)), _) => self.complain(place, &format!("is no {name}")),
            (None, _) => self.complain(place, &format!("should be a {name}, which the Bot API lacks")),
        }
    }

    fn object(&mut self, place: &str, object: &Map<String, Value>, name: &str, fields: &[Field]) {
        for field in fields {
            let inner = format!("{place}.{}", field.name);
            match object.get(field.name) {
                Some(value) => self.value(&inner, value, &field.kinds),
                None if field.is_required => self.complain(&inner, &format!("is required in {name} and missing")),
                None => {}
            }
        }
        for given in object.keys() {
            if !fields.iter().any(|field| field.name == given) {
                self.complain(&format!("{place}.{given}"), &format!("is no field of {name}"));
            }
        }
    }

    fn complain(&mut self, place: &str, words: &str) {
        self.complaints.push(format!("`{place}` {words}"));
    }
}
