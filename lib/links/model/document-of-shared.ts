import { MAX_BRANCH_NAME } from '@/lib/documents/model/document-limits';
import type { DocumentNode } from '@/lib/documents/model/document-node';
import type { Piece } from '@/lib/documents/model/document-text';
import { foreignRunId } from '@/lib/documents/model/foreign-run';
import { cutPieces } from '@/lib/documents/model/rebase';
import type { SharedDocument, SharedPiece } from './shared-document';
import { lengthOf } from './shared-document-text';

export interface DocumentOfShared {
  /** Parents before their children. */
  readonly nodes: readonly DocumentNode[];
  /** The step with the text that is shown. */
  readonly head: string;
}

/** A document of the reader's own with the same texts, a step for each branch. What a model wrote stays marked as such. */
export function documentOfShared(
  { branches, sharedAt }: SharedDocument,
  shown: number,
  newId: () => string,
): DocumentOfShared {
  const runs = newId();
  const texts: (readonly Piece[])[] = [];
  /** Where the next stretch of a run begins: each is another one, though some come from one run. */
  let at = 0;
  const toPiece = ({ text, by }: SharedPiece): Piece => {
    const source = by === undefined ? null : { runId: foreignRunId(runs, by), choice: 0, at };
    at += text.length + 1;
    return { text, source };
  };
  const ids = branches.map(newId);
  const nodes = branches.map(
    ({ parent, start, end, pieces, name, starred, generated }, index): DocumentNode => {
      const whole = parent === null ? [] : (texts[parent] ?? []);
      const [before, others] = cutPieces(whole, start);
      const [removed, after] = cutPieces(others, Math.max(0, lengthOf(others) - end));
      const inserted = pieces.map(toPiece);
      texts.push([...before, ...inserted, ...after]);
      const hasChange = removed.length > 0 || inserted.length > 0;
      return {
        id: ids[index] ?? newId(),
        parentId: parent === null ? null : (ids[parent] ?? null),
        kind: generated ? 'generated' : 'written',
        changes: hasChange ? [{ at: lengthOf(before), removed, inserted }] : [],
        runId: generated ? (inserted[0]?.source?.runId ?? null) : null,
        choice: 0,
        open: false,
        cursor: lengthOf(before) + lengthOf(inserted),
        // A name may be longer than it was, by what is redacted in it.
        name: name?.slice(0, MAX_BRANCH_NAME) || null,
        starred,
        pruned: false,
        createdAt: sharedAt,
      };
    },
  );
  return { nodes, head: ids[shown] ?? ids[0] ?? newId() };
}
