-- What a history is sorted by, found by position: a run is wide, and its figures stand behind its request. By hand, since
-- Postgres has the figures in "RunWords".
CREATE INDEX "RunFigures" ON "Run"("position", "durationMs", "tokenCount");

-- For the planner, as in history_and_sharing.
INSERT INTO "sqlite_stat1" ("tbl", "idx", "stat") VALUES ('Run', 'RunFigures', '1000000 1 1 1');
