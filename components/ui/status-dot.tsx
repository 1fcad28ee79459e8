import { cx } from './cx';
import type { Tone } from './tone';

const TONES: Record<Tone, string> = {
  neutral: 'bg-line-strong',
  accent: 'bg-accent',
  good: 'bg-good',
  warn: 'bg-warn',
  bad: 'bg-bad',
};

/** Colour alone says nothing: `label` is read out, or the word stands beside it and `label` is left away. */
export function StatusDot({ tone, label, className }: { tone: Tone; label?: string; className?: string }) {
  const style = cx('inline-block size-[7px] shrink-0 rounded-full', TONES[tone], className);
  return label ? (
    <span role="img" aria-label={label} title={label} className={style} />
  ) : (
    <span aria-hidden="true" className={style} />
  );
}
