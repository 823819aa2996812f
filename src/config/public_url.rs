//! Where Telegram reaches this machine: the address under which the shops' webhooks lie. TLS ends at the proxy in front
//! of kiosk, so this is the proxy's address and not the one that kiosk listens on.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::ids::ShopId;

/// Telegram posts to no others. A Bot API server of one's own knows no such rule.
const TELEGRAMS_PORTS: [u16; 4] = [443, 80, 88, 8443];
/// Between the public address and the name of a shop.
const WEBHOOK: &str = "/webhook/";

/// `https://shops.example.org`, perhaps with a port and a path; without a slash at the end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PublicUrl {
    text: String,
    secure: bool,
    port: Option<u16>,
    /// Where the path begins in the text.
    path_at: usize,
}

impl PublicUrl {
    pub fn parse(text: &str) -> Result<PublicUrl, String> {
        let help = "it is written as https://shops.example.org";
        let text = text.trim_end_matches('/');
        let (scheme, rest) = text
            .split_once("://")
            .ok_or_else(|| format!("is no web address; {help}"))?;
        let secure = match scheme {
            "https" => true,
            "http" => false,
            _ => return Err(format!("begins with neither https:// nor http://; {help}")),
        };
        let (place, path) = rest.find('/').map_or((rest, ""), |at| rest.split_at(at));
        let (host, port) = match place.split_once(':') {
            Some((host, port)) => (
                host,
                Some(port.parse().map_err(|_| format!("has no port `{port}`; {help}"))?),
            ),
            None => (place, None),
        };
        let in_host = |c: char| c.is_ascii_alphanumeric() || "-.".contains(c);
        if host.is_empty() || !host.chars().all(in_host) {
            return Err(format!("has no host name that Telegram could look up; {help}"));
        }
        if let Some(odd) = path
            .chars()
            .find(|c| !c.is_ascii_alphanumeric() && !"-._~/".contains(*c))
        {
            return Err(format!("may not hold `{odd}`; {help}"));
        }
        // As Telegram writes it when it is asked for the address.
        let mut text = format!("{scheme}://{}", host.to_ascii_lowercase());
        if let Some(port) = port {
            text = format!("{text}:{port}");
        }
        let path_at = text.len();
        Ok(PublicUrl {
            text: text + path,
            secure,
            port,
            path_at,
        })
    }

    /// Where the updates of one shop are posted to.
    pub fn webhook(&self, shop: &ShopId) -> String {
        format!("{}{WEBHOOK}{shop}", self.text)
    }

    /// The shop whose webhook lies at this path of a request. The proxy passes paths on as they come.
    pub fn shop_at<'a>(&self, path: &'a str) -> Option<&'a str> {
        path.strip_prefix(&self.text[self.path_at..])?.strip_prefix(WEBHOOK)
    }

    /// Why Telegram itself would not post there.
    pub fn unfit_for_telegram(&self) -> Option<String> {
        if !self.secure {
            return Some(
                "begins with http://, and Telegram posts updates over https:// alone: let a proxy end the TLS".into(),
            );
        }
        let port = self.port.filter(|port| !TELEGRAMS_PORTS.contains(port))?;
        Some(format!(
            "has the port {port}, and Telegram posts to the ports 443, 80, 88 and 8443 alone"
        ))
    }
}

impl TryFrom<String> for PublicUrl {
    type Error = String;

    fn try_from(text: String) -> Result<PublicUrl, String> {
        PublicUrl::parse(&text).map_err(|why| format!("`{text}` {why}"))
    }
}

impl From<PublicUrl> for String {
    fn from(url: PublicUrl) -> String {
        url.text
    }
}

impl fmt::Display for PublicUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shop() -> ShopId {
        ShopId::parse("corner-bakery").unwrap()
    }

    #[test]
    fn what_is_set_at_telegram_is_what_is_found_in_a_request() {
        for (text, path) in [
            ("https://example.org", ""),
            ("https://example.org/", ""),
            ("https://example.org:8443/my/shops/", "/my/shops"),
            ("https://Example.ORG:0443/My", "/My"),
            ("http://10.0.0.7:9000/k", "/k"),
        ] {
            let url = PublicUrl::parse(text).unwrap();
            let path = format!("{path}/webhook/corner-bakery");
            assert!(url.webhook(&shop()).ends_with(&path), "{text}");
            assert_eq!(url.shop_at(&path), Some("corner-bakery"), "{text}");
        }
        let url = PublicUrl::parse("https://Example.ORG:0443/My").unwrap();
        assert_eq!(url.webhook(&shop()), "https://example.org:443/My/webhook/corner-bakery");
        let url = PublicUrl::parse("https://example.org/shops").unwrap();
        for path in ["/webhook/x", "/shops", "/shops/webhook", "/other/shops/webhook/x", ""] {
            assert_eq!(url.shop_at(path), None, "{path}");
        }
    }

    #[test]
    fn what_is_no_address_is_refused_with_a_reason() {
        for (text, why) in [
            ("example.org", "is no web address"),
            ("ftp://example.org", "begins with neither"),
            ("https://", "is no web address"),
            ("https://:8443", "has no host name"),
            ("https://user:word@example.org", "has no port"),
            ("https://example.org:seven", "has no port `seven`"),
            ("https://example.org/?a=1", "may not hold `?`"),
            ("https://exämple.org", "has no host name"),
        ] {
            let error = PublicUrl::parse(text).unwrap_err();
            assert!(error.contains(why), "{text}: {error}");
        }
    }

    #[test]
    fn telegram_posts_over_tls_to_four_ports() {
        let unfit = |text| PublicUrl::parse(text).unwrap().unfit_for_telegram();
        assert_eq!(unfit("https://example.org"), None);
        assert_eq!(unfit("https://example.org:88"), None);
        assert!(unfit("https://example.org:8080").unwrap().contains("8080"));
        assert!(unfit("http://example.org").unwrap().contains("https://"));
    }
}
