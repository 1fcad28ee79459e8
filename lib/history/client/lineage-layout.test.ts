import { describe, expect, it } from 'vitest';
import type { Relative } from '@/lib/history/model/run-lineage';
import { layoutLineage, relativeAt } from './lineage-layout';

const RUN = {
  title: null,
  status: 'complete' as const,
  starred: false,
  model: 'm',
  promptPreview: '',
  outputPreview: '',
  choiceCount: 1,
};

function relative(id: string, parentId: string | null, run: Relative['run'] = RUN): Relative {
  return { id, parentId, branch: null, createdAt: '2026-01-01T00:00:00.000Z', run };
}

/** a ─ b, which forks into c ─ e and d. */
const FAMILY = [
  relative('a', null),
  relative('b', 'a'),
  relative('c', 'b'),
  relative('d', 'b'),
  relative('e', 'c'),
];

describe('layoutFamily', () => {
  it('keeps an only child under its parent, and gives siblings a column to the right', () => {
    const rows = layoutLineage(FAMILY);
    expect(rows.map(({ relative: { id }, column, from, passing }) => [id, column, from, passing])).toEqual([
      ['a', 0, null, []],
      ['b', 0, 0, []],
      ['c', 1, 0, [0]],
      ['e', 1, 1, [0]],
      ['d', 1, 0, []],
    ]);
    expect(rows.map(({ hasChildren }) => hasChildren)).toEqual([true, true, true, false, false]);
  });

  it('draws a line of a thousand edits in one column', () => {
    const line = Array.from({ length: 1_000 }, (_, at) => relative(`${at}`, at === 0 ? null : `${at - 1}`));
    const rows = layoutLineage(line);
    expect(rows).toHaveLength(1_000);
    expect(new Set(rows.map(({ column }) => column))).toEqual(new Set([0]));
  });
});

describe('relativeAt', () => {
  it('walks to parent, first child and siblings, and stays where there is none', () => {
    expect(relativeAt(FAMILY, 'b', 'parent')).toBe('a');
    expect(relativeAt(FAMILY, 'b', 'child')).toBe('c');
    expect(relativeAt(FAMILY, 'c', 'next')).toBe('d');
    expect(relativeAt(FAMILY, 'd', 'previous')).toBe('c');
    expect(relativeAt(FAMILY, 'd', 'next')).toBeNull();
    expect(relativeAt(FAMILY, 'a', 'parent')).toBeNull();
    expect(relativeAt(FAMILY, 'a', 'next')).toBeNull();
    expect(relativeAt(FAMILY, 'e', 'child')).toBeNull();
    expect(relativeAt(FAMILY, 'nobody', 'child')).toBeNull();
  });

  it('passes over what was deleted', () => {
    const lineage = [
      relative('a', null, null),
      relative('b', 'a'),
      relative('c', 'a', null),
      relative('d', 'a'),
    ];
    expect(relativeAt(lineage, 'b', 'next')).toBe('d');
    expect(relativeAt(lineage, 'b', 'parent')).toBeNull();
  });
});
