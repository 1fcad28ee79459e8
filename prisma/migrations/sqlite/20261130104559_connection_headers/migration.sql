ALTER TABLE "Connection" ADD COLUMN "sealedHeaders" TEXT;
ALTER TABLE "Connection" ADD COLUMN "headerNames" TEXT NOT NULL DEFAULT '';
