-- DropIndex
DROP INDEX "Run_userId_deletedAt_id_idx";

-- AlterTable
ALTER TABLE "Run" ADD COLUMN     "durationMs" INTEGER,
ADD COLUMN     "note" TEXT,
ADD COLUMN     "originId" TEXT,
ADD COLUMN     "pace" JSON,
ADD COLUMN     "position" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "starred" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "tokenCount" INTEGER;

-- What is there gets its place, as lib/runs/db/run-position.ts gives them out.
UPDATE "Run" SET
    "position" = floor(extract(epoch FROM "createdAt") * 1000)::bigint * 1024 + place."n" % 1024,
    "durationMs" = round(("timings"->>'durationMs')::numeric)::int,
    "tokenCount" = ("usage"->>'completionTokens')::int
FROM (SELECT "id", row_number() OVER (ORDER BY "id") AS "n" FROM "Run") AS place
WHERE place."id" = "Run"."id";

-- CreateTable
CREATE TABLE "RunTag" (
    "runId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "tag" TEXT NOT NULL,

    CONSTRAINT "RunTag_pkey" PRIMARY KEY ("runId","tag")
);

-- CreateTable
CREATE TABLE "Share" (
    "id" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "runId" TEXT,
    "comparisonId" TEXT,
    "kind" TEXT NOT NULL DEFAULT 'run',
    "slugHash" TEXT NOT NULL,
    "sealedSlug" TEXT NOT NULL,
    "title" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMP(3),
    "revokedAt" TIMESTAMP(3),
    "views" INTEGER NOT NULL DEFAULT 0,
    "lastViewedAt" TIMESTAMP(3),
    "snapshot" JSON,

    CONSTRAINT "Share_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "RunTag_userId_tag_idx" ON "RunTag"("userId", "tag");

-- CreateIndex
CREATE UNIQUE INDEX "Share_slugHash_key" ON "Share"("slugHash");

-- CreateIndex
CREATE INDEX "Share_userId_id_idx" ON "Share"("userId", "id");

-- CreateIndex
CREATE INDEX "Share_runId_idx" ON "Share"("runId");

-- CreateIndex
CREATE INDEX "Share_comparisonId_idx" ON "Share"("comparisonId");

-- CreateIndex
CREATE INDEX "Share_expiresAt_idx" ON "Share"("expiresAt");

-- CreateIndex
CREATE UNIQUE INDEX "Run_position_key" ON "Run"("position");

-- CreateIndex
CREATE INDEX "Run_userId_comparisonId_deletedAt_position_idx" ON "Run"("userId", "comparisonId", "deletedAt", "position");

-- CreateIndex
CREATE INDEX "Run_userId_durationMs_position_idx" ON "Run"("userId", "durationMs", "position");

-- CreateIndex
CREATE INDEX "Run_userId_tokenCount_position_idx" ON "Run"("userId", "tokenCount", "position");

-- CreateIndex
CREATE INDEX "Run_userId_model_idx" ON "Run"("userId", "model");

-- CreateIndex
CREATE INDEX "Run_userId_connectionId_connectionName_idx" ON "Run"("userId", "connectionId", "connectionName");

-- CreateIndex
CREATE UNIQUE INDEX "Run_userId_originId_key" ON "Run"("userId", "originId");

-- AddForeignKey
ALTER TABLE "RunTag" ADD CONSTRAINT "RunTag_runId_fkey" FOREIGN KEY ("runId") REFERENCES "Run"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Share" ADD CONSTRAINT "Share_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Share" ADD CONSTRAINT "Share_runId_fkey" FOREIGN KEY ("runId") REFERENCES "Run"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Share" ADD CONSTRAINT "Share_comparisonId_fkey" FOREIGN KEY ("comparisonId") REFERENCES "Comparison"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- The full-text index, by hand: Prisma has no words for it. "position" is the run's; `facets` holds what runs are
-- filtered by, as words (docs/decisions/0013), `owner` the first of them; `shown` is what a line of the history shows, for
-- pieces of words.
CREATE EXTENSION IF NOT EXISTS pg_trgm;

CREATE TABLE "RunWords" (
    "position" BIGINT NOT NULL PRIMARY KEY,
    "runId" TEXT NOT NULL UNIQUE REFERENCES "Run"("id") ON DELETE CASCADE,
    "owner" TEXT NOT NULL,
    "durationMs" INTEGER,
    "tokenCount" INTEGER,
    "facets" TEXT[] NOT NULL,
    "words" TSVECTOR NOT NULL,
    "shown" TEXT NOT NULL
);

-- The orders of the history.
CREATE INDEX "RunWords_owner_position_idx" ON "RunWords"("owner", "position");
CREATE INDEX "RunWords_owner_durationMs_position_idx" ON "RunWords"("owner", "durationMs", "position");
CREATE INDEX "RunWords_owner_tokenCount_position_idx" ON "RunWords"("owner", "tokenCount", "position");
-- Facets are in both: within one index, what a user has is passed over where the words are not.
CREATE INDEX "RunWords_words_idx" ON "RunWords" USING GIN ("facets", "words") WITH (gin_pending_list_limit = 256);
-- The extension may be in another schema than ours.
DO $$ BEGIN
    EXECUTE format('CREATE INDEX "RunWords_shown_idx" ON "RunWords" USING GIN ("facets", "shown" %I.gin_trgm_ops) WITH (gin_pending_list_limit = 256)',
        (SELECT nspname FROM pg_extension JOIN pg_namespace ON pg_namespace.oid = extnamespace WHERE extname = 'pg_trgm'));
END $$;

-- Without accents, small, and with every punctuation mark a gap: as SQLite's tokenizer sees it, and so that no parser
-- takes "and/or" for the name of a file.
CREATE FUNCTION "search_text"("given" TEXT) RETURNS TEXT LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT lower(translate(
        regexp_replace(normalize(coalesce("given", ''), NFD), '[\u0300-\u036f]', '', 'g'),
        '!"#$%&''()*+,-./:;<=>?@[\]^_`{|}~', repeat(' ', 32)))
$$;

-- The prompt of a request as text, lists joined. JSON may hold what text cannot (U+0000, half a surrogate pair), and
-- then no part of it can be read: the fallback.
CREATE FUNCTION "prompt_text"("request" JSON, "fallback" TEXT) RETURNS TEXT LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    IF json_typeof("request"->'prompt') = 'array' THEN
        RETURN (SELECT string_agg(one, E'\n') FROM json_array_elements_text("request"->'prompt') AS one);
    END IF;
    RETURN "request"->>'prompt';
EXCEPTION WHEN untranslatable_character OR invalid_text_representation THEN
    RETURN "fallback";
END $$;

-- Runs of a comparison have another kind of owner: a list that asks for runs passes them over.
CREATE FUNCTION "run_owner"("userId" TEXT, "comparisonId" TEXT) RETURNS TEXT LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN "comparisonId" IS NULL THEN 'u' ELSE 'x' END || "userId"
$$;

-- Writes what the index holds of a run anew. A text's first 100,000 characters are searched.
CREATE FUNCTION "index_run"("wanted" TEXT) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO "RunWords" ("position", "runId", "owner", "durationMs", "tokenCount", "facets", "words", "shown")
    SELECT
        run."position",
        run."id",
        "run_owner"(run."userId", run."comparisonId"),
        run."durationMs",
        run."tokenCount",
        ARRAY["run_owner"(run."userId", run."comparisonId"), 'm' || run."model", 'c' || run."connectionId", 's' || run."status"::text, 'o' || run."source"]
            || CASE WHEN run."starred" THEN ARRAY['star'] ELSE ARRAY[]::text[] END
            || CASE WHEN EXISTS (SELECT 1 FROM "RunChoice" AS choice
                WHERE choice."runId" = run."id" AND choice."tokens" IS NOT NULL) THEN ARRAY['probs'] ELSE ARRAY[]::text[] END
            || ARRAY(SELECT DISTINCT 'f' || choice."finishReason" FROM "RunChoice" AS choice
                WHERE choice."runId" = run."id" AND choice."finishReason" IS NOT NULL)
            || ARRAY(SELECT 't' || label."tag" FROM "RunTag" AS label WHERE label."runId" = run."id"),
        to_tsvector('simple', "search_text"(run."title"))
            || to_tsvector('simple', "search_text"(run."note"))
            || to_tsvector('simple', "search_text"(left("prompt_text"(run."request", run."promptPreview"), 100000)))
            || to_tsvector('simple', "search_text"((SELECT left(string_agg(left(choice."text", 100000), E'\n' ORDER BY choice."index"), 100000)
                FROM "RunChoice" AS choice WHERE choice."runId" = run."id"))),
        lower(regexp_replace(normalize(concat_ws(E'\n', run."title", run."note", run."promptPreview", run."outputPreview"), NFD),
            '[\u0300-\u036f]', '', 'g'))
    FROM "Run" AS run WHERE run."id" = "wanted" AND run."deletedAt" IS NULL
    ON CONFLICT ("runId") DO UPDATE SET
        "position" = excluded."position",
        "owner" = excluded."owner",
        "durationMs" = excluded."durationMs",
        "tokenCount" = excluded."tokenCount",
        "facets" = excluded."facets",
        "words" = excluded."words",
        "shown" = excluded."shown";
END $$;

CREATE FUNCTION "index_changed_run"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW."deletedAt" IS NOT NULL THEN
        DELETE FROM "RunWords" WHERE "runId" = NEW."id";
    ELSE
        PERFORM "index_run"(NEW."id");
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION "index_tagged_run"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM "index_run"(CASE TG_OP WHEN 'DELETE' THEN OLD."runId" ELSE NEW."runId" END);
    RETURN NULL;
END $$;

CREATE TRIGGER "RunWords_insert" AFTER INSERT ON "Run" FOR EACH ROW EXECUTE FUNCTION "index_changed_run"();
-- Not at checkpoints: a run that is going on is found by its prompt, and by its text once it has ended.
CREATE TRIGGER "RunWords_update" AFTER UPDATE OF "status", "title", "note", "starred", "deletedAt", "connectionId", "comparisonId" ON "Run"
    FOR EACH ROW EXECUTE FUNCTION "index_changed_run"();
CREATE TRIGGER "RunWords_tag" AFTER INSERT OR DELETE ON "RunTag" FOR EACH ROW EXECUTE FUNCTION "index_tagged_run"();

SELECT "index_run"("id") FROM "Run" ORDER BY "position";
