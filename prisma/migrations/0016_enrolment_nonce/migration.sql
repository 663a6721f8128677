-- Enrolments wait five minutes at most: those that were begun without a nonce are begun anew.
DELETE FROM "enrolment";

-- AlterTable
ALTER TABLE "enrolment" ADD COLUMN     "nonce" TEXT NOT NULL;
