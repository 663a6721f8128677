-- AlterTable
ALTER TABLE "device" ADD COLUMN     "stopped_at" TIMESTAMPTZ(3),
ADD COLUMN     "stopped_for" TEXT,
ADD COLUMN     "stopped_limit" INTEGER;
