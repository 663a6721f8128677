-- CreateIndex
CREATE INDEX "device_trust_attention_id_idx" ON "device"("trust", "attention", "id");

-- CreateIndex
CREATE INDEX "device_lifecycle_attention_id_idx" ON "device"("lifecycle", "attention", "id");

-- CreateIndex
CREATE INDEX "device_manufacturer_key_model_key_attention_id_idx" ON "device"("manufacturer_key", "model_key", "attention", "id");
