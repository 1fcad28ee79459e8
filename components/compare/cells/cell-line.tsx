'use client';

import { ChevronDown } from 'lucide-react';
import { memo } from 'react';
import { MarkedText } from '@/components/history/browse/marked-text';
import { cx } from '@/components/ui/cx';
import type { CellFigure } from '@/lib/compare/client/cell-figures';
import { cellValue } from '@/lib/compare/model/cell-facts';
import { type Dimension, type PlacedCell, placeLabel } from '@/lib/compare/model/cell-grid';
import type { CellGroup } from '@/lib/compare/model/cell-lines';
import { type Check, rateLabel } from '@/lib/compare/model/checks';
import { type MeasureName, measureSpec, measureText } from '@/lib/compare/model/measures';
import { counted } from '@/lib/platform/numbers/counted';
import { commonStart } from '@/lib/protocol/text/common-ends';
import { visibleInline } from '@/lib/protocol/tokens/visible-whitespace';
import { silenceOf } from '@/lib/runs/client/status-labels';
import { diffWords } from '@/lib/texts/model/diff-text';
import { GRID_CELL, gridRow, ROW_HEAD } from '../grid/grid-roles';
import { type CellStatus, SETTINGS_CHANGED, statusOfRun, useCellStatus } from '../sweep/grid/cell-status';
import { StateMark } from '../sweep/grid/repeat-dots';
import { VerdictMark } from '../verdicts/verdict-mark';
import type { Line } from './use-lines';

export const LINE_HEIGHT = 48;
export const GROUP_HEIGHT = 40;

/** Characters of a text that fit in two lines of a wide window. */
const MAX_SHOWN = 320;
/** How much of the text stands before what is searched for, */
const LEAD = 60;
/** and a beginning that is no reason to cut a text. */
const FEW_WORDS = 24;

export interface LineFrame {
  /** Counted from 1, with the row of the heads. */
  rowIndex: number;
  /** Pixels from the top of the table. */
  top: number;
  isTabStop: boolean;
}

const ROW_STYLE = 'cell-table-row absolute inset-x-0 top-0 cursor-pointer border-b text-xs -outline-offset-2';

export interface CellLineProps extends LineFrame {
  place: PlacedCell;
  figure: CellFigure | undefined;
  /** What sets cells apart, but for what the group says. */
  dimensions: readonly Dimension[];
  names: readonly MeasureName[];
  checks: readonly Check[];
  contains: string;
  /** What its text is read against: it is shown from where it differs. Null: from its beginning. */
  other: string | null;
  /** Whether the words that differ are marked. */
  marks: boolean;
  isReference: boolean;
  /** It waits, or could not be started. */
  isQueued: boolean;
  isInGroup: boolean;
  isShown: boolean;
}

/** One cell: what it is, what came of it, the beginning of its text, and figures. */
export const CellLine = memo(function CellLine(props: CellLineProps) {
  const { figure, isQueued } = props;
  // A line that can change by itself follows its cell; most can't, and thousands of them are scrolled by.
  if (!figure || isQueued || figure.status === 'streaming') return <LiveLine {...props} />;
  return <DrawnLine {...props} status={statusOfRun(figure.run.store.view(), figure.isUpToDate)} />;
});

function LiveLine(props: CellLineProps) {
  return <DrawnLine {...props} status={useCellStatus(props.place.cell)} />;
}

function DrawnLine(props: CellLineProps & { status: CellStatus }) {
  const { place, figure, dimensions, names, checks, isReference, isInGroup, isShown } = props;
  const { label, state, problem, isUpToDate } = props.status;
  const waits = state === 'waiting';
  const silence = figure ? silenceOf(figure.run.store.view()) : null;
  const name = dimensions.length === 0 ? 'Output' : placeLabel(place, dimensions);
  return (
    <tr
      {...gridRow(props.rowIndex)}
      aria-level={isInGroup ? 2 : undefined}
      aria-selected={isShown}
      tabIndex={props.isTabStop ? 0 : -1}
      data-line={place.cell}
      className={cx(ROW_STYLE, isShown ? 'bg-accent-soft forced-colors:border-l-4' : 'bg-bg hover:bg-hover')}
      style={{ height: LINE_HEIGHT, transform: `translateY(${props.top}px)` }}
    >
      <th {...ROW_HEAD} className="cell-table-name flex-col justify-center px-3" title={name}>
        <span className="line-clamp-2 min-w-0 font-medium wrap-anywhere">{name}</span>
        {isReference && <span className="text-2xs text-ink-3">Reference</span>}
      </th>
      <td {...GRID_CELL} className="gap-1.5 px-2 text-ink-2" title={label}>
        <StateMark state={state} />
        <span className="line-clamp-2 min-w-0 leading-tight">
          {isUpToDate || waits ? label : SETTINGS_CHANGED}
        </span>
      </td>
      <td {...GRID_CELL} className="px-2">
        <span
          className={cx(
            'line-clamp-2 min-w-0 wrap-anywhere',
            problem === null ? 'font-mono' : 'text-bad',
            // Not what these settings wrote, or soon not what stands here.
            problem === null && (waits || !isUpToDate) && 'text-ink-3',
          )}
        >
          {problem ?? <Beginning {...props} text={figure?.text ?? null} silence={silence} />}
        </span>
      </td>
      {names.map((measure) => (
        <Figure key={measure} name={measure} figure={figure} checks={checks} />
      ))}
    </tr>
  );
}

interface BeginningProps extends Pick<CellLineProps, 'contains' | 'other' | 'marks'> {
  text: string | null;
  /** Said of an empty text. */
  silence: string | null;
}

