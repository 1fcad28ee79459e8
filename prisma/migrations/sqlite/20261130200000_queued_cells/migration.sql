-- CreateTable
CREATE TABLE "ComparisonQueue" (
    "comparisonId" TEXT NOT NULL PRIMARY KEY,
    "userId" TEXT NOT NULL,
    "total" INTEGER NOT NULL DEFAULT 0,
    "version" INTEGER NOT NULL DEFAULT 0,
    "background" BOOLEAN NOT NULL DEFAULT false,
    "turn" BIGINT NOT NULL,
    "hadTurn" BOOLEAN NOT NULL DEFAULT false,
    "address" TEXT,
    "isGuest" BOOLEAN NOT NULL DEFAULT false,
    "watchedBy" TEXT,
    "watchedUntil" BIGINT NOT NULL DEFAULT 0,
    "changedAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "ComparisonQueue_comparisonId_fkey" FOREIGN KEY ("comparisonId") REFERENCES "Comparison" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "QueuedStart" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "comparisonId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "idempotencyKey" TEXT NOT NULL,
    "bodyHash" TEXT NOT NULL,
    "plan" JSONB,
    "cells" INTEGER NOT NULL,
    "origin" JSONB,
    "requestId" TEXT,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "QueuedStart_comparisonId_fkey" FOREIGN KEY ("comparisonId") REFERENCES "Comparison" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "QueuedCell" (
    "startId" TEXT NOT NULL,
    "cell" TEXT NOT NULL,
    "comparisonId" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "contentHash" TEXT,
    "processId" TEXT,
    "runId" TEXT,
    "stop" TEXT,
    "refusal" JSONB,

    PRIMARY KEY ("startId", "cell"),
    CONSTRAINT "QueuedCell_startId_fkey" FOREIGN KEY ("startId") REFERENCES "QueuedStart" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateIndex
CREATE INDEX "ComparisonQueue_userId_idx" ON "ComparisonQueue"("userId");

-- CreateIndex
CREATE INDEX "QueuedStart_userId_idx" ON "QueuedStart"("userId");

-- CreateIndex
CREATE INDEX "QueuedStart_createdAt_idx" ON "QueuedStart"("createdAt");

-- CreateIndex
CREATE UNIQUE INDEX "QueuedStart_comparisonId_idempotencyKey_key" ON "QueuedStart"("comparisonId", "idempotencyKey");

-- CreateIndex
CREATE UNIQUE INDEX "QueuedCell_runId_key" ON "QueuedCell"("runId");

-- CreateIndex
CREATE INDEX "QueuedCell_state_comparisonId_startId_position_idx" ON "QueuedCell"("state", "comparisonId", "startId", "position");

-- CreateIndex
CREATE INDEX "QueuedCell_comparisonId_cell_idx" ON "QueuedCell"("comparisonId", "cell");

-- CreateIndex
CREATE INDEX "QueuedCell_processId_idx" ON "QueuedCell"("processId");

-- Whoever takes a cell has had its comparison's turn: in the same statement, so that no crash can come in between
-- (docs/decisions/0038).
CREATE TRIGGER "QueuedCell_turn" AFTER UPDATE OF "state" ON "QueuedCell"
WHEN NEW."state" = 'taken' AND OLD."state" = 'waiting' BEGIN
    UPDATE "ComparisonQueue" SET "hadTurn" = true, "turn" = (SELECT max("turn") + 1 FROM "ComparisonQueue")
    WHERE "comparisonId" = NEW."comparisonId";
END;

-- A run that ends takes its cell out of the queue, whoever ends it.
CREATE TRIGGER "QueuedCell_run_ended" AFTER UPDATE OF "status" ON "Run"
WHEN OLD."status" = 'streaming' AND NEW."status" <> 'streaming' AND NEW."cell" IS NOT NULL BEGIN
    DELETE FROM "QueuedCell" WHERE "runId" = NEW."id";
END;
CREATE TRIGGER "QueuedCell_run_deleted" AFTER DELETE ON "Run" WHEN OLD."cell" IS NOT NULL BEGIN
    DELETE FROM "QueuedCell" WHERE "runId" = OLD."id";
END;
