-- What waits counts, too: the plan as it was, and a round figure for each cell, until none of them waits any more
-- (docs/decisions/0019). Counted for each start and not for each cell, since one start may bring thousands.
CREATE VIEW "QueuedStartBytes" AS SELECT
    item."id",
    item."userId",
    512
        + CASE WHEN item."plan" IS NULL THEN 0 ELSE octet_length(item."plan") + 256 * item."cells" END AS "bytes"
FROM "QueuedStart" AS item;
CREATE TRIGGER "StoredQueuedStart_insert" AFTER INSERT ON "QueuedStart" BEGIN
    INSERT INTO "StoredItem" ("id", "userId", "bytes")
        SELECT "id", "userId", "bytes" FROM "QueuedStartBytes" WHERE "id" = NEW."id"
        ON CONFLICT ("id") DO UPDATE SET "bytes" = excluded."bytes";
END;
CREATE TRIGGER "StoredQueuedStart_update" AFTER UPDATE OF "plan" ON "QueuedStart" BEGIN
    INSERT INTO "StoredItem" ("id", "userId", "bytes")
        SELECT "id", "userId", "bytes" FROM "QueuedStartBytes" WHERE "id" = NEW."id"
        ON CONFLICT ("id") DO UPDATE SET "bytes" = excluded."bytes";
END;
CREATE TRIGGER "StoredQueuedStart_delete" AFTER DELETE ON "QueuedStart" BEGIN
    DELETE FROM "StoredItem" WHERE "id" = OLD."id";
END;
