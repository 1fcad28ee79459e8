import type { ReactNode } from 'react';
import { cx } from './cx';
import type { Tone } from './tone';

const TONES: Record<Tone, string> = {
  neutral: 'text-line-strong',
  accent: 'text-accent',
  good: 'text-good',
  warn: 'text-warn',
  bad: 'text-bad',
};

/** Drawn in a field of 10 by 10, in the colour of the text. The grid of a sweep uses the same shapes. */
export const STATUS_SIGNS: Record<Tone, ReactNode> = {
  good: <circle cx="5" cy="5" r="3.6" fill="currentColor" />,
  accent: (
    <>
      <circle cx="5" cy="5" r="3.4" fill="none" stroke="currentColor" strokeWidth="1.4" />
      <path d="M5 1.6a3.4 3.4 0 0 1 0 6.8z" fill="currentColor" />
    </>
  ),
  warn: <path d="M5 1.4 9.2 8.6H.8z" fill="currentColor" />,
  bad: <path d="M1.8 1.8 8.2 8.2M8.2 1.8 1.8 8.2" fill="none" stroke="currentColor" strokeWidth="2" />,
  neutral: <rect x="1.8" y="1.8" width="6.4" height="6.4" fill="currentColor" />,
};

/**
 * A status sign with its own shape for each tone, so that neither colour nor text is needed to recognise it.
 * `label` is read out; leave it out where the word stands beside it.
 */
export function StatusDot({ tone, label, className }: { tone: Tone; label?: string; className?: string }) {
  const style = cx('inline-flex shrink-0', TONES[tone], className);
  const sign = (
    <svg viewBox="0 0 10 10" aria-hidden="true" data-sign={tone} className="size-2.5">
      {STATUS_SIGNS[tone]}
    </svg>
  );
  return label ? (
    <span role="img" aria-label={label} title={label} className={style}>
      {sign}
    </span>
  ) : (
    <span aria-hidden="true" className={style}>
      {sign}
    </span>
  );
}
