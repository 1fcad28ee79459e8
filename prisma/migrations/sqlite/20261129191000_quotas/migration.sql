-- How many bytes each person's rows take, kept by triggers: no code can forget it, and it is right after a crash
-- (docs/decisions/0019). Rows from before are counted by the running server, in pieces (lib/accounts/db/storage/count-stored.ts).

CREATE TABLE "UserStorage" (
    "userId" TEXT NOT NULL PRIMARY KEY,
    "bytes" BIGINT NOT NULL DEFAULT 0,
    CONSTRAINT "UserStorage_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE TABLE "StoredItem" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "userId" TEXT NOT NULL,
    "bytes" INTEGER NOT NULL
);
CREATE INDEX "StoredItem_userId_idx" ON "StoredItem"("userId");
CREATE INDEX "User_isGuest_lastSeenAt_idx" ON "User"("isGuest", "lastSeenAt");

INSERT INTO "UserStorage" ("userId") SELECT "id" FROM "User";
CREATE TRIGGER "UserStorage_user" AFTER INSERT ON "User" BEGIN
    INSERT INTO "UserStorage" ("userId") VALUES (NEW."id");
END;

CREATE TRIGGER "StoredItem_insert" AFTER INSERT ON "StoredItem" BEGIN
    UPDATE "UserStorage" SET "bytes" = "bytes" + NEW."bytes" WHERE "userId" = NEW."userId";
END;
CREATE TRIGGER "StoredItem_update" AFTER UPDATE OF "bytes" ON "StoredItem" BEGIN
    UPDATE "UserStorage" SET "bytes" = "bytes" + NEW."bytes" - OLD."bytes" WHERE "userId" = NEW."userId";
END;
CREATE TRIGGER "StoredItem_delete" AFTER DELETE ON "StoredItem" BEGIN
    UPDATE "UserStorage" SET "bytes" = "bytes" - OLD."bytes" WHERE "userId" = OLD."userId";
END;

-- What is counted of each thing: its texts in bytes of UTF-8, and for the row and its place in the indexes a round figure.
CREATE VIEW "RunBytes" AS SELECT
    item."id",
    item."userId",
    1024
        + coalesce(octet_length(item."title"), 0)
        + coalesce(octet_length(item."note"), 0)
        + coalesce(octet_length(item."model"), 0)
        + coalesce(octet_length(item."connectionName"), 0)
        + coalesce(octet_length(item."sourceName"), 0)
        + coalesce(octet_length(item."promptPreview"), 0)
        + coalesce(octet_length(item."outputPreview"), 0)
        + coalesce(octet_length(item."originId"), 0)
        + coalesce(octet_length(item."idempotencyKey"), 0)
        + coalesce(octet_length(item."idempotencyHash"), 0)
        + coalesce(octet_length(item."request"), 0)
        + coalesce(octet_length(item."retries"), 0)
        + coalesce(octet_length(item."usage"), 0)
        + coalesce(octet_length(item."timings"), 0)
        + coalesce(octet_length(item."pace"), 0)
        + coalesce(octet_length(item."error"), 0)
        + coalesce(octet_length(item."response"), 0)
        + coalesce(octet_length(item."attempts"), 0)
        + coalesce(octet_length(item."branch"), 0)
        + coalesce((SELECT sum(128 + octet_length(choice."text") + coalesce(octet_length(choice."tokens"), 0))
            FROM "RunChoice" AS choice WHERE choice."runId" = item."id"), 0)
        + coalesce((SELECT sum(64 + octet_length(label."tag")) FROM "RunTag" AS label WHERE label."runId" = item."id"), 0) AS "bytes"
FROM "Run" AS item;
CREATE VIEW "ComparisonBytes" AS SELECT
    item."id",
    item."userId",
    512
        + coalesce(octet_length(item."title"), 0)
        + coalesce(octet_length(item."note"), 0)
        + coalesce(octet_length(item."plan"), 0)
        + coalesce((SELECT sum(256 + coalesce(octet_length(vote."note"), 0) + octet_length(vote."shown"))
            FROM "ComparisonVote" AS vote WHERE vote."comparisonId" = item."id"), 0) AS "bytes"
