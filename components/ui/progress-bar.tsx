import { cx } from './cx';

export interface ProgressBarProps {
  /** Names the work. */
  label: string;
  /** 0 to 1; null when the duration is unknown. */
  value: number | null;
  /** The progress as text, instead of a percentage. */
  text: string;
  className?: string;
}

export function ProgressBar({ label, value, text, className }: ProgressBarProps) {
  const percent = value === null ? undefined : Math.round(Math.min(1, Math.max(0, value)) * 100);
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      aria-valuetext={text}
      className={cx('bar h-1.5 overflow-hidden rounded-full bg-hover', className)}
    >
      <div
        className={cx(
          'h-full rounded-full bg-accent',
          percent === undefined ? 'w-1/3 motion-safe:animate-to-and-fro' : 'transition-[width] duration-150',
        )}
        style={percent === undefined ? undefined : { width: `${percent}%` }}
      />
    </div>
  );
}
