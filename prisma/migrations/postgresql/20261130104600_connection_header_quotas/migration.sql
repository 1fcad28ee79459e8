-- The headers count as what their owner stores.
CREATE OR REPLACE VIEW "ConnectionBytes" AS SELECT
    item."id",
    item."userId",
    (512
        + coalesce(octet_length(item."name"), 0)
        + coalesce(octet_length(item."kind"), 0)
        + coalesce(octet_length(item."baseUrl"), 0)
        + coalesce(octet_length(item."origin"), 0)
        + coalesce(octet_length(item."sealedKey"), 0)
        + coalesce(octet_length(item."sealedHeaders"), 0)
        + coalesce(octet_length(item."headerNames"), 0))::int AS "bytes"
FROM "Connection" AS item;
DROP TRIGGER "StoredConnection_update" ON "Connection";
CREATE TRIGGER "StoredConnection_update" AFTER UPDATE OF "name", "baseUrl", "origin", "sealedKey", "sealedHeaders" ON "Connection"
    FOR EACH ROW EXECUTE FUNCTION "count_stored_item"();
