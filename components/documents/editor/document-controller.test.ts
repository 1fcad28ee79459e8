import { expect, it } from 'vitest';
import { rankOfChoice } from './document-controller';

it('a choice has its rank, or its number while its run is not ranked, whatever the run is called', () => {
  const alternatives = {
    one: [
      { choice: 2, count: 1 },
      { choice: 0, count: 1 },
    ],
  } as never;
  expect(rankOfChoice(alternatives, { runId: 'one', choice: 0 })).toBe(1);
  expect(rankOfChoice(alternatives, { runId: 'one', choice: 1 })).toBe(1);
  for (const runId of ['two', 'constructor', '__proto__', null])
    expect(rankOfChoice(alternatives, { runId, choice: 3 })).toBe(3);
});
