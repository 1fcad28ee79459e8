'use client';

import { useEffect, useState } from 'react';
import { cx } from '@/components/ui/cx';
import { useSession } from '@/lib/compare/client/compare-context';

/** Says that waiting cells go slower, since a server refuses calls as too many. */
export function SlowedNotice({ className }: { className?: string }) {
  const nextTryAt = useSession((view) => view.nextTryAt);
  const paused = useSession(({ queue }) => queue.paused ?? false);
  const seconds = useSecondsUntil(nextTryAt);
  if (nextTryAt === null || paused) return null;
  return (
    <span data-slowed="" className={cx('text-xs text-warn tabular-nums', className)}>
      {seconds > 0 ? `Slowed by rate limits: next try in ${seconds} s` : 'Slowed by rate limits'}
    </span>
  );
}

function useSecondsUntil(until: number | null): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (until === null) return;
    const tick = () => setNow(Date.now());
    tick();
    const timer = setInterval(tick, 1_000);
    return () => clearInterval(timer);
  }, [until]);
  return until === null ? 0 : Math.max(0, Math.ceil((until - now) / 1_000));
}
