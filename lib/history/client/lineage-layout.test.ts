import { describe, expect, it } from 'vitest';
import type { LineageMember } from '@/lib/history/model/run-lineage';
import { layoutLineage, lineageMemberAt } from './lineage-layout';

const RUN = {
  title: null,
  status: 'complete' as const,
  starred: false,
  model: 'm',
  promptPreview: '',
  outputPreview: '',
  choiceCount: 1,
};

function member(id: string, parentId: string | null, run: LineageMember['run'] = RUN): LineageMember {
  return { id, parentId, branch: null, createdAt: '2026-01-01T00:00:00.000Z', run };
}

/** a ─ b, which forks into c ─ e and d. */
const LINEAGE = [member('a', null), member('b', 'a'), member('c', 'b'), member('d', 'b'), member('e', 'c')];

describe('layoutFamily', () => {
  it('has only so many lines pass by each row of a long comb', () => {
    const comb = Array.from({ length: 2_000 }, (_, at) => {
      const parent = at === 0 ? null : `s${at - 1}`;
      return at === 0 ? [member('s0', null)] : [member(`s${at}`, parent), member(`l${at}`, parent)];
    }).flat();
    const passing = layoutLineage(comb).map((row) => row.passing.length);
    expect(Math.max(...passing)).toBeLessThan(100);
  });

  it('keeps an only child under its parent, and gives siblings a column to the right', () => {
    const rows = layoutLineage(LINEAGE);
    expect(rows.map(({ member: { id }, column, from, passing }) => [id, column, from, passing])).toEqual([
      ['a', 0, null, []],
      ['b', 0, 0, []],
      ['c', 1, 0, [0]],
      ['e', 1, 1, [0]],
      ['d', 1, 0, []],
    ]);
    expect(rows.map(({ hasChildren }) => hasChildren)).toEqual([true, true, true, false, false]);
  });

  it('draws a line of a thousand edits in one column', () => {
    const line = Array.from({ length: 1_000 }, (_, at) => member(`${at}`, at === 0 ? null : `${at - 1}`));
    const rows = layoutLineage(line);
    expect(rows).toHaveLength(1_000);
    expect(new Set(rows.map(({ column }) => column))).toEqual(new Set([0]));
  });
});

describe('relativeAt', () => {
  it('walks to parent, first child and siblings, and stays where there is none', () => {
    expect(lineageMemberAt(LINEAGE, 'b', 'parent')).toBe('a');
    expect(lineageMemberAt(LINEAGE, 'b', 'child')).toBe('c');
    expect(lineageMemberAt(LINEAGE, 'c', 'next')).toBe('d');
    expect(lineageMemberAt(LINEAGE, 'd', 'previous')).toBe('c');
    expect(lineageMemberAt(LINEAGE, 'd', 'next')).toBeNull();
    expect(lineageMemberAt(LINEAGE, 'a', 'parent')).toBeNull();
    expect(lineageMemberAt(LINEAGE, 'a', 'next')).toBeNull();
    expect(lineageMemberAt(LINEAGE, 'e', 'child')).toBeNull();
    expect(lineageMemberAt(LINEAGE, 'nobody', 'child')).toBeNull();
  });

  it('passes over what was deleted', () => {
    const lineage = [member('a', null, null), member('b', 'a'), member('c', 'a', null), member('d', 'a')];
    expect(lineageMemberAt(lineage, 'b', 'next')).toBe('d');
    expect(lineageMemberAt(lineage, 'b', 'parent')).toBeNull();
  });
});
