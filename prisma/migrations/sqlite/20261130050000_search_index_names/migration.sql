-- The tables of the search by the names of what they are: an index of words and an index of trigrams. No row changes.
DROP TRIGGER "RunWords_insert";
DROP TRIGGER "RunWords_update";
DROP TRIGGER "RunWords_hide";
DROP TRIGGER "RunWords_delete";
DROP TRIGGER "RunWords_tag";
DROP TRIGGER "RunWords_untag";

ALTER TABLE "RunWords" RENAME TO "RunSearchIndex";
ALTER TABLE "RunPieces" RENAME TO "RunTrigramIndex";

CREATE TRIGGER "RunSearchIndex_insert" AFTER INSERT ON "Run" WHEN NEW."deletedAt" IS NULL BEGIN
    INSERT INTO "RunUnindexed" ("runId", "userId") VALUES (NEW."id", NEW."userId");
END;

-- Not at checkpoints: a run that is going on is found by its prompt, and by its text once it has ended.
CREATE TRIGGER "RunSearchIndex_update" AFTER UPDATE OF "status", "title", "note", "starred", "deletedAt", "connectionId", "comparisonId"
ON "Run" WHEN NEW."deletedAt" IS NULL BEGIN
    INSERT INTO "RunUnindexed" ("runId", "userId") VALUES (NEW."id", NEW."userId");
END;

CREATE TRIGGER "RunSearchIndex_hide" AFTER UPDATE OF "deletedAt" ON "Run" WHEN NEW."deletedAt" IS NOT NULL AND OLD."deletedAt" IS NULL BEGIN
    DELETE FROM "RunSearchIndex" WHERE rowid = OLD."position";
    DELETE FROM "RunTrigramIndex" WHERE rowid = OLD."position";
END;

CREATE TRIGGER "RunSearchIndex_delete" AFTER DELETE ON "Run" WHEN OLD."deletedAt" IS NULL BEGIN
    DELETE FROM "RunSearchIndex" WHERE rowid = OLD."position";
    DELETE FROM "RunTrigramIndex" WHERE rowid = OLD."position";
END;

CREATE TRIGGER "RunSearchIndex_tag" AFTER INSERT ON "RunTag" BEGIN
    INSERT INTO "RunUnindexed" ("runId", "userId") VALUES (NEW."runId", NEW."userId");
END;

CREATE TRIGGER "RunSearchIndex_untag" AFTER DELETE ON "RunTag" BEGIN
    INSERT INTO "RunUnindexed" ("runId", "userId") VALUES (OLD."runId", OLD."userId");
END;
