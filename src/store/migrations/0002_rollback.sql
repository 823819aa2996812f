-- The state of the folder that a rollback set aside for this revision; empty where the revision came from the folder.
ALTER TABLE revisions ADD COLUMN instead_of TEXT NOT NULL DEFAULT '';
