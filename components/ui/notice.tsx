import type { ReactNode } from 'react';
import { cx } from './cx';
import { StatusDot } from './status-dot';
import type { Tone } from './tone';

const TONES: Record<Tone, string> = {
  neutral: 'border-line bg-sunken text-ink-2',
  accent: 'border-accent/30 bg-accent-soft text-ink',
  good: 'border-good/30 bg-good-soft text-ink',
  warn: 'border-warn/30 bg-warn-soft text-ink',
  bad: 'border-bad/30 bg-bad-soft text-ink',
};

export interface NoticeProps {
  tone?: Tone;
  /** `alert` interrupts, `status` waits; absent for a notice that was there from the start. */
  role?: 'alert' | 'status';
  /** Buttons at the end. */
  actions?: ReactNode;
  className?: string;
  children: ReactNode;
}

/** A sentence or two about the part of the page where it stands. */
export function Notice({ tone = 'neutral', role, actions, className, children }: NoticeProps) {
  return (
    <div
      role={role}
      className={cx(
        'flex flex-wrap items-center gap-x-3 gap-y-2 rounded-sm border px-3 py-2',
        TONES[tone],
        className,
      )}
    >
      <div className="flex min-w-0 flex-1 basis-48 items-start gap-2">
        {(tone === 'good' || tone === 'warn' || tone === 'bad') && (
          <StatusDot tone={tone} className="h-lh items-center" />
        )}
        <div className="min-w-0 flex-1 break-words">{children}</div>
      </div>
      {actions && <div className="flex shrink-0 items-center gap-2">{actions}</div>}
    </div>
  );
}
