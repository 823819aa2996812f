//! `setWebhook` and `deleteWebhook`: Bot API, "Getting updates"; order and words are those of `telegram-bot-api`
//! (`Client.cpp`, `process_set_webhook_query` and `do_set_webhook`; `WebhookActor.cpp`, `start_up`).

use std::net::{IpAddr, Ipv4Addr};

use reqwest::Url;
use serde::{Deserialize, Serialize};

use super::polling::allowed_updates;
use super::refusal::Checked;
use super::{Fields, Refusal};

const SECRET_BYTES_MAX: usize = 256;
/// A server that is not local takes at most so many.
const CONNECTIONS_MAX: i64 = 100;
const CONNECTIONS_DEFAULT: i64 = 40;
const PORTS: &[u16] = &[443, 88, 80, 8443];

/// A wish for a webhook, not judged yet: the old one ends before the new one is looked at.
#[derive(Debug, Clone)]
pub(crate) struct SetWebhook {
    pub(crate) place: HookPlace,
    pub(crate) allowed_updates: Option<Vec<String>>,
    pub(crate) drop_pending_updates: bool,
}

/// Where updates are posted, and how.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct HookPlace {
    /// Empty: there is no webhook.
    pub(crate) url: String,
    pub(crate) secret_token: String,
    /// 0 without a webhook.
    pub(crate) max_connections: usize,
    /// An address that stands in for the host's own.
    pub(crate) ip_address: String,
    /// PEM of a certificate that the bot made itself.
    pub(crate) certificate: Option<String>,
}

pub(super) fn set_webhook(fields: &Fields) -> SetWebhook {
    let url = fields.text("url");
    let drop_pending_updates = fields.truth("drop_pending_updates");
    if url.is_empty() {
        return delete_webhook(fields);
    }
    let connections = fields.clamped("max_connections", CONNECTIONS_DEFAULT, 1, CONNECTIONS_MAX);
    SetWebhook {
        place: HookPlace {
            url: url.to_owned(),
            secret_token: fields.text("secret_token").to_owned(),
            max_connections: usize::try_from(connections).unwrap_or(1),
            ip_address: fields.text("ip_address").to_owned(),
            certificate: certificate(fields),
        },
        allowed_updates: allowed_updates(fields),
        drop_pending_updates,
    }
}

pub(super) fn delete_webhook(fields: &Fields) -> SetWebhook {
    SetWebhook {
        place: HookPlace::default(),
        allowed_updates: None,
        drop_pending_updates: fields.truth("drop_pending_updates"),
    }
}

fn certificate(fields: &Fields) -> Option<String> {
    let part = fields
        .text("certificate")
        .strip_prefix("attach://")
        .unwrap_or("certificate");
    let upload = fields.upload(part)?;
    Some(String::from_utf8_lossy(&upload.content).into_owned())
}

impl HookPlace {
    /// What is refused before anything of the new webhook is taken over.
    pub(crate) fn check_words(&self) -> Checked<()> {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
        if self.parsed().is_none() {
            return Err(Refusal::bad("invalid webhook URL specified"));
        }
        if self.secret_token.len() > SECRET_BYTES_MAX {
            return Err(Refusal::bad("secret token is too long"));
        }
        if !self.secret_token.bytes().all(plain) {
            return Err(Refusal::bad("secret token contains unallowed characters"));
        }
        Ok(())
    }

    /// What is refused when the first connection would be made.
    ///
    /// One difference is deliberate: this machine itself (`http://127.0.0.1:PORT`, `localhost`, `[::1]`) is taken with
    /// any scheme and port, which Telegram takes only from a server started with `--local`. Host names are not resolved
    /// here; one that does not exist shows in `last_error_message`.
    pub(crate) fn check_place(&self) -> Checked<()> {
        let Some(url) = self.parsed() else {
            return Err(Refusal::bad("invalid webhook URL specified"));
        };
        if !is_this_machine(&url) {
            if url.scheme() != "https" {
                return Err(bad_webhook("An HTTPS URL must be provided for webhook"));
            }
            if !PORTS.contains(&url.port_or_known_default().unwrap_or(0)) {
                return Err(bad_webhook("Webhook can be set up only on ports 80, 88, 443 or 8443"));
            }
            if let Some(address) = literal(&url) {
                check_address(address)?;
            }
        }
        match (self.ip_address.is_empty(), self.ip_address.parse()) {
            (true, _) => Ok(()),
            (false, Ok(address)) => check_address(address),
            (false, Err(_)) => Err(bad_webhook("Invalid IP address specified")),
        }
    }

