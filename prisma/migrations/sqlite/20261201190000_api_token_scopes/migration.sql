-- Tokens from before could be made when none of them opened comparisons: they keep what they were made for.
ALTER TABLE "ApiToken" ADD COLUMN "scope" TEXT NOT NULL DEFAULT 'completions';
