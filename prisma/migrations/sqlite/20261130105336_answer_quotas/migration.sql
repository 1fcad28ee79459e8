-- The columns and the table of the migration before count, too (docs/decisions/0019).
DROP VIEW "RunBytes";
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
        + coalesce(octet_length(item."price"), 0)
        + coalesce(octet_length(item."cost"), 0)
        + coalesce(octet_length(item."error"), 0)
        + coalesce(octet_length(item."response"), 0)
        + coalesce(octet_length(item."attempts"), 0)
        + coalesce(octet_length(item."branch"), 0)
        + coalesce((SELECT sum(128 + octet_length(choice."text") + coalesce(octet_length(choice."tokens"), 0)
                + coalesce(octet_length(choice."stopReason"), 0))
            FROM "RunChoice" AS choice WHERE choice."runId" = item."id"), 0)
        + coalesce((SELECT sum(64 + octet_length(label."tag")) FROM "RunTag" AS label WHERE label."runId" = item."id"), 0) AS "bytes"
FROM "Run" AS item;
CREATE VIEW "ModelPriceBytes" AS SELECT
    item."id",
    item."userId",
    256
        + coalesce(octet_length(item."connectionId"), 0)
        + coalesce(octet_length(item."model"), 0)
        + coalesce(octet_length(item."currency"), 0) AS "bytes"
FROM "ModelPrice" AS item;
CREATE TRIGGER "StoredModelPrice_insert" AFTER INSERT ON "ModelPrice" BEGIN
    INSERT INTO "StoredItem" ("id", "userId", "bytes")
        SELECT "id", "userId", "bytes" FROM "ModelPriceBytes" WHERE "id" = NEW."id"
        ON CONFLICT ("id") DO UPDATE SET "bytes" = excluded."bytes";
END;
CREATE TRIGGER "StoredModelPrice_update" AFTER UPDATE OF "model", "currency" ON "ModelPrice" BEGIN
    INSERT INTO "StoredItem" ("id", "userId", "bytes")
        SELECT "id", "userId", "bytes" FROM "ModelPriceBytes" WHERE "id" = NEW."id"
        ON CONFLICT ("id") DO UPDATE SET "bytes" = excluded."bytes";
END;
CREATE TRIGGER "StoredModelPrice_delete" AFTER DELETE ON "ModelPrice" BEGIN
    DELETE FROM "StoredItem" WHERE "id" = OLD."id";
END;
