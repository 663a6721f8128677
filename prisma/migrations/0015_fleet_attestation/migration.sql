-- AlterTable
ALTER TABLE "device" ADD COLUMN     "attestation" TEXT NOT NULL DEFAULT 'no-key',
ADD COLUMN     "firmware_key" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "firmware_version" TEXT,
ADD COLUMN     "last_attested_at" TIMESTAMPTZ(3),
ADD COLUMN     "secure_boot" TEXT NOT NULL DEFAULT 'unknown',
ADD COLUMN     "silent_since" TIMESTAMPTZ(3) NOT NULL DEFAULT '9999-01-01 00:00:00+00'::timestamp with time zone;

-- CreateIndex
CREATE INDEX "device_attestation_attention_id_idx" ON "device"("attestation", "attention", "id");

-- CreateIndex
CREATE INDEX "device_attestation_silent_since_id_idx" ON "device"("attestation", "silent_since", "id");

-- CreateIndex
CREATE INDEX "device_silent_since_id_idx" ON "device"("silent_since", "id");

-- CreateIndex
CREATE INDEX "device_secure_boot_attention_id_idx" ON "device"("secure_boot", "attention", "id");

-- CreateIndex
CREATE INDEX "device_firmware_key_attention_id_idx" ON "device"("firmware_key", "attention", "id");

-- What follows can't be said in schema.prisma.

-- Versions are compared in byte order, whatever the locale of the server.
ALTER TABLE "device" ALTER COLUMN "firmware_key" TYPE TEXT COLLATE "C";

-- Counts of what the new columns say until each device is folded again, so that a fold can take it away.
INSERT INTO "fleet_counter" ("dimension", "value", "shard", "count")
SELECT "dimension", "value", 0, count(*) FROM "device", LATERAL (VALUES ('attestation', "attestation"), ('secure-boot', "secure_boot")) AS counted("dimension", "value")
GROUP BY "dimension", "value";
