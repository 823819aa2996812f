-- Times are milliseconds since 1970, amounts are minor units, absent numbers are 0 and absent texts are empty: a NULL
-- would hide a misspelt column. Whatever grows with every purchase is led by time, so that new rows share pages.

CREATE TABLE customers(
  shop TEXT NOT NULL,
  user INTEGER NOT NULL,
  name TEXT NOT NULL,
  username TEXT NOT NULL,
  language TEXT NOT NULL,
  agreed TEXT NOT NULL,
  blocked INTEGER NOT NULL CHECK (blocked IN (0, 1)),
  seen_at INTEGER NOT NULL,
  PRIMARY KEY (shop, user)
) STRICT, WITHOUT ROWID;

CREATE TABLE consents(
  shop TEXT NOT NULL,
  user INTEGER NOT NULL,
  at INTEGER NOT NULL,
  terms TEXT NOT NULL,
  how TEXT NOT NULL,
  PRIMARY KEY (shop, user, at, terms)
) STRICT, WITHOUT ROWID;

CREATE TABLE invoices(
  id INTEGER PRIMARY KEY,
  shop TEXT NOT NULL,
  payload TEXT NOT NULL UNIQUE,
  audience TEXT NOT NULL CHECK (audience IN ('customer', 'only_customer', 'anyone')),
  customer INTEGER NOT NULL,
  payable TEXT NOT NULL CHECK (payable IN ('once', 'once_per_customer', 'while_stock_lasts')),
  post INTEGER NOT NULL,
  standing TEXT NOT NULL,
  quote TEXT NOT NULL CHECK (json_valid(quote)),
  created_at INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX invoices_standing ON invoices(shop, post, standing) WHERE standing <> '';

-- Posts in groups and channels, and links. invoice 0 and message 0: none.
CREATE TABLE posts(
  id INTEGER PRIMARY KEY,
  shop TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('card', 'invoice', 'link')),
  chat INTEGER NOT NULL,
  product TEXT NOT NULL,
  selection TEXT NOT NULL CHECK (json_valid(selection)),
  payable TEXT NOT NULL CHECK (payable IN ('once', 'once_per_customer', 'while_stock_lasts')),
  invoice INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'closed', 'failed')),
  message INTEGER NOT NULL,
  url TEXT NOT NULL,
  face TEXT NOT NULL,
  note TEXT NOT NULL,
  revision TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  version INTEGER NOT NULL
) STRICT;
CREATE INDEX posts_open ON posts(shop) WHERE state = 'open';

CREATE TABLE orders(
  id INTEGER PRIMARY KEY,
  shop TEXT NOT NULL,
  invoice INTEGER NOT NULL REFERENCES invoices(id),
  payer INTEGER NOT NULL,
  n INTEGER NOT NULL,
  state TEXT NOT NULL,
  version INTEGER NOT NULL,
  once INTEGER NOT NULL CHECK (once IN (0, 1)),
  chat INTEGER NOT NULL,
  origin INTEGER NOT NULL,
  language TEXT NOT NULL,
  progress TEXT NOT NULL,
  hold_query TEXT NOT NULL,
  hold_since INTEGER NOT NULL,
  hold_until INTEGER NOT NULL,
  hold_answer TEXT NOT NULL CHECK (hold_answer IN ('', 'pending', 'renewed', 'taken')),
  tip INTEGER NOT NULL CHECK (tip >= 0),
  info TEXT NOT NULL CHECK (info = '' OR json_valid(info)),
  valid_until INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  UNIQUE (invoice, payer, n)
) STRICT;
CREATE UNIQUE INDEX orders_once ON orders(invoice) WHERE once = 1 AND state IN
  ('held', 'paid', 'fulfilled', 'review', 'unfulfillable', 'refund_pending', 'refund_failed');
CREATE INDEX orders_of_payer ON orders(shop, payer, origin);
CREATE INDEX orders_live ON orders(shop, payer) WHERE state IN ('open', 'held');
CREATE INDEX orders_stuck ON orders(shop) WHERE state IN ('review', 'unfulfillable', 'refund_failed');

CREATE TABLE stock(
  shop TEXT NOT NULL,
  sku TEXT NOT NULL,
  on_hand INTEGER NOT NULL CHECK (on_hand >= 0),
  reserved INTEGER NOT NULL CHECK (reserved BETWEEN 0 AND on_hand),
  in_file INTEGER NOT NULL,
  version INTEGER NOT NULL,
  PRIMARY KEY (shop, sku)
) STRICT, WITHOUT ROWID;

