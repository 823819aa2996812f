//! What is the same for every schema: no unknown settings, which settings are needed, a group that may be left empty,
//! examples for editors.

use serde_json::{Map, Value, json};

use super::FileKind;

pub(super) fn finish(schema: &mut Value, kind: &FileKind) {
    close(schema);
    if let Some(root) = schema.as_object_mut() {
        root.insert("$schema".into(), "http://json-schema.org/draft-07/schema#".into());
        root.insert("title".into(), kind.files.into());
    }
}

fn close(schema: &mut Value) {
    let Some(map) = schema.as_object_mut() else { return };
    if let Some(example) = map.get("x-example").and_then(Value::as_str) {
        let example: Option<Value> = serde_yaml::from_str(example).ok();
        map.insert("examples".into(), example.into_iter().collect());
    }
    for (_, part) in map
        .iter_mut()
        .filter(|(key, _)| matches!(key.as_str(), "items" | "additionalProperties"))
    {
        close(part);
    }
    for part in map.get_mut("anyOf").and_then(Value::as_array_mut).into_iter().flatten() {
        close(part);
    }
    let mut needed = Vec::new();
    if let Some(properties) = map.get_mut("properties").and_then(Value::as_object_mut) {
        needed.extend(close_group(properties));
        map.entry("additionalProperties").or_insert(false.into());
        map.remove("required");
    }
    if !needed.is_empty() {
        map.insert("required".into(), needed.into());
    }
}

/// The settings of a group; gives the names of those that are needed.
fn close_group(properties: &mut Map<String, Value>) -> Vec<String> {
    let mut needed = Vec::new();
    for (name, part) in properties {
        close(part);
        let is_needed = part
            .as_object_mut()
            .and_then(|part| part.remove("x-required"))
            .is_some();
        if is_needed {
            needed.push(name.clone());
        } else if let Some(kind @ ("object" | "array")) = part.get("type").and_then(Value::as_str) {
            // The name of a group with nothing in it is as good as no line.
            let may_be_empty = json!([kind, "null"]);
            part["type"] = may_be_empty;
        }
    }
    needed
}
