-- The table of the search by the name of what it is. No row changes.
ALTER TABLE "RunWords" RENAME TO "RunSearchIndex";
ALTER TABLE "RunSearchIndex" RENAME COLUMN "triples" TO "trigrams";
ALTER INDEX "RunWords_owner_position_idx" RENAME TO "RunSearchIndex_owner_position_idx";
ALTER INDEX "RunWords_owner_durationMs_position_idx" RENAME TO "RunSearchIndex_owner_durationMs_position_idx";
ALTER INDEX "RunWords_owner_tokenCount_position_idx" RENAME TO "RunSearchIndex_owner_tokenCount_position_idx";
ALTER INDEX "RunWords_words_idx" RENAME TO "RunSearchIndex_words_idx";
ALTER INDEX "RunWords_triples_idx" RENAME TO "RunSearchIndex_trigrams_idx";
-- By what the catalogue lists: newer versions of Postgres also name each NOT NULL. Their indexes go with them.
DO $$
DECLARE "old" TEXT;
BEGIN
    FOR "old" IN SELECT "conname" FROM pg_constraint
        WHERE "conrelid" = '"RunSearchIndex"'::regclass AND "conname" LIKE 'RunWords%'
    LOOP
        EXECUTE format('ALTER TABLE "RunSearchIndex" RENAME CONSTRAINT %I TO %I', "old",
            replace(replace("old", 'RunWords', 'RunSearchIndex'), 'triples', 'trigrams'));
    END LOOP;
END $$;

ALTER TRIGGER "RunWords_insert" ON "Run" RENAME TO "RunSearchIndex_insert";
ALTER TRIGGER "RunWords_update" ON "Run" RENAME TO "RunSearchIndex_update";
ALTER TRIGGER "RunWords_tag" ON "RunTag" RENAME TO "RunSearchIndex_tag";
CREATE OR REPLACE FUNCTION "index_changed_run"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW."deletedAt" IS NOT NULL THEN
        DELETE FROM "RunSearchIndex" WHERE "runId" = NEW."id";
    ELSE
        INSERT INTO "RunUnindexed" ("runId", "userId") VALUES (NEW."id", NEW."userId");
    END IF;
    RETURN NULL;
END $$;
