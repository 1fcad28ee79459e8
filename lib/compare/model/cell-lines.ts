import type { RunStatus } from '@/lib/protocol/run/run-events';
import { agreementOf } from './agreement';
import { type CellFacts, cellValue, type FactsOf } from './cell-facts';
import type { CellGrid, DimensionName, PlacedCell } from './cell-grid';
import { rateLabel } from './checks';
import { type MeasureName, RUN_MEASURES } from './measures';
import { type Spread, spread } from './spread';

/** `differs`: where the outputs of one input are not all the same; with a reference, where they are not the reference's. */
export type CellFilter = 'all' | 'unrun' | 'failed' | 'fails' | 'differs' | `fails:${string}`;

/** By a dimension, or all repeats of the same settings and input (`same`). */
export type CellGroup = 'none' | 'same' | Exclude<DimensionName, 'repeat'>;

export interface CellOrder {
  /** Null: the order of the plan. */
  readonly by: MeasureName | null;
  readonly isDescending: boolean;
}

export interface CellQuestion {
  readonly filter: CellFilter;
  /** A part of the text, upper and lower case alike; empty: any text. */
  readonly contains: string;
  readonly order: CellOrder;
  readonly group: CellGroup;
  readonly reference: string | null;
}

/** The figures of several cells together. */
export interface GroupFigures {
  readonly cells: number;
  /** Cells with a complete run that is as the plan says. */
  readonly complete: number;
  /** For each measure that was asked for: over all outputs; null without any value. */
  readonly spreads: Readonly<Partial<Record<MeasureName, Spread | null>>>;
  /** How many of the texts are the most frequent one. */
  readonly agreement: { readonly same: number; readonly of: number } | null;
}

export interface CellLineGroup {
  /** Names what its cells share; empty without groups. */
  readonly key: string;
  readonly first: PlacedCell;
  readonly cells: readonly PlacedCell[];
}

const FAILED: ReadonlySet<RunStatus> = new Set(['failed', 'truncated', 'interrupted', 'stopped']);

/** The cells that a question asks for, in groups and in order. Linear but for the sorting. */
export function cellGroups(
  grid: CellGrid,
  facts: FactsOf,
  { filter, contains, order, group, reference }: CellQuestion,
): CellLineGroup[] {
  const differing = filter === 'differs' ? differingCells(grid, facts, reference) : null;
  const sought = contains.toLowerCase();
  const found = grid.cells.filter(({ cell }) => {
    const known = facts(cell);
    if (differing !== null ? !differing.has(cell) : !isIn(filter, known)) return false;
    return sought === '' || (known?.text?.toLowerCase().includes(sought) ?? false);
  });
  const sorted = inOrder(found, facts, order);
  const groups = new Map<string, PlacedCell[]>();
  for (const placed of sorted) {
    const key = groupKey(group, placed);
    const there = groups.get(key);
    if (there) there.push(placed);
    else groups.set(key, [placed]);
  }
  const all = [...groups].map(
    ([key, cells]): CellLineGroup => ({ key, first: cells[0] as PlacedCell, cells }),
  );
  if (order.by !== null) return all;
  const sign = order.isDescending ? -1 : 1;
  return all.sort((one, other) => sign * compareKeys(one.first, other.first, group));
}

/** Groups stand in the plan's order, or against it, whatever was filtered, unless their cells are sorted by a figure. */
function compareKeys(one: PlacedCell, other: PlacedCell, group: CellGroup): number {
  if (group === 'none') return 0;
  if (group !== 'same') return one[group] - other[group];
  return one.input - other.input || one.row - other.row || one.column - other.column;
}

function groupKey(group: CellGroup, placed: PlacedCell): string {
  if (group === 'none') return '';
  return group === 'same' ? `${placed.input}:${placed.row}:${placed.column}` : String(placed[group]);
}

function isIn(filter: CellFilter, facts: CellFacts | undefined): boolean {
  switch (filter) {
    case 'all':
      return true;
    case 'unrun':
      return facts?.status == null;
    case 'failed':
      return facts?.status != null && FAILED.has(facts.status);
    case 'fails':
      return hasFail(facts, 'passed');
    default:
      return hasFail(facts, `check:${filter.slice('fails:'.length)}`);
  }
}

function hasFail(facts: CellFacts | undefined, name: MeasureName): boolean {
  return facts?.outputs.some(({ values }) => values[name] === 0) ?? false;
}

function differingCells(
  { sets, place, at }: CellGrid,
  facts: FactsOf,
  reference: string | null,
): ReadonlySet<string> {
  const compared = reference === null ? null : place(reference);
  const differing = new Set<string>();
  for (const all of sets) {
    const set = all.filter(({ cell }) => facts(cell)?.identity != null);
    const [first] = set;
    const ofReference =
      compared && first ? at({ ...compared, input: first.input, repeat: first.repeat }) : null;
    const text = ofReference === null ? null : (facts(ofReference)?.identity ?? null);
    const differs = new Set(set.map(({ cell }) => facts(cell)?.identity)).size > 1;
    for (const { cell } of set) {
      if (text === null ? differs : facts(cell)?.identity !== text) differing.add(cell);
    }
  }
  return differing;
}

function inOrder(
  cells: readonly PlacedCell[],
  facts: FactsOf,
  { by, isDescending }: CellOrder,
): readonly PlacedCell[] {
  if (by === null) return isDescending ? cells.toReversed() : cells;
  const sign = isDescending ? -1 : 1;
  const valued = cells.map((placed) => ({ placed, value: cellValue(facts(placed.cell), by) }));
  // Those without a value are last in either direction.
  valued.sort((one, other) => {
    if (one.value === null || other.value === null)
      return Number(one.value === null) - Number(other.value === null);
    return sign * (one.value - other.value);
  });
  return valued.map(({ placed }) => placed);
}

/** How many of the outputs pass all checks: `3 of 5`. Null: there are none, or no checks were asked for. */
export function passedLabel({ complete, spreads: { passed } }: GroupFigures): string | null {
  if (complete === 0 || passed === undefined) return null;
  return passed === null ? 'No verdict' : rateLabel(passed.mean, passed.n);
}

export function groupFigures(
  cells: readonly PlacedCell[],
  facts: FactsOf,
  names: readonly MeasureName[],
): GroupFigures {
  const known = cells.map(({ cell }) => facts(cell));
  const outputs = known.flatMap((one) => one?.outputs ?? []);
  /** All choices of a run have the same. */
  const runs = known.flatMap((one) => one?.outputs.slice(0, 1) ?? []);
  const spreads: Partial<Record<MeasureName, Spread | null>> = {};
  for (const name of names) {
    const of = RUN_MEASURES.has(name) ? runs : outputs;
    spreads[name] = spread(of.map(({ values }) => values[name]));
  }
  return {
    cells: cells.length,
    complete: runs.length,
    spreads,
    agreement: agreementOf(known.map((one) => one?.identity ?? null)),
  };
}
