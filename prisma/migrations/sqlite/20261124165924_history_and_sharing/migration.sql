-- CreateTable
CREATE TABLE "RunTag" (
    "runId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "tag" TEXT NOT NULL,

    PRIMARY KEY ("runId", "tag"),
    CONSTRAINT "RunTag_runId_fkey" FOREIGN KEY ("runId") REFERENCES "Run" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Share" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "userId" TEXT NOT NULL,
    "runId" TEXT,
    "comparisonId" TEXT,
    "kind" TEXT NOT NULL DEFAULT 'run',
    "slugHash" TEXT NOT NULL,
    "sealedSlug" TEXT NOT NULL,
    "title" TEXT,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" DATETIME,
    "revokedAt" DATETIME,
    "views" INTEGER NOT NULL DEFAULT 0,
    "lastViewedAt" DATETIME,
    "snapshot" JSONB,
    CONSTRAINT "Share_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "Share_runId_fkey" FOREIGN KEY ("runId") REFERENCES "Run" ("id") ON DELETE SET NULL ON UPDATE CASCADE,
    CONSTRAINT "Share_comparisonId_fkey" FOREIGN KEY ("comparisonId") REFERENCES "Comparison" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);

-- AlterTable
-- By hand, where Prisma would build the table anew: a dropped table takes its choices with it (ON DELETE CASCADE).
DROP INDEX "Run_userId_deletedAt_id_idx";
ALTER TABLE "Run" ADD COLUMN "position" BIGINT NOT NULL DEFAULT 0;
ALTER TABLE "Run" ADD COLUMN "note" TEXT;
ALTER TABLE "Run" ADD COLUMN "starred" BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE "Run" ADD COLUMN "durationMs" INTEGER;
ALTER TABLE "Run" ADD COLUMN "tokenCount" INTEGER;
ALTER TABLE "Run" ADD COLUMN "pace" JSONB;
ALTER TABLE "Run" ADD COLUMN "originId" TEXT;

-- What is there gets its place, as lib/runs/db/run-position.ts gives them out.
UPDATE "Run" SET
    "position" = CAST(unixepoch("createdAt", 'subsec') * 1000 AS INTEGER) * 1024 + rowid % 1024,
    "durationMs" = CAST(round(json_extract("timings", '$.durationMs')) AS INTEGER),
    "tokenCount" = json_extract("usage", '$.completionTokens');

-- CreateIndex
CREATE UNIQUE INDEX "Run_position_key" ON "Run"("position");
CREATE INDEX "Run_userId_comparisonId_deletedAt_position_idx" ON "Run"("userId", "comparisonId", "deletedAt", "position");
CREATE INDEX "Run_userId_durationMs_position_idx" ON "Run"("userId", "durationMs", "position");
CREATE INDEX "Run_userId_tokenCount_position_idx" ON "Run"("userId", "tokenCount", "position");
CREATE INDEX "Run_userId_model_idx" ON "Run"("userId", "model");
CREATE INDEX "Run_userId_connectionId_connectionName_idx" ON "Run"("userId", "connectionId", "connectionName");
CREATE UNIQUE INDEX "Run_userId_originId_key" ON "Run"("userId", "originId");

-- CreateIndex
CREATE INDEX "RunTag_userId_tag_idx" ON "RunTag"("userId", "tag");

-- CreateIndex
CREATE UNIQUE INDEX "Share_slugHash_key" ON "Share"("slugHash");

-- CreateIndex
CREATE INDEX "Share_userId_id_idx" ON "Share"("userId", "id");

-- CreateIndex
CREATE INDEX "Share_runId_idx" ON "Share"("runId");

-- CreateIndex
CREATE INDEX "Share_comparisonId_idx" ON "Share"("comparisonId");

-- CreateIndex
CREATE INDEX "Share_expiresAt_idx" ON "Share"("expiresAt");

-- What the planner would otherwise guess wrongly: that few runs are not deleted, and that few are a user's. By such an
-- index it would read all runs to find those of a page. (`ANALYZE` makes the table, and says the same of a full one.)
ANALYZE "Run";
DELETE FROM "sqlite_stat1" WHERE "tbl" = 'Run';
INSERT INTO "sqlite_stat1" ("tbl", "idx", "stat") VALUES
    ('Run', 'sqlite_autoindex_Run_1', '1000000 1'),
    ('Run', 'Run_position_key', '1000000 1'),
    ('Run', 'Run_userId_comparisonId_deletedAt_position_idx', '1000000 100000 10000 10000 1 noskipscan'),
    ('Run', 'Run_userId_durationMs_position_idx', '1000000 100000 10 1 noskipscan'),
    ('Run', 'Run_userId_tokenCount_position_idx', '1000000 100000 100 1 noskipscan'),
    ('Run', 'Run_userId_model_idx', '1000000 100000 10000 noskipscan'),
    ('Run', 'Run_userId_connectionId_connectionName_idx', '1000000 100000 20000 20000 noskipscan'),
    ('Run', 'Run_userId_idempotencyKey_key', '1000000 100000 1 noskipscan'),
    ('Run', 'Run_userId_originId_key', '1000000 100000 1 noskipscan'),
    ('Run', 'Run_parentId_idx', '1000000 4'),
    ('Run', 'Run_comparisonId_cell_idx', '1000000 30 3 noskipscan'),
    ('Run', 'Run_status_idx', '1000000 300000'),
    ('Run', 'Run_deletedAt_idx', '1000000 1000000');

