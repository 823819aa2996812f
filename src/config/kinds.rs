//! The table of all kinds of problems: code, severity, meaning. Everything else (JSON, docs, tests, samples under
//! `tests/mistakes/`) follows from it. The wording of a single problem lives where it is found.

/// Does it keep the shop from opening?
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    Error,
    Warning,
}

impl Severity {
    pub fn word(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
        }
    }
}

macro_rules! kinds {
    ($($name:ident $code:literal $severity:ident $meaning:literal;)*) => {
        /// What sort of mistake it is. The code is stable: scripts and people may search for it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Kind { $(#[doc = $meaning] $name,)* }

        impl Kind {
            pub const ALL: &[Kind] = &[$(Kind::$name,)*];

            pub fn code(self) -> &'static str {
                match self { $(Kind::$name => $code,)* }
            }

            pub fn severity(self) -> Severity {
                match self { $(Kind::$name => Severity::$severity,)* }
            }

            /// One line for the reference page.
            pub fn meaning(self) -> &'static str {
                match self { $(Kind::$name => $meaning,)* }
            }
        }
    };
}

kinds! {
    // The text as YAML.
    NotUtf8 "not-utf8" Error "A file is not UTF-8 text.";
    TooBig "too-big" Error "A file is larger or deeper than any shop needs.";
    EmptyFile "empty-file" Error "A file that is needed has nothing in it.";
    SeveralDocuments "several-documents" Error "A line `---` starts a second document in one file.";
    Syntax "syntax" Error "The text is not valid YAML.";
    TabIndent "tab-indent" Error "A line is indented with a tab; YAML wants spaces.";
    NoBreakSpace "no-break-space" Error "An invisible character (a no-break space, a line separator) stands where YAML needs a plain one.";
    UnclosedQuote "unclosed-quote" Error "A quote is opened and never closed.";
    ColonInText "colon-in-text" Error "An unquoted text has a colon and a space inside.";
    MissingSpace "missing-space" Error "The space after a setting's colon is missing.";
    SpecialStart "special-start" Error "An unquoted text begins with a character that YAML keeps for itself.";
    TextAfterHash "text-after-hash" Error "A text is cut off at ` #`, which starts a comment.";
    SmartQuotes "smart-quotes" Warning "Curly quotes are part of the text; only straight ones are YAML's.";
    UnquotedWord "unquoted-word" Warning "A text is a word that other YAML programs read as yes, no or nothing.";
    MergeKey "merge-key" Error "YAML's merge key `<<` is not used in shop files.";
    DuplicateKey "duplicate-key" Error "One setting is written twice in the same group.";
    Ambiguous "ambiguous" Error "Two YAML readers understand this value differently.";
    // The settings as such.
    UnknownField "unknown-field" Error "A setting has a name that does not exist at this place.";
    MissingField "missing-field" Error "A setting that is needed is not there.";
    WrongType "wrong-type" Error "A list, a group of settings or a single value stands where another is needed.";
    EmptyValue "empty-value" Error "A setting has a name and no value.";
    UnknownChoice "unknown-choice" Error "A setting takes one of a few words, and this is none of them.";
    // Numbers, money, time.
    NotANumber "not-a-number" Error "A whole number is needed.";
    LeadingZero "leading-zero" Error "A number begins with a zero.";
    DigitSeparator "digit-separator" Error "A number or price has something between its thousands.";
    NumberRange "number-range" Error "A number is too small or too large.";
    BadPrice "bad-price" Error "This is not an amount of money.";
    CommaDecimal "comma-decimal" Error "A price has a comma where a dot is needed.";
    CurrencySign "currency-sign" Error "A price has a currency's sign or name beside the number.";
    PricePrecision "price-precision" Error "A price has more decimals than its currency.";
    PriceRange "price-range" Error "An amount is negative, nothing, or more than can be charged.";
    TipRange "tip-range" Error "Suggested tips are more than four, not rising, or above the greatest tip.";
    TelegramLimit "telegram-limit" Warning "An amount is outside what Telegram is known to accept.";
    UnknownCurrency "unknown-currency" Error "Telegram does not take payments in this currency.";
    BadDuration "bad-duration" Error "This is not a time span such as `30m` or `2d`.";
    BadTimezone "bad-timezone" Error "There is no such time zone.";
    // Names and what they lead to.
    BadId "bad-id" Error "An id is not lower-case words with dashes, at most 32 characters.";
    DuplicateId "duplicate-id" Error "Two things of one sort have the same id.";
    UnknownReference "unknown-reference" Error "A setting names a category or product that does not exist.";
    UnknownLanguage "unknown-language" Error "A text is in a language that the shop does not list.";
    MissingTranslation "missing-translation" Warning "A text lacks one of the shop's languages.";
    CodeCollision "code-collision" Error "Two ids share the short code that Telegram's buttons carry.";
    // Texts.
    TextTooLong "text-too-long" Error "A text is longer than Telegram allows.";
    BadMarkup "bad-markup" Error "A bold, italic or link mark is opened and not closed.";
    UnknownPlaceholder "unknown-placeholder" Error "A `{placeholder}` does not exist in this text.";
    UnknownText "unknown-text" Error "The engine has no message of this name.";
    BadJson "bad-json" Error "`provider_data` is not a JSON object.";
    BadUrl "bad-url" Error "This is not a public address on the web.";
    // Files.
    Unreadable "unreadable" Error "The folder or a file in it cannot be read.";
    MissingFile "missing-file" Error "A file that is needed or named does not exist.";
    PathOutside "path-outside" Error "A path leads out of the shop's folder.";
    StrayFile "stray-file" Warning "A YAML file that the shop does not read.";
    BadFile "bad-file" Error "A photo or file is of a kind or size that Telegram does not take.";
    NotSupported "not-supported" Error "A part of the format that the engine does not have yet.";
    EmptyPool "empty-pool" Warning "A key file has nothing in it.";
    // Secrets.
    LiteralSecret "literal-secret" Error "A token is written into a file instead of `${NAME}`.";
    UnsetSecret "unset-secret" Error "A secret that is needed has no value.";
    BadSecret "bad-secret" Error "A secret's value cannot be what it should be.";
    // The shop as a whole.
    ProviderCurrency "provider-currency" Error "The payment provider and the currency do not go together.";
    UnknownProvider "unknown-provider" Error "There is no payment provider of this name.";
    ProviderCannot "provider-cannot" Error "The payment provider cannot do what a setting asks for.";
    ProtectedCopies "protected-copies" Warning "Copies of invoices can be paid, and invoices are protected from being forwarded.";
    DigitalForFiat "digital-for-fiat" Warning "Digital goods are sold for money other than Telegram Stars.";
    NothingToSell "nothing-to-sell" Error "The catalog has no product.";
    EmptyCategory "empty-category" Warning "A category has no product.";
    NoOwner "no-owner" Warning "A live shop has no owner among its staff.";
    Contradiction "contradiction" Error "Two settings cannot both be meant.";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_plain_and_unique() {
        let mut codes: Vec<_> = Kind::ALL.iter().map(|kind| kind.code()).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), Kind::ALL.len());
        assert!(codes.iter().all(|code| {
            code.chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
        }));
        assert!(Kind::ALL.iter().all(|kind| kind.meaning().ends_with('.')));
    }
}
