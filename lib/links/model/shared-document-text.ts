import { oneLine } from '@/lib/documents/model/branch-words';
import type { Branch } from '@/lib/documents/model/branches';
import type { DocumentText, Piece } from '@/lib/documents/model/document-text';
import type { SharedBranch, SharedDocument, SharedPiece } from './shared-document';

/** The texts of a shared document, which its copy stores as differences between branches. */

/** The indexes of a branch and of those that it goes on from, the first one last. */
export function lineOfBranch({ branches }: SharedDocument, index: number): number[] {
  const line: number[] = [];
  // Parents have lower indexes: a copy that says otherwise cannot send this into a circle.
  for (let at: number | null = index; at !== null && at < (line.at(-1) ?? branches.length); ) {
    line.push(at);
    at = branches[at]?.parent ?? null;
  }
  return line;
}

/** A branch's whole text. */
export function piecesOfBranch(shared: SharedDocument, index: number): readonly SharedPiece[] {
  const line = lineOfBranch(shared, index).reverse();
  return line.reduce<readonly SharedPiece[]>((pieces, at) => {
    const branch = shared.branches[at];
    return branch ? goOn(pieces, branch) : pieces;
  }, []);
}

/** A branch's text, from that of its parent. */
export function goOn(
  pieces: readonly SharedPiece[],
  { start, end, pieces: added }: SharedBranch,
): readonly SharedPiece[] {
  const length = lengthOf(pieces);
  return [
    ...piecesBetween(pieces, 0, start),
    ...added,
    ...piecesBetween(pieces, Math.max(start, length - end), length),
  ];
}

/** A branch that can be shown: the one that was asked for, or the one that its owner was in. */
export function branchToShow({ branches, shown }: SharedDocument, asked: string | null): number {
  const index = asked !== null && /^\d{1,9}$/.test(asked) ? Number(asked) : shown;
  return branches[index] ? index : Math.min(shown, branches.length - 1);
}

/** The same as a document's text. A model's stretches come from a run that nobody has: `runId` names it. */
export function documentText(pieces: readonly SharedPiece[], runId: (by: number) => string): DocumentText {
  return {
    text: textOf(pieces),
    spans: pieces.map(({ text: { length }, by }) => ({
      length,
      source: by === undefined ? null : { runId: runId(by), choice: 0, at: 0 },
    })),
  };
}

export function textOf(pieces: readonly Pick<SharedPiece, 'text'>[]): string {
  return pieces.map(({ text }) => text).join('');
}

export function lengthOf(pieces: readonly Pick<Piece, 'text'>[]): number {
  return pieces.reduce((sum, { text }) => sum + text.length, 0);
}

function piecesBetween(pieces: readonly SharedPiece[], from: number, to: number): SharedPiece[] {
  const found: SharedPiece[] = [];
  let offset = 0;
  for (const piece of pieces) {
    const start = Math.max(from - offset, 0);
    const end = Math.min(to - offset, piece.text.length);
    if (end > start) found.push(end - start === piece.text.length ? piece : cutPiece(piece, start, end));
    offset += piece.text.length;
  }
  return found;
}

function cutPiece({ text, by, tokens }: SharedPiece, from: number, to: number): SharedPiece {
  let offset = 0;
  const left = tokens?.flatMap((token) => {
    const start = Math.max(from - offset, 0);
    const end = Math.min(to - offset, token.text.length);
    const isWhole = end - start === token.text.length;
    offset += token.text.length;
    if (end <= start) return [];
    return isWhole ? [token] : [{ text: token.text.slice(start, end), logprob: null, top: [] }];
  });
  return { text: text.slice(from, to), ...(by !== undefined && { by }), ...(left && { tokens: left }) };
}

/** A branch as the map of a document shows it. Its id is its index. */
export type SharedMapBranch = Branch;

/** The branches as strip and map show them; the text leads to `here`. */
export function mapOfBranches(shared: SharedDocument, here: number): SharedMapBranch[] {
  const { branches, sharedAt } = shared;
  const children = new Map<number | null, string[]>();
  for (const [at, { parent }] of branches.entries()) {
    const siblings = children.get(parent);
    if (siblings) siblings.push(String(at));
    else children.set(parent, [String(at)]);
  }
  const path = new Set(lineOfBranch(shared, here));
  const levels: number[] = [];
  return branches.map(({ parent, pieces, name, starred, generated }, at) => {
    const level = (parent === null ? 0 : (levels[parent] ?? 0)) + 1;
    levels.push(level);
    return {
      id: String(at),
      lastId: String(at),
      parentId: parent === null ? null : String(parent),
      level,
      children: children.get(at) ?? [],
      fromId: null,
      words: wordsOf(pieces),
      generated,
      open: false,
      runId: null,
      choice: 0,
      name,
      starred,
      pruned: false,
      createdAt: sharedAt,
      generations: 0,
      deadEnds: 0,
      onPath: path.has(at),
    };
  });
}

/** More than the beginning is not looked at: white space is joined. */
const LOOKED_AT = 400;

function wordsOf(pieces: readonly SharedPiece[]): string {
  let words = '';
  for (const { text } of pieces) {
    words += text.slice(0, LOOKED_AT);
    if (words.length >= LOOKED_AT) break;
  }
  return oneLine(words);
}
