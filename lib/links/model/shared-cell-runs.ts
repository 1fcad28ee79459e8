import { columnLetter, pointName } from '@/lib/compare/model/plan-labels';
import type { Pace } from '@/lib/runs/model/pace';
import type { Shared } from './shared';
import type {
  SharedAnswer,
  SharedCell,
  SharedColumn,
  SharedComparison,
  SharedSweep,
} from './shared-comparison';
import type { SharedRun } from './shared-run';

/** One cell of a comparison in the form of a shared run, for all code that reads or replays one. */
export interface SharedCellRun {
  /** Its index, from 0. */
  readonly at: number;
  /** `A`, `B, careful`, or `Temperature 0.5, repeat 2`. */
  readonly name: string;
  readonly run: SharedRun;
  /** False: it was not run, and has only its request. */
  readonly isRun: boolean;
}

/** All cells in the order of the page. */
export function sharedCellRuns(shared: SharedComparison): SharedCellRun[] {
  const { compared } = shared;
  if (compared.kind === 'columns') {
    return compared.columns.map((column, at) => ({
      at,
      name: columnName(column, at),
      isRun: column.answer !== null,
      run: columnRun(shared, column),
    }));
  }
  return compared.cells.map((cell, at) => ({
    at,
    name: cellName(compared, cell),
    isRun: cell.answer !== null,
    run: cellRun(shared, compared, cell),
  }));
}

/** The same, but all repeats of one cell of a sweep before the next. */
export function sharedCellRunsInOrder(shared: SharedComparison): SharedCellRun[] {
  const cellRuns = sharedCellRuns(shared);
  const { compared } = shared;
  if (compared.kind === 'columns') return cellRuns;
  const rank = ({ at }: SharedCellRun) => {
    const { row = 0, column = 0, repeat = 0 } = compared.cells[at] ?? {};
    return (row * compared.columns + column) * compared.repeats + repeat;
  };
  return cellRuns.sort((one, other) => rank(one) - rank(other));
}

export function columnName({ name }: Pick<SharedColumn, 'name'>, at: number): string {
  return name === null ? columnLetter(at) : `${columnLetter(at)}, ${name}`;
}

/** Names the values when the axes are shared, otherwise the row and column. */
function cellName({ axes, repeats }: SharedSweep, point: Omit<SharedCell, 'answer'>): string {
  if (axes !== undefined) return pointName({ axes, repeats }, point);
  const { row, column, repeat } = point;
  const parts = [`Row ${row + 1}`, `column ${column + 1}`, ...(repeats > 1 ? [`repeat ${repeat + 1}`] : [])];
  return parts.join(', ');
}

function columnRun(shared: SharedComparison, { name: _name, answer, ...requested }: SharedColumn): SharedRun {
  return { ...around(shared, answer), ...(requested.prompt === undefined && promptOf(shared)), ...requested };
}

/** What all cells have in common, with the cell's value on each axis. */
function cellRun(
  shared: SharedComparison,
  { model, parameters, axes = [] }: SharedSweep,
  { row, column, answer }: SharedCell,
): SharedRun {
  const requested: Pick<SharedRun, 'model' | 'prompt' | 'promptAsIds' | 'parameters'> = {
    ...promptOf(shared),
    ...(model !== undefined && { model }),
    ...(parameters !== undefined && { parameters: { ...parameters } }),
  };
  for (const [which, axis] of axes.entries()) {
    const at = which === 0 ? row : column;
    if (axis.kind === 'model') Object.assign(requested, axis.models[at]);
    else if (axis.kind === 'prompt') Object.assign(requested, axis.prompts[at]);
    else if (axis.values[at] != null && requested.parameters) {
      requested.parameters[axis.parameter] = axis.values[at];
    }
  }
  return { ...around(shared, answer), ...requested };
}

function promptOf({ prompt, promptAsIds }: SharedComparison): Pick<SharedRun, 'prompt' | 'promptAsIds'> {
  return { ...(prompt !== undefined && { prompt }), ...(promptAsIds && { promptAsIds }) };
}

function around({ sharedAt }: SharedComparison, answer: SharedAnswer | null) {
  return { version: 1, kind: 'run', title: null, sharedAt, ...(answer ?? { status: 'complete' }) } as const;
}

/** More choices than a run can have. */
const OUTPUTS_PER_CELL = 1_000;

/** Identifies an output on the page: cell and choice in one number; for a run alone it equals the choice. */
export function outputNumber(cell: number, choice: number): number {
  return cell * OUTPUTS_PER_CELL + choice;
}

/** The shared run, or the runs of the comparison, each with the index that its outputs are numbered by. */
export function runsOfShared(shared: Shared): { readonly at: number; readonly run: SharedRun }[] {
  return shared.kind === 'run'
    ? [{ at: 0, run: shared }]
    : sharedCellRuns(shared).filter(({ isRun }) => isRun);
}

/**
 * The pace of all runs together, each from its own beginning, by output number. Empty: nothing can be
 * replayed.
 */
export function paceOfShared(shared: Shared): Pace {
  return runsOfShared(shared)
    .flatMap(({ at, run }) =>
      (run.pace ?? []).map(([ms, choice, characters]): Pace[number] => [
        ms,
        outputNumber(at, choice),
        characters,
      ]),
    )
    .sort(([one], [other]) => one - other);
}
