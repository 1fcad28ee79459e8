-- AlterTable
ALTER TABLE "Share" ADD COLUMN     "about" JSON;

-- AlterTable
ALTER TABLE "User" ADD COLUMN     "linkDays" INTEGER DEFAULT 30;
