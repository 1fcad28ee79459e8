-- CreateTable
CREATE TABLE "Comparison" (
    "id" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "title" TEXT,
    "note" TEXT,
    "kind" TEXT NOT NULL,
    "plan" JSON NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,
    "deletedAt" TIMESTAMP(3),

    CONSTRAINT "Comparison_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ComparisonVote" (
    "id" TEXT NOT NULL,
    "comparisonId" TEXT NOT NULL,
    "cell" TEXT,
    "note" TEXT,
    "shown" JSON NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ComparisonVote_pkey" PRIMARY KEY ("id")
);

-- AddForeignKey
ALTER TABLE "Comparison" ADD CONSTRAINT "Comparison_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ComparisonVote" ADD CONSTRAINT "ComparisonVote_comparisonId_fkey" FOREIGN KEY ("comparisonId") REFERENCES "Comparison"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AlterTable
ALTER TABLE "Run" ADD COLUMN "comparisonId" TEXT,
ADD COLUMN "cell" TEXT;

-- AddForeignKey
ALTER TABLE "Run" ADD CONSTRAINT "Run_comparisonId_fkey" FOREIGN KEY ("comparisonId") REFERENCES "Comparison"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- CreateIndex
CREATE INDEX "Run_comparisonId_cell_idx" ON "Run"("comparisonId", "cell");

-- CreateIndex
CREATE INDEX "Comparison_userId_deletedAt_updatedAt_id_idx" ON "Comparison"("userId", "deletedAt", "updatedAt", "id");

-- CreateIndex
CREATE INDEX "Comparison_deletedAt_idx" ON "Comparison"("deletedAt");

-- CreateIndex
CREATE INDEX "ComparisonVote_comparisonId_id_idx" ON "ComparisonVote"("comparisonId", "id");
