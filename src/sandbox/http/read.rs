//! From an HTTP request to its fields: query string, form, JSON and multipart, as the real server reads them.

use axum::extract::multipart::MultipartError;
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::{StatusCode, header};
use reqwest::Url;

use super::BODY_BYTES_MAX;
use crate::sandbox::api::{Fields, Refusal, Upload};

/// No more of a file is kept: `getFile` hands out none that is longer.
const FILE_BYTES_MAX: usize = 20 * 1024 * 1024;

pub(super) async fn fields(request: Request) -> Result<Fields, Refusal> {
    let mut fields = Fields::default();
    if let Some(query) = request.uri().query() {
        push_encoded(&mut fields, query);
    }
    let kind = request
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    let kind = kind.unwrap_or("").to_ascii_lowercase();
    if kind.starts_with("multipart/form-data") {
        push_multipart(&mut fields, request).await?;
        return Ok(fields);
    }
    let body = axum::body::to_bytes(request.into_body(), BODY_BYTES_MAX).await;
    let body = body.map_err(|_| too_large())?;
    if kind.starts_with("application/json") {
        if !body.is_empty() {
            fields.push_json(&body)?;
        }
    } else if kind.starts_with("application/x-www-form-urlencoded") {
        let form = std::str::from_utf8(&body).map_err(|_| not_utf8())?;
        push_encoded(&mut fields, form);
    }
    Ok(fields)
}

fn too_large() -> Refusal {
    Refusal::plain(413, "Request Entity Too Large")
}

fn no_multipart() -> Refusal {
    Refusal::bad("can't parse multipart request") // invented wording
}

#[expect(clippy::needless_pass_by_value, reason = "`map_err` hands it over")]
fn broken(error: MultipartError) -> Refusal {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        too_large()
    } else {
        no_multipart()
    }
}

fn not_utf8() -> Refusal {
    Refusal::bad("strings must be encoded in UTF-8")
}

/// The `url` crate behind reqwest knows the encoding of forms.
fn push_encoded(fields: &mut Fields, encoded: &str) {
    let Ok(mut carrier) = Url::parse("http://sandbox/") else {
        return;
    };
    carrier.set_query(Some(encoded));
    for (name, value) in carrier.query_pairs() {
        fields.push(name, value);
    }
}

async fn push_multipart(fields: &mut Fields, request: Request) -> Result<(), Refusal> {
    let mut parts = Multipart::from_request(request, &())
        .await
        .map_err(|_| no_multipart())?;
    while let Some(mut part) = parts.next_field().await.map_err(broken)? {
        let name = part.name().unwrap_or("").to_owned();
        let Some(file_name) = part.file_name().map(str::to_owned) else {
            let bytes = part.bytes().await.map_err(broken)?;
            let text = std::str::from_utf8(&bytes).map_err(|_| match name.as_str() {
                "payload" => Refusal::bad("the payload must be encoded in UTF-8"),
                _ => not_utf8(),
            })?;
            fields.push(name, text);
            continue;
        };
        let mime_type = part.content_type().unwrap_or("application/octet-stream").to_owned();
        let (mut bytes, mut content) = (0, Vec::new());
        while let Some(chunk) = part.chunk().await.map_err(broken)? {
            bytes += u64::try_from(chunk.len()).unwrap_or(0);
            let room = FILE_BYTES_MAX.saturating_sub(content.len());
            content.extend(chunk.iter().take(room));
        }
        fields.push_upload(Upload {
            part: name,
            file_name,
            mime_type,
            bytes,
            content: content.into(),
        });
    }
    Ok(())
}
