-- The topic of a group in which a post stands; 0 where the group has none, or its general one is meant.
ALTER TABLE posts ADD COLUMN topic INTEGER NOT NULL DEFAULT 0;
