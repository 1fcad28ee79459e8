-- AlterTable
ALTER TABLE "Connection" ADD COLUMN     "headerNames" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "sealedHeaders" TEXT;