-- The full-text index, by hand: Prisma has no words for it. Its rows are numbered by "Run"."position", so that it is
-- read in the order of the history. `facets` holds what runs are filtered by, as words: a filter is then a search, and
-- filters that combine are lists of row numbers that meet, never a walk through the runs (docs/decisions/0013). Places
-- of words are not kept (detail=none): a common word is then a short list too. Facets begin with U+E000, char(57344),
-- which words of a text do not.
CREATE VIRTUAL TABLE "RunWords" USING fts5(
    title, note, prompt, output, facets,
    content='', contentless_delete=1, detail=none, tokenize='unicode61 remove_diacritics 2', prefix='2 3 4 5'
);

-- For pieces of words, in what a line of the history shows.
CREATE VIRTUAL TABLE "RunPieces" USING fts5(
    shown,
    content='', contentless_delete=1, detail=none, tokenize='trigram remove_diacritics 1'
);

-- What the index holds of a run. A text's first 100,000 characters are searched.
CREATE VIEW "RunSearched" AS SELECT
    run."id" AS "runId",
    run."position" AS "position",
    run."title" AS "title",
    run."note" AS "note",
    (SELECT substr(group_concat(substr(prompt."value", 1, 100000), char(10)), 1, 100000)
        FROM json_each(run."request", '$.prompt') AS prompt) AS "prompt",
    (SELECT substr(group_concat(substr(choice."text", 1, 100000), char(10)), 1, 100000)
        FROM "RunChoice" AS choice WHERE choice."runId" = run."id") AS "output",
    -- Runs of a comparison have another kind of owner: a list that asks for runs passes them over.
    char(57344) || CASE WHEN run."comparisonId" IS NULL THEN 'u' ELSE 'x' END || hex(run."userId")
        || ' ' || char(57344) || 'm' || hex(run."model")
        || ' ' || char(57344) || 'c' || hex(run."connectionId")
        || ' ' || char(57344) || 's' || hex(run."status")
        || ' ' || char(57344) || 'o' || hex(run."source")
        || CASE WHEN run."starred" THEN ' ' || char(57344) || 'star' ELSE '' END
        || CASE WHEN EXISTS (SELECT 1 FROM "RunChoice" AS choice
            WHERE choice."runId" = run."id" AND choice."tokens" IS NOT NULL) THEN ' ' || char(57344) || 'probs' ELSE '' END
        || coalesce((SELECT group_concat(' ' || char(57344) || 'f' || hex(choice."finishReason"), '')
            FROM "RunChoice" AS choice
            WHERE choice."runId" = run."id" AND choice."finishReason" IS NOT NULL), '')
        || coalesce((SELECT group_concat(' ' || char(57344) || 't' || hex(label."tag"), '')
            FROM "RunTag" AS label WHERE label."runId" = run."id"), '') AS "facets",
    coalesce(run."title", '') || char(10) || coalesce(run."note", '') || char(10)
        || run."promptPreview" || char(10) || run."outputPreview" AS "shown"
FROM "Run" AS run WHERE run."deletedAt" IS NULL;

CREATE TRIGGER "RunWords_insert" AFTER INSERT ON "Run" BEGIN
    INSERT INTO "RunWords"(rowid, title, note, prompt, output, facets)
        SELECT "position", "title", "note", "prompt", "output", "facets" FROM "RunSearched" WHERE "runId" = NEW."id";
    INSERT INTO "RunPieces"(rowid, shown) SELECT "position", "shown" FROM "RunSearched" WHERE "runId" = NEW."id";
END;

-- Not at checkpoints: a run that is going on is found by its prompt, and by its text once it has ended.
CREATE TRIGGER "RunWords_update" AFTER UPDATE OF "status", "title", "note", "starred", "deletedAt", "connectionId", "comparisonId"
ON "Run" BEGIN
    DELETE FROM "RunWords" WHERE rowid = OLD."position";
    DELETE FROM "RunPieces" WHERE rowid = OLD."position";
    INSERT INTO "RunWords"(rowid, title, note, prompt, output, facets)
        SELECT "position", "title", "note", "prompt", "output", "facets" FROM "RunSearched" WHERE "runId" = NEW."id";
    INSERT INTO "RunPieces"(rowid, shown) SELECT "position", "shown" FROM "RunSearched" WHERE "runId" = NEW."id";
END;

CREATE TRIGGER "RunWords_delete" AFTER DELETE ON "Run" BEGIN
    DELETE FROM "RunWords" WHERE rowid = OLD."position";
    DELETE FROM "RunPieces" WHERE rowid = OLD."position";
END;

CREATE TRIGGER "RunWords_tag" AFTER INSERT ON "RunTag" BEGIN
    DELETE FROM "RunWords" WHERE rowid = (SELECT "position" FROM "RunSearched" WHERE "runId" = NEW."runId");
    INSERT INTO "RunWords"(rowid, title, note, prompt, output, facets)
        SELECT "position", "title", "note", "prompt", "output", "facets" FROM "RunSearched" WHERE "runId" = NEW."runId";
END;

CREATE TRIGGER "RunWords_untag" AFTER DELETE ON "RunTag" BEGIN
    DELETE FROM "RunWords" WHERE rowid = (SELECT "position" FROM "RunSearched" WHERE "runId" = OLD."runId");
    INSERT INTO "RunWords"(rowid, title, note, prompt, output, facets)
        SELECT "position", "title", "note", "prompt", "output", "facets" FROM "RunSearched" WHERE "runId" = OLD."runId";
END;

INSERT INTO "RunWords"(rowid, title, note, prompt, output, facets)
    SELECT "position", "title", "note", "prompt", "output", "facets" FROM "RunSearched" ORDER BY "position";
INSERT INTO "RunPieces"(rowid, shown) SELECT "position", "shown" FROM "RunSearched" ORDER BY "position";
