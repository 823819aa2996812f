# The engine's own words in English. ru.ftl has the same keys with the same variables; a test compares them.
# A shop may replace those that `shop::WORDINGS` names.

## Words that a shop may replace

agree-button = I have read and agree
buy-button = Buy for { $total }
help = { $shop } sells right here in this chat: choose something, press Buy and pay the invoice that appears. The receipt and everything about your order come to this chat too.
not-understood = This chat understands buttons and commands. Press /start to see what { $shop } sells, or /support to reach a person.
order-done = Your order { $order } is ready. Thank you for choosing { $shop }!
order-shipped = Your order { $order } is on its way to you. Thank you for choosing { $shop }!
sold-out = Sorry, { $product } is sold out. Nothing was charged.
terms-intro = Before you buy, please read the terms of { $shop } and agree to them.
thank-you = Thank you! { $shop } has received { $total } for your order { $order }.

## Commands, as the menu shows them

command-start = See what is on sale
command-orders = Your orders and receipts
command-support = Help, and how to reach us
command-paysupport = Help with a payment
command-terms = The terms of the shop
command-privacy = What we know about you
command-language = Choose a language
command-help = How this shop works

## Buttons

button-home = 🏠 All products
button-back = ‹ Back
button-previous = ‹
button-next = ›
button-orders = 🧾 Orders
button-support = 💬 Support
button-terms = 📄 Terms
button-language = 🌐 Language
button-privacy = 🔒 Privacy
button-other-amount = Another amount
button-continue = Continue to the payment
button-buy-again = Buy it again
button-receipt = 🧾 { $order }
button-pay = 💳 Pay { $order }
button-cancel = ✕ Cancel
button-done = Ready
button-accept = Yes, serve the new files
button-shipped = Shipped

## Products

from-price = from { $price }
any-price = your amount
price-between = You choose the amount, from { $min } to { $max }.
card-left =
    { $left ->
        [one] { $left } left
       *[other] { $left } left
    }
card-sold-out = Sold out
shelf-empty = There is nothing on this shelf at the moment.
page-of = { $page } of { $pages }
ask-amount = How much would you like to pay? Please answer this message with an amount from { $min } to { $max }, for example { $example }.

## Terms, support, privacy, language, numbers

terms-title = Terms of { $shop }
terms-agreed = ✓ You have agreed to these terms.
support-title = How to reach { $shop }
support-notice = Purchases made here are a matter between you and { $shop }. Telegram's own support and @BotSupport cannot help with them.
privacy-title = Your data
languages = Which language shall I speak?
language-chosen = From now on I speak English.
ids = Your number is { $user }, this chat's number is { $chat }. For shop.yaml:

## Orders

orders-title = Your orders
orders-none = You have not bought anything here yet.
orders-hint = A button opens an order with its receipt and its goods.
balance = Your account holds { $amount }.
state =
    { $state ->
        [open] waiting for your payment
        [held] being paid
        [paid] paid
        [fulfilled] paid
        [expired] not paid in time
        [cancelled] cancelled
        [review] paid, being checked
        [unfulfillable] paid, but nothing was left; the shop will contact you
        [refund_pending] being refunded
        [refunded] refunded
        [refund_failed] being refunded
       *[other] { $state }
    }
already-bought = You have already bought this: order { $order }. Would you like to buy it once more?
still-open = The invoice for order { $order } is waiting for you, further up in this chat.
order-cancelled = Order { $order } is cancelled. Nothing was charged.
not-cancelled = Order { $order } can no longer be cancelled. Its state: { $state }. For help, press /paysupport.

## Refusals: short and in plain words, because Telegram shows them over the payment form (200 characters at most)

refusal-unknown-invoice = This shop does not know this invoice. Nothing was charged. Please open { $bot } to buy.
refusal-expired = This invoice is too old. Nothing was charged. Please open { $bot } for a fresh one.
refusal-cancelled = This invoice was cancelled, or a newer one took its place. Nothing was charged.
refusal-only-left =
    { $left ->
        [one] Only { $left } left of { $product }. Please choose fewer. Nothing was charged.
       *[other] Only { $left } left of { $product }. Please choose fewer. Nothing was charged.
    }
