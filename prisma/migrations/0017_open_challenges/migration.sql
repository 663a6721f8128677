-- Of the challenges of an account those that wait are counted, which are few; the others of the last minutes may be thousands.
DROP INDEX "challenge_account_expires_at_idx";
CREATE INDEX "challenge_open_idx" ON "challenge"("account", "expires_at") WHERE "consumed_at" IS NULL;
