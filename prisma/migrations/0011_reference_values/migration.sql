-- AlterTable
ALTER TABLE "device_artifact" ADD COLUMN     "by_model" BOOLEAN NOT NULL DEFAULT false;

-- Manifests are few among many documents, and are listed and folded again as a whole. Prisma's schema has no partial indexes.
CREATE INDEX "document_manifest_idx" ON "document"("sha256", "seq") WHERE "kind" = 'reference-manifest';
