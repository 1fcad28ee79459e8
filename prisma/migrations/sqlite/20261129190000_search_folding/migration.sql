-- What is searched is folded by the app (lib/contract/search), the same for both databases, and no longer by SQLite's
-- tokenizer, which knows the marks of Latin letters only. So the triggers no longer write the index: they note the run, and
-- the app indexes what is noted, at the latest when its owner searches (lib/db/search/index-runs.ts). No code can forget it.
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
