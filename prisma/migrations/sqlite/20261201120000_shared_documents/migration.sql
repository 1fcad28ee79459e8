-- AlterTable
-- In place: making the table anew would drop the triggers that count its bytes.
ALTER TABLE "Share" ADD COLUMN "documentId" TEXT CONSTRAINT "Share_documentId_fkey" REFERENCES "Document" ("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- CreateIndex
CREATE INDEX "Share_documentId_idx" ON "Share"("documentId");
