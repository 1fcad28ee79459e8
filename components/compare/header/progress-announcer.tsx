'use client';

import { useEffect, useRef, useState } from 'react';
import { stateOf } from '@/lib/compare/client/cell-run';
import { useCompareStore, useSession } from '@/lib/compare/client/compare-context';
import { useIsUnderWay } from '@/lib/compare/client/is-under-way';
import { counted } from '@/lib/platform/numbers/counted';
import type { RunStatus } from '@/lib/protocol/run/run-events';
import { STATUS_LABELS } from '@/lib/runs/client/status-labels';
import { useCompareShortcuts } from './use-compare-actions';

export interface ProgressAnnouncerProps {
  /** What runs: a column, a cell. */
  noun: string;
}

const PAUSED = 'Paused';
const SLOWED = 'Slowed by rate limits';

/** Announces the start and the end of the runs, and between them only what makes them wait; and handles the page's shortcuts. */
export function ProgressAnnouncer({ noun }: ProgressAnnouncerProps) {
  useCompareShortcuts();
  const { session } = useCompareStore();
  const underWay = useIsUnderWay();
  const total = useSession(({ queue }) => queue.total);
  const before = useRef(underWay);
  const [message, setMessage] = useState('');
  useEffect(() => {
    if (underWay === before.current) return;
    before.current = underWay;
    if (underWay) {
      setMessage(`Running ${counted(total, noun)}`);
      return;
    }
    const counts = new Map<RunStatus, number>();
    for (const cell of session.cells()) {
      const run = session.run(cell);
      if (!run) continue;
      const { status } = stateOf(run);
      counts.set(status, (counts.get(status) ?? 0) + 1);
    }
    const ends = [...counts].map(
      ([status, count]) => `${count} ${STATUS_LABELS[status].label.toLowerCase()}`,
    );
    setMessage(`All done. ${ends.join(', ')}`);
  }, [underWay, total, session, noun]);
  const waits = useSession(({ queue }) => (queue.paused ? 'paused' : queue.slowed ? 'slowed' : null));
  useEffect(() => {
    // Else the same words would not be announced a second time.
    setMessage((now) =>
      waits === null ? (now === PAUSED || now === SLOWED ? '' : now) : waits === 'paused' ? PAUSED : SLOWED,
    );
  }, [waits]);
  return (
    <div role="status" className="sr-only">
      {message}
    </div>
  );
}
