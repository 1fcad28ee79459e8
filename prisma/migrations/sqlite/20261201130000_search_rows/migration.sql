-- Rows of the full-text index were numbered by position, which counts 1,024ths of a millisecond. An index is lists of row
-- numbers, stored by their differences: numbers that are close together make it half as large. So the app numbers the rows
-- now, in the order of the positions (lib/history/db/search/search-rows.ts), and this table has the position of each, with
-- what a history is sorted by.
CREATE TABLE "RunSearchRow" (
    "row" INTEGER NOT NULL PRIMARY KEY,
    "position" BIGINT NOT NULL,
    "durationMs" INTEGER,
    "tokenCount" INTEGER
);
CREATE UNIQUE INDEX "RunSearchRow_position_key" ON "RunSearchRow"("position");

DROP TRIGGER "RunSearchIndex_hide";
DROP TRIGGER "RunSearchIndex_delete";

-- The index as it was serves the runs in it until each is indexed again: a run is in one of the two. Empty afterwards.
ALTER TABLE "RunSearchIndex" RENAME TO "RunSearchIndexOld";
ALTER TABLE "RunTrigramIndex" RENAME TO "RunTrigramIndexOld";

CREATE VIRTUAL TABLE "RunSearchIndex" USING fts5(
    words, facets,
    content='', contentless_delete=1, detail=none, tokenize='unicode61 remove_diacritics 2', prefix='2 3'
);
CREATE VIRTUAL TABLE "RunTrigramIndex" USING fts5(
    shown,
    content='', contentless_delete=1, detail=none, tokenize='trigram remove_diacritics 1'
);

-- The words in it, to look up those with a beginning of four letters or more: lists of all such beginnings were a third of the
-- index (lib/history/db/search/find-beginnings.ts).
CREATE VIRTUAL TABLE "RunSearchTerm" USING fts5vocab('RunSearchIndex', 'instance');

-- Whether older runs are found as well as those that are indexed again.
ALTER TABLE "RunReindex" ADD COLUMN "olderAreFound" BOOLEAN NOT NULL DEFAULT false;
UPDATE "RunReindex" SET "below" = coalesce((SELECT max("position") + 1 FROM "Run"), 0);
INSERT INTO "RunReindex" ("id", "below", "olderAreFound")
    SELECT 1, max("position") + 1, true FROM "Run" HAVING count(*) > 0 ON CONFLICT ("id") DO NOTHING;

CREATE TRIGGER "RunSearchIndex_hide" AFTER UPDATE OF "deletedAt" ON "Run" WHEN NEW."deletedAt" IS NOT NULL AND OLD."deletedAt" IS NULL BEGIN
    DELETE FROM "RunSearchIndex" WHERE rowid = (SELECT "row" FROM "RunSearchRow" WHERE "position" = OLD."position");
    DELETE FROM "RunTrigramIndex" WHERE rowid = (SELECT "row" FROM "RunSearchRow" WHERE "position" = OLD."position");
    DELETE FROM "RunSearchRow" WHERE "position" = OLD."position";
    DELETE FROM "RunSearchIndexOld" WHERE rowid = OLD."position";
    DELETE FROM "RunTrigramIndexOld" WHERE rowid = OLD."position";
END;

CREATE TRIGGER "RunSearchIndex_delete" AFTER DELETE ON "Run" WHEN OLD."deletedAt" IS NULL BEGIN
    DELETE FROM "RunSearchIndex" WHERE rowid = (SELECT "row" FROM "RunSearchRow" WHERE "position" = OLD."position");
    DELETE FROM "RunTrigramIndex" WHERE rowid = (SELECT "row" FROM "RunSearchRow" WHERE "position" = OLD."position");
    DELETE FROM "RunSearchRow" WHERE "position" = OLD."position";
    DELETE FROM "RunSearchIndexOld" WHERE rowid = OLD."position";
    DELETE FROM "RunTrigramIndexOld" WHERE rowid = OLD."position";
END;

-- Most runs have none of these, and each of those had a line in every one of these indexes. By hand: a Prisma schema knows
-- no condition of an index (lib/platform/db/testing/schema-drift.ts).
DROP INDEX "Run_userId_idempotencyKey_key";
DROP INDEX "Run_userId_originId_key";
DROP INDEX "Run_parentId_idx";
DROP INDEX "Run_comparisonId_cell_idx";
DROP INDEX "Run_deletedAt_idx";
CREATE UNIQUE INDEX "Run_userId_idempotencyKey_key" ON "Run"("userId", "idempotencyKey") WHERE "idempotencyKey" IS NOT NULL;
CREATE UNIQUE INDEX "Run_userId_originId_key" ON "Run"("userId", "originId") WHERE "originId" IS NOT NULL;
CREATE INDEX "Run_parentId_idx" ON "Run"("parentId") WHERE "parentId" IS NOT NULL;
CREATE INDEX "Run_comparisonId_cell_idx" ON "Run"("comparisonId", "cell") WHERE "comparisonId" IS NOT NULL;
CREATE INDEX "Run_deletedAt_idx" ON "Run"("deletedAt") WHERE "deletedAt" IS NOT NULL;

-- Dropped with the indexes.
INSERT INTO "sqlite_stat1" ("tbl", "idx", "stat") VALUES
    ('Run', 'Run_userId_idempotencyKey_key', '1000000 100000 1 noskipscan'),
    ('Run', 'Run_userId_originId_key', '1000000 100000 1 noskipscan'),
    ('Run', 'Run_parentId_idx', '1000000 4'),
    ('Run', 'Run_comparisonId_cell_idx', '1000000 30 3 noskipscan'),
    ('Run', 'Run_deletedAt_idx', '1000000 1000000');
