-- CreateIndex
CREATE INDEX "Share_expiresAt_idx" ON "Share"("expiresAt");
