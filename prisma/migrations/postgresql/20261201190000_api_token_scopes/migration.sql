-- Tokens from before could be made when none of them opened comparisons: they keep what they were made for.
CREATE TYPE "ApiTokenScope" AS ENUM ('completions', 'comparisons');
ALTER TABLE "ApiToken" ADD COLUMN "scope" "ApiTokenScope" NOT NULL DEFAULT 'completions';
