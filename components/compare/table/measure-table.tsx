import type { ReactNode } from 'react';
import type { Check } from '@/lib/compare/model/checks';
import { type MeasureName, measureSpec, type OutputMeasures } from '@/lib/compare/model/measures';
import { finishReasonLabel } from '@/lib/protocol/run/finish-reason';
import { figuresOf, MeasureFigure } from './measure-figure';
import { RowLabel, TableCell, TableRow } from './table-parts';

export interface MeasureTableProps {
  /** A key for each column. */
  ids: readonly string[];
  names: readonly MeasureName[];
  /** For each column; null: there is nothing to measure. */
  measures: readonly (OutputMeasures | null)[];
  /** Those of the comparison: some of the measures are named after them. */
  checks: readonly Check[];
  /** For each column: the choice that is measured; null where there is only one. */
  choices?: readonly (string | null)[];
  /** The name of the column that similarities refer to. */
  reference: string | undefined;
}

/** One row for each measure, with small bars, and how each output ended. */
export function MeasureTable({ ids, names, measures, checks, choices = [], reference }: MeasureTableProps) {
  const reasons = measures.map((one) => (one ? finishReasonLabel(one.finishReason) : '–'));
  return (
    <>
      {choices.some((choice) => choice !== null) && (
        <LowRow
          ids={ids}
          label="Choice to compare"
          cell={(at) => <span className="truncate self-center px-4 text-ink-2">{choices[at] ?? '–'}</span>}
        />
      )}
      {names.map((name) => {
        const { label, description } = measureSpec(name, checks);
        const figures = figuresOf(name, measures, checks);
        return (
          <LowRow
            key={name}
            ids={ids}
            label={name === 'similarity' && reference ? `Similarity to ${reference}` : label}
            title={description}
            cell={(at) => figures[at] && <MeasureFigure figure={figures[at]} className="px-4" />}
          />
        );
      })}
      <LowRow
        ids={ids}
        label="Finish reason"
        cell={(at) => (
          <span className="flex min-w-0 items-center px-4" title={reasons[at]}>
            <span className="truncate text-ink-2">{reasons[at]}</span>
          </span>
        )}
      />
    </>
  );
}

interface LowRowProps {
  ids: readonly string[];
  label: string;
  title?: string;
  cell: (at: number) => ReactNode;
}

/** Figures are not pressed, so their rows can be lower than touch targets. */
function LowRow({ ids, label, title, cell }: LowRowProps) {
  return (
    <TableRow>
      <RowLabel className="min-h-[26px]! text-ink-2">
        <span className="truncate" title={title}>
          {label}
        </span>
      </RowLabel>
      {ids.map((id, at) => (
        <TableCell key={id} label={label} low>
          {cell(at)}
        </TableCell>
      ))}
    </TableRow>
  );
}
