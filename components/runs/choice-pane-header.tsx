'use client';

import { ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '@/components/ui/button';
import { cx } from '@/components/ui/cx';
import { joined } from '@/components/ui/joined';
import { formatFixed } from '@/lib/protocol/text/format-fixed';
import type { ChoiceEnding } from '@/lib/runs/model/choice-ending';
import type { ChoiceFigures } from '@/lib/runs/model/choice-figures';

export interface ChoicePaneHeaderProps {
  /** Null while it has not ended, and for a text that was only scored. */
  ending: ChoiceEnding | null;
  name: string;
  /** Set for a choice that was chosen, and stands alone: how many there are, and what shows them again. */
  chosen: { readonly count: number; readonly showAll: () => void } | null;
  /** Null while the run is going. */
  figures: ChoiceFigures | null;
  /** Among the choices of its prompt, by likelihood, from 1. Null: not ranked, or not yet. */
  rank: { readonly rank: number; readonly count: number } | null;
  /** The name of another choice with identical text. */
  sameAs: string | null;
  /** Actions on this choice. */
  actions: ReactNode;
  /** Other choices of this prompt have identical text, and are collapsed into this one unless it is open. */
  collapsed: { readonly duplicates: number; readonly open: boolean; readonly toggle: () => void } | null;
}

/** Above a choice pane when there are several: its name, its figures, how it ended, and its actions. */
export function ChoicePaneHeader(props: ChoicePaneHeaderProps) {
  const { ending, name, chosen, figures, rank, sameAs, collapsed, actions } = props;
  const rankLabel = rank && `Rank ${rank.rank} of ${rank.count}`;
  // By what is missed first: what has no space goes from the end.
  const factsWith = (end: string | undefined) =>
    [
      sameAs ? `Same as ${sameAs}` : end,
      figures && lengthLabel(figures),
      // It is what they are ranked by.
      figures && meanLabel(figures),
    ].filter((fact) => fact != null);
  const facts = factsWith(ending?.short);
  return (
    <div className="@container shrink-0 border-b border-line">
      <div className="flex min-h-8 flex-wrap items-center gap-x-2 pr-1.5 pl-4 text-xs pointer-coarse:min-h-10 not-pointer-coarse:@min-[340px]:flex-nowrap">
        <span className="inline-block font-medium whitespace-nowrap first-letter:uppercase">
          {name}
          {chosen && ` of ${chosen.count}`}
        </span>
        {/* In a narrow column a line of its own, as high in each choice and also before there is anything to say: nothing may jump. */}
        <span className="order-last flex min-w-0 basis-full items-center gap-x-2 pb-1 pointer-coarse:-mt-2.5 not-pointer-coarse:@min-[340px]:order-none not-pointer-coarse:@min-[340px]:flex-1 not-pointer-coarse:@min-[340px]:basis-0 not-pointer-coarse:@min-[340px]:pb-0">
          {collapsed && (
            <button
              type="button"
              aria-expanded={collapsed.open}
              aria-label={`×${collapsed.duplicates + 1} identical, ${name}`}
              title={`${collapsed.duplicates + 1} choices with the same text`}
              onClick={collapsed.toggle}
              className="-mx-1 -my-1 inline-flex h-6 shrink-0 items-center gap-0.5 rounded-sm px-1 text-ink-2 hover:bg-hover hover:text-ink pointer-coarse:-my-2 pointer-coarse:h-8"
            >
              ×{collapsed.duplicates + 1} identical
              <ChevronDown
                aria-hidden="true"
                className={cx('size-3.5 transition-transform', collapsed.open && 'rotate-180')}
              />
            </button>
          )}
          {/* Whole: cut in half it would say something else. */}
          {rankLabel && <span className="shrink-0 text-ink-3">{rankLabel}</span>}
          {/* What would be cut is in a second line, out of view: half a figure says something else. */}
          <span
            className="flex h-4 min-w-0 flex-wrap gap-x-1 overflow-hidden text-ink-3 pointer-coarse:pointer-events-none"
            title={joined(...factsWith(ending?.full)) || undefined}
          >
            {facts.map((fact, at) => (
              <span key={fact} className="max-w-full truncate">
                {at > 0 && ' · '}
                {fact}
              </span>
            ))}
          </span>
        </span>
        <span className="ml-auto flex shrink-0 items-center">
          {actions}
          {chosen && (
            <Button size="sm" variant="ghost" className="ml-1" onClick={chosen.showAll}>
              Show all {chosen.count}
            </Button>
          )}
        </span>
      </div>
    </div>
  );
}

function lengthLabel({ tokens, characters }: ChoiceFigures): string {
  // Servers count a token that only ends the text.
  if (characters === 0) return 'no text';
  const [count, unit] = tokens === null ? [characters, 'character'] : [tokens, 'token'];
  return `${count.toLocaleString('en')} ${unit}${count === 1 ? '' : 's'}`;
}

function meanLabel({ meanLogprob }: ChoiceFigures): string | null {
  return meanLogprob === null ? null : `mean logprob ${formatFixed(meanLogprob, 2)}`;
}
