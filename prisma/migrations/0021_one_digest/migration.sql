-- AlterTable
ALTER TABLE "device_snapshot" ADD COLUMN     "measurements_key" TEXT NOT NULL DEFAULT '';

-- CreateTable
CREATE TABLE "device_measurement" (
    "device_id" TEXT NOT NULL,
    "digest" BYTEA NOT NULL,
    "pcr" INTEGER NOT NULL,
    "event_type" BIGINT NOT NULL,
    "first_at" TIMESTAMPTZ(3) NOT NULL,
    "last_at" TIMESTAMPTZ(3) NOT NULL,
    "current" BOOLEAN NOT NULL,
    "rank" INTEGER NOT NULL,

    CONSTRAINT "device_measurement_pkey" PRIMARY KEY ("device_id","digest","pcr")
);

-- CreateTable
CREATE TABLE "known_digest" (
    "digest" BYTEA NOT NULL,
    "sha256" TEXT NOT NULL,
    "document_id" TEXT NOT NULL,
    "describes" TEXT NOT NULL,

    CONSTRAINT "known_digest_pkey" PRIMARY KEY ("digest","sha256","document_id")
);

-- CreateIndex
CREATE INDEX "device_measurement_digest_rank_device_id_pcr_idx" ON "device_measurement"("digest", "rank", "device_id", "pcr");

-- CreateIndex
CREATE INDEX "known_digest_sha256_idx" ON "known_digest"("sha256");
