import { allParents, nodesById } from '@/lib/documents/db/document-nodes';
import type { DocumentState } from '@/lib/documents/db/documents';
import { type DocumentNode, MAX_DOCUMENT_CHARACTERS } from '@/lib/documents/model/document-node';
import {
  type Change,
  ChangeMismatch,
  type DocumentText,
  invertChange,
} from '@/lib/documents/model/document-text';
import type { NodeId } from '@/lib/documents/model/document-tree';
import { type WalkStep, walkThrough } from '@/lib/documents/model/document-walk';
import { createTextBuffer } from '@/lib/documents/model/text-buffer';
import { createYielder } from '@/lib/platform/db/yield-to-event-loop';
import { AppError } from '@/lib/platform/model/app-error';
import { limit } from '@/lib/platform/server/limits/rate-limits';
import type { SortedSteps } from './sort-steps';

/** Most stretches by different authors; each is stored. */
const MAX_PIECES = 200_000;

/**
 * Checks that every step fits the text of its parent, and returns the text at the new head; null: the text is as it was.
 * The work is bounded by the number of steps and the length of the text, in whatever order they come. Throws AppError
 * `invalid_request`, `rate_limited`.
 */
export async function applySteps(
  { userId, documentId }: { readonly userId: string; readonly documentId: string },
  before: DocumentState,
  { toApply, stored }: SortedSteps,
  head: NodeId,
): Promise<DocumentText | null> {
  if (toApply.length === 0 && head === before.head) return null;
  const latest = new Map(toApply.map((node) => [node.id, node]));
  const regrown = before.head === null ? undefined : stored.get(before.head);
  const headGrows = regrown !== undefined && latest.has(regrown.id);
  const from = headGrows ? regrown.parentId : before.head;
  const walk = directWalk(from, toApply, head) ?? (await fullWalk(documentId, from, toApply, head));
  const work = limit('documentWorkByUser');
  // Before thousands of steps are read once more.
  if (walk.some(({ id }) => !latest.has(id))) await work.check(userId);
  const changesOf = await loadChanges(documentId, walk, latest, stored);
  const millions = millionsOf(walk, changesOf);
  if (millions > 0) await work.take(userId, millions);

  const buffer = createTextBuffer(before.text);
  const yieldToEventLoop = createYielder();
  try {
    if (headGrows) for (const change of backwards(regrown.changes)) buffer.apply(change);
    for (const { id, back } of walk) {
      await yieldToEventLoop();
      const changes = changesOf(id);
      for (const change of back ? backwards(changes) : changes) buffer.apply(change);
      if (buffer.length() > MAX_DOCUMENT_CHARACTERS) throw tooLong();
      if (buffer.pieces() > MAX_PIECES) throw tooMixed();
    }
  } catch (error) {
    if (error instanceof ChangeMismatch) throw invalid("A step doesn't match the text it changes.");
    throw error;
  }
  return buffer.document();
}

/** The walk where each step goes on from the one before, as it is while somebody writes; else null. */
function directWalk(from: NodeId, nodes: readonly DocumentNode[], head: NodeId): WalkStep[] | null {
  let place = from;
  for (const { id, parentId } of nodes) {
    if (parentId !== place) return null;
    place = id;
  }
  return place === head ? nodes.map(({ id }) => ({ id, back: false })) : null;
}

async function fullWalk(
  documentId: string,
  from: NodeId,
  nodes: readonly DocumentNode[],
  head: NodeId,
): Promise<WalkStep[]> {
  const parents = await allParents(documentId);
  for (const { id, parentId } of nodes) parents.set(id, parentId);
  if (head !== null && !parents.has(head)) throw invalid("The head isn't a step of this document.", 'head');
  const targets = nodes.map(({ id }) => id);
  return walkThrough(parents, from, targets, head);
}

async function loadChanges(
  documentId: string,
  walk: readonly WalkStep[],
  latest: ReadonlyMap<string, DocumentNode>,
  stored: ReadonlyMap<string, DocumentNode>,
): Promise<(id: string) => readonly Change[]> {
  const missing = [...new Set(walk.map(({ id }) => id))].filter((id) => !latest.has(id) && !stored.has(id));
  const loaded = await nodesById(documentId, missing);
  return (id) => (latest.get(id) ?? stored.get(id) ?? loaded.get(id))?.changes ?? [];
}

/** Of characters that the walk takes away or writes, rounded: what everybody types costs nothing. */
function millionsOf(walk: readonly WalkStep[], changesOf: (id: string) => readonly Change[]): number {
  let characters = 0;
  for (const { id } of walk) {
    for (const { removed, inserted } of changesOf(id)) {
      for (const { text } of removed) characters += text.length;
      for (const { text } of inserted) characters += text.length;
    }
  }
  return Math.round(characters / 1_000_000);
}

function backwards(changes: readonly Change[]): Change[] {
  return [...changes].reverse().map(invertChange);
}

function tooLong(): AppError {
  return invalid(`A document can have up to ${MAX_DOCUMENT_CHARACTERS.toLocaleString('en')} characters.`);
}

function tooMixed(): AppError {
  return invalid('This document switches between authors too often to be saved.');
}

function invalid(message: string, param = 'nodes'): AppError {
  return new AppError('invalid_request', { message, param });
}
