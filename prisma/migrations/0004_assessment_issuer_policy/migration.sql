-- AlterTable
ALTER TABLE "assessment" ADD COLUMN     "issuer_policy" TEXT;
