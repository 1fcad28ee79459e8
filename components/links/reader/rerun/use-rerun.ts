'use client';

import { useEffect, useRef, useState } from 'react';
import { requestOfShared } from '@/lib/links/client/reader/shared-request';
import type { SharedRun } from '@/lib/links/model/shared-run';
import { newUuid } from '@/lib/platform/client/uuid';
import { checkRun } from '@/lib/protocol/request/completion-request';
import { type RunSession, startSession } from '@/lib/runs/client/run-session';

export interface Rerun {
  /** The latest run; null before the first. */
  readonly session: RunSession | null;
  /** How many were started: which one it is. */
  readonly count: number;
  /** Why it cannot be started. */
  readonly problem: string | null;
  start(connectionId: string, model: string): void;
}

/** Runs the shared request for the reader, always streamed. One run at a time. */
export function useRerun(shared: SharedRun): Rerun {
  const [session, setSession] = useState<RunSession | null>(null);
  const [count, setCount] = useState(0);
  const [problem, setProblem] = useState<string | null>(null);
  const current = useRef<RunSession | null>(null);
  useEffect(() => () => current.current?.close(), []);

  function start(connectionId: string, model: string): void {
    const read = requestOfShared(shared);
    if (!read.ok) {
      setProblem(read.message);
      return;
    }
    const checked = checkRun({
      request: { prompt: '', ...read.request, model },
      ...(read.retries ? { retries: read.retries } : {}),
    });
    if (!checked.ok) {
      setProblem(checked.issues.map(({ message }) => message).join(' '));
      return;
    }
    current.current?.close();
    const { request, retries } = checked;
    const begun = startSession(
      { idempotencyKey: newUuid(), connectionId, request, ...(retries ? { retries } : {}) },
      null,
    );
    current.current = begun;
    setProblem(null);
    setSession(begun);
    setCount((before) => before + 1);
  }

  return { session, count, problem, start };
}
