import type { NewGeneration } from '@/lib/documents/client/session-generations';
import {
  type Change,
  type DocumentText,
  joinPieces,
  type Piece,
  piecesBetween,
  type Source,
} from '@/lib/documents/model/document-text';
import { type DocumentTree, lineOf, type NodeId, textAt } from '@/lib/documents/model/document-tree';
import type { Branch } from '@/lib/runs/model/runs';

/** Where a generation goes, and the texts around it. */
export interface Continuation {
  readonly step: NewGeneration;
  readonly before: string;
  readonly after: string;
  /** The run that this one comes from. */
  readonly parent: { readonly runId: string; readonly branch: Branch } | null;
}

/** A stretch of the text, in UTF-16 units; empty: a cursor. */
export interface TextRange {
  readonly from: number;
  readonly to: number;
}

/** A token in the text, and what is to stand in its place. */
export interface TokenCut {
  readonly source: Source;
  readonly tokenIndex: number;
  /** Where the token begins in the document. */
  readonly at: number;
  readonly text: string;
}

/** Goes on at a cursor, or replaces a stretch. */
export function continuationAt(text: DocumentText, { from, to }: TextRange): Continuation {
  const removed = piecesBetween(text, from, to);
  const before = removed.length > 0 ? [{ at: from, removed, inserted: [] }] : [];
  return {
    step: { before, at: from },
    before: text.text.slice(0, from),
    after: text.text.slice(to),
    parent: writerBefore(text, from),
  };
}

/** The same place as an earlier generation, as its sibling. */
export function continuationLike(tree: DocumentTree, id: string): Continuation | null {
  const node = tree.nodes.get(id);
  const last = node?.changes.at(-1);
  if (!node || !last || node.kind !== 'generated') return null;
  const whole = textAt(tree, id);
  const length = joinPieces(last.inserted).length;
  return {
    step: { before: node.changes.slice(0, -1), at: last.at, parentId: node.parentId },
    before: whole.text.slice(0, last.at),
    after: whole.text.slice(last.at + length),
    parent: writerBefore(whole, last.at),
  };
}

/**
 * Cuts at a token and goes on with another text. As a sibling of the generation that wrote it, where all before it is as
 * that generation left it; else after the head, so that what was edited stays.
 */
export function continuationFrom(
  tree: DocumentTree,
  head: NodeId,
  text: DocumentText,
  { source, tokenIndex, at, text: instead }: TokenCut,
): Continuation {
  const branch: Branch = { kind: 'branch', choiceIndex: source.choice, tokenIndex };
  const parent = { runId: source.runId, branch };
  const own: Piece[] = instead === '' ? [] : [{ text: instead, source: null }];
  const sibling = besideWriter(tree, head, text, source, at);
  if (sibling) {
    const { change, kept, before, after, parentId } = sibling;
    const inserted = [...kept, ...own];
    const empty = inserted.length === 0 && change.removed.length === 0;
    return {
      step: {
        before: empty ? [] : [{ ...change, inserted }],
        at: change.at + joinPieces(inserted).length,
        parentId,
      },
      before: before + instead,
      after,
      parent,
    };
  }
  const to = endOfWriter(text, source, at);
  return {
    step: {
      before: [{ at, removed: piecesBetween(text, at, to), inserted: own }],
      at: at + instead.length,
    },
    before: text.text.slice(0, at) + instead,
    after: text.text.slice(to),
    parent,
  };
}

/** The generation that brought this text into the document, and what of it stays; null where it was edited since. */
function besideWriter(
  tree: DocumentTree,
  head: NodeId,
  text: DocumentText,
  source: Source,
  at: number,
): { change: Change; kept: Piece[]; before: string; after: string; parentId: NodeId } | null {
  const writer = lineOf(tree, head).find((id) => {
    const node = tree.nodes.get(id);
    return node?.kind === 'generated' && node.changes.some(({ inserted }) => holds(inserted, source));
  });
  const node = writer === undefined ? undefined : tree.nodes.get(writer);
  const last = node?.changes.at(-1);
  const first = node?.changes[0];
  if (!node || !first || !last) return null;
  const whole = textAt(tree, node.id);
  if (at > whole.text.length || whole.text.slice(0, at) !== text.text.slice(0, at)) return null;
  const from = Math.min(first.at, last.at);
  const end = last.at + joinPieces(last.inserted).length;
  if (at < from || at > end) return null;
  const parentText = textAt(tree, node.parentId);
  const removedEnd = parentText.text.length - (whole.text.length - end);
  return {
    change: { at: from, removed: piecesBetween(parentText, from, removedEnd), inserted: [] },
    kept: piecesBetween(whole, from, at),
    before: whole.text.slice(0, at),
    after: whole.text.slice(end),
    parentId: node.parentId,
  };
}

function holds(pieces: readonly Piece[], { runId, choice, at }: Source): boolean {
  return pieces.some(
    ({ text, source }) =>
      source?.runId === runId &&
      source.choice === choice &&
      source.at <= at &&
      at < source.at + Math.max(1, text.length),
  );
}

/** Where the last stretch of that choice ends. */
function endOfWriter({ spans }: DocumentText, { runId, choice }: Source, at: number): number {
  let start = 0;
  let end = at;
  for (const span of spans) {
    start += span.length;
    if (start > at && span.source?.runId === runId && span.source.choice === choice) end = start;
  }
  return end;
}

/** The run whose text stands last before the offset: a new one continues it. */
function writerBefore({ spans }: DocumentText, at: number): Continuation['parent'] {
  let start = 0;
  let source: Source | null = null;
  for (const span of spans) {
    if (start >= at) break;
    if (span.source) source = span.source;
    start += span.length;
  }
  return source && { runId: source.runId, branch: { kind: 'append', choiceIndex: source.choice } };
}
