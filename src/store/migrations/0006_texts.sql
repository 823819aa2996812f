-- The texts of revisions, each once by the hash of its bytes; `revisions.files` names a text by its hash. Those of before
-- are named by where they come from, which no hash can be.
CREATE TABLE texts(
  hash TEXT NOT NULL PRIMARY KEY,
  text TEXT NOT NULL
) STRICT;

INSERT INTO texts(hash, text) SELECT 'before ' || r.shop || ' ' || r.revision || ' ' || j.key, j.value
  FROM revisions r CROSS JOIN json_each(r.files, '$.texts') j;

UPDATE revisions SET files = json_object(
  'texts', (SELECT json_group_object(j.key, 'before ' || shop || ' ' || revision || ' ' || j.key)
    FROM json_each(files, '$.texts') j),
  'others', json_extract(files, '$.others'));
