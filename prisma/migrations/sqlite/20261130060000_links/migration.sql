-- AlterTable
ALTER TABLE "Share" ADD COLUMN "about" JSONB;

-- AlterTable
ALTER TABLE "User" ADD COLUMN "linkDays" INTEGER DEFAULT 30;
