'use client';

import { useRouter } from 'next/navigation';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { ApiError } from '@/lib/platform/client/http/api-error';
import { newUuid } from '@/lib/platform/client/uuid';
import type { DerivedRun } from './branch-run';
import { announceRunsChanged } from './run-channel';
import { type RunSession, startSession } from './run-session';

/** Starts a run derived from another one, and opens its page as soon as the server has it. */
export function useDeriveRun(onRefused: (error: ApiError) => void) {
  const router = useRouter();
  const session = useRef<RunSession | null>(null);
  const [deriving, setDeriving] = useState(false);
  const refused = useRef(onRefused);
  useEffect(() => {
    refused.current = onRefused;
  });
  // The next page follows the run itself; the run continues without this one.
  useEffect(() => () => session.current?.close(), []);

  const derive = useCallback(
    (run: DerivedRun, connectionName: string | null) => {
      if (session.current) return;
      const started = startSession({ ...run, idempotencyKey: newUuid() }, connectionName);
      const { store } = started;
      session.current = started;
      setDeriving(true);
      const forget = store.subscribe(() => {
        const { runId, refusal } = store.view();
        if (runId === null && refusal === null) return;
        forget();
        if (runId !== null) {
          announceRunsChanged();
          router.push(`/history/${runId}`);
          return;
        }
        session.current = null;
        setDeriving(false);
        if (refusal) refused.current(refusal);
      });
    },
    [router],
  );
  return { derive, deriving };
}
