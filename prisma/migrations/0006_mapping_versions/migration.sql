-- AlterTable
ALTER TABLE "assessment" ADD COLUMN     "mappings" JSONB;

-- AlterTable
ALTER TABLE "document" ADD COLUMN     "format" TEXT,
ADD COLUMN     "mapping_version" INTEGER;

-- CreateIndex
CREATE INDEX "document_format_mapping_version_idx" ON "document"("format", "mapping_version");