FROM "Comparison" AS item;
CREATE VIEW "ShareBytes" AS SELECT
    item."id",
    item."userId",
    512
        + coalesce(octet_length(item."title"), 0)
        + coalesce(octet_length(item."sealedSlug"), 0)
        + coalesce(octet_length(item."snapshot"), 0) AS "bytes"
FROM "Share" AS item;
CREATE VIEW "PresetBytes" AS SELECT
    item."id",
    item."userId",
    256
        + coalesce(octet_length(item."name"), 0)
        + coalesce(octet_length(item."model"), 0)
        + coalesce(octet_length(item."settings"), 0) AS "bytes"
FROM "Preset" AS item;
CREATE VIEW "ConnectionBytes" AS SELECT
    item."id",
    item."userId",
    512
        + coalesce(octet_length(item."name"), 0)
        + coalesce(octet_length(item."kind"), 0)
        + coalesce(octet_length(item."baseUrl"), 0)
        + coalesce(octet_length(item."origin"), 0)
        + coalesce(octet_length(item."sealedKey"), 0) AS "bytes"
FROM "Connection" AS item;
CREATE VIEW "ApiTokenBytes" AS SELECT
    item."id",
    item."userId",
    256
        + coalesce(octet_length(item."name"), 0) AS "bytes"
FROM "ApiToken" AS item;

-- Runs: when they begin, when they end (not at checkpoints, which write the text again and again), and when their owner
-- edits them or brings them back. An import counts its runs again once their outputs are there (lib/history/db/run-import.ts).
CREATE TRIGGER "StoredRun_insert" AFTER INSERT ON "Run" BEGIN
    INSERT INTO "StoredItem" ("id", "userId", "bytes")
        SELECT "id", "userId", "bytes" FROM "RunBytes" WHERE "id" = NEW."id"
        ON CONFLICT ("id") DO UPDATE SET "bytes" = excluded."bytes";
END;
CREATE TRIGGER "StoredRun_update" AFTER UPDATE OF "status", "title", "note", "deletedAt" ON "Run"
WHEN NEW."deletedAt" IS NULL OR NEW."status" <> OLD."status" BEGIN
    INSERT INTO "StoredItem" ("id", "userId", "bytes")
        SELECT "id", "userId", "bytes" FROM "RunBytes" WHERE "id" = NEW."id"
        ON CONFLICT ("id") DO UPDATE SET "bytes" = excluded."bytes";
END;
CREATE TRIGGER "StoredRun_delete" AFTER DELETE ON "Run" BEGIN
    DELETE FROM "StoredItem" WHERE "id" = OLD."id";
END;

CREATE TRIGGER "StoredComparison_insert" AFTER INSERT ON "Comparison" BEGIN
    INSERT INTO "StoredItem" ("id", "userId", "bytes")
        SELECT "id", "userId", "bytes" FROM "ComparisonBytes" WHERE "id" = NEW."id"
        ON CONFLICT ("id") DO UPDATE SET "bytes" = excluded."bytes";
END;
CREATE TRIGGER "StoredComparison_update" AFTER UPDATE OF "title", "note", "plan" ON "Comparison" BEGIN
    INSERT INTO "StoredItem" ("id", "userId", "bytes")
        SELECT "id", "userId", "bytes" FROM "ComparisonBytes" WHERE "id" = NEW."id"
        ON CONFLICT ("id") DO UPDATE SET "bytes" = excluded."bytes";
END;
CREATE TRIGGER "StoredComparison_delete" AFTER DELETE ON "Comparison" BEGIN
    DELETE FROM "StoredItem" WHERE "id" = OLD."id";
END;

CREATE TRIGGER "StoredShare_insert" AFTER INSERT ON "Share" BEGIN
    INSERT INTO "StoredItem" ("id", "userId", "bytes")
        SELECT "id", "userId", "bytes" FROM "ShareBytes" WHERE "id" = NEW."id"
        ON CONFLICT ("id") DO UPDATE SET "bytes" = excluded."bytes";
END;
CREATE TRIGGER "StoredShare_update" AFTER UPDATE OF "title", "snapshot", "sealedSlug" ON "Share" BEGIN
    INSERT INTO "StoredItem" ("id", "userId", "bytes")
        SELECT "id", "userId", "bytes" FROM "ShareBytes" WHERE "id" = NEW."id"
        ON CONFLICT ("id") DO UPDATE SET "bytes" = excluded."bytes";
