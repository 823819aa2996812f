-- When a shop got to know a customer; of those who are known already, the earliest trace.
ALTER TABLE customers ADD COLUMN first_seen INTEGER NOT NULL DEFAULT 0;
UPDATE customers SET first_seen = min(
  seen_at,
  coalesce((SELECT min(c.at) FROM consents c WHERE c.shop = customers.shop AND c.user = customers.user), seen_at),
  coalesce((SELECT min(o.created_at) FROM orders o WHERE o.shop = customers.shop AND o.payer = customers.user), seen_at)
);

-- Why a customer heard yes or no, kept for a while. order_id 0: no order came of it. refusal empty: a yes. said: what each
-- rule said, as JSON. input: what the rules were asked; empty where none was, or where it was too long to be kept.
CREATE TABLE reasons(
  id INTEGER PRIMARY KEY,
  shop TEXT NOT NULL,
  at INTEGER NOT NULL,
  order_id INTEGER NOT NULL,
  payer INTEGER NOT NULL,
  paying INTEGER NOT NULL CHECK (paying IN (0, 1)),
  revision TEXT NOT NULL,
  refusal TEXT NOT NULL CHECK (refusal = '' OR json_valid(refusal)),
  said TEXT NOT NULL CHECK (json_valid(said)),
  input TEXT NOT NULL CHECK (input = '' OR json_valid(input))
) STRICT;
CREATE INDEX reasons_of_shop ON reasons(shop, at);
CREATE INDEX reasons_of_order ON reasons(order_id) WHERE order_id <> 0;