refusal-price-changed = The price has changed from { $was } to { $now }. Nothing was charged. To buy at the new price, please open { $bot }.
refusal-withdrawn = { $product } is no longer on sale. Nothing was charged.
refusal-withdrawn-nameless = This is no longer on sale.
refusal-terms = Please open { $bot }, send /terms and agree to the terms, then pay again. Nothing was charged.
refusal-being-paid = This invoice is being paid at this very moment. Nothing was charged to you.
refusal-already-paid = This invoice is already paid. Nothing was charged again.
refusal-closed = This offer is closed. Nothing was charged. Please open { $bot } to see what is on sale.
refusal-too-many-holds = You have begun to pay for { $product } several times. Please finish one of these payments, or wait some minutes. Nothing was charged.
refusal-not-for-you = This invoice was made for somebody else. Please open { $bot } to buy one for yourself. Nothing was charged.
refusal-amount-differs = The amount is not the one on the invoice. Nothing was charged. Please open { $bot } to buy.
refusal-tip-too-large = This shop takes a tip of at most { $max }. Nothing was charged. Please choose a smaller one.
refusal-info-missing = The shop needs more for this order: { $what }. Nothing was charged. Please fill it in and pay again.
refusal-too-many =
    { $max ->
        [one] One order can hold at most { $max } piece. Nothing was charged.
       *[other] One order can hold at most { $max } pieces. Nothing was charged.
    }
refusal-amount-outside = Please choose an amount from { $min } to { $max }. Nothing was charged.
refusal-shop-closed = This shop has closed and sells nothing new. Nothing was charged. What you bought stays yours: /orders in { $bot }.
refusal-own-rule = The shop cannot take this order at the moment. Nothing was charged. The shop has been told.
refusal-try-again = The shop could not answer in time. Nothing was charged. Please try again in a moment.

## The owner's policies, which an owner may put in other words

after-unpaid = You have begun several payments and not finished them. You can buy again in { $wait }. Nothing was charged.
age-button = I am { $age } or older
age-question = { $shop } sells this only to people who are { $age } or older. Are you?
age-unknown = This is only for people who are { $age } or older. Please open { $bot }, press Buy there and say that you are, then pay again. Nothing was charged.
first-order-only = Only a first order may have this: { $goods }. You have ordered here before. Everything else you can buy. Nothing was charged.
limit-reached = { $limit } { $advice } Nothing was charged.
not-delivered = This shop does not deliver to { $to }. Nothing was charged.
not-served = This shop takes no orders from you. Nothing was charged. Your questions go to /support in { $bot }.
one-order-only = Each customer can order here once, and you have. Nothing was charged.
order-too-large = This shop takes orders of up to { $max }. Nothing was charged.
order-too-small = This shop takes orders of { $min } and more. Nothing was charged.
out-of-hours = The shop is shut at the moment and opens { $opens }. Nothing was charged.

limit-of =
    { $per ->
        [hour] Each customer can buy at most { $max } × { $goods } an hour.
        [day] Each customer can buy at most { $max } × { $goods } a day.
        [week] Each customer can buy at most { $max } × { $goods } a week.
        [month] Each customer can buy at most { $max } × { $goods } a month.
       *[ever] Each customer can buy at most { $max } × { $goods }.
    }
limit-of-all =
    { $per ->
        [hour] Each customer can have at most { $max } in an hour, all goods together.
        [day] Each customer can have at most { $max } in a day, all goods together.
        [week] Each customer can have at most { $max } in a week, all goods together.
        [month] Each customer can have at most { $max } in a month, all goods together.
       *[ever] Each customer can have at most { $max }, all goods together.
    }
limit-left = You can still have { $left }.
limit-later =
    { $per ->
        [hour] You have reached that; come again in the next hour.
        [day] You have reached that today; come again tomorrow.
        [week] You have reached that this week; come again on Monday.
        [month] You have reached that this month; come again in the next one.
       *[ever] You have reached that.
    }
opens-on =
    { $day ->
        [0] on Monday at { $time }
        [1] on Tuesday at { $time }
        [2] on Wednesday at { $time }
        [3] on Thursday at { $time }
        [4] on Friday at { $time }
        [5] on Saturday at { $time }
       *[other] on Sunday at { $time }
    }
span-minutes =
    { $minutes ->
        [one] { $minutes } minute
       *[other] { $minutes } minutes
    }
span-hours =
    { $hours ->
        [one] { $hours } hour
       *[other] { $hours } hours
    }

## Short answers to a pressed button

toast-gone = This button no longer leads anywhere. Press /start to see the shop.
toast-staff-only = This button is for the shop's staff.
toast-owner-only = Only an owner of the shop may say yes to this.
toast-accepted = The shop now serves these files.
toast-accepted-before = The shop serves these files already.
toast-accepted-changed = Nothing was changed: the folder holds other files by now. A newer message asks about them, if they need a yes.
toast-not-now = That did not work just now. Please try again in a moment.
toast-already-agreed = You have agreed to these terms before.
toast-already-marked = Order { $order } was marked before.
toast-marked = Order { $order } is marked. The customer is told.
toast-already-bought = You have bought this already: order { $order }.
toast-still-open = The invoice for order { $order } is waiting in this chat.

