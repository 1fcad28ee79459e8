import { isExpected } from '@/lib/compare/model/plan-cells';
import { columnLetter, pointName } from '@/lib/compare/model/plan-labels';
import { filled, type ValueFor } from '@/lib/compare/model/variables';
import type { Pace } from '@/lib/runs/model/pace';
import type { Shared } from './shared';
import type {
  SharedAnswer,
  SharedAxis,
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
  /** What its row of the table has in the column `expected`, where that is shared. */
  readonly expected?: string | undefined;
}

/** All cells in the order of the page. */
export function sharedCellRuns(shared: SharedComparison): SharedCellRun[] {
  return [...eachCellRun(shared)];
}

/** The same, each made when it is taken: thousands of prompts that are filled in are long. */
export function* eachCellRun(shared: SharedComparison): Generator<SharedCellRun, void> {
  const { compared } = shared;
  if (compared.kind === 'columns') {
    for (const [at, column] of compared.columns.entries()) {
      const { answer } = column;
      yield { at, name: columnName(column, at), isRun: answer !== null, run: columnRun(shared, column) };
    }
    return;
  }
  const { inputs, cells } = compared;
  const expectedAt = inputs?.columns.findIndex(isExpected) ?? -1;
  for (const [at, cell] of cells.entries()) {
    yield {
      at,
      name: cellName(compared, cell),
      isRun: cell.answer !== null,
      run: cellRun(shared, compared, cell),
      expected: inputs?.rows[cell.input ?? 0]?.[expectedAt],
    };
  }
}

/** The same, but all repeats of one cell of a sweep before the next. */
export function sharedCellRunsInOrder(shared: SharedComparison): SharedCellRun[] {
  const cellRuns = sharedCellRuns(shared);
  const { compared } = shared;
  if (compared.kind === 'columns') return cellRuns;
  const rank = ({ at }: SharedCellRun) => {
    const { row = 0, column = 0, input = 0, repeat = 0 } = compared.cells[at] ?? {};
    const place = row * compared.columns + column;
    return (place * (compared.inputRows ?? 1) + input) * compared.repeats + repeat;
  };
  return cellRuns.sort((one, other) => rank(one) - rank(other));
}

export function columnName({ name }: Pick<SharedColumn, 'name'>, at: number): string {
  return name === null ? columnLetter(at) : `${columnLetter(at)}, ${name}`;
}

/** Names the values when the axes are shared, otherwise the row and column. */
function cellName({ axes, repeats, inputRows = 1 }: SharedSweep, point: SharedCell): string {
  const { row, column, repeat, input = 0 } = point;
  if (axes !== undefined) return pointName({ axes, repeats, inputRows }, { row, column, repeat, input });
  const parts = [
    `Row ${row + 1}`,
    `column ${column + 1}`,
    ...(inputRows > 1 ? [`input ${input + 1}`] : []),
    ...(repeats > 1 ? [`repeat ${repeat + 1}`] : []),
  ];
  return parts.join(', ');
}

function columnRun(shared: SharedComparison, { name: _name, answer, ...requested }: SharedColumn): SharedRun {
  return { ...around(shared, answer), ...(requested.prompt === undefined && promptOf(shared)), ...requested };
}

/** What all cells have in common, with the cell's value on each axis. */
function cellRun(
  shared: SharedComparison,
  { model, parameters, axes = [], variables, inputs, cells }: SharedSweep,
  { row, column, input = 0, answer }: SharedCell,
): SharedRun {
  const requested: Pick<SharedRun, 'model' | 'prompt' | 'promptAsIds' | 'parameters'> = {
    ...promptOf(shared),
    ...(model !== undefined && { model }),
    ...(parameters !== undefined && { parameters: { ...parameters } }),
  };
  const places = axes.map((axis, which) => ({ axis, at: which === 0 ? row : column }));
  // Whole settings first: a value of the other axis goes on top of them.
  for (const { axis, at } of places.toSorted((one, other) => Number(isWhole(other)) - Number(isWhole(one)))) {
    if (axis.kind === 'variants') {
      const { name: _name, ...own } = axis.variants[at] ?? { name: null };
      Object.assign(requested, own, own.parameters && { parameters: { ...own.parameters } });
    } else if (axis.kind === 'model') Object.assign(requested, axis.models[at]);
    else if (axis.kind === 'prompt') Object.assign(requested, axis.prompts[at]);
    else if (axis.values[at] != null && requested.parameters) {
      requested.parameters[axis.parameter] = axis.values[at];
    }
  }
  const values = inputs?.rows[input];
  const sent =
    variables && inputs && values
      ? withRow(requested, (name) => values[inputs.columns.indexOf(name)], MAX_FILLED_IN / cells.length)
      : requested;
  return { ...around(shared, answer), ...sent };
}

function isWhole({ axis }: { readonly axis: SharedAxis }): boolean {
  return axis.kind === 'variants';
}

/** Characters of the prompts of all cells together: beyond that they stay as they are written. */
const MAX_FILLED_IN = 16_000_000;

/**
 * With the values of a row in place of variables, as the cell was sent.
 * @param max characters of a text; a longer one stays as it is written
 */
export function withRow<Requested extends Pick<SharedRun, 'prompt' | 'parameters'>>(
  requested: Requested,
  valueFor: ValueFor,
  max?: number,
): Requested {
  const fill = (text: unknown): unknown => {
    if (Array.isArray(text)) return text.map(fill);
    return typeof text === 'string' ? filled(text, valueFor, max) : text;
  };
  const { prompt, parameters } = requested;
  return {
    ...requested,
    ...(prompt !== undefined && { prompt: fill(prompt) }),
    ...(parameters && {
      parameters: {
        ...parameters,
        ...(parameters.suffix !== undefined && { suffix: fill(parameters.suffix) }),
        ...(parameters.stop !== undefined && { stop: fill(parameters.stop) }),
      },
    }),
  };
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

/**
 * The shared run, or the runs of the comparison, each with the index that its outputs are numbered by. None of a
 * document, which shows texts and no runs.
 */
export function runsOfShared(shared: Shared): NumberedRun[] {
  return [...eachRunOfShared(shared)];
}

/** The same, each made when it is taken. */
export function* eachRunOfShared(shared: Shared): Generator<NumberedRun, void> {
  if (shared.kind === 'run') yield { at: 0, run: shared };
  if (shared.kind !== 'comparison') return;
  for (const cellRun of eachCellRun(shared)) if (cellRun.isRun) yield cellRun;
}

interface NumberedRun {
  readonly at: number;
  readonly run: SharedRun;
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
