-- AlterTable
ALTER TABLE "Run" ADD COLUMN "cost" JSONB;
ALTER TABLE "Run" ADD COLUMN "price" JSONB;

-- AlterTable
ALTER TABLE "RunChoice" ADD COLUMN "stopReason" TEXT;

-- CreateTable
CREATE TABLE "ModelPrice" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "userId" TEXT NOT NULL,
    "connectionId" TEXT NOT NULL,
    "model" TEXT NOT NULL,
    "input" REAL NOT NULL,
    "output" REAL NOT NULL,
    "cachedInput" REAL,
    "currency" TEXT NOT NULL,
    "updatedAt" DATETIME NOT NULL,
    CONSTRAINT "ModelPrice_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateIndex
CREATE UNIQUE INDEX "ModelPrice_userId_connectionId_model_key" ON "ModelPrice"("userId", "connectionId", "model");
