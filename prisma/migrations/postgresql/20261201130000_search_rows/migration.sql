-- Whether older runs are found as well as those that are indexed again: on SQLite, where the index is built anew.
ALTER TABLE "RunReindex" ADD COLUMN "olderAreFound" BOOLEAN NOT NULL DEFAULT false;
