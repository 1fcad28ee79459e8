-- CreateTable
CREATE TABLE "Comparison" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "userId" TEXT NOT NULL,
    "title" TEXT,
    "note" TEXT,
    "kind" TEXT NOT NULL,
    "plan" JSONB NOT NULL,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" DATETIME NOT NULL,
    "deletedAt" DATETIME,
    CONSTRAINT "Comparison_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "ComparisonVote" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "comparisonId" TEXT NOT NULL,
    "cell" TEXT,
    "note" TEXT,
    "shown" JSONB NOT NULL,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "ComparisonVote_comparisonId_fkey" FOREIGN KEY ("comparisonId") REFERENCES "Comparison" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- AlterTable
-- By hand, where Prisma would build the table anew: a dropped table takes its choices with it (ON DELETE CASCADE).
ALTER TABLE "Run" ADD COLUMN "comparisonId" TEXT REFERENCES "Comparison" ("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "Run" ADD COLUMN "cell" TEXT;

-- CreateIndex
CREATE INDEX "Run_comparisonId_cell_idx" ON "Run"("comparisonId", "cell");

-- CreateIndex
CREATE INDEX "Comparison_userId_deletedAt_updatedAt_id_idx" ON "Comparison"("userId", "deletedAt", "updatedAt", "id");

-- CreateIndex
CREATE INDEX "Comparison_deletedAt_idx" ON "Comparison"("deletedAt");

-- CreateIndex
CREATE INDEX "ComparisonVote_comparisonId_id_idx" ON "ComparisonVote"("comparisonId", "id");
