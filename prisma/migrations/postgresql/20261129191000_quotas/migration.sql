-- How many bytes each person's rows take, kept by triggers: no code can forget it, and it is right after a crash
-- (docs/decisions/0019). Rows from before are counted by the running server, in pieces (lib/accounts/db/storage/count-stored.ts).

CREATE TABLE "UserStorage" (
    "userId" TEXT NOT NULL,
    "bytes" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "UserStorage_pkey" PRIMARY KEY ("userId")
);
CREATE TABLE "StoredItem" (
    "id" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "bytes" INTEGER NOT NULL,

    CONSTRAINT "StoredItem_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "StoredItem_userId_idx" ON "StoredItem"("userId");
CREATE INDEX "User_isGuest_lastSeenAt_idx" ON "User"("isGuest", "lastSeenAt");
ALTER TABLE "UserStorage" ADD CONSTRAINT "UserStorage_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

INSERT INTO "UserStorage" ("userId") SELECT "id" FROM "User";
CREATE FUNCTION "add_user_storage"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO "UserStorage" ("userId") VALUES (NEW."id");
    RETURN NULL;
END $$;
CREATE TRIGGER "UserStorage_user" AFTER INSERT ON "User" FOR EACH ROW EXECUTE FUNCTION "add_user_storage"();

CREATE FUNCTION "sum_stored_items"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        UPDATE "UserStorage" SET "bytes" = "bytes" - OLD."bytes" WHERE "userId" = OLD."userId";
    ELSIF TG_OP = 'INSERT' THEN
        UPDATE "UserStorage" SET "bytes" = "bytes" + NEW."bytes" WHERE "userId" = NEW."userId";
    ELSE
        UPDATE "UserStorage" SET "bytes" = "bytes" + NEW."bytes" - OLD."bytes" WHERE "userId" = NEW."userId";
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER "StoredItem_sum" AFTER INSERT OR DELETE OR UPDATE OF "bytes" ON "StoredItem"
    FOR EACH ROW EXECUTE FUNCTION "sum_stored_items"();

-- What is counted of each thing: its texts in bytes of UTF-8, and for the row and its place in the indexes a round figure.
CREATE VIEW "RunBytes" AS SELECT
    item."id",
    item."userId",
    (1024
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
        + coalesce(octet_length(item."request"::text), 0)
        + coalesce(octet_length(item."retries"::text), 0)
        + coalesce(octet_length(item."usage"::text), 0)
        + coalesce(octet_length(item."timings"::text), 0)
        + coalesce(octet_length(item."pace"::text), 0)
        + coalesce(octet_length(item."error"::text), 0)
        + coalesce(octet_length(item."response"::text), 0)
        + coalesce(octet_length(item."attempts"::text), 0)
        + coalesce(octet_length(item."branch"::text), 0)
        + coalesce((SELECT sum(128 + octet_length(choice."text") + coalesce(octet_length(choice."tokens"::text), 0))
            FROM "RunChoice" AS choice WHERE choice."runId" = item."id"), 0)
        + coalesce((SELECT sum(64 + octet_length(label."tag")) FROM "RunTag" AS label WHERE label."runId" = item."id"), 0))::int AS "bytes"
FROM "Run" AS item;
CREATE VIEW "ComparisonBytes" AS SELECT
    item."id",
    item."userId",
    (512
        + coalesce(octet_length(item."title"), 0)
        + coalesce(octet_length(item."note"), 0)
        + coalesce(octet_length(item."plan"::text), 0)
        + coalesce((SELECT sum(256 + coalesce(octet_length(vote."note"), 0) + octet_length(vote."shown"::text))
            FROM "ComparisonVote" AS vote WHERE vote."comparisonId" = item."id"), 0))::int AS "bytes"
FROM "Comparison" AS item;
CREATE VIEW "ShareBytes" AS SELECT
    item."id",
    item."userId",
    (512
        + coalesce(octet_length(item."title"), 0)
        + coalesce(octet_length(item."sealedSlug"), 0)
        + coalesce(octet_length(item."snapshot"::text), 0))::int AS "bytes"
FROM "Share" AS item;
CREATE VIEW "PresetBytes" AS SELECT
    item."id",
    item."userId",
    (256
        + coalesce(octet_length(item."name"), 0)
        + coalesce(octet_length(item."model"), 0)
        + coalesce(octet_length(item."settings"::text), 0))::int AS "bytes"
FROM "Preset" AS item;
CREATE VIEW "ConnectionBytes" AS SELECT
    item."id",
    item."userId",
    (512
        + coalesce(octet_length(item."name"), 0)
        + coalesce(octet_length(item."kind"), 0)
        + coalesce(octet_length(item."baseUrl"), 0)
        + coalesce(octet_length(item."origin"), 0)
        + coalesce(octet_length(item."sealedKey"), 0))::int AS "bytes"
FROM "Connection" AS item;
CREATE VIEW "ApiTokenBytes" AS SELECT
    item."id",
    item."userId",
    (256
        + coalesce(octet_length(item."name"), 0))::int AS "bytes"
FROM "ApiToken" AS item;

-- Of a row of the trigger's table: its bytes as the view of that table gives them.
CREATE FUNCTION "count_stored_item"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('INSERT INTO "StoredItem" ("id", "userId", "bytes")
        SELECT "id", "userId", "bytes" FROM %I WHERE "id" = $1
        ON CONFLICT ("id") DO UPDATE SET "bytes" = excluded."bytes"', TG_TABLE_NAME || 'Bytes') USING NEW."id";
    RETURN NULL;
END $$;
CREATE FUNCTION "forget_stored_item"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM "StoredItem" WHERE "id" = OLD."id";
    RETURN NULL;
END $$;

-- Runs: when they begin, when they end (not at checkpoints, which write the text again and again), and when their owner
-- edits them or brings them back. An import counts its runs again once their outputs are there (lib/history/db/run-import.ts).
CREATE TRIGGER "StoredRun_insert" AFTER INSERT ON "Run" FOR EACH ROW EXECUTE FUNCTION "count_stored_item"();
CREATE TRIGGER "StoredRun_update" AFTER UPDATE OF "status", "title", "note", "deletedAt" ON "Run" FOR EACH ROW
    WHEN (NEW."deletedAt" IS NULL OR NEW."status" <> OLD."status") EXECUTE FUNCTION "count_stored_item"();
CREATE TRIGGER "StoredRun_delete" AFTER DELETE ON "Run" FOR EACH ROW EXECUTE FUNCTION "forget_stored_item"();

CREATE TRIGGER "StoredComparison_insert" AFTER INSERT ON "Comparison" FOR EACH ROW EXECUTE FUNCTION "count_stored_item"();
CREATE TRIGGER "StoredComparison_update" AFTER UPDATE OF "title", "note", "plan" ON "Comparison"
    FOR EACH ROW EXECUTE FUNCTION "count_stored_item"();
CREATE TRIGGER "StoredComparison_delete" AFTER DELETE ON "Comparison" FOR EACH ROW EXECUTE FUNCTION "forget_stored_item"();

CREATE TRIGGER "StoredShare_insert" AFTER INSERT ON "Share" FOR EACH ROW EXECUTE FUNCTION "count_stored_item"();
CREATE TRIGGER "StoredShare_update" AFTER UPDATE OF "title", "snapshot", "sealedSlug" ON "Share"
    FOR EACH ROW EXECUTE FUNCTION "count_stored_item"();
CREATE TRIGGER "StoredShare_delete" AFTER DELETE ON "Share" FOR EACH ROW EXECUTE FUNCTION "forget_stored_item"();

CREATE TRIGGER "StoredPreset_insert" AFTER INSERT ON "Preset" FOR EACH ROW EXECUTE FUNCTION "count_stored_item"();
CREATE TRIGGER "StoredPreset_update" AFTER UPDATE OF "name", "model", "settings" ON "Preset"
    FOR EACH ROW EXECUTE FUNCTION "count_stored_item"();
CREATE TRIGGER "StoredPreset_delete" AFTER DELETE ON "Preset" FOR EACH ROW EXECUTE FUNCTION "forget_stored_item"();

CREATE TRIGGER "StoredConnection_insert" AFTER INSERT ON "Connection" FOR EACH ROW EXECUTE FUNCTION "count_stored_item"();
CREATE TRIGGER "StoredConnection_update" AFTER UPDATE OF "name", "baseUrl", "origin", "sealedKey" ON "Connection"
    FOR EACH ROW EXECUTE FUNCTION "count_stored_item"();
CREATE TRIGGER "StoredConnection_delete" AFTER DELETE ON "Connection" FOR EACH ROW EXECUTE FUNCTION "forget_stored_item"();

CREATE TRIGGER "StoredApiToken_insert" AFTER INSERT ON "ApiToken" FOR EACH ROW EXECUTE FUNCTION "count_stored_item"();
CREATE TRIGGER "StoredApiToken_delete" AFTER DELETE ON "ApiToken" FOR EACH ROW EXECUTE FUNCTION "forget_stored_item"();

-- Parts of a run or a comparison that come and go by themselves.
CREATE FUNCTION "count_stored_tag"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        UPDATE "StoredItem" SET "bytes" = "bytes" - (64 + octet_length(OLD."tag")) WHERE "id" = OLD."runId";
    ELSE
        UPDATE "StoredItem" SET "bytes" = "bytes" + (64 + octet_length(NEW."tag")) WHERE "id" = NEW."runId";
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER "StoredTag" AFTER INSERT OR DELETE ON "RunTag" FOR EACH ROW EXECUTE FUNCTION "count_stored_tag"();
CREATE FUNCTION "count_stored_vote"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        UPDATE "StoredItem" SET "bytes" = "bytes" - (256 + coalesce(octet_length(OLD."note"), 0) + octet_length(OLD."shown"::text)) WHERE "id" = OLD."comparisonId";
    ELSE
        UPDATE "StoredItem" SET "bytes" = "bytes" + (256 + coalesce(octet_length(NEW."note"), 0) + octet_length(NEW."shown"::text)) WHERE "id" = NEW."comparisonId";
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER "StoredVote" AFTER INSERT OR DELETE ON "ComparisonVote" FOR EACH ROW EXECUTE FUNCTION "count_stored_vote"();
