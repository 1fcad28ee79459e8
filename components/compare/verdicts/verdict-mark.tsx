import { cx } from '@/components/ui/cx';
import type { Verdict } from '@/lib/compare/model/checks';

const TONES = { pass: 'text-good', fail: 'text-bad', none: 'text-ink-3' } as const;

/** A sign for a verdict, each with another shape. What it says stands beside it in words. */
export function VerdictMark({ pass, className }: Pick<Verdict, 'pass'> & { className?: string }) {
  const state = pass === null ? 'none' : pass ? 'pass' : 'fail';
  return (
    <svg
      viewBox="0 0 10 10"
      aria-hidden="true"
      className={cx('size-2.5 shrink-0', TONES[state], className)}
      fill="none"
      stroke="currentColor"
      strokeWidth="1.8"
    >
      {state === 'pass' && <path d="M1.2 5.4 4 8.2 8.8 2" />}
      {state === 'fail' && <path d="M1.8 1.8 8.2 8.2M8.2 1.8 1.8 8.2" />}
      {state === 'none' && <path d="M1.5 5h7" />}
    </svg>
  );
}