    /// The URL; without a scheme it is HTTPS.
    pub(crate) fn parsed(&self) -> Option<Url> {
        let whole = if self.url.contains("://") {
            self.url.clone()
        } else {
            format!("https://{}", self.url)
        };
        let url = Url::parse(&whole).ok()?;
        let web = matches!(url.scheme(), "http" | "https") && url.host_str().is_some_and(|host| !host.is_empty());
        web.then_some(url)
    }

    /// The address that is known without asking anybody.
    pub(crate) fn known_address(&self) -> Option<String> {
        if !self.ip_address.is_empty() {
            return Some(self.ip_address.clone());
        }
        literal(&self.parsed()?).map(|address| address.to_string())
    }
}

fn bad_webhook(words: &str) -> Refusal {
    Refusal::bad(format!("bad webhook: {words}"))
}

fn literal(url: &Url) -> Option<IpAddr> {
    url.host_str()?.trim_matches(['[', ']']).parse().ok()
}

fn is_this_machine(url: &Url) -> bool {
    url.host_str() == Some("localhost") || literal(url).is_some_and(|address| address.is_loopback())
}

fn check_address(address: IpAddr) -> Checked<()> {
    match address {
        _ if address.is_loopback() => Ok(()),
        IpAddr::V6(_) => Err(bad_webhook("IPv6-only addresses are not allowed")),
        IpAddr::V4(address) if is_reserved(address) => Err(bad_webhook(&format!("IP address {address} is reserved"))),
        IpAddr::V4(_) => Ok(()),
    }
}

/// Private, link-local, shared, benchmarking, documentation, multicast and future use (RFC 6890).
fn is_reserved(address: Ipv4Addr) -> bool {
    let [a, b, ..] = address.octets();
    let shared = a == 100 && (64..128).contains(&b);
    let benchmarking = a == 198 && (b == 18 || b == 19);
    let known = address.is_private() || address.is_link_local() || address.is_documentation();
    known || shared || benchmarking || a == 0 || a >= 224
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(url: &str, ip_address: &str) -> String {
        let place = HookPlace {
            url: url.into(),
            ip_address: ip_address.into(),
            ..HookPlace::default()
        };
        let judged = place.check_words().and_then(|()| place.check_place());
        judged.map_or_else(
            |refusal| refusal.description.replace("Bad Request: ", ""),
            |()| "taken".into(),
        )
    }

    #[test]
    fn only_telegrams_urls_are_taken_and_those_of_this_machine() {
        let https = "bad webhook: An HTTPS URL must be provided for webhook";
        let ports = "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443";
        for (url, words) in [
            ("https://example.com/a", "taken"),
            ("example.com:8443/a", "taken"),
            ("https://user:word@example.com:88", "taken"),
            ("http://example.com", https),
            ("https://example.com:8080", ports),
            ("http://127.0.0.1:9/x", "taken"),
            ("http://localhost:9", "taken"),
            ("https://[::1]:9", "taken"),
            (
                "https://[2001:db8::1]",
                "bad webhook: IPv6-only addresses are not allowed",
            ),
            ("https://10.1.2.3", "bad webhook: IP address 10.1.2.3 is reserved"),
            ("https://100.64.0.1", "bad webhook: IP address 100.64.0.1 is reserved"),
            ("https://93.184.216.34", "taken"),
            ("ftp://example.com", "invalid webhook URL specified"),
            ("https://", "invalid webhook URL specified"),
            ("https://a b", "invalid webhook URL specified"),
        ] {
            assert_eq!(said(url, ""), words, "{url}");
        }
    }

    #[test]
    fn a_fixed_address_is_judged_too() {
        let url = "https://example.com";
        assert_eq!(said(url, "93.184.216.34"), "taken");
        assert_eq!(said(url, "127.0.0.1"), "taken");
        assert_eq!(said(url, "here"), "bad webhook: Invalid IP address specified");
        assert_eq!(
            said(url, "192.168.0.1"),
            "bad webhook: IP address 192.168.0.1 is reserved"
        );
    }
}
