import { cx } from '@/components/ui/cx';
import {
  MEASURE_NAMES,
  type MeasureName,
  measureSpec,
  type OutputMeasures,
} from '@/lib/completions/compare/measures';
import { barLengths, bestOf } from '@/lib/completions/compare/spread';
import { finishReasonInWords } from '@/lib/completions/run/finish-reason';
import type { SharedComparison } from '@/lib/completions/share/shared-comparison';
import { referenceOf, sharedMeasures } from '@/lib/completions/share/shared-measures';
import { sharedPlaces } from '@/lib/completions/share/shared-places';

/** Those that are read at a glance. */
const FEW: ReadonlySet<MeasureName> = new Set([
  'firstTokenMs',
  'tokensPerSecond',
  'tokens',
  'meanLogprob',
  'distinctWords',
  'similarity',
]);

/** What came of it in figures, with small bars; a row that no column has is not there. */
export function MeasureRows({ shared }: { shared: SharedComparison }) {
  const measures = sharedMeasures(shared).map(([first]) => first ?? null);
  if (measures.every((one) => one === null)) return null;
  const reference = sharedPlaces(shared)[referenceOf(shared) ?? -1]?.name;
  const names = MEASURE_NAMES.filter(
    (name) => FEW.has(name) && measures.some((one) => one !== null && one.values[name] !== null),
  );
  return (
    <tbody>
      {names.map((name) => (
        <MeasureRow
          key={name}
          name={name}
          measures={measures}
          // The reader may have chosen another reference for the texts: here it is that of the owner.
          {...(name === 'similarity' && reference ? { called: `Similarity to ${reference}` } : {})}
        />
      ))}
      <tr>
        <th scope="row" className="sc-label font-normal text-ink-2">
          <span>Finish reason</span>
        </th>
        {measures.map((one, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a cell is what its place says
          <td key={at}>
            <div data-label="Finish reason" className="sc-cell text-ink-2">
              {one ? finishReasonInWords(one.finishReason) : '–'}
            </div>
          </td>
        ))}
      </tr>
    </tbody>
  );
}

function MeasureRow({
  name,
  measures,
  called,
}: {
  name: MeasureName;
  measures: readonly (OutputMeasures | null)[];
  called?: string;
}) {
  const { description, best, fromZero, format } = measureSpec(name);
  const label = called ?? measureSpec(name).label;
  const values = measures.map((one) => one?.values[name] ?? null);
  const lengths = barLengths(values, fromZero);
  const bests = bestOf(values, best);
  return (
    <tr>
      <th scope="row" className="sc-label font-normal text-ink-2" title={description}>
        <span>{label}</span>
      </th>
      {values.map((value, at) => {
        const isBest = bests.includes(at);
        const about = name === 'tokens' && measures[at]?.aboutTokens;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a cell is what its place says
          <td key={at}>
            <div data-label={label} className="sc-cell">
              <span className="flex min-w-0 items-center gap-2" data-measure={name}>
                <span
                  className={cx(
                    'w-20 shrink-0 tabular-nums',
                    isBest ? 'font-semibold text-ink' : 'text-ink-2',
                  )}
                >
                  {value === null ? '–' : `${about ? 'about ' : ''}${format(value)}`}
                  {isBest && <span className="sr-only"> (best)</span>}
                </span>
                <span aria-hidden="true" className="h-1.5 min-w-0 flex-1 rounded-[1px] bg-hover">
                  {lengths[at] != null && (
                    <span
                      className={cx('block h-full rounded-[1px]', isBest ? 'bg-accent' : 'bg-line-strong')}
                      style={{ width: `${(lengths[at] ?? 0) * 100}%` }}
                    />
                  )}
                </span>
              </span>
            </div>
          </td>
        );
      })}
    </tr>
  );
}
