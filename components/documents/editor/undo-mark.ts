import { ChangeSet, RangeSet, StateEffect, StateField, type Text } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView } from '@codemirror/view';
import type { Move } from '@/lib/documents/client/document-session';
import { joinPieces } from '@/lib/documents/model/document-text';
import { commonEnd, commonStart } from '@/lib/protocol/text/common-ends';

/** Marks what undo would take away; null: nothing any more. */
export const markUndo = StateEffect.define<Move | null>();

const GONE = Decoration.mark({ class: 'cm-undone' });

/** Goes with every change of the text: then undo would take away something else. */
export const undoMarks = StateField.define<DecorationSet>({
  create: () => RangeSet.empty,
  update(marks, transaction) {
    let next = transaction.docChanged ? RangeSet.empty : marks;
    for (const effect of transaction.effects) {
      if (!effect.is(markUndo)) continue;
      const ranges = effect.value ? rangesTakenAway(effect.value, transaction.newDoc) : [];
      next = Decoration.set(ranges.map(({ from, to }) => GONE.range(from, to)));
    }
    return next;
  },
  provide: (field) => EditorView.decorations.from(field),
});

/** The stretches of the text that are not there after the move. */
export function rangesTakenAway({ changes }: Move, doc: Text): { from: number; to: number }[] {
  let all = ChangeSet.empty(doc.length);
  for (const { at, removed, inserted } of changes) {
    const to = at + joinPieces(removed).length;
    all = all.compose(ChangeSet.of({ from: at, to, insert: joinPieces(inserted) }, all.newLength, '\n'));
  }
  const ranges: { from: number; to: number }[] = [];
  all.iterChanges((from, to, _fromB, _toB, inserted) => {
    // What both takes of a text begin and end with stays.
    const [before, after] = [doc.sliceString(from, to), inserted.toString()];
    const start = commonStart(before, after);
    const end = commonEnd(before, after, start);
    if (to - end > from + start) ranges.push({ from: from + start, to: to - end });
  });
  return ranges;
}
