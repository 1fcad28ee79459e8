import type { DocumentNode } from '../document-node';

/** A step that inserts a text at the start, for tests of the tree. */
export function testStep(
  id: string,
  parentId: string | null,
  text: string,
  more: Partial<DocumentNode> = {},
): DocumentNode {
  const runId = more.runId ?? null;
  const source = runId === null ? null : { runId, choice: more.choice ?? 0, at: 0 };
  return {
    id,
    parentId,
    kind: runId === null ? 'written' : 'generated',
    changes: [{ at: 0, removed: [], inserted: text === '' ? [] : [{ text, source }] }],
    choice: 0,
    open: false,
    cursor: 0,
    name: null,
    starred: false,
    pruned: false,
    createdAt: '2026-12-01T00:00:00.000Z',
    ...more,
    runId,
  };
}
