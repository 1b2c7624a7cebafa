-- A PBX by its name. :kind is null for one that is only heard of: it is entered as 'other', and what
-- is known of it stays.
INSERT INTO sessionwatch.pbx (name, kind)
SELECT :name, coalesce(CAST(:kind AS text), 'other')
 WHERE NOT EXISTS (
   SELECT FROM sessionwatch.pbx
    WHERE name = :name AND kind = coalesce(CAST(:kind AS text), kind))
ON CONFLICT (name) DO UPDATE SET kind = excluded.kind WHERE CAST(:kind AS text) IS NOT NULL
