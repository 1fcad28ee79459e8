-- CreateTable
CREATE TABLE "ServerProcess" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "host" TEXT NOT NULL,
    "pid" INTEGER NOT NULL,
    "seenAt" BIGINT NOT NULL
);
