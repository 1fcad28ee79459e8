import { cx } from '@/components/ui/cx';
import type { Check } from '@/lib/compare/model/checks';
import {
  type MeasureName,
  measureSpec,
  measureText,
  type OutputMeasures,
} from '@/lib/compare/model/measures';
import { barLengths, bestOf } from '@/lib/compare/model/spread';

/** The measures that are read at a glance. */
export const FEW_MEASURES: readonly MeasureName[] = [
  'firstTokenMs',
  'tokensPerSecond',
  'tokens',
  'cost',
  'meanLogprob',
  'distinctWords',
  'similarity',
];

export interface Figure {
  readonly name: MeasureName;
  /** The formatted number. */
  readonly text: string;
  readonly isBest: boolean;
  /** The length of the bar, 0 to 1; null where there is none. */
  readonly length: number | null;
}

/** One measure of all columns, with bars that compare them. */
export function figuresOf(
  name: MeasureName,
  measures: readonly (OutputMeasures | null)[],
  checks: readonly Check[],
): Figure[] {
  const { best, isFromLowest } = measureSpec(name, checks);
  const values = measures.map((one) => one?.values[name] ?? null);
  const lengths = barLengths(values, !isFromLowest);
  const texts = measures.map((one, at) => {
    const value = values[at] ?? null;
    return one === null || value === null ? null : measureText(name, value, one);
  });
  const [first] = name === 'tokensPerSecond' && !areAllStreamed(measures) ? [] : bestOf(values, best);
  // What reads the same is as good.
  const bestText = new Set(texts.filter((text) => text !== null)).size > 1 ? texts[first ?? -1] : undefined;
  return texts.map((text, at) => {
    return {
      name,
      text: text ?? '–',
      isBest: text !== null && text === bestText,
      length: lengths[at] ?? null,
    };
  });
}

/** The rate of an answer that came all at once counts the wait for it, too. */
function areAllStreamed(measures: readonly (OutputMeasures | null)[]): boolean {
  return measures.every((one) => one === null || one.values.firstTokenMs !== null);
}

export function MeasureFigure({ figure, className }: { figure: Figure; className?: string }) {
  const { name, text, isBest, length } = figure;
  return (
    <span className={cx('flex min-w-0 items-center gap-2', className)} data-measure={name}>
      <span className={cx('w-20 shrink-0 tabular-nums', isBest ? 'font-semibold text-ink' : 'text-ink-2')}>
        {text}
        {isBest && <span className="sr-only"> (best)</span>}
      </span>
      <span aria-hidden="true" className="bar h-1.5 min-w-0 flex-1 rounded-[1px] bg-hover">
        {length !== null && (
          <span
            className={cx('block h-full rounded-[1px]', isBest ? 'bg-accent' : 'bg-line-strong')}
            style={{ width: `${length * 100}%` }}
          />
        )}
      </span>
    </span>
  );
}
