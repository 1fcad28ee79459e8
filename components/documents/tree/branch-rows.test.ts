import { expect, it } from 'vitest';
import { branchesOf } from '@/lib/documents/model/branches';
import { EMPTY_TREE, withNodes } from '@/lib/documents/model/document-tree';
import { testStep } from '@/lib/documents/model/testing/steps';
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
  const { list, roots } = branchesOf(tree, 'b1');
  const rows = branchRows(list, roots).map(({ member: { id }, path, position, siblings }) => [
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
