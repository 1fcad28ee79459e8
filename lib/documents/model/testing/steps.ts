import { randomUUID } from 'node:crypto';
import type { DocumentNode } from '../document-node';
import type { Change } from '../document-text';

/** A step for tests: what the person wrote, unless `fields` says otherwise. */
export function aStep(
  parentId: string | null,
  changes: readonly Change[],
  fields: Partial<DocumentNode> = {},
): DocumentNode {
  return {
    id: randomUUID(),
    parentId,
    kind: 'written',
    changes,
    runId: null,
    choice: 0,
    open: false,
    cursor: 0,
    name: null,
    starred: false,
    pruned: false,
    createdAt: new Date('2026-12-01T00:00:00Z').toISOString(),
    ...fields,
  };
}

export function written(at: number, text: string): Change {
  return { at, removed: [], inserted: [{ text, source: null }] };
}

export function removed(at: number, text: string): Change {
  return { at, removed: [{ text, source: null }], inserted: [] };
}

/** What the model wrote into a step that was open. */
export function generated(node: DocumentNode, text: string): DocumentNode {
  const source = node.runId === null ? null : { runId: node.runId, choice: node.choice, at: 0 };
  const last = node.changes.at(-1) ?? written(0, '');
  const changes = [...node.changes.slice(0, -1), { ...last, inserted: [{ text, source }] }];
  return { ...node, open: false, changes };
}

/** Steps one after the other. Each writes a text at the end. */
export function aLine(parentId: string | null, at: number, texts: readonly string[]): DocumentNode[] {
  let offset = at;
  let parent = parentId;
  return texts.map((text) => {
    const node = aStep(parent, [written(offset, text)]);
    offset += text.length;
    parent = node.id;
    return node;
  });
}

/** A step with an id of its own that inserts a text at the start; a generation where `fields` names a run. */
export function testStep(
  id: string,
  parentId: string | null,
  text: string,
  fields: Partial<DocumentNode> = {},
): DocumentNode {
  const runId = fields.runId ?? null;
  const source = runId === null ? null : { runId, choice: fields.choice ?? 0, at: 0 };
  const change: Change = { at: 0, removed: [], inserted: text === '' ? [] : [{ text, source }] };
  return { ...aStep(parentId, [change], fields), id, kind: runId === null ? 'written' : 'generated', runId };
}
