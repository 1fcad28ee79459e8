import { expect, it } from 'vitest';
import { branchesOf } from '@/lib/documents/model/branches';
import { EMPTY_TREE, withNodes } from '@/lib/documents/model/document-tree';
import { aStep, testStep } from '@/lib/documents/model/testing/steps';
import { branchRows } from './branch-rows';

it('marks the path to the text through the rows that stand between', () => {
  const tree = withNodes(EMPTY_TREE, [
    testStep('top', null, 'Once'),
    testStep('a', 'top', ' a', { runId: 'a' }),
    testStep('b', 'top', ' b', { runId: 'b' }),
    testStep('a1', 'a', ' more', { runId: 'a1' }),
    testStep('b1', 'b', ' more', { runId: 'b1' }),
    testStep('c', 'top', ' c', { runId: 'c' }),
  ]);
  const { list } = branchesOf(tree, 'b1');
  const rows = branchRows(list).map(({ member: { id }, path, position, siblings }) => [
    id,
    `${path.above ? 'above ' : ''}${path.below ? 'below ' : ''}${path.passing ?? '-'}`,
    `${position}/${siblings}`,
  ]);
  expect(rows).toEqual([
    ['top', 'below -', '1/1'],
    ['a', '0', '1/3'],
    ['a1', '0', '1/1'],
    ['b', 'above below -', '2/3'],
    ['b1', 'above -', '1/1'],
    ['c', '-', '3/3'],
  ]);
});

it('draws what was branched from a token under the branch that it goes on from, choices in their order', () => {
  const first = (choice: number) =>
    testStep(`first${choice}`, 'top', ` the sea ${choice}`, { runId: 'one', choice });
  const second = (choice: number) => {
    const kept = { text: ' the', source: { runId: 'one', choice: 1, at: 0 } };
    const own = { text: ` hill ${choice}`, source: { runId: 'two', choice, at: 0 } };
    const changes = [
      { at: 4, removed: [], inserted: [kept, { text: ' old', source: null }] },
      { at: 12, removed: [], inserted: [own] },
    ];
    return { ...aStep('top', changes, { kind: 'generated', runId: 'two', choice }), id: `second${choice}` };
  };
  const tree = withNodes(EMPTY_TREE, [
    testStep('top', null, 'Once'),
    ...[0, 1, 2].map(first),
    ...[0, 1, 2].map(second),
  ]);
  const { list } = branchesOf(tree, 'second2');
  const rows = branchRows(list, ({ runId, choice }) => (runId === 'two' ? 2 - choice : choice));
  expect(
    rows.map(({ member: { id }, level, position, siblings }) => [id, level, `${position}/${siblings}`]),
  ).toEqual([
    ['top', 1, '1/1'],
    ['first0', 2, '1/3'],
    ['first1', 2, '2/3'],
    ['second2', 3, '1/3'],
    ['second1', 3, '2/3'],
    ['second0', 3, '3/3'],
    ['first2', 2, '3/3'],
  ]);
  // The line to the text leads through the branch that it goes on from.
  const onPath = rows.filter(({ path }) => path.above || path.below).map(({ member: { id } }) => id);
  expect(onPath).toEqual(['top', 'first1', 'second2']);
  expect(rows.find(({ member: { id } }) => id === 'second2')?.member.parentId).toBe('first1');
  // What follows a branch is what is drawn below it.
  expect(rows.map(({ member: { generations } }) => generations)).toEqual([6, 0, 3, 0, 0, 0, 0]);
  // Alone, too, it is not drawn as what follows its end.
  const first5 = [...tree.nodes.values()].slice(0, 5);
  const alone = branchRows(branchesOf(withNodes(EMPTY_TREE, first5), 'top').list);
  expect(alone.find(({ member: { id } }) => id === 'second0')).toMatchObject({ column: 2, from: 1 });
});
