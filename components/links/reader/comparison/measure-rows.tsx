import { FEW_MEASURES, figuresOf, MeasureFigure } from '@/components/compare/table/measure-figure';
import {
  MEASURE_NAMES,
  type MeasureName,
  measureSpec,
  type OutputMeasures,
} from '@/lib/compare/model/measures';
import type { SharedComparison } from '@/lib/links/model/shared-comparison';
import { referenceOf, sharedMeasures } from '@/lib/links/model/shared-measures';
import { sharedPlaces } from '@/lib/links/model/shared-places';
import { finishReasonInWords } from '@/lib/protocol/run/finish-reason';

/** What came of it in figures, with small bars; a row that no column has is not there. */
export function MeasureRows({ shared }: { shared: SharedComparison }) {
  const measures = sharedMeasures(shared).map(([first]) => first ?? null);
  if (measures.every((one) => one === null)) return null;
  const reference = sharedPlaces(shared)[referenceOf(shared) ?? -1]?.name;
  const names = MEASURE_NAMES.filter(
    (name) =>
      FEW_MEASURES.includes(name) && measures.some((one) => one !== null && one.values[name] !== null),
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
  const { description, label: usual } = measureSpec(name);
  const label = called ?? usual;
  return (
    <tr>
      <th scope="row" className="sc-label font-normal text-ink-2" title={description}>
        <span>{label}</span>
      </th>
      {figuresOf(name, measures).map((figure, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a cell is what its place says
        <td key={at}>
          <div data-label={label} className="sc-cell">
            <MeasureFigure figure={figure} />
          </div>
        </td>
      ))}
    </tr>
  );
}
