import { ChangeSet, RangeSet, StateEffect, StateField } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView } from '@codemirror/view';
import type { Move } from '@/lib/documents/client/document-session';
import { joinPieces } from '@/lib/documents/model/document-text';

/** Marks what undo would take away; null: nothing any more. */
export const markUndo = StateEffect.define<Move | null>();

const GONE = Decoration.mark({ class: 'cm-undone' });

/** Goes with every change of the text: then undo would take away something else. */
export const undoMarks = StateField.define<DecorationSet>({
  create: () => RangeSet.empty,
  update(marks, transaction) {
    let next = transaction.docChanged ? RangeSet.empty : marks;
    for (const effect of transaction.effects) {
      if (effect.is(markUndo))
        next = effect.value ? gone(effect.value, transaction.newDoc.length) : RangeSet.empty;
    }
    return next;
  },
  provide: (field) => EditorView.decorations.from(field),
});

function gone({ changes }: Move, length: number): DecorationSet {
  let all = ChangeSet.empty(length);
  for (const { at, removed, inserted } of changes) {
    const to = at + joinPieces(removed).length;
    all = all.compose(ChangeSet.of({ from: at, to, insert: joinPieces(inserted) }, all.newLength, '\n'));
  }
  const ranges: { from: number; to: number }[] = [];
  all.iterChanges((from, to) => {
    if (to > from) ranges.push({ from, to });
  });
  return Decoration.set(ranges.map(({ from, to }) => GONE.range(from, to)));
}
