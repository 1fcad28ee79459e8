'use client';

import type { RunStore } from '@/lib/client/run-store';
import type { ChoiceView } from '@/lib/client/run-view';
import { finishReasonInWords } from '@/lib/completions/finish-reason';
import { ChoiceActions } from './output-actions';

export interface LaneHeaderProps {
  store: RunStore;
  choice: ChoiceView;
  name: string;
  /** Another choice with the very same text, by name. */
  sameAs: string | null;
}

/** Above a lane when there are several: which one it is, how it ended, and what can be done with it. */
export function LaneHeader({ store, choice, name, sameAs }: LaneHeaderProps) {
  const ending = sameAs
    ? `Same as ${sameAs}`
    : choice.finishReason && finishReasonInWords(choice.finishReason);
  return (
    <div className="flex h-8 shrink-0 items-center gap-2 border-b border-line pr-1.5 pl-4 text-xs">
      <span className="font-medium whitespace-nowrap first-letter:uppercase">{name}</span>
      <span className="min-w-0 flex-1 truncate text-ink-3" title={ending || undefined}>
        {ending}
      </span>
      <ChoiceActions store={store} index={choice.index} disabled={!choice.hasText} name={name} />
    </div>
  );
}
