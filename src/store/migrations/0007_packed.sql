-- What a revision adds is written while customers wait, so it is to be little. A text of before stays as it is.
ALTER TABLE texts ADD COLUMN packed BLOB;
