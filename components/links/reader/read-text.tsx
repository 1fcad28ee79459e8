import type { ReactNode } from 'react';
import { HiddenInText } from '@/components/runs/hidden-in-text';
import { cx } from '@/components/ui/cx';
import { finishReasonLabel } from '@/lib/protocol/run/finish-reason';
import type { RunStatus } from '@/lib/protocol/run/run-events';
import { CopyShared } from './copy-shared';

export interface ReadTextProps {
  id: string;
  label: string;
  text: string;
  /** The same text with marks in it. */
  marked?: ReactNode;
  kind: 'prompt' | 'output';
  /** Index of the choice that this text belongs to. */
  output?: number;
  finishReason?: string | null;
  /** How its run ended. */
  status?: RunStatus;
  /** Shown instead of an output that has no text. */
  silence?: string;
  /** Whether the arrow keys walk its tokens. */
  walkable?: boolean;
}

/** One text to read. The replay and the token tools find an output by its index. */
export function ReadText({
  id,
  label,
  text,
  marked,
  kind,
  output,
  finishReason,
  status,
  silence = 'Empty.',
  walkable = false,
}: ReadTextProps) {
  return (
    <section
      aria-label={label}
      data-output={output}
      tabIndex={walkable ? 0 : undefined}
      className={cx(
        'shared-text group/text min-w-0',
        kind === 'prompt' ? 'rounded-sm border bg-sunken px-4 py-3' : 'px-[17px]',
      )}
    >
      <div className="mb-1 flex h-6 items-center justify-between gap-2">
        <h2 className="text-xs text-ink-3">{label}</h2>
        <CopyShared target={id} label={`Copy ${label.charAt(0).toLowerCase()}${label.slice(1)}`} />
      </div>
      {text === '' ? (
        <p className="text-ink-3">{silence}</p>
      ) : (
        <div
          id={id}
          data-shared-text=""
          className={cx('run-text text-model', kind === 'prompt' && 'text-ink-2')}
        >
          {marked ?? text}
        </div>
      )}
      <HiddenInText text={text} className="mt-2" />
      {finishReason !== undefined && (finishReason !== null || text !== '') && (
        <p className="mt-2 text-xs text-ink-3">{finishReasonLabel(finishReason, status)}</p>
      )}
    </section>
  );
}
