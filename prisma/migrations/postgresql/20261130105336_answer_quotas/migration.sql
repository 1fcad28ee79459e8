-- The columns and the table of the migration before count, too (docs/decisions/0019).
CREATE OR REPLACE VIEW "RunBytes" AS SELECT
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
        + coalesce(octet_length(item."price"::text), 0)
        + coalesce(octet_length(item."cost"::text), 0)
        + coalesce(octet_length(item."error"::text), 0)
        + coalesce(octet_length(item."response"::text), 0)
        + coalesce(octet_length(item."attempts"::text), 0)
        + coalesce(octet_length(item."branch"::text), 0)
        + coalesce((SELECT sum(128 + octet_length(choice."text") + coalesce(octet_length(choice."tokens"::text), 0)
                + coalesce(octet_length(choice."stopReason"), 0))
            FROM "RunChoice" AS choice WHERE choice."runId" = item."id"), 0)
        + coalesce((SELECT sum(64 + octet_length(label."tag")) FROM "RunTag" AS label WHERE label."runId" = item."id"), 0))::int AS "bytes"
FROM "Run" AS item;
CREATE VIEW "ModelPriceBytes" AS SELECT
    item."id",
    item."userId",
    (256
        + coalesce(octet_length(item."connectionId"), 0)
        + coalesce(octet_length(item."model"), 0)
        + coalesce(octet_length(item."currency"), 0))::int AS "bytes"
FROM "ModelPrice" AS item;
CREATE TRIGGER "StoredModelPrice_insert" AFTER INSERT ON "ModelPrice" FOR EACH ROW EXECUTE FUNCTION "count_stored_item"();
CREATE TRIGGER "StoredModelPrice_update" AFTER UPDATE OF "model", "currency" ON "ModelPrice"
    FOR EACH ROW EXECUTE FUNCTION "count_stored_item"();
CREATE TRIGGER "StoredModelPrice_delete" AFTER DELETE ON "ModelPrice" FOR EACH ROW EXECUTE FUNCTION "forget_stored_item"();
