-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "artifact" (
    "sha256" TEXT NOT NULL,
    "size" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "artifact_pkey" PRIMARY KEY ("sha256")
);

-- CreateTable
CREATE TABLE "artifact_chunk" (
    "sha256" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "bytes" BYTEA NOT NULL,

    CONSTRAINT "artifact_chunk_pkey" PRIMARY KEY ("sha256","seq")
);

-- CreateTable
CREATE TABLE "submission" (
    "id" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "observed_at" TIMESTAMPTZ(3),
    "submitted_by" TEXT NOT NULL,
    "device" TEXT,
    "role" TEXT,
    "file_name" TEXT,
    "may_attach_to" JSONB NOT NULL,
    "idempotency_key" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'received',
    "kind" TEXT,

    CONSTRAINT "submission_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "statement" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "author" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "reason" TEXT NOT NULL,
    "body" JSONB NOT NULL,
    "device" TEXT,
    "submission" TEXT,
    "target" TEXT,

    CONSTRAINT "statement_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "assessment" (
    "device_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "trust" TEXT NOT NULL,
    "lifecycle" TEXT NOT NULL,
    "reasons" TEXT[],
    "findings" TEXT[],
    "inputs" TEXT NOT NULL,
    "rule_set" TEXT NOT NULL,
    "policy_version" INTEGER NOT NULL,
    "next_change_at" TIMESTAMPTZ(3),

    CONSTRAINT "assessment_pkey" PRIMARY KEY ("device_id","id")
);

-- CreateTable
CREATE TABLE "document" (
    "sha256" TEXT NOT NULL,
    "document_id" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "parser_version" INTEGER NOT NULL,
    "body" BYTEA NOT NULL,
    "component_set" TEXT,
    "summary" TEXT NOT NULL,
    "error" JSONB,

    CONSTRAINT "document_pkey" PRIMARY KEY ("sha256","seq")
);

-- CreateTable
CREATE TABLE "component_set" (
    "digest" TEXT NOT NULL,
    "body" BYTEA NOT NULL,

    CONSTRAINT "component_set_pkey" PRIMARY KEY ("digest")
);

-- CreateTable
CREATE TABLE "link_key" (
    "key" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "document_id" TEXT NOT NULL,
    "strength" TEXT NOT NULL,

    CONSTRAINT "link_key_pkey" PRIMARY KEY ("key","sha256","document_id","strength")
);

-- CreateTable
CREATE TABLE "device" (
    "id" TEXT NOT NULL,
    "tier" TEXT NOT NULL,
    "trust" TEXT NOT NULL,
    "lifecycle" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "manufacturer" TEXT,
    "model" TEXT,
    "version" TEXT,
    "serial" TEXT,
    "manufacturer_key" TEXT NOT NULL,
    "model_key" TEXT NOT NULL,
    "serial_key" TEXT NOT NULL,
    "attention" INTEGER NOT NULL,
    "critical" INTEGER NOT NULL,
    "high" INTEGER NOT NULL,
    "medium" INTEGER NOT NULL,
    "low" INTEGER NOT NULL,
    "info" INTEGER NOT NULL,
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "last_observed_at" TIMESTAMPTZ(3) NOT NULL,
    "last_changed_at" TIMESTAMPTZ(3) NOT NULL,
    "next_change_at" TIMESTAMPTZ(3),
    "assessed_at" TIMESTAMPTZ(3) NOT NULL,
    "verdict_digest" TEXT NOT NULL,
    "rule_set" TEXT NOT NULL,

    CONSTRAINT "device_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "device_key" (
    "key" TEXT NOT NULL,
    "device_id" TEXT NOT NULL,

    CONSTRAINT "device_key_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "device_artifact" (
    "device_id" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "document_id" TEXT NOT NULL,

    CONSTRAINT "device_artifact_pkey" PRIMARY KEY ("device_id","sha256","document_id")
);

-- CreateTable
CREATE TABLE "device_snapshot" (
    "device_id" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "components_digest" TEXT NOT NULL,
    "body" BYTEA NOT NULL,

    CONSTRAINT "device_snapshot_pkey" PRIMARY KEY ("device_id")
);

