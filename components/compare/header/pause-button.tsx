'use client';

import { toastError } from '@/components/runs/toast-error';
import { Button } from '@/components/ui/button';
import { cx } from '@/components/ui/cx';
import { usePress } from '@/components/ui/use-press';
import { useCompareStore, useSession } from '@/lib/compare/client/compare-context';
import { useActions } from '@/lib/platform/client/actions';

/** While something waits: pauses it, or resumes it. What runs goes on. */
export function PauseButton({ className }: { className?: string }) {
  const { pause } = useCompareStore();
  const isWaiting = useSession(({ queue }) => queue.waiting.length > 0);
  const paused = useSession(({ queue }) => queue.paused ?? false);
  const set = (next: boolean) => pause(next).catch(toastError);
  const press = usePress(paused ? 'resume' : 'pause', (meaning) => set(meaning === 'pause'));
  const label = paused ? 'Resume' : 'Pause';
  useActions(() => (isWaiting ? [{ id: 'pause', label, also: 'queue', run: () => void set(!paused) }] : []));
  if (!isWaiting) return null;
  return (
    // As wide with either word.
    <Button {...press} size="sm" className={cx('w-16 shrink-0', press.className, className)}>
      {label}
    </Button>
  );
}