function Beginning({ text, silence, contains, other, marks }: BeginningProps) {
  if (text === null) return null;
  const own = text.trimStart();
  if (own === '') {
    return <span className="font-sans text-ink-3">{(text === '' && silence) || 'Only whitespace'}</span>;
  }
  if (contains !== '') {
    const from = Math.max(0, text.toLowerCase().indexOf(contains.toLowerCase()) - LEAD);
    return <MarkedText text={partOf(text, from)} query={contains} />;
  }
  const compared = other?.trimStart() ?? null;
  const start = compared === null ? 0 : commonStart(own, compared);
  const from = start <= FEW_WORDS ? 0 : own.lastIndexOf(' ', start - FEW_WORDS / 2) + 1;
  if (!marks || compared === null) return partOf(own, from);
  const until = from + MAX_SHOWN;
  const { parts } = diffWords(compared.slice(from, until + MAX_SHOWN), own.slice(from, until));
  return (
    <>
      {from > 0 && '…'}
      {parts.map(({ kind, text: part }, at) => {
        const key = `${at} ${kind}`;
        if (kind === 'removed') return null;
        const Tag = kind === 'added' ? 'ins' : 'span';
        return (
          <Tag key={key} className={kind === 'added' ? 'diff-added' : undefined}>
            {inLine(part)}
          </Tag>
        );
      })}
    </>
  );
}

/** As much of a text as its line may show. */
function partOf(text: string, from: number): string {
  return `${from > 0 ? '…' : ''}${inLine(text.slice(from, from + MAX_SHOWN).trimStart())}`;
}

function inLine(text: string): string {
  return visibleInline(text).replaceAll('␣', ' ');
}

function Figure({ name, figure, checks }: Pick<CellLineProps, 'figure' | 'checks'> & { name: MeasureName }) {
  const [first] = figure?.outputs ?? [];
  const value = cellValue(figure, name);
  if (!first || value === null) return <td {...GRID_CELL} className={FIGURE_STYLE} />;
  const isVerdict = measureSpec(name, checks).isVerdict === true;
  const judged = figure?.outputs.filter(({ values }) => values[name] != null).length ?? 0;
  return (
    <td {...GRID_CELL} className={FIGURE_STYLE} data-measure={name}>
      {isVerdict && <VerdictMark pass={value === 1} className="mr-1.5" />}
      {isVerdict ? rateLabel(value, judged) : measureText(name, value, first)}
    </td>
  );
}

const FIGURE_STYLE = 'justify-end px-2 tabular-nums text-ink-2';

export interface GroupLineProps extends LineFrame, Pick<CellLineProps, 'dimensions' | 'names' | 'checks'> {
  line: Extract<Line, { kind: 'group' }>;
  group: Exclude<CellGroup, 'none'>;
}

/** The figures of a group together: how many cells it has, how many agree, rates and means with their counts. */
export function GroupLine(props: GroupLineProps) {
  const { line, group, dimensions, names, checks } = props;
  const { figures, isOpen } = line;
  const { cells, complete, agreement, spreads } = figures;
  const own = dimensions.filter(({ name }) => (group === 'same' ? name !== 'repeat' : name === group));
  const title = placeLabel(line.group.first, own);
  const parts = [
    complete === cells
      ? counted(cells, 'cell')
      : `${complete.toLocaleString('en')} of ${counted(cells, 'cell')} complete`,
    ...(agreement ? [`${agreement.same} of ${agreement.of} have the same text`] : []),
  ];
  return (
    <tr
      {...gridRow(props.rowIndex)}
      aria-level={1}
      aria-expanded={isOpen}
      tabIndex={props.isTabStop ? 0 : -1}
      data-line={line.key}
      className={cx(ROW_STYLE, 'bg-sunken hover:bg-hover')}
      style={{ height: GROUP_HEIGHT, transform: `translateY(${props.top}px)` }}
    >
      <th {...ROW_HEAD} className="cell-table-name gap-1 px-2" title={title}>
        <ChevronDown
          aria-hidden="true"
          className={cx('size-3.5 shrink-0 text-ink-3', !isOpen && '-rotate-90')}
        />
        <span className="line-clamp-2 min-w-0 font-semibold wrap-anywhere">{title}</span>
      </th>
      <td {...GRID_CELL} className="col-span-2 px-2 text-ink-2 tabular-nums">
        <span className="truncate">{parts.join(' · ')}</span>
      </td>
      {names.map((name) => {
        const found = spreads[name] ?? null;
        const { format, isVerdict, label } = measureSpec(name, checks);
        if (found === null) return <td key={name} {...GRID_CELL} className={FIGURE_STYLE} />;
        const { n, mean, min, max, deviation } = found;
        return (
          <td
            key={name}
            {...GRID_CELL}
            data-measure={name}
            title={
              isVerdict
                ? `${label}: ${format(mean)} of ${n}`
                : `${label}: ${format(min)} to ${format(max)}, ${n} ${n === 1 ? 'output' : 'outputs'}`
            }
            className={cx(FIGURE_STYLE, 'flex-col items-end leading-tight')}
          >
            <span className="font-medium text-ink">{format(mean)}</span>
            <span className="text-2xs text-ink-3">
              {isVerdict
                ? `${Math.round(mean * n).toLocaleString('en')} of ${n.toLocaleString('en')}`
                : deviation === null
                  ? `n ${n}`
                  : `± ${format(deviation)}, n ${n.toLocaleString('en')}`}
            </span>
          </td>
        );
      })}
    </tr>
  );
}