-- CreateTable
CREATE TABLE "device_component" (
    "device_id" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "category" TEXT NOT NULL,
    "manufacturer" TEXT NOT NULL,
    "model" TEXT NOT NULL,
    "serial" TEXT,
    "model_key" TEXT NOT NULL,
    "serial_key" TEXT NOT NULL,
    "hashes" TEXT[],

    CONSTRAINT "device_component_pkey" PRIMARY KEY ("device_id","seq")
);

-- CreateTable
CREATE TABLE "finding" (
    "device_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "rule" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "severity_rank" INTEGER NOT NULL,
    "subject" TEXT NOT NULL,
    "expected" TEXT,
    "observed" TEXT,
    "because" TEXT[],
    "resolve" TEXT NOT NULL,
    "detail" TEXT NOT NULL,
    "open" BOOLEAN NOT NULL,
    "episode" INTEGER NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_at" TIMESTAMPTZ(3),
    "decision" TEXT,
    "decision_by" TEXT,
    "decision_until" TIMESTAMPTZ(3),

    CONSTRAINT "finding_pkey" PRIMARY KEY ("device_id","id")
);

-- CreateTable
CREATE TABLE "unlinked" (
    "submission_id" TEXT NOT NULL,
    "document_id" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "detail" TEXT NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "submitted_by" TEXT NOT NULL,

    CONSTRAINT "unlinked_pkey" PRIMARY KEY ("submission_id","document_id")
);

-- CreateTable
CREATE TABLE "fleet_counter" (
    "dimension" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "shard" INTEGER NOT NULL,
    "count" INTEGER NOT NULL,

    CONSTRAINT "fleet_counter_pkey" PRIMARY KEY ("dimension","value","shard")
);

-- CreateTable
CREATE TABLE "app_user" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT,
    "password_hash" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "disabled" BOOLEAN NOT NULL DEFAULT false,
    "must_change_password" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "failed_sign_ins" INTEGER NOT NULL DEFAULT 0,
    "last_failed_at" TIMESTAMPTZ(3),
    "last_sign_in_at" TIMESTAMPTZ(3),
    "session_epoch" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "app_user_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "device_grant" (
    "user_id" TEXT NOT NULL,
    "device_id" TEXT NOT NULL,
    "granted_at" TIMESTAMPTZ(3) NOT NULL,
    "granted_by" TEXT NOT NULL,

    CONSTRAINT "device_grant_pkey" PRIMARY KEY ("user_id","device_id")
);