END;
CREATE TRIGGER "StoredShare_delete" AFTER DELETE ON "Share" BEGIN
    DELETE FROM "StoredItem" WHERE "id" = OLD."id";
END;

CREATE TRIGGER "StoredPreset_insert" AFTER INSERT ON "Preset" BEGIN
    INSERT INTO "StoredItem" ("id", "userId", "bytes")
        SELECT "id", "userId", "bytes" FROM "PresetBytes" WHERE "id" = NEW."id"
        ON CONFLICT ("id") DO UPDATE SET "bytes" = excluded."bytes";
END;
CREATE TRIGGER "StoredPreset_update" AFTER UPDATE OF "name", "model", "settings" ON "Preset" BEGIN
    INSERT INTO "StoredItem" ("id", "userId", "bytes")
        SELECT "id", "userId", "bytes" FROM "PresetBytes" WHERE "id" = NEW."id"
        ON CONFLICT ("id") DO UPDATE SET "bytes" = excluded."bytes";
END;
CREATE TRIGGER "StoredPreset_delete" AFTER DELETE ON "Preset" BEGIN
    DELETE FROM "StoredItem" WHERE "id" = OLD."id";
END;

CREATE TRIGGER "StoredConnection_insert" AFTER INSERT ON "Connection" BEGIN
    INSERT INTO "StoredItem" ("id", "userId", "bytes")
        SELECT "id", "userId", "bytes" FROM "ConnectionBytes" WHERE "id" = NEW."id"
        ON CONFLICT ("id") DO UPDATE SET "bytes" = excluded."bytes";
END;
CREATE TRIGGER "StoredConnection_update" AFTER UPDATE OF "name", "baseUrl", "origin", "sealedKey" ON "Connection" BEGIN
    INSERT INTO "StoredItem" ("id", "userId", "bytes")
        SELECT "id", "userId", "bytes" FROM "ConnectionBytes" WHERE "id" = NEW."id"
        ON CONFLICT ("id") DO UPDATE SET "bytes" = excluded."bytes";
END;
CREATE TRIGGER "StoredConnection_delete" AFTER DELETE ON "Connection" BEGIN
    DELETE FROM "StoredItem" WHERE "id" = OLD."id";
END;

CREATE TRIGGER "StoredApiToken_insert" AFTER INSERT ON "ApiToken" BEGIN
    INSERT INTO "StoredItem" ("id", "userId", "bytes")
        SELECT "id", "userId", "bytes" FROM "ApiTokenBytes" WHERE "id" = NEW."id"
        ON CONFLICT ("id") DO UPDATE SET "bytes" = excluded."bytes";
END;
CREATE TRIGGER "StoredApiToken_delete" AFTER DELETE ON "ApiToken" BEGIN
    DELETE FROM "StoredItem" WHERE "id" = OLD."id";
END;

-- Parts of a run or a comparison that come and go by themselves.
CREATE TRIGGER "StoredTag_insert" AFTER INSERT ON "RunTag" BEGIN
    UPDATE "StoredItem" SET "bytes" = "bytes" + (64 + octet_length(NEW."tag")) WHERE "id" = NEW."runId";
END;
CREATE TRIGGER "StoredTag_delete" AFTER DELETE ON "RunTag" BEGIN
    UPDATE "StoredItem" SET "bytes" = "bytes" - (64 + octet_length(OLD."tag")) WHERE "id" = OLD."runId";
END;
CREATE TRIGGER "StoredVote_insert" AFTER INSERT ON "ComparisonVote" BEGIN
    UPDATE "StoredItem" SET "bytes" = "bytes" + (256 + coalesce(octet_length(NEW."note"), 0) + octet_length(NEW."shown")) WHERE "id" = NEW."comparisonId";
END;
CREATE TRIGGER "StoredVote_delete" AFTER DELETE ON "ComparisonVote" BEGIN
    UPDATE "StoredItem" SET "bytes" = "bytes" - (256 + coalesce(octet_length(OLD."note"), 0) + octet_length(OLD."shown")) WHERE "id" = OLD."comparisonId";
END;
