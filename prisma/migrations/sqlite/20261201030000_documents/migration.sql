-- CreateTable
CREATE TABLE "Document" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "userId" TEXT NOT NULL,
    "title" TEXT,
    "excerpt" TEXT NOT NULL DEFAULT '',
    "words" INTEGER NOT NULL DEFAULT 0,
    "characters" INTEGER NOT NULL DEFAULT 0,
    "head" TEXT,
    "nodeCount" INTEGER NOT NULL DEFAULT 0,
    "branches" INTEGER NOT NULL DEFAULT 0,
    "revision" INTEGER NOT NULL DEFAULT 0,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" DATETIME NOT NULL,
    "deletedAt" DATETIME,
    "text" TEXT NOT NULL DEFAULT '',
    "spans" TEXT NOT NULL DEFAULT '[]',
    "folded" TEXT NOT NULL DEFAULT '',
    CONSTRAINT "Document_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "DocumentNode" (
    "documentId" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "parentId" TEXT,
    "position" INTEGER NOT NULL,
    "revision" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "runId" TEXT,
    "choice" INTEGER NOT NULL,
    "open" BOOLEAN NOT NULL,
    "cursor" INTEGER NOT NULL,
    "name" TEXT,
    "starred" BOOLEAN NOT NULL,
    "pruned" BOOLEAN NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "changes" TEXT NOT NULL,

    PRIMARY KEY ("documentId", "id"),
    CONSTRAINT "DocumentNode_documentId_fkey" FOREIGN KEY ("documentId") REFERENCES "Document" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateIndex
CREATE INDEX "Document_userId_deletedAt_updatedAt_id_idx" ON "Document"("userId", "deletedAt", "updatedAt", "id");

-- CreateIndex
CREATE INDEX "Document_deletedAt_idx" ON "Document"("deletedAt");

-- CreateIndex
CREATE INDEX "DocumentNode_documentId_position_idx" ON "DocumentNode"("documentId", "position");

-- CreateIndex
CREATE INDEX "DocumentNode_documentId_revision_idx" ON "DocumentNode"("documentId", "revision");

-- CreateIndex
CREATE INDEX "DocumentNode_runId_idx" ON "DocumentNode"("runId");
