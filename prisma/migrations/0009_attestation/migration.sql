-- CreateTable
CREATE TABLE "enrolment" (
    "id" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "endorsement_key" TEXT NOT NULL,
    "endorsement_certificate" TEXT,
    "attestation_key" TEXT NOT NULL,
    "secret_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "enrolment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "challenge" (
    "id" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "nonce" TEXT NOT NULL,
    "attestation_key" TEXT NOT NULL,
    "selection" TEXT NOT NULL,
    "issued_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "consumed_at" TIMESTAMPTZ(3),

    CONSTRAINT "challenge_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "enrolment_account_expires_at_idx" ON "enrolment"("account", "expires_at");

-- CreateIndex
CREATE INDEX "enrolment_expires_at_idx" ON "enrolment"("expires_at");

-- CreateIndex
CREATE INDEX "challenge_account_expires_at_idx" ON "challenge"("account", "expires_at");

-- CreateIndex
CREATE INDEX "challenge_expires_at_idx" ON "challenge"("expires_at");
