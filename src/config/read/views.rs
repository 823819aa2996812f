//! Two parsers read every file; here their views of it are compared.

use serde_yaml::Value;

use super::super::tree::{Node, Shape};

/// The values of a tree, for the one case in which `serde_yaml` gives none.
pub(super) fn value_of(node: &Node) -> Value {
    match &node.shape {
        Shape::Scalar { raw, plain: true } => serde_yaml::from_str(raw)
            .ok()
            .filter(|value: &Value| !value.is_mapping())
            .unwrap_or_else(|| raw.as_str().into()),
        Shape::Scalar { raw, .. } => Value::String(raw.clone()),
        Shape::List(items) => Value::Sequence(items.iter().map(value_of).collect()),
        Shape::Map(entries) => Value::Mapping(
            entries
                .iter()
                .map(|entry| (value_of(&entry.key), value_of(&entry.value)))
                .collect(),
        ),
    }
}

/// The first node that the two parsers see differently.
pub(super) fn disagreement<'n>(value: &Value, node: &'n Node) -> Option<&'n Node> {
    match (value, &node.shape) {
        (Value::Sequence(values), Shape::List(items)) if values.len() == items.len() => values
            .iter()
            .zip(items)
            .find_map(|(value, item)| disagreement(value, item)),
        (Value::Mapping(pairs), Shape::Map(entries)) if pairs.len() == entries.len() => pairs
            .iter()
            .zip(entries)
            .find_map(|((k, v), entry)| disagreement(k, &entry.key).or_else(|| disagreement(v, &entry.value))),
        (Value::String(text), Shape::Scalar { raw, .. }) if text.trim_end() == raw.trim_end() => None,
        (Value::Null | Value::Bool(_) | Value::Number(_), Shape::Scalar { plain: true, .. }) => None,
        _ => Some(node),
    }
}
