//! Addresses in buttons and formatting: accepted, or refused in Telegram's words.

use reqwest::Url;

const SCHEMES: &[&str] = &["http", "https", "tg", "ton", "tonsite"];

/// Why an address would be refused; what is refused ("inline keyboard button", "entity") stands before it.
pub(super) fn fault(address: &str) -> Option<&'static str> {
    let address = address.trim();
    if address.is_empty() {
        return Some("URL host is empty");
    }
    let Ok(url) = parsed(address) else {
        return Some("Wrong HTTP URL");
    };
    if !SCHEMES.contains(&url.scheme()) {
        return Some("Unsupported URL protocol");
    }
    let web = url.scheme().starts_with("http");
    (web && !url.host_str().is_some_and(|host| host.contains('.'))).then_some("Wrong HTTP URL")
}

/// The address as Telegram keeps it, if it is one.
pub(super) fn checked(address: &str) -> Option<String> {
    let address = address.trim();
    if fault(address).is_some() {
        return None;
    }
    parsed(address).ok().map(String::from)
}

/// Without a scheme it is a web address.
fn parsed(address: &str) -> Result<Url, impl std::error::Error> {
    if address.contains("://") {
        Url::parse(address)
    } else {
        Url::parse(&format!("http://{address}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_judged_as_telegram_judges_them() {
        for good in [
            "https://example.com/a?b=c",
            "example.com",
            "tg://user?id=1",
            "http://t.me/shop",
        ] {
            assert_eq!(fault(good), None, "{good}");
        }
        assert_eq!(fault("not-a-url"), Some("Wrong HTTP URL"));
        assert_eq!(fault("ftp://example.com"), Some("Unsupported URL protocol"));
        assert_eq!(fault(""), Some("URL host is empty"));
    }
}
