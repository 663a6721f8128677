-- A name that a submitter gave to a device may be that of its host: what bears it in either way is judged together.
INSERT INTO "link_key" ("key", "sha256", "document_id", "strength")
SELECT 'subject:host-name:' || lower(substr("key", 8)), "sha256", '', 'named' FROM "link_key"
WHERE "strength" = 'named' AND "key" LIKE 'device:%' AND length("key") <= 107
  AND "key" !~ '^device:(d-[0-9a-f]{24}$|[0-9a-f]{64}$|(ek-key|ak|ek-cert|platform|platform-cert|serial):)'
ON CONFLICT DO NOTHING;
