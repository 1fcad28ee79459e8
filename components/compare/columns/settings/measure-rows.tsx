'use client';

import { Button } from '@/components/ui/button';
import { useCellFigures } from '@/lib/compare/client/cell-figures';
import { useSession } from '@/lib/compare/client/compare-context';
import { useVariants } from '@/lib/compare/client/plan-actions';
import {
  type MeasureName,
  measureNames,
  measuresLine,
  verdictNames,
  withVerdicts,
} from '@/lib/compare/model/measures';
import { columnLetter } from '@/lib/compare/model/plan-labels';
import { FEW_MEASURES } from '../../table/measure-figure';
import { MeasureTable } from '../../table/measure-table';
import { RowGroup, RowLabel, TableCell, TableRow, WideRow } from '../../table/table-parts';
import { useCompareView } from '../../view-state';
import { CollapseButton } from '../collapse-button';
import { comparedChoiceName } from '../compared-choice';
import { useComparisonResults } from '../comparison-results';

const RARE: ReadonlySet<MeasureName> = new Set([
  'cachedTokens',
  'serverTokensPerSecond',
  'cost',
  'meanLogprob',
  'perplexity',
  'similarity',
]);

/**
 * The measures of the finished outputs: a line of figures for each column, or one row for each measure with
 * small bars. Shows a few of these at first, the others on demand.
 */
export function MeasureRows() {
  const columns = useVariants((columns) => columns);
  const { outputs, reference } = useComparisonResults();
  const { measures: open, allMeasures, change } = useCompareView();
  const { checks, cells } = useCellFigures();
  const measures = columns.map(({ id }) => {
    const figure = cells.get(id);
    const found = figure?.measures[outputs.find((one) => one?.cell === id)?.choice ?? -1];
    return figure && found ? withVerdicts(found, checks, figure.verdicts) : null;
  });
  /** Whose measures they are, in columns with several choices. */
  const choices = columns.map(({ id }) => {
    const output = outputs.find((one) => one?.cell === id);
    return output ? comparedChoiceName(output) : null;
  });
  const referenceAt = columns.findIndex(({ id }) => id === reference?.cell);
  // Shown from the first start on, so that the outputs below do not move when the figures come.
  const isCurrent = useSession(({ queue }) => queue.total > 0);
  if (!isCurrent && measures.every((one) => one === null)) return null;
  const few = [...verdictNames(checks), ...FEW_MEASURES];
  const names = (allMeasures ? measureNames(checks) : few).filter(
    (name) =>
      // Leaves out a row for a measure that only some requests can have.
      !RARE.has(name) || measures.some((one) => one !== null && one.values[name] !== null),
  );
  const toggle = (
    <CollapseButton open={open} onToggle={() => change({ measures: !open })}>
      Measures
    </CollapseButton>
  );
  if (!open) {
    return (
      <RowGroup>
        <TableRow>
          <RowLabel className="pl-2!">{toggle}</RowLabel>
          {columns.map(({ id }, at) => {
            const figures = measures[at] ? measuresLine(measures[at], at === referenceAt) : '–';
            const line = measures[at] && choices[at] ? `${choices[at]}: ${figures}` : figures;
            return (
              <TableCell key={id} label={toggle}>
                <span
                  data-measures=""
                  title={line}
                  className="min-w-0 self-center truncate px-4 text-ink-2 tabular-nums"
                >
                  {line}
                </span>
              </TableCell>
            );
          })}
        </TableRow>
      </RowGroup>
    );
  }
  return (
    <RowGroup>
      <WideRow span={columns.length + 1}>
        {toggle}
        <Button size="sm" variant="ghost" onClick={() => change({ allMeasures: !allMeasures })}>
          {allMeasures ? 'Show fewer' : 'Show all'}
        </Button>
      </WideRow>
      <MeasureTable
        ids={columns.map(({ id }) => id)}
        names={names}
        measures={measures}
        checks={checks}
        choices={choices}
        reference={referenceAt >= 0 ? columnLetter(referenceAt) : undefined}
      />
    </RowGroup>
  );
}
