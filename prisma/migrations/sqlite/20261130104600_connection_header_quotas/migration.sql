-- The headers count as what their owner stores.
DROP TRIGGER "StoredConnection_insert";
DROP TRIGGER "StoredConnection_update";
DROP VIEW "ConnectionBytes";
CREATE VIEW "ConnectionBytes" AS SELECT
    item."id",
    item."userId",
    512
        + coalesce(octet_length(item."name"), 0)
        + coalesce(octet_length(item."kind"), 0)
        + coalesce(octet_length(item."baseUrl"), 0)
        + coalesce(octet_length(item."origin"), 0)
        + coalesce(octet_length(item."sealedKey"), 0)
        + coalesce(octet_length(item."sealedHeaders"), 0)
        + coalesce(octet_length(item."headerNames"), 0) AS "bytes"
FROM "Connection" AS item;
CREATE TRIGGER "StoredConnection_insert" AFTER INSERT ON "Connection" BEGIN
    INSERT INTO "StoredItem" ("id", "userId", "bytes")
        SELECT "id", "userId", "bytes" FROM "ConnectionBytes" WHERE "id" = NEW."id"
        ON CONFLICT ("id") DO UPDATE SET "bytes" = excluded."bytes";
END;
CREATE TRIGGER "StoredConnection_update" AFTER UPDATE OF "name", "baseUrl", "origin", "sealedKey", "sealedHeaders" ON "Connection" BEGIN
    INSERT INTO "StoredItem" ("id", "userId", "bytes")
        SELECT "id", "userId", "bytes" FROM "ConnectionBytes" WHERE "id" = NEW."id"
        ON CONFLICT ("id") DO UPDATE SET "bytes" = excluded."bytes";
END;
