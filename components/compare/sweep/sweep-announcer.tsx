'use client';

import { useEffect, useRef, useState } from 'react';
import { useIsUnderWay } from '@/lib/client/compare/comparison-actions';
import { useCompareRoom, useSession } from '@/lib/client/compare/room-context';
import { STATUS_WORDS } from '@/lib/client/runs/status-words';
import type { RunStatus } from '@/lib/completions/run/run-events';
import { useCompareShortcuts } from '../header/use-compare-verbs';
import { useSweepVerbs } from './use-sweep-verbs';

/** Says when it begins and when all is over, and nothing in between; hears the shortcuts of the page. */
export function SweepAnnouncer() {
  const { session } = useCompareRoom();
  const underWay = useIsUnderWay();
  const total = useSession(({ queue }) => queue.total);
  const before = useRef(underWay);
  const [words, setWords] = useState('');
  useCompareShortcuts(useSweepVerbs());
  useEffect(() => {
    if (underWay === before.current) return;
    before.current = underWay;
    if (underWay) {
      setWords(`Running ${total} ${total === 1 ? 'cell' : 'cells'}`);
      return;
    }
    const counts = new Map<RunStatus, number>();
    for (const cell of session.cells()) {
      const status = session.run(cell)?.store.state.status;
      if (status) counts.set(status, (counts.get(status) ?? 0) + 1);
    }
    const ends = [...counts].map(([status, count]) => `${count} ${STATUS_WORDS[status].word.toLowerCase()}`);
    setWords(`All done. ${ends.join(', ')}`);
  }, [underWay, total, session]);
  return (
    <div role="status" className="sr-only">
      {words}
    </div>
  );
}
