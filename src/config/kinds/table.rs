//! The table of all kinds of problems, in the order of a file's way through the checks. An entry: name, code, severity,
//! meaning; why it matters; wrong lines; right lines.

use super::{Page, Severity, Spot, kinds};

kinds! {
    // The text as YAML.
    NotUtf8 "not-utf8" Error "A file is not UTF-8 text."
        "Letters are stored as numbers, and UTF-8 is the one way of doing so that shop files use. An old editor, or a \
         spreadsheet, may have saved the file in another way. Open it, choose “Save as”, and pick the encoding UTF-8."
        [] [];
    TooBig "too-big" Error "A file is larger or deeper than any shop needs."
        "A file of more than 4 MiB, more than 200,000 values, or more than 64 levels inside each other is nearly always \
         a bracket that was never closed, or the wrong file. A large catalog is split: catalog/bread.yaml, catalog/cakes.yaml."
        [Shop "languages: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[en]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]"]
        [Shop "languages: [en]"];
    EmptyFile "empty-file" Error "A file that is needed has nothing in it."
        "The file is there, and there is nothing in it but comments or blank lines. If you saw text in it a moment ago, \
         your editor may have saved it half-way: save it again."
        [Terms "# our terms will come here"]
        [Terms "text: We bake after you have paid."];
    SeveralDocuments "several-documents" Error "A line `---` divides a file in two."
        "A line of three dashes says that another document begins, in the same file. Of a shop's file only the first is read, so \
         everything after the line would be lost."
        [Support "contact: Write here.\n---\nquestions: []"]
        [Support "contact: Write here.\nquestions: []"];
    Syntax "syntax" Error "A line cannot be read."
        "The line cannot be read, and neither can what follows it. Compare it with its neighbours: a setting is a plain word, a \
         colon, a space and a value."
        [Shop "languages: [, en]"]
        [Shop "languages: [en]"];
    BadIndent "bad-indent" Error "A line begins in another column than its neighbours, so it belongs nowhere."
        "Settings of one group have the same number of spaces before them, and what belongs to a setting has two more. The cause \
         is sometimes a line above: a text with a colon that needs quotes, or a quote that is not closed."
        [Support "contact: Write here.\n  questions: []"]
        [Support "contact: Write here.\nquestions: []"];
    NoColon "no-colon" Error "A line has no `setting: value`."
        "Every setting is a name, a colon, a space and its value. An equals sign or the wide colon of other keyboards will not do, \
         and neither will a space alone."
        [Product "price = 5.20"]
        [Product "price: 5.20"];
    ListInLine "list-in-line" Error "A list with dashes begins on the line of its setting."
        "Entries with `- ` stand on lines of their own, below the setting. On the same line a list is written in brackets."
        [Shop "languages: - en"]
        [Shop "languages: [en]"];
    WrongDash "wrong-dash" Error "An entry of a list begins with a bullet or a long dash."
        "A word processor turns `- ` into a long dash or a bullet. An entry begins with the minus sign of the keyboard and a space."
        [Shop "languages:\n  – en"]
        [Shop "languages:\n  - en"];
    UnclosedBracket "unclosed-bracket" Error "A `[` or `{` is opened and not closed."
        "What is in brackets has commas between its parts and ends with the same kind of bracket; everything up to there belongs \
         to it."
        [Shop "languages: [en, ru"]
        [Shop "languages: [en]"];
    BadEscape "bad-escape" Error "A `\\` inside double quotes is followed by a letter that means nothing."
        "Inside double quotes a backslash begins a code, such as \\n for a new line. In single quotes it is an ordinary character."
        [Product "title: \"Rye \\dark\""]
        [Product "title: 'Rye \\dark'"];
    ControlCharacter "control-character" Error "An invisible control character stands in the text."
        "It cannot be seen and cannot be sent. It comes with text copied from a terminal or a damaged file: delete the line and \
         write it again."
        [Product "title: Dark\u{7} rye"]
        [Product "title: Dark rye"];
    InvisibleCharacter "invisible-character" Error "A character without width hides in a line."
        "Text that is copied from a web page or a messenger may carry characters that nobody sees. A price with one is no number, \
         and an id with one is another id."
        [Product "price: 5.\u{200b}20"]
        [Product "price: 5.20"];
    TabIndent "tab-indent" Error "A line is indented with a tab; YAML wants spaces."
        "A tab looks like spaces, but how wide it is depends on the editor, so YAML does not take it. Most editors can be \
         told to write spaces when the Tab key is pressed."
        [Shop "payments:\n\tprovider: a-pay"]
        [Shop "payments:\n  provider: a-pay"];
    NoBreakSpace "no-break-space" Error "An invisible character (a no-break space, a line separator) stands where YAML needs a plain one."
        "Text that is copied from a web page or a word processor brings spaces along that look plain and are not. YAML does \
         not see a space there. Delete the space and type it again."
        [Product "price:\u{a0}5.20"]
        [Product "price: 5.20"];
    UnclosedQuote "unclosed-quote" Error "A quote is opened and never closed."
        "Everything after an opening quote belongs to the text until the same quote comes again, so a forgotten one swallows \
         the lines that follow."
        [Product "title: \"Dark rye"]
        [Product "title: \"Dark rye\""];
    ColonInText "colon-in-text" Error "An unquoted text has a colon and a space inside."
        "A colon with a space behind it separates a setting's name from its value. In a text it needs quotes around the \
         whole text."
        [Product "title: Rye: dark"]
        [Product "title: \"Rye: dark\""];
    CommaInText "comma-in-text" Error "A text inside braces has a comma."
        "Inside { } a comma ends one setting and begins the next. A text that has one needs quotes around the whole text."
        [Product "title: {en: Rye, dark}"]
        [Product "title: {en: \"Rye, dark\"}"];
    MissingSpace "missing-space" Error "The space after a setting's colon, or after the dash of an entry, is missing."
        "Without the space the name, the colon and the value are read as one text."
        [Product "price:5.20"]
        [Product "price: 5.20"];
    SpecialStart "special-start" Error "An unquoted text begins with a character that YAML keeps for itself."
        "The characters * & @ % ! ` [ { > | have a meaning of their own at the beginning of a value. A text that begins with \
         one of them needs quotes."
        [Product "title: *Dark rye*"]
        [Product "title: \"*Dark rye*\""];
    TextAfterHash "text-after-hash" Error "A text is cut off at ` #`, which starts a comment."
        "A `#` behind a space begins a comment, and customers would see only what stands before it. Put the text in quotes if \
         the `#` belongs to it."
        [Product "title: Rye #1"]
        [Product "title: \"Rye #1\""];
    SmartQuotes "smart-quotes" Warning "Curly quotes are part of the text; only straight ones are YAML's."
        "A word processor turns straight quotes into curly ones. YAML takes those for ordinary characters, so that customers \
         see them."
        [Product "title: “Dark rye”"]
        [Product "title: \"Dark rye\""];
    UnquotedWord "unquoted-word" Warning "A text is a word that other YAML programs read as yes, no or nothing."
        "kiosk reads the word as you wrote it. Other programs that open the file, such as a spreadsheet or an editor, may turn \
         `no` into “false”. Quotes make it a text for everybody."
        [Product "title: No"]
        [Product "title: \"No\""];
    MergeKey "merge-key" Error "A line `<<` would copy settings from another place."
        "YAML can copy settings from one place to another in this way. In a shop's files every setting stands where it counts, so that \
         nobody has to look for a price in two places."
        [Product "<<: *rye"]
        [Product "limit_per_order: 4"];
    DuplicateKey "duplicate-key" Error "One setting is written twice in the same group."
        "Only one of the two could count, and which one is a guess. Both places are marked: keep the one that is right."
        [Product "price: 5.20\ntitle: Dark rye\nprice: 5.60"]
        [Product "price: 5.60\ntitle: Dark rye"];
    Ambiguous "ambiguous" Error "A value can be read in two ways."
        "kiosk reads each file with two YAML readers and believes a value only if both see the same. A few rare notations \
         differ between them; quotes make the value plain."
        [Shop "languages: [?en]"]
        [Shop "languages: [en]"];
    // The settings as such.
    UnknownField "unknown-field" Error "A setting has a name that does not exist at this place."
        "A mistyped setting would do nothing, without a word: a limit that is not a limit. So every name must be known. The \
         page shops/README.md lists them all."
        [Product "stok: 12"]
        [Product "stock: 12"];
    MissingField "missing-field" Error "A setting that is needed is not there."
        "The shop cannot sell without it: there is no price to ask for, or no name to show."
        [Catalog "products:\n  - {id: rye, title: Dark rye, price: 5.20}"]
        [Catalog "products:\n  - {id: rye, title: Dark rye, description: \"700 g, malt and caraway.\", price: 5.20}"];
    WrongType "wrong-type" Error "A list, a group of settings or a single value stands where another is needed."
        "A list has a `- ` before each entry, a group has `name: value` lines, a single value stands behind the colon. Each \
         setting takes one of the three."
        [Shop "languages: en"]
        [Shop "languages: [en]"];
    EmptyValue "empty-value" Error "A setting has a name and no value."
        "Whether the value was forgotten or the line is left over, only you can know."
        [Product "title:"]
        [Product "title: Dark rye"];
    UnknownChoice "unknown-choice" Error "A setting takes one of a few words, and this is none of them."
        "The words have to be written exactly as the message lists them, in small letters."
        [Shop "terms: before paying"]
        [Shop "terms: before_paying"];
    UnusedSetting "unused-setting" Warning "A setting has no effect beside the others."
        "It is read and never used: a token of a provider, for example, where customers pay with Telegram Stars."
        [Shop "currency: XTR\npayments:\n  provider: stars\n  test_token: ${BAKERY_TEST_TOKEN}", Product "price: 50"]
        [Shop "currency: XTR\npayments:\n  provider: stars", Product "price: 50"];
    BadLanguage "bad-language" Error "This is not the code of a language."
        "Languages are written with two small letters, as Telegram does: en, ru, pt, uk. A country's code is another thing: \
         Ukrainian is `uk`, not `ua`."
        [Shop "languages: [english]"]
        [Shop "languages: [en]"];
    TooMany "too-many" Error "There are more of these than a screen can show or a button can carry."
        "A product has at most three options, and an option at most twenty choices. More of them are two products. Of an amount that customers name, at most twenty are suggested."
        [Product "options:\n  - {id: a, title: A, choices: [{id: p, title: P}, {id: q, title: Q}]}\n  - {id: b, title: B, choices: [{id: p, title: P}, {id: q, title: Q}]}\n  - {id: c, title: C, choices: [{id: p, title: P}, {id: q, title: Q}]}\n  - {id: d, title: D, choices: [{id: p, title: P}, {id: q, title: Q}]}"]
        [Product "options:\n  - {id: a, title: A, choices: [{id: p, title: P}, {id: q, title: Q}]}\n  - {id: b, title: B, choices: [{id: p, title: P}, {id: q, title: Q}]}"];
    // Numbers, money, time.
    NotANumber "not-a-number" Error "A whole number is needed."
        "Only digits may stand here: no words, no dot, no plus. A product that never runs out has no `stock` line at all."
        [Product "stock: a dozen"]
        [Product "stock: 12"];
    ClockNumber "clock-number" Error "A number or price is written like a time of day."
        "Some YAML programs read 12:30 as 750, because they count in sixties. A price has a dot."
        [Product "price: 5:20"]
        [Product "price: 5.20"];
    LeadingZero "leading-zero" Error "A number begins with a zero."
        "YAML programs read `012` as ten, because a leading zero once meant another way of counting. Leave the zero out."
        [Product "stock: 012"]
        [Product "stock: 12"];
    DigitSeparator "digit-separator" Error "A number or price has something between its thousands."
        "A comma means thousands in one country and decimals in another. Digits alone, and one dot before the cents, mean the \
         same everywhere."
        [Product "price: 1,000"]
        [Product "price: 1000"];
    NumberRange "number-range" Error "A number is too small or too large."
        "The message says from where to where the number may go."
        [Product "limit_per_order: 0"]
        [Product "limit_per_order: 1"];
    BadPrice "bad-price" Error "This is not an amount of money."
        "A price is a number with a dot before the cents, such as 6.50. Where customers name the amount, the price is a group: \
         {min: 1, max: 500}."
        [Product "price: ask us"]
        [Product "price: 5.20"];
    CommaDecimal "comma-decimal" Error "A price has a comma where a dot is needed."
        "In YAML, as in Telegram, cents stand behind a dot."
        [Product "price: 5,20"]
        [Product "price: 5.20"];
    CurrencySign "currency-sign" Error "A price has a currency's sign or name beside the number."
        "The currency is said once for the whole shop, by `currency:` in shop.yaml. A sign beside one price could only \
         contradict it."
        [Product "price: 5.20 €"]
        [Product "price: 5.20"];
    PriceSpan "price-span" Error "Two amounts stand where one price is needed."
        "A product has one price. What depends on size or weight is an option whose choices add to it; where customers name the \
         amount, the price is a group with `min` and `max`."
        [Product "price: 5-10"]
        [Product "price: {min: 5, max: 10}"];
    PercentPrice "percent-price" Error "A percentage stands where an amount is needed."
        "What a choice adds or takes off is an amount of money, so that nobody has to guess how it is rounded."
        [Product "options: [{id: cut, title: Cut, choices: [{id: whole, title: Whole}, {id: sliced, title: Sliced, price: 10%}]}]"]
        [Product "options: [{id: cut, title: Cut, choices: [{id: whole, title: Whole}, {id: sliced, title: Sliced, price: 0.50}]}]"];
    PricePrecision "price-precision" Error "A price has more decimals than its currency."
        "Nobody can pay half a cent. Euro and dollar have two decimals; yen and Telegram Stars have none."
        [Product "price: 5.205"]
        [Product "price: 5.20"];
    PriceRange "price-range" Error "An amount is negative, nothing, or more than can be charged."
        "Telegram takes payments above zero only. What a choice takes off may not make the whole cost nothing either."
        [Product "price: 0"]
        [Product "price: 1.50"];
    BadHours "bad-hours" Error "Opening hours cannot be read, overlap, or are never."
        "Hours are lines of days and times under `opening_hours:`, by the 24-hour clock of the shop's time zone. A span that \
         ends before it begins goes on after midnight. Several spans of a day stand in brackets."
        [Shop "policies:\n  opening_hours:\n    weekdays: 8-18"]
        [Shop "policies:\n  opening_hours:\n    mon-fri: 08:00-18:00\n    sat: [09:00-12:00, 14:00-17:00]"];
    BadCountry "bad-country" Error "This is not the code of a country."
        "Telegram gives an address with two capital letters for its country, as in ISO 3166: DE for Germany, PT for Portugal."
        [Shop "checkout: {ask: [address]}\npolicies: {countries: [Portugal]}"]
        [Shop "checkout: {ask: [address]}\npolicies: {countries: [PT]}"];
    BadPostcode "bad-postcode" Error "This is not a postcode, and no span of postcodes."
        "One code, a beginning with a star, or two numbers of the same length with a dash between them: the first and the last \
         of a span. Quotes keep a code that begins with a zero as it is."
        [Shop "checkout: {ask: [address]}\npolicies: {postcodes: [\"80999-80000\"]}"]
        [Shop "checkout: {ask: [address]}\npolicies: {postcodes: [\"80000-80999\", \"01*\"]}"];
    PolicyUnasked "policy-unasked" Error "A policy is about addresses, and no customer is asked for one."
        "`countries` and `postcodes` are compared with the address of the payment form. Where nobody is asked for it, every \
         order would go through."
        [Shop "policies: {countries: [PT]}"]
        [Shop "checkout: {ask: [address]}\npolicies: {countries: [PT]}"];
    PolicyNeverSells "policy-never-sells" Warning "Under the shop's policies a product can never be bought."
        "An order holds pieces of one product. Where the most that it may hold comes to less than `minimum_order`, or one piece \
         costs more than `maximum_order`, everybody is refused."
        [Shop "policies: {minimum_order: 500}"]
        [Shop "policies: {minimum_order: 5}"];
    PolicyIdle "policy-idle" Warning "A policy never has to say no."
        "It only looks like a rule: another limit ends before it, or it protects counted goods and none are counted."
        [Shop "policies:\n  limits:\n    - {max: 5, per: day}\n    - {max: 3, per: week}"]
        [Shop "policies:\n  limits:\n    - {max: 2, per: day}\n    - {max: 3, per: week}"];
    TipRange "tip-range" Error "Suggested tips are more than four, not rising, or above the greatest tip."
        "Telegram shows at most four suggested tips, the smallest first, and refuses an invoice whose suggestions do not rise \
         or go beyond `max`."
        [Shop "checkout:\n  tips: {max: 5, suggested: [1, 2, 10]}"]
        [Shop "checkout:\n  tips: {max: 10, suggested: [1, 2, 10]}"];
    TelegramLimit "telegram-limit" Warning "An amount is outside what Telegram is known to accept."
        "Telegram takes totals from about one dollar to about ten thousand, in every currency. The bounds follow exchange \
         rates, so this is a warning; stay well inside them."
        [Product "price: 0.05"]
        [Product "price: 5.20"];
    UnknownCurrency "unknown-currency" Error "Telegram does not take payments in this currency."
        "A currency is written with its three letters. Telegram Stars are `XTR`."
        [Shop "currency: Euro"]
        [Shop "currency: EUR"];
    BadDuration "bad-duration" Error "This is not a time span such as `30m` or `2d`."
        "A time span is a whole number and a unit: s, m, h, d or w for seconds, minutes, hours, days or weeks."
        [Shop "invoices:\n  valid_for: 30"]
        [Shop "invoices:\n  valid_for: 30m"];
    BadTimezone "bad-timezone" Error "There is no such time zone."
        "Time zones are named by continent and city, because their rules differ by place and change with the seasons."
        [Shop "timezone: Lisbon"]
        [Shop "timezone: Europe/Lisbon"];
    SoldOut "sold-out" Warning "A count is 0, so customers see the product as sold out."
        "`stock` is how many there are at this moment. Without the line the product never runs out."
        [Product "stock: 0"]
        [Product "stock: 12"];
    // Names and what they lead to.
    BadId "bad-id" Error "An id is not lower-case words with dashes, at most 32 characters."
        "Orders and buttons refer to the id, and customers never see it. It has small letters a–z, digits, and single dashes \
         between its words. What customers see is the title."
        [Product "id: Dark Rye"]
        [Product "id: dark-rye"];
    DuplicateId "duplicate-id" Error "Two things of one sort have the same id."
        "Orders refer to a product by its id, so two with one id could not be told apart. It often comes from copying an entry. \
         Both places are marked."
        [Catalog "products:\n  - {id: rye, title: Dark rye, description: Malt., price: 5.20}\n  - {id: rye, title: Light rye, description: No malt., price: 5.20}"]
        [Catalog "products:\n  - {id: rye, title: Dark rye, description: Malt., price: 5.20}\n  - {id: light-rye, title: Light rye, description: No malt., price: 5.20}"];
    SameTitle "same-title" Warning "Two things that stand side by side have the same title."
        "Customers see the titles only, and would not know which button is which. Both places are marked."
        [Catalog "products:\n  - {id: rye, title: Rye, description: Dark., price: 5.20}\n  - {id: light-rye, title: Rye, description: Light., price: 5.20}"]
        [Catalog "products:\n  - {id: rye, title: Dark rye, description: Dark., price: 5.20}\n  - {id: light-rye, title: Light rye, description: Light., price: 5.20}"];
    SingleChoice "single-choice" Warning "An option has one choice only."
        "Where there is nothing to choose, a customer is asked for nothing."
        [Product "options: [{id: cut, title: Cut, choices: [{id: sliced, title: Sliced}]}]"]
        [Product "options: [{id: cut, title: Cut, choices: [{id: whole, title: Whole}, {id: sliced, title: Sliced}]}]"];
    BadTelegramId "bad-telegram-id" Error "This is not the number of a person or chat."
        "Names change hands and numbers do not, so people and chats are known by their numbers. Send /id to the bot, in a private \
         chat or in the group: it answers with the line to write. Numbers of groups and channels begin with -100."
        [Shop "orders_chat: \"@bakery_orders\""]
        [Shop "orders_chat: -1001234567890"];
    UnknownReference "unknown-reference" Error "A setting names a category or product that does not exist."
        "The product would stand on no shelf. Write the category's id, not its title, as it stands under `categories:`."
        [Catalog "categories:\n  - {id: bread, title: Bread}\nproducts:\n  - {id: rye, title: Dark rye, description: Malt., price: 5.20, category: Bread}"]
        [Catalog "categories:\n  - {id: bread, title: Bread}\nproducts:\n  - {id: rye, title: Dark rye, description: Malt., price: 5.20, category: bread}"];
    UnknownLanguage "unknown-language" Error "A text is in a language that the shop does not list."
        "A text is either one for all customers, or a group with one text for each of the `languages` in shop.yaml."
        [Product "title: {en: Dark rye, ru: Ржаной}"]
        [Product "title: {en: Dark rye}"];
    MissingTranslation "missing-translation" Warning "A text lacks one of the shop's languages."
        "Customers of that language see the shop's first language at this place, in the middle of their own."
        [Shop "languages: [en, ru]\ngreeting: {en: Fresh bread.}"]
        [Shop "languages: [en, ru]\ngreeting: {en: Fresh bread., ru: Свежий хлеб.}"];
    CodeCollision "code-collision" Error "Two ids share the short code that Telegram's buttons carry."
        "A button has little room, so it carries a short code of the id. Once in a very long while two ids have the same one. It \
         is nobody's mistake: change one of the two."
        [Catalog "products:\n  - {id: seed-seed-pie, title: Dark rye, description: Malt., price: 5.20}\n  - {id: dark-square-81, title: Light rye, description: No malt., price: 5.20}"]
        [Catalog "products:\n  - {id: seed-pie, title: Dark rye, description: Malt., price: 5.20}\n  - {id: dark-square-81, title: Light rye, description: No malt., price: 5.20}"];
    // Texts.
    TextTooLong "text-too-long" Error "A text is longer than Telegram allows."
        "A title stands on the invoice, where Telegram gives it 32 characters; a description has 255. The message counts as \
         Telegram does: most emoji are two."
        [Product "title: Dark rye with malt and caraway from our own oven"]
        [Product "title: Dark rye with caraway"];
    BadMarkup "bad-markup" Error "A bold, italic or link mark is opened and not closed."
        "Texts know **bold**, *italic* and [words](https://example.com). What opens must close; a backslash before a mark makes \
         it an ordinary character."
        [Terms "text: We bake **after you have paid."]
        [Terms "text: We bake **after** you have paid."];
    BadLink "bad-link" Error "The address of a link is not one."
        "A link is [words](address), and the address is written whole, with https:// at its beginning. tel: and mailto: work, too."
        [Terms "text: See [our site](bakery.example)."]
        [Terms "text: See [our site](https://bakery.example)."];
    HtmlInText "html-in-text" Warning "A text has HTML tags, which customers see as they are."
        "Texts are sent without HTML. Terms, greeting, answers and texts.yaml know **bold**, *italic*, [words](https://example.com) \
         and lists with `- `."
        [Terms "text: We bake <b>after</b> you have paid."]
        [Terms "text: We bake **after** you have paid."];
    UnknownMarkup "unknown-markup" Warning "A text has marks of another program, which customers see as they are."
        "Only a small part of Markdown is known: **bold**, *italic*, [words](https://example.com) and lists with `- `. Headings, \
         code and struck-out text are not."
        [Terms "text: We bake ~~before~~ after you have paid."]
        [Terms "text: We bake *after* you have paid."];
    MarkupInTitle "markup-in-title" Warning "A title or description has marks, which customers see as they are."
        "Titles, descriptions and buttons also stand on invoices, and Telegram shows those without bold or links."
        [Product "title: \"**Dark rye**\""]
        [Product "title: Dark rye"];
    UnknownPlaceholder "unknown-placeholder" Error "A `{placeholder}` does not exist in this text."
        "A word in braces is filled in when the message is sent, and each text knows its own few. Customers would see the braces."
        [Texts "buy-button: Buy for {price}"]
        [Texts "buy-button: Buy for {total}"];
    UnknownText "unknown-text" Error "The engine has no message of this name."
        "texts.yaml replaces messages that kiosk has words of its own for. The page shops/README.md lists their names."
        [Texts "sold-off: Gone for today."]
        [Texts "sold-out: Gone for today."];
    BadJson "bad-json" Error "`provider_data` is not a JSON object."
        "The provider gets these words as they are, and refuses every payment if it cannot read them. JSON has its names and \
         texts in straight double quotes, and every bracket that opens must close."
        [Shop "checkout:\n  provider_data: |\n    {\"receipt\": {\"items\": []}"]
        [Shop "checkout:\n  provider_data: |\n    {\"receipt\": {\"items\": []}}"];
    BadUrl "bad-url" Error "This is not a public address on the web."
        "Telegram itself fetches the picture for an invoice, so it must be reachable for everybody, by an address that begins \
         with https://. A picture in the shop's folder is a `photo`, which is shown in the chat."
        [Product "photo_url: images/rye.jpg"]
        [Product "photo_url: https://example.com/rye.jpg"];
    // Files.
    Unreadable "unreadable" Error "The folder or a file in it cannot be read."
        "A shop is a folder, and this path is a file, does not exist, or belongs to somebody else. Look at the path and at the \
         folder's permissions."
        [] [];
    MissingFile "missing-file" Error "A file that is needed or named does not exist."
        "Paths begin in the shop's folder. Capitals and small letters differ: `Rye.JPG` is not `rye.jpg`."
        [Product "photo: images/pie.jpg"]
        [Product "photo: images/rye.jpg"];
    PathOutside "path-outside" Error "A path leads out of the shop's folder."
        "A shop is whole in its folder: it can be moved, copied and stored, and cannot send other files of your machine to \
         customers by mistake."
        [Product "photo: ../pictures/rye.jpg"]
        [Product "photo: images/rye.jpg"];
    StrayFile "stray-file" Warning "A YAML file that the shop does not read."
        "What stands in it has no effect. A shop's files have fixed names that end with .yaml."
        [Folder "# questions.yaml\n- ask: Do you deliver?"]
        [Support "contact: Write here.\nquestions:\n  - {ask: Do you deliver?, answer: Not yet.}"];
    BadFile "bad-file" Error "A photo's name does not end as Telegram's photos do."
        "Bots send photos as .jpg, .png or .webp. Other pictures need to be exported first; a GIF would not move either."
        [Product "photo: images/rye.gif"]
        [Product "photo: images/rye.jpg"];
    NotAPicture "not-a-picture" Error "A photo's content is not what its name says."
        "Telegram looks at the content and refuses the photo. Phones make HEIC pictures, and “save as” in a browser may save the \
         page instead of the picture. Open it in a picture program and export it as JPEG."
        [Product "photo: images/phone.jpg"]
        [Product "photo: images/rye.jpg"];
    PictureSize "picture-size" Error "A photo has more pixels, or a narrower form, than Telegram takes."
        "Width and height together may be 10,000 pixels, and the longer side at most 20 times the shorter one. For a chat 1,280 \
         pixels are plenty."
        [Product "photo: images/poster.png"]
        [Product "photo: images/rye.jpg"];
    FileTooLarge "file-too-large" Error "A file is larger than a bot may send."
        "Bots send photos of at most 10 MB, and other files of at most 50 MB. A larger one is split, or sent as a link."
        [Shop "currency: XTR\npayments:\n  provider: stars", Product "price: 50\ndeliver: {file: goods/film.mp4}"]
        [Shop "currency: XTR\npayments:\n  provider: stars", Product "price: 50\ndeliver: {file: goods/book.pdf}"];
    EmptyGoods "empty-goods" Error "A photo or file that is sent has nothing in it."
        "Telegram sends no empty files, so the customer would have paid for nothing. The file was perhaps saved or copied half-way."
        [Shop "currency: XTR\npayments:\n  provider: stars", Product "price: 50\ndeliver: {file: goods/empty.txt}"]
        [Shop "currency: XTR\npayments:\n  provider: stars", Product "price: 50\ndeliver: {file: goods/book.pdf}"];
    UnusedFile "unused-file" Warning "A file in `goods/` or `images/` belongs to no product."
        "Perhaps the product was forgotten, or it names another file. What is not sold does not need to lie here."
        [Product "# images/rye.jpg lies in the folder\nlimit_per_order: 4"]
        [Product "# images/rye.jpg lies in the folder\nphoto: images/rye.jpg"];
    BadRule "bad-rule" Error "A script under `rules/` cannot be read, or fails when it is tried."
        "A rule stands between the customer and the money, so a shop opens only with rules that work. Each one is tried on a \
         sample order when the files are checked. What a rule can use, and what it is given, is named where it goes wrong."
        [Folder "# rules/minimum.rhai\nconst API = 1;\nfn minimum(quote) { if quote.totl < 5 { return deny(\"The smallest order is 5.00.\"); } }"]
        [Folder "# rules/minimum.rhai\nconst API = 1;\nfn minimum(quote) { if quote.total < 5 { return deny(\"The smallest order is 5.00.\"); } }"];
    RuleTest "rule-test" Error "A rule does not answer what its test expects."
        "The test says what you meant, the rule what happens. A shop opens only when they agree, so a slip in a rule never \
         reaches a customer. `kiosk test` shows the order that was asked about, and what the rule printed."
        [Folder "# rules/minimum.rhai\nconst API = 1;\nfn minimum(quote) { if quote.total < 5 { return deny(\"The smallest order is 5.00.\"); } }",
         Folder "# rules/minimum.test.yaml\ntests:\n  - name: Five euros are enough\n    given: {total: 5}\n    expect: deny"]
        [Folder "# rules/minimum.rhai\nconst API = 1;\nfn minimum(quote) { if quote.total < 5 { return deny(\"The smallest order is 5.00.\"); } }",
         Folder "# rules/minimum.test.yaml\ntests:\n  - name: Five euros are enough\n    given: {total: 5}\n    expect: allow"];
    EmptyPool "empty-pool" Warning "A key file has nothing in it."
        "The product is sold out from the start. Write one key on each line of the file."
        [Shop "currency: XTR\npayments:\n  provider: stars", Product "price: 50\ndeliver: {keys: goods/empty.txt}"]
        [Shop "currency: XTR\npayments:\n  provider: stars", Product "price: 50\ndeliver: {keys: goods/keys.txt}"];
    SharedKeys "shared-keys" Error "Two products take their keys from one file."
        "Each product would sell the whole file, so that two customers would get the same key. Every product has a file of its own."
        [Shop "currency: XTR\npayments:\n  provider: stars", Catalog "products:\n  - {id: game, title: Game, description: One., price: 50, deliver: {keys: goods/keys.txt}}\n  - {id: more, title: More, description: Two., price: 90, deliver: {keys: goods/keys.txt}}"]
        [Shop "currency: XTR\npayments:\n  provider: stars", Catalog "products:\n  - {id: game, title: Game, description: One., price: 50, deliver: {keys: goods/keys.txt}}\n  - {id: more, title: More, description: Two., price: 90, deliver: {keys: goods/more.txt}}"];
    // Secrets.
    LiteralSecret "literal-secret" Error "A token is written into a file instead of `${NAME}`."
        "Whoever sees a token can take the shop's money, and files are copied, sent and published. The token stands in the file \
         .env beside `shops/`, as `BAKERY_BOT_TOKEN=…`, and the shop's file names it. Let BotFather make a new token if this \
         one was seen by others."
        [Shop "payments:\n  provider: a-pay\n  test_token: 123456789:TEST:0a1b2c3d4e5f"]
        [Shop "payments:\n  provider: a-pay\n  test_token: ${BAKERY_TEST_TOKEN}"];
    UnsetSecret "unset-secret" Error "A secret that is needed has no value."
        "The shop names a secret, and neither the environment nor the file .env beside `shops/` has it. kiosk never falls back to \
         play money when a real bot was named."
        [Shop "telegram:\n  bot_token: ${NO_SUCH_TOKEN}\nstaff:\n  - {id: 123456789, role: owner}\npayments:\n  provider: a-pay\n  test_token: ${BAKERY_TEST_TOKEN}"]
        [Shop "telegram:\n  bot_token: ${BAKERY_BOT_TOKEN}\nstaff:\n  - {id: 123456789, role: owner}\npayments:\n  provider: a-pay\n  test_token: ${BAKERY_TEST_TOKEN}"];
    BadSecret "bad-secret" Error "A secret's value cannot be what it should be."
        "A bot token looks like 123456789:ABC…, one number, a colon and at least thirty characters. Copy the whole line from \
         BotFather, without quotes or spaces."
        [Shop "telegram:\n  # NOT_A_BOT_TOKEN=hello\n  bot_token: ${NOT_A_BOT_TOKEN}\nstaff:\n  - {id: 123456789, role: owner}\npayments:\n  provider: a-pay\n  test_token: ${BAKERY_TEST_TOKEN}"]
        [Shop "telegram:\n  bot_token: ${BAKERY_BOT_TOKEN}\nstaff:\n  - {id: 123456789, role: owner}\npayments:\n  provider: a-pay\n  test_token: ${BAKERY_TEST_TOKEN}"];
    SameSecret "same-secret" Error "Two settings take their token from the same name."
        "The bot's token and the provider's two are three different secrets, so one of the lines is a copy that was not finished."
        [Shop "payments:\n  provider: a-pay\n  test_token: ${BAKERY_TEST_TOKEN}\n  live_token: ${BAKERY_TEST_TOKEN}"]
        [Shop "payments:\n  provider: a-pay\n  test_token: ${BAKERY_TEST_TOKEN}\n  live_token: ${BAKERY_LIVE_TOKEN}"];
    TokenMode "token-mode" Error "The provider's token is for the other mode."
        "Providers give one token for test payments and one for real ones; the word TEST or LIVE stands inside. With a test token \
         in a live shop goods go out and no money comes in; with a live token in a test, customers pay real money."
        [Shop "telegram:\n  bot_token: ${BAKERY_BOT_TOKEN}\nstaff:\n  - {id: 123456789, role: owner}\npayments:\n  provider: a-pay\n  mode: live\n  # BAKERY_TEST_TOKEN=123456789:TEST:…\n  live_token: ${BAKERY_TEST_TOKEN}"]
        [Shop "telegram:\n  bot_token: ${BAKERY_BOT_TOKEN}\nstaff:\n  - {id: 123456789, role: owner}\npayments:\n  provider: a-pay\n  mode: live\n  # BAKERY_LIVE_TOKEN=123456789:LIVE:…\n  live_token: ${BAKERY_LIVE_TOKEN}"];
    // The shop as a whole.
    ProviderCurrency "provider-currency" Error "The payment provider and the currency do not go together."
        "Telegram Stars are a currency of their own, XTR, and only Telegram itself takes them. Every other currency needs a \
         payment provider."
        [Shop "currency: EUR\npayments:\n  provider: stars"]
        [Shop "currency: EUR\npayments:\n  provider: a-pay"];
    OddCurrency "odd-currency" Warning "The payment provider is not known to take this currency."
        "A provider takes the currencies of its contract, and refuses every invoice in another. What kiosk knows of providers \
         may be old: if yours takes the currency, leave it as it is."
        [Shop "currency: EUR\npayments:\n  provider: yookassa"]
        [Shop "currency: RUB\npayments:\n  provider: yookassa", Product "price: 520"];
    UnknownProvider "unknown-provider" Error "There is no payment provider of this name."
        "kiosk knows how long each provider may take and what it can do. One that is not in the list is `custom`."
        [Shop "payments:\n  provider: Strip"]
        [Shop "payments:\n  provider: stripe"];
    ProviderCannot "provider-cannot" Error "The payment provider cannot do what a setting asks for."
        "A payment in Telegram Stars has no form: no questions, no tips, no data for a provider. Telegram would refuse the \
         invoice, or leave the setting out without a word."
        [Shop "currency: XTR\npayments:\n  provider: stars\ncheckout:\n  tips: {max: 50}", Product "price: 50"]
        [Shop "currency: XTR\npayments:\n  provider: stars", Product "price: 50"];
    ProtectedCopies "protected-copies" Warning "Copies of invoices can be paid, and invoices are protected from being forwarded."
        "With `forwarding: multi-chat` a forwarded copy can be paid, and with `protect_content: true` nobody can forward one. \
         One of the two is in vain."
        [Shop "invoices:\n  forwarding: multi-chat\n  protect_content: true"]
        [Shop "invoices:\n  forwarding: multi-chat"];
    DigitalForFiat "digital-for-fiat" Warning "Digital goods are sold for money other than Telegram Stars."
        "Telegram's rules ask for Stars where a bot sells digital goods, and may stop a bot that does otherwise. Some providers \
         have an agreement; ask yours."
        [Product "deliver: {text: \"Your code is on its way.\"}"]
        [Shop "currency: XTR\npayments:\n  provider: stars", Product "price: 50\ndeliver: {text: \"Your code is on its way.\"}"];
    NothingToSell "nothing-to-sell" Error "The catalog has no product."
        "A shop without a product would open an empty room. A half-saved file looks like this, too."
        [Catalog "products: []"]
        [Catalog "products:\n  - {id: rye, title: Dark rye, description: Malt., price: 5.20}"];
    EmptyCategory "empty-category" Warning "A category has no product."
        "Customers would open an empty shelf. A product is put on it by `category:` with the category's id."
        [Catalog "categories:\n  - {id: bread, title: Bread}\nproducts:\n  - {id: rye, title: Dark rye, description: Malt., price: 5.20}"]
        [Catalog "categories:\n  - {id: bread, title: Bread}\nproducts:\n  - {id: rye, title: Dark rye, description: Malt., price: 5.20, category: bread}"];
    NoOwner "no-owner" Warning "A live shop has no owner among its staff."
        "Alerts about money and refunds go to the owner. Send /id to the bot: it answers with your number."
        [Shop "telegram:\n  bot_token: ${BAKERY_BOT_TOKEN}\npayments:\n  provider: a-pay\n  test_token: ${BAKERY_TEST_TOKEN}"]
        [Shop "telegram:\n  bot_token: ${BAKERY_BOT_TOKEN}\npayments:\n  provider: a-pay\n  test_token: ${BAKERY_TEST_TOKEN}\nstaff:\n  - {id: 123456789, role: owner}"];
    PostsBeforeTerms "posts-before-terms" Warning "Invoices are posted among people who have not agreed to the terms."
        "An invoice in a group or channel is seen by people who never met the bot, and it cannot ask them to agree to the \
         terms, nor for their age: they are refused when they pay. A card has a button that leads into the bot and through the terms."
        [Shop "posts:\n  as: invoice"]
        [Shop "posts:\n  as: card"];
    LiveInSandbox "live-in-sandbox" Warning "The mode is live, and the shop names no bot."
        "Without a bot the shop opens in the sandbox, with play money, whatever its mode. Name the bot, or leave the mode at test."
        [Shop "payments:\n  provider: a-pay\n  mode: live"]
        [Shop "payments:\n  provider: a-pay\n  mode: test"];
    NoContact "no-contact" Warning "The shop does not say how to reach a person."
        "Telegram asks every shop to help its customers. /support shows what stands under `contact:`; without it, customers only \
         read that they can write to the bot."
        [Support "questions: []"]
        [Support "contact: Write to @corner_bakery, we answer by noon."];
    Contradiction "contradiction" Error "Two settings cannot both be meant."
        "Each of the two is right alone; together one of them would have to be ignored. Both places are marked."
        [Product "price: {min: 10, max: 5}"]
        [Product "price: {min: 5, max: 10}"];
}
