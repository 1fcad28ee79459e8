-- What is searched is folded by the app (lib/history/model/search), the same for both databases, and no longer by SQLite's
-- tokenizer, which knows the marks of Latin letters only. So the triggers no longer write the index: they note the run, and
-- the app indexes what is noted, at the latest when its owner searches (lib/history/db/search/index-runs.ts). No code can forget it.
CREATE TABLE "RunUnindexed" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "runId" TEXT NOT NULL,
    "userId" TEXT NOT NULL
);
CREATE INDEX "RunUnindexed_userId_id_idx" ON "RunUnindexed"("userId", "id");

-- Runs that were there before are indexed anew while the server runs, the newest first: those below this position are still
-- to come, and are found as they were until then. Empty when all are done.
CREATE TABLE "RunReindex" (
    "id" INTEGER NOT NULL PRIMARY KEY CHECK ("id" = 1),
    "below" BIGINT NOT NULL
);
INSERT INTO "RunReindex" ("id", "below") SELECT 1, max("position") + 1 FROM "Run" HAVING count(*) > 0;

DROP TRIGGER "RunWords_insert";
DROP TRIGGER "RunWords_update";
DROP TRIGGER "RunWords_delete";
DROP TRIGGER "RunWords_tag";
DROP TRIGGER "RunWords_untag";

-- What the index is made of. The prompt as JSON: a string of JSON can hold what no text can (half a surrogate pair), and as
-- text it ends the process that reads it.
DROP VIEW "RunSearched";
CREATE VIEW "RunSearched" AS SELECT
    run."id" AS "runId",
    run."position" AS "position",
    run."title" AS "title",
    run."note" AS "note",
    substr(CAST(run."request" -> 'prompt' AS TEXT), 1, 200002) AS "promptJson",
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

CREATE TRIGGER "RunWords_insert" AFTER INSERT ON "Run" WHEN NEW."deletedAt" IS NULL BEGIN
    INSERT INTO "RunUnindexed" ("runId", "userId") VALUES (NEW."id", NEW."userId");
END;

-- Not at checkpoints: a run that is going on is found by its prompt, and by its text once it has ended.
CREATE TRIGGER "RunWords_update" AFTER UPDATE OF "status", "title", "note", "starred", "deletedAt", "connectionId", "comparisonId"
ON "Run" WHEN NEW."deletedAt" IS NULL BEGIN
    INSERT INTO "RunUnindexed" ("runId", "userId") VALUES (NEW."id", NEW."userId");
END;

CREATE TRIGGER "RunWords_hide" AFTER UPDATE OF "deletedAt" ON "Run" WHEN NEW."deletedAt" IS NOT NULL AND OLD."deletedAt" IS NULL BEGIN
    DELETE FROM "RunWords" WHERE rowid = OLD."position";
    DELETE FROM "RunPieces" WHERE rowid = OLD."position";
END;

CREATE TRIGGER "RunWords_delete" AFTER DELETE ON "Run" WHEN OLD."deletedAt" IS NULL BEGIN
    DELETE FROM "RunWords" WHERE rowid = OLD."position";
    DELETE FROM "RunPieces" WHERE rowid = OLD."position";
END;

CREATE TRIGGER "RunWords_tag" AFTER INSERT ON "RunTag" BEGIN
    INSERT INTO "RunUnindexed" ("runId", "userId") VALUES (NEW."runId", NEW."userId");
END;

CREATE TRIGGER "RunWords_untag" AFTER DELETE ON "RunTag" BEGIN
    INSERT INTO "RunUnindexed" ("runId", "userId") VALUES (OLD."runId", OLD."userId");
END;
