-- What several documents hold is kept once: not the components of BOMs and inventories alone.
ALTER TABLE "component_set" RENAME TO "document_part";
ALTER TABLE "document_part" RENAME CONSTRAINT "component_set_pkey" TO "document_part_pkey";

ALTER TABLE "document" RENAME COLUMN "component_set" TO "parts";
ALTER TABLE "document" ALTER COLUMN "parts" TYPE TEXT[] USING CASE WHEN "parts" IS NULL THEN '{}' ELSE ARRAY["parts"] END,
                       ALTER COLUMN "parts" SET NOT NULL;
