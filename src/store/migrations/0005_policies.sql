-- How old customers said they are, at least (0: nobody asked), and how many payments in a row they began and did not
-- finish, with the end of the latest.
ALTER TABLE customers ADD COLUMN age INTEGER NOT NULL DEFAULT 0 CHECK (age >= 0);
ALTER TABLE customers ADD COLUMN unpaid INTEGER NOT NULL DEFAULT 0 CHECK (unpaid >= 0);
ALTER TABLE customers ADD COLUMN unpaid_at INTEGER NOT NULL DEFAULT 0;
