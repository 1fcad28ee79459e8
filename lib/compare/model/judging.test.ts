import { expect, test } from 'vitest';
import { seededRandom } from '@/lib/protocol/fixtures/seeded-random';
import type { CellFacts } from './cell-facts';
import { gridOf, placeKey } from './cell-grid';
import { drawPair, tallyOf } from './judging';
import { comparisonPlanSchema } from './plan';

const PLAN = comparisonPlanSchema.parse({
  base: { connectionId: 'x', model: 'm', settings: { values: {}, sent: [] }, prompt: '{{q}}' },
  axes: [{ kind: 'parameter', parameter: 'temperature', values: [0, 0.5, 1] }],
  repeats: 1,
  variables: true,
  inputs: { columns: ['q'], rows: ['a', 'b', 'c', 'd'].map((id) => ({ id, values: [id] })) },
});
const GRID = gridOf(PLAN);

const known = (text: string): CellFacts => ({ status: 'complete', outputs: [], text, identity: text });
const different = (cell: string) => known(cell);

const vote = (shown: readonly string[], cell: string | null) => ({
  id: 'v',
  note: null,
  createdAt: '',
  shown: [...shown],
  cell,
});

test('pairs are of one input, every two variants come up equally often, and so does every input', () => {
  const random = seededRandom(5);
  const votes: { shown: string[] }[] = [];
  const first = new Map<string, number>();
  for (let round = 0; round < 48; round += 1) {
    const pair = drawPair(GRID, different, votes, random);
    if (pair === null) throw new Error('no pair');
    const [one, other] = pair.map((cell) => GRID.place(cell));
    expect(one?.input).toBe(other?.input);
    expect(one && placeKey(one)).not.toBe(other && placeKey(other));
    first.set(one ? placeKey(one) : '', (first.get(one ? placeKey(one) : '') ?? 0) + 1);
    votes.push({ shown: [...pair] });
  }
  const counts = new Map<string, number>();
  const inputs = new Map<string, number>();
  for (const { shown } of votes) {
    const places = shown.flatMap((cell) => GRID.place(cell) ?? []);
    const pair = places.map(placeKey).sort().join(' ');
    counts.set(pair, (counts.get(pair) ?? 0) + 1);
    const tried = `${pair} ${places[0]?.input}`;
    inputs.set(tried, (inputs.get(tried) ?? 0) + 1);
  }
  // 3 pairs over 4 inputs: 12 different questions, each 4 times.
  expect([...counts.values()]).toEqual([16, 16, 16]);
  expect([...inputs.values()]).toEqual(Array(12).fill(4));
  // No variant always stands first.
  expect([...first.keys()].sort()).toEqual(['0:0', '1:0', '2:0']);
});

test('equal texts, and cells without one, are no question', () => {
  const random = seededRandom(6);
  expect(drawPair(GRID, () => known('same'), [], random)).toBeNull();
  expect(drawPair(GRID, () => undefined, [], random)).toBeNull();
  const only = [0, 2].map((row) => GRID.at({ row, column: 0, input: 1, repeat: 0 }) ?? '');
  const pair = drawPair(GRID, (cell) => (only.includes(cell) ? known(cell) : undefined), [], random);
  expect([...(pair ?? [])].sort()).toEqual([...only].sort());
});

test('wins are counted by variant over all inputs, with an interval; ties are left out of it', () => {
  const cell = (row: number, input: number) => GRID.at({ row, column: 0, input, repeat: 0 }) ?? '';
  const votes = [
    vote([cell(0, 0), cell(1, 0)], cell(0, 0)),
    vote([cell(1, 1), cell(0, 1)], cell(0, 1)),
    vote([cell(0, 2), cell(2, 2)], cell(2, 2)),
    vote([cell(0, 3), cell(1, 3)], null),
  ];
  const tally = tallyOf(GRID, votes);
  expect(tally.map(({ cell: one, won, of }) => [one && GRID.place(one)?.row, won, of])).toEqual([
    [0, 2, 3],
    [2, 1, 1],
    [null, 1, 4],
    [1, 0, 2],
  ]);
  expect(tally[0]?.interval?.low).toBeCloseTo(0.2077, 3);
  expect(tally[0]?.interval?.high).toBeCloseTo(0.9385, 3);
  expect(tally[2]?.interval).toBeNull();
  // Cells that are gone stay in the tally.
  expect(tallyOf(GRID, [vote(['gone', cell(0, 0)], 'gone')])[0]).toMatchObject({
    cell: 'gone',
    won: 1,
    of: 1,
  });
});
