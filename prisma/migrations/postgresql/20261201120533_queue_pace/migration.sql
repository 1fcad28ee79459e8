-- AlterTable
ALTER TABLE "ComparisonQueue" ADD COLUMN     "hasRetries" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "paused" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "Connection" ADD COLUMN     "runsAtOnce" INTEGER;

-- AlterTable
ALTER TABLE "QueuedCell" ADD COLUMN     "attempts" JSON,
ADD COLUMN     "connectionId" TEXT,
ADD COLUMN     "slot" INTEGER,
ADD COLUMN     "takenAt" BIGINT,
ADD COLUMN     "tries" INTEGER NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "ConnectionPace" (
    "connectionId" TEXT NOT NULL,
    "atOnce" INTEGER,
    "answers" INTEGER NOT NULL DEFAULT 0,
    "loweredAt" BIGINT NOT NULL DEFAULT 0,
    "resumesAt" BIGINT NOT NULL DEFAULT 0,
    "failingSince" BIGINT,
    "changedAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ConnectionPace_pkey" PRIMARY KEY ("connectionId")
);

-- CreateIndex
CREATE INDEX "QueuedCell_connectionId_state_comparisonId_idx" ON "QueuedCell"("connectionId", "state", "comparisonId");

-- CreateIndex
CREATE UNIQUE INDEX "QueuedCell_connectionId_slot_key" ON "QueuedCell"("connectionId", "slot");
