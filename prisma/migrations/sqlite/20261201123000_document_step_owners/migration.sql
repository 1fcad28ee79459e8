-- Steps by their user and run: a run's id may be in steps of anybody.
ALTER TABLE "DocumentNode" ADD COLUMN "userId" TEXT NOT NULL DEFAULT '';
UPDATE "DocumentNode" SET "userId" = (SELECT "userId" FROM "Document" WHERE "Document"."id" = "DocumentNode"."documentId");
DROP INDEX "DocumentNode_runId_idx";
CREATE INDEX "DocumentNode_userId_runId_idx" ON "DocumentNode"("userId", "runId");
