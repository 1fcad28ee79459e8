'use client';

import { Button } from '@/components/ui/button';
import { columnLetter } from '@/lib/compare/client/column-edits';
import { useColumnsPlan } from '@/lib/compare/client/plan-actions';
import { useSession } from '@/lib/compare/client/room-context';
import {
  MEASURE_NAMES,
  type MeasureName,
  measureSpec,
  type OutputMeasures,
} from '@/lib/compare/model/measures';
import { finishReasonInWords } from '@/lib/protocol/run/finish-reason';
import { useComparisonResults } from '../comparison-results';
import { useCompareView } from '../view-state';
import { FoldButton } from './fold-button';
import { FEW_MEASURES, figuresOf, MeasureFigure } from './measure-figure';
import { RowLabel, TableCell, TableRow, WideRow } from './table-parts';
import { ROW_GROUP } from './table-roles';

const RARE: ReadonlySet<MeasureName> = new Set(['meanLogprob', 'perplexity', 'similarity']);

/** What came of it in figures, once something is over: a row a measure, with small bars. Few at first, the rest is one press away. */
export function MeasureRows() {
  const columns = useColumnsPlan((plan) => plan.columns);
  const { findings, reference } = useComparisonResults();
  const { measures: open, allMeasures, change } = useCompareView();
  const measures = columns.map(({ id }) => findings?.measures[id] ?? null);
  const referenceAt = columns.findIndex(({ id }) => id === reference?.cell);
  // From the first press of Run on, so that the outputs below stay where they are when the figures come.
  const isWanted = useSession(({ queue }) => queue.total > 0);
  if (!isWanted && measures.every((one) => one === null)) return null;
  const names = (allMeasures ? MEASURE_NAMES : FEW_MEASURES).filter(
    (name) =>
      // What only some requests can have is no empty row for the others.
      !RARE.has(name) || measures.some((one) => one !== null && one.values[name] !== null),
  );
  return (
    <div {...ROW_GROUP} className="compare-grid shrink-0">
      <WideRow span={columns.length + 1}>
        <FoldButton open={open} onToggle={() => change({ measures: !open })}>
          Measures
        </FoldButton>
        {open && (
          <Button size="sm" variant="ghost" onClick={() => change({ allMeasures: !allMeasures })}>
            {allMeasures ? 'Fewer' : 'All'}
          </Button>
        )}
      </WideRow>
      {open && (
        <>
          {names.map((name) => (
            <MeasureRow
              key={name}
              name={name}
              ids={columns.map(({ id }) => id)}
              measures={measures}
              {...(name === 'similarity' && referenceAt >= 0
                ? { called: `Similarity to ${columnLetter(referenceAt)}` }
                : {})}
            />
          ))}
          <TableRow>
            <RowLabel className={LOW}>Finish reason</RowLabel>
            {columns.map(({ id }, at) => (
              <TableCell key={id} label="Finish reason" low>
                <span className="flex min-w-0 items-center px-4" title={finishOf(measures[at])}>
                  <span className="truncate text-ink-2">{finishOf(measures[at])}</span>
                </span>
              </TableCell>
            ))}
          </TableRow>
        </>
      )}
    </div>
  );
}

/** Figures are only looked at: their rows need not be as high as what is pressed. */
const LOW = 'min-h-[26px]! text-ink-2';

function finishOf(measures: OutputMeasures | null | undefined): string {
  return measures ? finishReasonInWords(measures.finishReason) : '–';
}

function MeasureRow({
  name,
  called,
  ids,
  measures,
}: {
  name: MeasureName;
  called?: string;
  ids: readonly string[];
  measures: readonly (OutputMeasures | null)[];
}) {
  const { description } = measureSpec(name);
  const label = called ?? measureSpec(name).label;
  const figures = figuresOf(name, measures);
  return (
    <TableRow>
      <RowLabel className={LOW}>
        <span className="truncate" title={description}>
          {label}
        </span>
      </RowLabel>
      {figures.map((figure, at) => (
        <TableCell key={ids[at]} label={label} low>
          <MeasureFigure figure={figure} className="px-4" />
        </TableCell>
      ))}
    </TableRow>
  );
}
