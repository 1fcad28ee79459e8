-- CreateEnum
CREATE TYPE "QueuedCellState" AS ENUM ('waiting', 'taken', 'refused');

-- CreateTable
CREATE TABLE "ComparisonQueue" (
    "comparisonId" TEXT NOT NULL,
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
    "changedAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ComparisonQueue_pkey" PRIMARY KEY ("comparisonId")
);

-- CreateTable
CREATE TABLE "QueuedStart" (
    "id" TEXT NOT NULL,
    "comparisonId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "idempotencyKey" TEXT NOT NULL,
    "bodyHash" TEXT NOT NULL,
    "plan" JSON,
    "cells" INTEGER NOT NULL,
    "origin" JSON,
    "requestId" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "QueuedStart_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "QueuedCell" (
    "startId" TEXT NOT NULL,
    "cell" TEXT NOT NULL,
    "comparisonId" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "state" "QueuedCellState" NOT NULL DEFAULT 'waiting',
    "contentHash" TEXT,
    "processId" TEXT,
    "runId" TEXT,
    "stop" TEXT,
    "refusal" JSON,

    CONSTRAINT "QueuedCell_pkey" PRIMARY KEY ("startId","cell")
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

-- AddForeignKey
ALTER TABLE "ComparisonQueue" ADD CONSTRAINT "ComparisonQueue_comparisonId_fkey" FOREIGN KEY ("comparisonId") REFERENCES "Comparison"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "QueuedStart" ADD CONSTRAINT "QueuedStart_comparisonId_fkey" FOREIGN KEY ("comparisonId") REFERENCES "Comparison"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "QueuedCell" ADD CONSTRAINT "QueuedCell_startId_fkey" FOREIGN KEY ("startId") REFERENCES "QueuedStart"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Whoever takes a cell has had its comparison's turn: in the same statement, so that no crash can come in between
-- (docs/decisions/0038).
CREATE FUNCTION "note_turn"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE "ComparisonQueue" SET "hadTurn" = true, "turn" = (SELECT max("turn") + 1 FROM "ComparisonQueue")
    WHERE "comparisonId" = NEW."comparisonId";
    RETURN NULL;
END $$;
CREATE TRIGGER "QueuedCell_turn" AFTER UPDATE OF "state" ON "QueuedCell" FOR EACH ROW
    WHEN (NEW."state" = 'taken' AND OLD."state" = 'waiting') EXECUTE FUNCTION "note_turn"();

-- A run that ends takes its cell out of the queue, whoever ends it.
CREATE FUNCTION "unqueue_cell"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM "QueuedCell" WHERE "runId" = OLD."id";
    RETURN NULL;
END $$;
CREATE TRIGGER "QueuedCell_run_ended" AFTER UPDATE OF "status" ON "Run" FOR EACH ROW
    WHEN (OLD."status" = 'streaming' AND NEW."status" <> 'streaming' AND NEW."cell" IS NOT NULL)
    EXECUTE FUNCTION "unqueue_cell"();
CREATE TRIGGER "QueuedCell_run_deleted" AFTER DELETE ON "Run" FOR EACH ROW
    WHEN (OLD."cell" IS NOT NULL) EXECUTE FUNCTION "unqueue_cell"();