## Invoices

invoice-total = Total
invoice-quantity = Quantity: { $quantity }
invoice-terms = By paying you agree to the terms: /terms in { $bot }

## Posts in groups and channels

post-buy = 🛒 Buy
post-open-shop = Open { $shop }
post-closed = This offer is closed.

## Receipts

receipt-order = Order { $order }, { $date }
receipt-total = Total: { $total }
receipt-tip = Tip
receipt-charge = Payment number:
receipt-provider-charge = Provider's number:
receipt-state = State: { $state }
receipt-play = 🎈 This is a rehearsal: the money is play money, and no real goods are delivered.
receipt-help = Questions about this purchase? Press /paysupport and tell us the order number.
receipt-keys =
    { $count ->
        [one] Your key for { $product }, tap to copy:
       *[other] Your keys for { $product }, tap to copy:
    }
receipt-credit = { $amount } was added to your account.
receipt-file = { $product } follows as a file.
receipt-physical = The shop has your order and will write to you here when it is ready or on its way.

## What the payment form asks: at the head of a line, and inside a sentence

info-name = Name
info-phone = Phone
info-email = E-mail
info-address = Address
ask-name = name
ask-phone = phone number
ask-email = e-mail address
ask-address = address

## For the staff

notice-title = New order { $order }
notice-customer = Customer:
notice-nameless = no name
notice-missing = The payment came without something that this shop asks for: { $what }. Please ask the customer.
notice-done = ✓ Ready
notice-shipped = ✓ Shipped
money-note = We have received your payment, but a person has to look at it before your order can go on. Your money is safe: press /paysupport to reach us and tell us this payment number:
money-note-order = It belongs to order { $order }.

alert-title = ⚠️ Please look at this
alert-title-mild = ℹ️ For your information
alert-surplus-unknown-payload = { $amount } arrived from user { $payer }, and it belongs to no order of this shop. Find out from the customer what it was for, or give it back where you receive your payments.
alert-surplus-unknown-payer = { $amount } arrived from user { $payer } for an invoice that was made for somebody else. Deliver to them by hand, or give it back where you receive your payments.
alert-surplus-paid-twice = { $amount } arrived from user { $payer } for an invoice that was paid already. Give it back where you receive your payments; the first payment is not touched.
alert-wrong-amount = { $amount } arrived for order { $order }, which is not what its invoice asked for. The order waits and nothing was delivered. Settle it with the customer, or give the money back where you receive your payments.
alert-nothing-left = Order { $order } is paid, but nothing is left of what it needs. The customer was told that you will look at it. Deliver it by hand, or give the money back where you receive your payments.
alert-paid-late = Order { $order } was paid after its time had run out. There was enough left, so it was fulfilled as usual: there is nothing to do.
alert-dead-letter = Telegram sent something that this shop could not handle (update { $update }). It held no payment. If a customer misses an answer, please write to them.
alert-dead-letter-money = Telegram sent something about a payment that this shop could not handle (update { $update }). Compare your payments with your orders and write to the customer.
files-opened = ✅ This shop is open: kiosk found its folder.
files-served = ✅ The shop now serves its new files
files-reopened = ✅ The folder of this shop is back: it sells again
files-rolled-back = ✅ The shop serves an earlier version of its files again
files-rolled-back-how = It is revision { $revision }, and serves until the files change again.
files-wrong = ⚠️ The new files cannot be served; the shop goes on with the old ones
files-held = ⚠️ The new files may hold a slip; the shop goes on with the old ones
files-check = kiosk check { $shop } shows each in its place.
files-accept = If it is meant, press the button, or say: kiosk reload { $shop } --accept { $revision }
files-accepted = ✅ The files that were held back were accepted (revision { $revision }).
files-changed = These files (revision { $revision }) are not in the folder any more.
files-closing = ⚠️ The folder of this shop is gone. It sells nothing new and finishes what customers began.
files-closed = ⚠️ This shop is closed for good. Its folder is gone, and nothing that customers began is left to be done.
files-closed-how = From now on the bot answers nobody. A folder { $shop } among the shops opens it again.
files-more = … and { $count } more
alert-rule-denied = The rule { $rule } failed, so a customer could not buy. Correct it, or write ON_ERROR = "allow" into its script.
alert-rule-allowed = The rule { $rule } failed. The customer could go on, as its script says ON_ERROR = "allow". Please correct it.
alert-rule-broken = It has failed three times in a row, so it is not run any more until its script is changed.
alert-charge = Payment number:
