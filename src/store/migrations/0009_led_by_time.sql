-- A charge is known by the payload that it paid and its id. An id alone comes in no order, so that each payment wrote a page
-- of its own; a payload is led by time, and Telegram says both whenever it tells of a charge.
CREATE TABLE payments_before AS SELECT * FROM payments;
DROP TABLE payments;
CREATE TABLE payments(
  id INTEGER PRIMARY KEY,
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
  UNIQUE (shop, payload, charge_id)
) STRICT;
INSERT INTO payments(id, shop, charge_id, provider_id, payer, payload, currency, amount, order_id, matched, at)
  SELECT id, shop, charge_id, provider_id, payer, payload, currency, amount, order_id, matched, at
  FROM payments_before ORDER BY id;
DROP TABLE payments_before;
CREATE INDEX payments_of_order ON payments(order_id) WHERE order_id <> 0;
CREATE INDEX payments_loose ON payments(shop) WHERE order_id = 0;

-- Old updates are found from the front of each bot's own: an index for their end alone took part in every update.
DROP INDEX inbox_done;
