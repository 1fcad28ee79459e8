import type { CompletionRequest } from '@/lib/protocol/request/completion-request';
import { echoedUnits, promptOfChoice } from '@/lib/protocol/run/echoed-prompt';
import { align } from '@/lib/protocol/text/align';
import { commonEnd, commonStart } from '@/lib/protocol/text/common-ends';
import type { DocumentNode } from './document-node';
import { applyChange, type Change, type DocumentText, EMPTY_TEXT, piecesBetween } from './document-text';
import type { NodeId } from './document-tree';

/** A run as a document is made of it. */
export interface RunToOpen {
  readonly id: string;
  readonly request: CompletionRequest;
  /** The choice that the next run goes on from, or that is shown. */
  readonly choice: number;
  /** Its text, as it came. */
  readonly text: string;
  readonly createdAt: string;
}

interface Place {
  readonly id: NodeId;
  readonly text: DocumentText;
}

/**
 * The steps of a document that reads as the last of these runs does: what the person wrote before each run, and what it
 * brought. Each run goes on from the one before. Text that a run's prompt has from the runs before stays theirs; what
 * was changed in it is the person's. Null: a prompt is no text.
 */
export function documentOfRuns(runs: readonly RunToOpen[], newId: () => string): DocumentNode[] | null {
  const nodes: DocumentNode[] = [];
  let before: Place = { id: null, text: EMPTY_TEXT };
  let after = before;

  function add(
    from: Place,
    createdAt: string,
    fields: Pick<DocumentNode, 'kind' | 'changes' | 'runId' | 'choice'>,
  ) {
    const { changes } = fields;
    const text = changes.reduce(applyChange, from.text);
    const last = changes.at(-1);
    const cursor = last ? last.at + last.inserted.reduce((sum, piece) => sum + piece.text.length, 0) : 0;
    const marks = { open: false, name: null, starred: false, pruned: false };
    const node = { id: newId(), parentId: from.id, ...fields, ...marks, cursor, createdAt };
    nodes.push(node);
    return { id: node.id, text };
  }

  for (const { id, request, choice, text, createdAt } of runs) {
    const prompt = promptOfChoice(request, choice);
    if (prompt === null) return null;
    const whole = prompt + (request.suffix ?? '');
    // Made again, it leaves what came before; else it goes on from that.
    const goesOn = commonStart(after.text.text, whole) > commonStart(before.text.text, whole);
    const from = goesOn ? after : before;
    const changes = changesTowards(from.text, whole);
    before =
      changes.length === 0
        ? from
        : add(from, createdAt, { kind: 'written', changes, runId: null, choice: 0 });
    const at = echoedUnits(request, { index: choice, text });
    const source = { runId: id, choice, at };
    const inserted = text.length > at ? [{ text: text.slice(at), source }] : [];
    const generation = [{ at: prompt.length, removed: [], inserted }];
    after = add(before, createdAt, { kind: 'generated', changes: generation, runId: id, choice });
  }
  return nodes;
}

/** Units between what two texts begin and end with that are compared word by word: the page waits meanwhile. */
const MAX_COMPARED = 100_000;
/** Words written anew in one step: more are one replacement, from the first to the last. */
const MAX_CHANGES = 500;

/** What leads from a text to another: as few words as can be are taken away and written anew. */
function changesTowards(from: DocumentText, to: string): Change[] {
  const start = commonStart(from.text, to);
  const end = commonEnd(from.text, to, start);
  const [fromEnd, toEnd] = [from.text.length - end, to.length - end];
  if (start === fromEnd && start === toEnd) return [];
  const whole = () => [replacement(from, to, start, fromEnd, toEnd)];
  if (fromEnd === start || toEnd === start || fromEnd + toEnd - 2 * start > MAX_COMPARED) return whole();
  // Whole words: the texts may differ in the middle of one.
  const before = lettersBefore(to, start);
  const after = lettersAfter(to, toEnd);
  const changes = wordByWord(from, to, start - before, fromEnd + after, toEnd + after);
  return changes.length > MAX_CHANGES ? whole() : changes;
}

function replacement(from: DocumentText, to: string, start: number, fromEnd: number, toEnd: number): Change {
  const text = to.slice(start, toEnd);
  return {
    at: start,
    removed: piecesBetween(from, start, fromEnd),
    inserted: text === '' ? [] : [{ text, source: null }],
  };
}

const MAX_WORD = 200;

function lettersBefore(text: string, at: number): number {
  return /\S*$/.exec(text.slice(Math.max(0, at - MAX_WORD), at))?.[0].length ?? 0;
}

function lettersAfter(text: string, at: number): number {
  return /^\S*/.exec(text.slice(at, at + MAX_WORD))?.[0].length ?? 0;
}

function wordByWord(from: DocumentText, to: string, at: number, fromEnd: number, toEnd: number): Change[] {
  const [before, after] = [unitsOf(from.text.slice(at, fromEnd)), unitsOf(to.slice(at, toEnd))];
  const [beforeAt, afterAt] = [offsetsOf(before), offsetsOf(after)];
  const changes: Change[] = [];
  let shift = 0;
  for (const block of align(before, after).blocks) {
    if (block.same) continue;
    const [start, end] = block.before.map((unit) => at + (beforeAt[unit] ?? 0)) as [number, number];
    const [newStart, newEnd] = block.after.map((unit) => at + (afterAt[unit] ?? 0)) as [number, number];
    const text = to.slice(newStart, newEnd);
    const inserted = text === '' ? [] : [{ text, source: null }];
    changes.push({ at: start + shift, removed: piecesBetween(from, start, end), inserted });
    shift += newEnd - newStart - (end - start);
  }
  return changes;
}

/** Words, and what is between them. */
function unitsOf(text: string): string[] {
  return text.match(/\s+|\S+/g) ?? [];
}

function offsetsOf(units: readonly string[]): number[] {
  const offsets = [0];
  for (const unit of units) offsets.push((offsets.at(-1) ?? 0) + unit.length);
  return offsets;
}
