-- AlterTable
ALTER TABLE "submission" ADD COLUMN     "challenge" JSONB;
