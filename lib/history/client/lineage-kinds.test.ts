import { describe, expect, it } from 'vitest';
import type { LineageMember } from '@/lib/history/model/run-lineage';
import { lineageCounts, splitLineage } from './lineage-kinds';

const run = {
  title: null,
  status: 'complete',
  starred: false,
  model: 'm',
  promptPreview: '',
  outputPreview: '',
  choiceCount: 1,
} as const;

function member(id: string, parentId: string | null, branch: LineageMember['branch'] = null): LineageMember {
  return { id, parentId, branch, createdAt: '2026-12-01T00:00:00.000Z', run };
}

const SETTINGS = { kind: 'edit', changes: [{ name: 'seed', before: null, after: '1' }] } as const;
const settings = { ...SETTINGS, changes: [...SETTINGS.changes] };
const TREE = [
  member('top', null),
  member('other settings', 'top', settings),
  member('rerun', 'top', { kind: 'regenerate' }),
  member('branch of the rerun', 'rerun', { kind: 'branch', choiceIndex: 0, tokenIndex: 3 }),
  member('rerun of the settings', 'other settings', { kind: 'regenerate' }),
  member('edited', 'top', { kind: 'edit' }),
];

describe('the kinds of a lineage', () => {
  it('part the runs whose text leaves its parent’s from the variants of a text', () => {
    const { branches, variants } = splitLineage(TREE);
    // The rerun is on the way to a branch.
    expect(branches.map(({ id }) => id)).toEqual(['top', 'rerun', 'branch of the rerun', 'edited']);
    expect(variants.map(({ id }) => id)).toEqual(['other settings', 'rerun of the settings']);
  });

  it('are counted in words', () => {
    expect(lineageCounts(TREE)).toBe('2 branches, 1 with other settings, 2 reruns');
    expect(lineageCounts(TREE.slice(0, 2))).toBe('1 with other settings');
    expect(lineageCounts(TREE.slice(0, 1))).toBeNull();
  });
});
