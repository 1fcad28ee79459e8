-- What is searched is folded by the app (lib/history/model/search), the same for both databases and for any locale. So the
-- triggers no longer write the index: they note the run, and the app indexes what is noted, at the latest when its owner
-- searches (lib/history/db/search/index-runs.ts). No code can forget it. Each change has a row of its own: one that comes while the
-- run is being indexed is not lost with the row before.
CREATE TABLE "RunUnindexed" (
    "id" BIGSERIAL NOT NULL PRIMARY KEY,
    "runId" TEXT NOT NULL,
    "userId" TEXT NOT NULL
);
CREATE INDEX "RunUnindexed_userId_id_idx" ON "RunUnindexed"("userId", "id");

-- Runs that were there before are indexed anew while the server runs, the newest first: those below this position are still
-- to come. Until then they are found by their words as they were, but not by parts of words. Empty when all are done.
CREATE TABLE "RunReindex" (
    "id" INTEGER NOT NULL PRIMARY KEY CHECK ("id" = 1),
    "below" BIGINT NOT NULL
);
INSERT INTO "RunReindex" ("id", "below") SELECT 1, max("position") + 1 FROM "Run" HAVING count(*) > 0;

-- Every three letters of what a line shows, as numbers: pg_trgm passes over all letters but those of its locale, in C over
-- all that are not ASCII.
-- Of runs that were there before, the index that is built here holds no more than the facets.
ALTER TABLE "RunWords" ADD COLUMN "triples" INTEGER[] NOT NULL DEFAULT '{}';
DROP INDEX "RunWords_shown_idx";
CREATE INDEX "RunWords_triples_idx" ON "RunWords" USING GIN ("facets", "triples") WITH (gin_pending_list_limit = 256);

-- A request's prompt, as JSON. Postgres looks into no JSON that holds U+0000 or half a surrogate pair: there they become
-- U+FFFD. The first replacement leaves a backslash only where an escape begins.
CREATE FUNCTION "prompt_json"("whole" JSON) RETURNS TEXT LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN "whole" -> 'prompt';
EXCEPTION WHEN untranslatable_character OR invalid_text_representation THEN
    RETURN regexp_replace(replace("whole"::text, '\\', '\u005c'), '\\u(0000|d[89a-f][0-9a-f]{2})', '\\ufffd', 'gi')::json -> 'prompt';
END $$;

-- What the index is made of.
CREATE VIEW "RunSearched" AS SELECT
    run."id" AS "runId",
    run."position" AS "position",
    "run_owner"(run."userId", run."comparisonId") AS "owner",
    run."durationMs" AS "durationMs",
    run."tokenCount" AS "tokenCount",
    run."title" AS "title",
    run."note" AS "note",
    left("prompt_json"(run."request"), 200002) AS "promptJson",
    (SELECT left(string_agg(left(choice."text", 100000), E'\n' ORDER BY choice."index"), 100000)
        FROM "RunChoice" AS choice WHERE choice."runId" = run."id") AS "output",
    ARRAY["run_owner"(run."userId", run."comparisonId"), 'm' || run."model", 'c' || run."connectionId", 's' || run."status"::text, 'o' || run."source"]
        || CASE WHEN run."starred" THEN ARRAY['star'] ELSE ARRAY[]::text[] END
        || CASE WHEN EXISTS (SELECT 1 FROM "RunChoice" AS choice
            WHERE choice."runId" = run."id" AND choice."tokens" IS NOT NULL) THEN ARRAY['probs'] ELSE ARRAY[]::text[] END
        || ARRAY(SELECT DISTINCT 'f' || choice."finishReason" FROM "RunChoice" AS choice
            WHERE choice."runId" = run."id" AND choice."finishReason" IS NOT NULL)
        || ARRAY(SELECT 't' || label."tag" FROM "RunTag" AS label WHERE label."runId" = run."id") AS "facets",
    concat_ws(E'\n', run."title", run."note", run."promptPreview", run."outputPreview") AS "shown"
FROM "Run" AS run WHERE run."deletedAt" IS NULL;

CREATE OR REPLACE FUNCTION "index_changed_run"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW."deletedAt" IS NOT NULL THEN
        DELETE FROM "RunWords" WHERE "runId" = NEW."id";
    ELSE
        INSERT INTO "RunUnindexed" ("runId", "userId") VALUES (NEW."id", NEW."userId");
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION "index_tagged_run"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        INSERT INTO "RunUnindexed" ("runId", "userId") VALUES (OLD."runId", OLD."userId");
    ELSE
        INSERT INTO "RunUnindexed" ("runId", "userId") VALUES (NEW."runId", NEW."userId");
    END IF;
    RETURN NULL;
END $$;

DROP FUNCTION "index_run"(TEXT);
DROP FUNCTION "prompt_text"(JSON, TEXT);
DROP FUNCTION "search_text"(TEXT);
