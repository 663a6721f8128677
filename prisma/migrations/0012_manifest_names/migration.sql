-- The list of reference manifests is ordered by what they are about.
CREATE INDEX "document_manifest_name_idx" ON "document"("summary", "sha256", "seq") WHERE "kind" = 'reference-manifest';