CREATE TABLE stock_moves(
  id INTEGER PRIMARY KEY,
  shop TEXT NOT NULL,
  sku TEXT NOT NULL,
  units INTEGER NOT NULL,
  why TEXT NOT NULL,
  order_id INTEGER NOT NULL,
  at INTEGER NOT NULL
) STRICT;

-- order_id 0: not sold yet.
CREATE TABLE keys(
  id INTEGER PRIMARY KEY,
  shop TEXT NOT NULL,
  sku TEXT NOT NULL,
  text TEXT NOT NULL,
  order_id INTEGER NOT NULL,
  line INTEGER NOT NULL,
  UNIQUE (shop, sku, text)
) STRICT;
CREATE INDEX keys_unsold ON keys(shop, sku) WHERE order_id = 0;
CREATE INDEX keys_sold ON keys(order_id) WHERE order_id <> 0;

CREATE TABLE balances(
  shop TEXT NOT NULL,
  user INTEGER NOT NULL,
  currency TEXT NOT NULL,
  amount INTEGER NOT NULL,
  PRIMARY KEY (shop, user, currency)
) STRICT, WITHOUT ROWID;

-- order_id 0: money that fits no order.
CREATE TABLE payments(
  shop TEXT NOT NULL,
  charge_id TEXT NOT NULL,
  provider_id TEXT NOT NULL,
  payer INTEGER NOT NULL,
  payload TEXT NOT NULL,
  currency TEXT NOT NULL,
  amount INTEGER NOT NULL,
  order_id INTEGER NOT NULL,
  matched TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (shop, charge_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX payments_of_order ON payments(order_id) WHERE order_id <> 0;
CREATE INDEX payments_loose ON payments(shop) WHERE order_id = 0;

CREATE TABLE entries(
  id INTEGER PRIMARY KEY,
  shop TEXT NOT NULL,
  tx TEXT NOT NULL,
  account TEXT NOT NULL,
  currency TEXT NOT NULL,
  amount INTEGER NOT NULL,
  at INTEGER NOT NULL
) STRICT;

CREATE TABLE events(
  id INTEGER PRIMARY KEY,
  shop TEXT NOT NULL,
  order_id INTEGER NOT NULL,
  what TEXT NOT NULL,
  actor INTEGER NOT NULL,
  revision TEXT NOT NULL,
  note TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;
CREATE INDEX events_of_order ON events(order_id);

-- state 0 owed, 1 sent, 2 blocked, 3 failed.
CREATE TABLE outbox(
  id INTEGER PRIMARY KEY,
  shop TEXT NOT NULL,
  chat INTEGER NOT NULL,
  language TEXT NOT NULL,
  order_id INTEGER NOT NULL,
  effect TEXT NOT NULL CHECK (json_valid(effect)),
  state INTEGER NOT NULL CHECK (state BETWEEN 0 AND 3),
  note TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  ended_at INTEGER NOT NULL
) STRICT;
CREATE INDEX outbox_owed ON outbox(id) WHERE state = 0;
CREATE INDEX outbox_blocked ON outbox(shop, chat) WHERE state = 2;
CREATE INDEX outbox_failed ON outbox(shop) WHERE state = 3;
CREATE INDEX outbox_of_order ON outbox(order_id) WHERE order_id <> 0;

-- state 0 owed, 1 done, 2 dead.
CREATE TABLE inbox(
  bot INTEGER NOT NULL,
  update_id INTEGER NOT NULL,
  shop TEXT NOT NULL,
  raw TEXT NOT NULL,
  state INTEGER NOT NULL CHECK (state BETWEEN 0 AND 2),
  tries INTEGER NOT NULL,
  received_at INTEGER NOT NULL,
  note TEXT NOT NULL,
  PRIMARY KEY (bot, update_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX inbox_owed ON inbox(bot, update_id) WHERE state = 0;
CREATE INDEX inbox_done ON inbox(received_at) WHERE state = 1;

CREATE TABLE revisions(
  shop TEXT NOT NULL,
  revision TEXT NOT NULL,
  files TEXT NOT NULL CHECK (json_valid(files)),
  saved_at INTEGER NOT NULL,
  PRIMARY KEY (shop, revision)
) STRICT, WITHOUT ROWID;

-- Shops whose folder is gone. ended_at 0: something may still come.
CREATE TABLE closings(
  shop TEXT NOT NULL,
  since INTEGER NOT NULL,
  ended_at INTEGER NOT NULL,
  PRIMARY KEY (shop)
) STRICT, WITHOUT ROWID;

CREATE TABLE meta(
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (key)
) STRICT, WITHOUT ROWID;
