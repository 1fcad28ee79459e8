-- A document counts with all its steps (docs/decisions/0019). Each step is added by itself: a view over all steps of a
-- document would be summed at every save.
CREATE VIEW "DocumentBytes" AS SELECT
    item."id",
    item."userId",
    (512
        + coalesce(octet_length(item."title"), 0)
        + octet_length(item."excerpt")
        + octet_length(item."text")
        + octet_length(item."spans")
        + octet_length(item."folded")
        + coalesce((SELECT sum(256 + octet_length(node."changes") + coalesce(octet_length(node."name"), 0))
            FROM "DocumentNode" AS node WHERE node."documentId" = item."id"), 0))::int AS "bytes"
FROM "Document" AS item;
CREATE TRIGGER "StoredDocument_insert" AFTER INSERT ON "Document" FOR EACH ROW EXECUTE FUNCTION "count_stored_item"();
CREATE FUNCTION "count_stored_document"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE "StoredItem" SET "bytes" = "bytes"
        + coalesce(octet_length(NEW."title"), 0) - coalesce(octet_length(OLD."title"), 0)
        + octet_length(NEW."excerpt") - octet_length(OLD."excerpt")
        + octet_length(NEW."text") - octet_length(OLD."text")
        + octet_length(NEW."spans") - octet_length(OLD."spans")
        + octet_length(NEW."folded") - octet_length(OLD."folded")
        WHERE "id" = NEW."id";
    RETURN NULL;
END $$;
CREATE TRIGGER "StoredDocument_update" AFTER UPDATE OF "title", "excerpt", "text", "spans", "folded" ON "Document"
    FOR EACH ROW EXECUTE FUNCTION "count_stored_document"();
CREATE TRIGGER "StoredDocument_delete" AFTER DELETE ON "Document" FOR EACH ROW EXECUTE FUNCTION "forget_stored_item"();
CREATE FUNCTION "count_stored_node"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        UPDATE "StoredItem" SET "bytes" = "bytes" - (256 + octet_length(OLD."changes") + coalesce(octet_length(OLD."name"), 0))
            WHERE "id" = OLD."documentId";
    ELSIF TG_OP = 'INSERT' THEN
        UPDATE "StoredItem" SET "bytes" = "bytes" + (256 + octet_length(NEW."changes") + coalesce(octet_length(NEW."name"), 0))
            WHERE "id" = NEW."documentId";
    ELSE
        UPDATE "StoredItem" SET "bytes" = "bytes"
            + octet_length(NEW."changes") - octet_length(OLD."changes")
            + coalesce(octet_length(NEW."name"), 0) - coalesce(octet_length(OLD."name"), 0)
            WHERE "id" = NEW."documentId";
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER "StoredNode" AFTER INSERT OR DELETE OR UPDATE OF "changes", "name" ON "DocumentNode"
    FOR EACH ROW EXECUTE FUNCTION "count_stored_node"();
