'use client';

import type { InfiniteData } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { RunPage } from '@/lib/history/model/run-page';
import { api } from '@/lib/platform/client/http/api';
import { changing } from '@/lib/platform/client/http/changes';
import { useQueryClient } from '@/lib/platform/client/http/query';
import { announceRunsChanged } from '@/lib/runs/client/run-channel';
import { type RunDetail, type RunEdit, type RunEdited, runEditedSchema } from '@/lib/runs/model/runs';

/** What the owner says about a run, as the page has it. */
export interface RunEdits {
  readonly edited: RunEdited;
  /**
   * Shown at once; undone when the server refuses. Throws `ApiError`. `leaving`: the request outlives the
   * page.
   */
  edit(change: RunEdit, leaving?: boolean): Promise<void>;
}

/**
 * Title, note, star and tags of a run, and how to change them. A newer `run` from the server replaces them.
 */
export function useRunEdits(run: RunDetail): RunEdits {
  const client = useQueryClient();
  const [shown, setShown] = useState({ of: run, edited: editedOf(run) });
  if (shown.of !== run) setShown({ of: run, edited: editedOf(run) });
  const { id } = run;
  const now = useRef(shown.edited);
  useEffect(() => {
    now.current = shown.edited;
  }, [shown.edited]);
  /** Of several changes under way, the answer to the last one is shown. */
  const latest = useRef(0);
  /** For each field, the change that touched it last: an earlier change that fails must not undo it. */
  const touched = useRef<Partial<Record<string, number>>>({});

  const edit = useCallback(
    async (change: RunEdit, leaving = false) => {
      latest.current += 1;
      const turn = latest.current;
      const before = now.current;
      for (const name of Object.keys(change)) touched.current[name] = turn;
      const show = (edited: RunEdited) => {
        now.current = edited;
        setShown((last) => ({ ...last, edited }));
      };
      show({ ...before, ...change });
      try {
        const path = `/api/runs/${id}`;
        const edited = await changing(() =>
          api(path, runEditedSchema, { method: 'PATCH', body: change, keepalive: leaving }),
        );
        if (turn === latest.current) show(edited);
        client.setQueriesData<InfiniteData<RunPage>>(
          { queryKey: ['runs'] },
          (loaded) => loaded && withEdited(loaded, id, edited),
        );
        // A filtered list may gain or lose the run: it is reloaded when it is next shown.
        void client.invalidateQueries({ queryKey: ['runs'], refetchType: 'none' });
        if (change.tags) void client.invalidateQueries({ queryKey: ['run-filters'] });
        announceRunsChanged();
      } catch (error) {
        const mine = Object.keys(change).filter((name) => touched.current[name] === turn);
        show({ ...now.current, ...pick(before, mine) });
        throw error;
      }
    },
    [client, id],
  );
  return { edited: shown.edited, edit };
}

function editedOf({ title, note, starred, tags }: RunDetail): RunEdited {
  return { title, note, starred, tags };
}

function pick(from: RunEdited, names: readonly string[]): Partial<RunEdited> {
  return Object.fromEntries(Object.entries(from).filter(([name]) => names.includes(name)));
}

function withEdited(loaded: InfiniteData<RunPage>, id: string, edited: RunEdited): InfiniteData<RunPage> {
  const { note, ...shown } = edited;
  const pages = loaded.pages.map((page) => ({
    ...page,
    runs: page.runs.map((run) =>
      run.id === id ? { ...run, ...shown, hasNote: note === null ? undefined : (true as const) } : run,
    ),
  }));
  return { ...loaded, pages };
}