-- CreateTable
CREATE TABLE "api_token" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "scopes" TEXT[],
    "hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_token_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_log" (
    "id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "subject" TEXT,
    "detail" JSONB NOT NULL,

    CONSTRAINT "audit_log_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "submission_sha256_submitted_by_idx" ON "submission"("sha256", "submitted_by");

-- CreateIndex
CREATE INDEX "submission_submitted_by_id_idx" ON "submission"("submitted_by", "id");

-- CreateIndex
CREATE INDEX "submission_device_idx" ON "submission"("device");

-- CreateIndex
CREATE UNIQUE INDEX "submission_submitted_by_idempotency_key_key" ON "submission"("submitted_by", "idempotency_key");

-- CreateIndex
CREATE INDEX "statement_device_at_idx" ON "statement"("device", "at");

-- CreateIndex
CREATE INDEX "statement_kind_at_id_idx" ON "statement"("kind", "at", "id");

-- CreateIndex
CREATE INDEX "statement_target_idx" ON "statement"("target");

-- CreateIndex
CREATE INDEX "statement_submission_idx" ON "statement"("submission");

-- CreateIndex
CREATE INDEX "document_document_id_idx" ON "document"("document_id");

-- CreateIndex
CREATE INDEX "link_key_sha256_idx" ON "link_key"("sha256");

-- CreateIndex
CREATE INDEX "device_last_changed_at_id_idx" ON "device"("last_changed_at", "id");

-- CreateIndex
CREATE INDEX "device_last_observed_at_id_idx" ON "device"("last_observed_at", "id");

-- CreateIndex
CREATE INDEX "device_attention_id_idx" ON "device"("attention", "id");

-- CreateIndex
CREATE INDEX "device_trust_last_changed_at_id_idx" ON "device"("trust", "last_changed_at", "id");

-- CreateIndex
CREATE INDEX "device_lifecycle_last_changed_at_id_idx" ON "device"("lifecycle", "last_changed_at", "id");

-- CreateIndex
CREATE INDEX "device_manufacturer_key_model_key_last_changed_at_id_idx" ON "device"("manufacturer_key", "model_key", "last_changed_at", "id");

-- CreateIndex
CREATE INDEX "device_manufacturer_key_model_key_serial_key_id_idx" ON "device"("manufacturer_key", "model_key", "serial_key", "id");

-- CreateIndex
CREATE INDEX "device_model_key_id_idx" ON "device"("model_key", "id");

-- CreateIndex
CREATE INDEX "device_serial_key_id_idx" ON "device"("serial_key", "id");

-- CreateIndex
CREATE INDEX "device_next_change_at_idx" ON "device"("next_change_at");

-- CreateIndex
CREATE INDEX "device_key_device_id_idx" ON "device_key"("device_id");

-- CreateIndex
CREATE INDEX "device_artifact_sha256_idx" ON "device_artifact"("sha256");

-- CreateIndex
CREATE INDEX "device_component_serial_key_device_id_idx" ON "device_component"("serial_key", "device_id");

-- CreateIndex
CREATE INDEX "device_component_model_key_device_id_idx" ON "device_component"("model_key", "device_id");

-- CreateIndex
CREATE INDEX "device_component_hashes_idx" ON "device_component" USING GIN ("hashes");

-- CreateIndex
CREATE INDEX "finding_open_severity_rank_opened_at_device_id_id_idx" ON "finding"("open", "severity_rank", "opened_at", "device_id", "id");

-- CreateIndex
CREATE INDEX "finding_rule_open_opened_at_idx" ON "finding"("rule", "open", "opened_at");

-- CreateIndex
CREATE INDEX "unlinked_submitted_by_submission_id_idx" ON "unlinked"("submitted_by", "submission_id");

-- CreateIndex
CREATE UNIQUE INDEX "app_user_name_key" ON "app_user"("name");

-- CreateIndex
CREATE INDEX "device_grant_device_id_idx" ON "device_grant"("device_id");

-- CreateIndex
CREATE UNIQUE INDEX "api_token_hash_key" ON "api_token"("hash");

-- CreateIndex
CREATE INDEX "api_token_user_id_idx" ON "api_token"("user_id");

-- CreateIndex
CREATE INDEX "audit_log_actor_id_idx" ON "audit_log"("actor", "id");

-- CreateIndex
CREATE INDEX "audit_log_subject_id_idx" ON "audit_log"("subject", "id");

-- What follows can't be said in schema.prisma.

-- Pieces of files are mostly compressed or incompressible already: keep them out of line as they are.
ALTER TABLE "artifact_chunk" ALTER COLUMN "bytes" SET STORAGE EXTERNAL;

-- Searched by prefix: byte order, whatever the locale of the server, so that an index serves LIKE 'x%'.
ALTER TABLE "device"
    ALTER COLUMN "manufacturer_key" TYPE TEXT COLLATE "C",
    ALTER COLUMN "model_key" TYPE TEXT COLLATE "C",
    ALTER COLUMN "serial_key" TYPE TEXT COLLATE "C";
ALTER TABLE "device_component"
    ALTER COLUMN "model_key" TYPE TEXT COLLATE "C",
    ALTER COLUMN "serial_key" TYPE TEXT COLLATE "C";

-- What was acknowledged and isn't in the tables yet: few rows, looked for every minute.
CREATE INDEX "submission_unsettled_idx" ON "submission"("id") WHERE "status" IN ('received', 'read');
