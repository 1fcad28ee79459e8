-- AlterTable
ALTER TABLE "Share" ADD COLUMN "documentId" TEXT;

-- CreateIndex
CREATE INDEX "Share_documentId_idx" ON "Share"("documentId");

-- AddForeignKey
ALTER TABLE "Share" ADD CONSTRAINT "Share_documentId_fkey" FOREIGN KEY ("documentId") REFERENCES "Document"("id") ON DELETE SET NULL ON UPDATE CASCADE;
