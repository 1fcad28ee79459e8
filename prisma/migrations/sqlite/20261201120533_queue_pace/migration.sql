-- AlterTable
ALTER TABLE "Connection" ADD COLUMN "runsAtOnce" INTEGER;

-- CreateTable
CREATE TABLE "ConnectionPace" (
    "connectionId" TEXT NOT NULL PRIMARY KEY,
    "atOnce" INTEGER,
    "answers" INTEGER NOT NULL DEFAULT 0,
    "loweredAt" BIGINT NOT NULL DEFAULT 0,
    "resumesAt" BIGINT NOT NULL DEFAULT 0,
    "failingSince" BIGINT,
    "changedAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP
);

-- AlterTable: columns are added one by one, since a table that is made anew would lose its triggers.
ALTER TABLE "ComparisonQueue" ADD COLUMN "paused" BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE "ComparisonQueue" ADD COLUMN "hasRetries" BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE "QueuedCell" ADD COLUMN "connectionId" TEXT;
ALTER TABLE "QueuedCell" ADD COLUMN "takenAt" BIGINT;
ALTER TABLE "QueuedCell" ADD COLUMN "slot" INTEGER;
ALTER TABLE "QueuedCell" ADD COLUMN "tries" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "QueuedCell" ADD COLUMN "attempts" JSONB;

-- CreateIndex
CREATE INDEX "QueuedCell_connectionId_state_comparisonId_idx" ON "QueuedCell"("connectionId", "state", "comparisonId");

-- CreateIndex
CREATE UNIQUE INDEX "QueuedCell_connectionId_slot_key" ON "QueuedCell"("connectionId", "slot");
