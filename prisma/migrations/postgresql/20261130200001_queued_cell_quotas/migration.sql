-- What waits counts, too: the plan as it was, and a round figure for each cell, until none of them waits any more
-- (docs/decisions/0019). Counted for each start and not for each cell, since one start may bring thousands.
CREATE VIEW "QueuedStartBytes" AS SELECT
    item."id",
    item."userId",
    (512
        + CASE WHEN item."plan" IS NULL THEN 0 ELSE octet_length(item."plan"::text) + 256 * item."cells" END)::int AS "bytes"
FROM "QueuedStart" AS item;
CREATE TRIGGER "StoredQueuedStart_insert" AFTER INSERT ON "QueuedStart" FOR EACH ROW EXECUTE FUNCTION "count_stored_item"();
CREATE TRIGGER "StoredQueuedStart_update" AFTER UPDATE OF "plan" ON "QueuedStart"
    FOR EACH ROW EXECUTE FUNCTION "count_stored_item"();
CREATE TRIGGER "StoredQueuedStart_delete" AFTER DELETE ON "QueuedStart" FOR EACH ROW EXECUTE FUNCTION "forget_stored_item"();
