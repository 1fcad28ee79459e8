import { formatChance } from '@/components/runs/token-labels';
import { cx } from '@/components/ui/cx';
import { visibleInline } from '@/lib/protocol/tokens/visible-whitespace';
import type { DivergenceSide } from '@/lib/texts/model/divergence';

/** The number of alternatives drawn on each side. */
const MAX_ENTRIES = 4;

/** The most likely alternatives, always with the chosen one. */
function shownOf<Entry extends { readonly chosen: boolean }>(entries: readonly Entry[]): readonly Entry[] {
  const first = entries.slice(0, MAX_ENTRIES);
  const taken = entries.find(({ chosen }) => chosen);
  return !taken || first.includes(taken) ? first : [...first.slice(0, MAX_ENTRIES - 1), taken];
}

export interface DivergenceSideProps {
  side: DivergenceSide;
  title: string;
  /** Shows the alternatives. */
  open: boolean;
}

/** One side of a divergence: its token and the alternatives. */
export function DivergenceSideView({ side, title, open }: DivergenceSideProps) {
  const { alternatives } = side;
  return (
    <div className="min-w-0">
      <p className="flex min-w-0 items-baseline gap-1.5">
        <span className="max-w-1/2 shrink-0 truncate text-2xs text-ink-3" title={title}>
          {title}
        </span>
        {side.ended ? (
          <span className="truncate text-ink-2">ends here</span>
        ) : (
          <code data-token="" className="diff-first truncate rounded-[2px] px-0.5">
            {visibleInline(side.token?.text ?? side.text) || '∅'}
          </code>
        )}
      </p>
      {open && alternatives && (
        <ul aria-label={`Alternatives in ${title}`} className="mt-0.5">
          {shownOf(alternatives.entries).map((entry) => (
            <li
              key={`${entry.text} ${entry.probability}`}
              className="relative flex h-[18px] items-center gap-1.5 px-1"
            >
              <span
                aria-hidden="true"
                className={cx(
                  'bar-behind absolute inset-y-px left-0 rounded-[2px]',
                  entry.chosen ? 'bg-accent-soft' : 'bg-line-strong/22',
                )}
                style={{ width: `${entry.probability * 100}%` }}
              />
              <span
                className={cx('relative min-w-0 flex-1 truncate font-mono', entry.chosen && 'font-semibold')}
              >
                {entry.chosen && <span className="sr-only">Chosen: </span>}
                {visibleInline(entry.text) || '∅'}
              </span>
              <span className="relative shrink-0 text-ink-2 tabular-nums">
                {formatChance(entry.probability)}
              </span>
            </li>
          ))}
        </ul>
      )}
      {open && !alternatives && !side.ended && <p className="text-ink-3">No probabilities</p>}
    </div>
  );
}
