'use client';

import { ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';
import { cx } from '@/components/ui/cx';
import { finishReasonLabel } from '@/lib/protocol/run/finish-reason';
import type { ChoiceView } from '@/lib/runs/client/run-view';

export interface ChoicePaneHeaderProps {
  choice: ChoiceView;
  name: string;
  /** The name of another choice with identical text. */
  sameAs: string | null;
  /** Actions on this choice. */
  actions: ReactNode;
  /** Other choices of this prompt have identical text, and are collapsed into this one unless it is open. */
  collapsed: { readonly duplicates: number; readonly open: boolean; readonly toggle: () => void } | null;
}

/** Above a choice pane when there are several: its name, how it ended, and its actions. */
export function ChoicePaneHeader({ choice, name, sameAs, collapsed, actions }: ChoicePaneHeaderProps) {
  const ending = sameAs ? `Same as ${sameAs}` : choice.finishReason && finishReasonLabel(choice.finishReason);
  return (
    <div className="flex h-8 pointer-coarse:h-10 shrink-0 items-center gap-2 border-b border-line pr-1.5 pl-4 text-xs">
      <span className="font-medium whitespace-nowrap first-letter:uppercase">{name}</span>
      {collapsed && (
        <button
          type="button"
          aria-expanded={collapsed.open}
          aria-label={`×${collapsed.duplicates + 1}: ${name} and ${collapsed.duplicates} more with the same text`}
          title={`${collapsed.duplicates + 1} choices with the same text`}
          onClick={collapsed.toggle}
          className="-mx-1 inline-flex h-6 shrink-0 items-center gap-0.5 rounded-sm px-1 text-ink-2 hover:bg-hover hover:text-ink pointer-coarse:h-8"
        >
          ×{collapsed.duplicates + 1}
          <ChevronDown
            aria-hidden="true"
            className={cx('size-3.5 transition-transform', collapsed.open && 'rotate-180')}
          />
        </button>
      )}
      <span className="min-w-0 flex-1 truncate text-ink-3" title={ending || undefined}>
        {ending}
      </span>
      {actions}
    </div>
  );
}
