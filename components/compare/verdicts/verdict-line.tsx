import { cx } from '@/components/ui/cx';
import { VerdictMark } from './verdict-mark';

/** What the checks say about one cell, in a line: `Fail Contains “Paris”: not found`. */
export function VerdictLine({
  pass,
  label,
  why,
  wraps = false,
  className,
}: {
  pass: boolean | null;
  label: string;
  why: string;
  /** Shows all of `why`, over several lines. */
  wraps?: boolean;
  className?: string;
}) {
  return (
    <span
      data-verdict={pass === null ? 'none' : pass ? 'pass' : 'fail'}
      title={why || undefined}
      className={cx('flex min-w-0 items-baseline gap-1.5', className)}
    >
      <VerdictMark pass={pass} className={wraps ? 'mt-[3px] self-start' : 'self-center'} />
      <span className="shrink-0 font-medium text-ink-2 tabular-nums">
        <span className="sr-only">Checks: </span>
        {label}
      </span>
      {why !== '' && (
        <span className={cx('min-w-0 text-ink-3', wraps ? 'wrap-anywhere' : 'truncate')}>{why}</span>
      )}
    </span>
  );
}
