import { type Extension, RangeSet, StateField } from '@codemirror/state';
import { Decoration, EditorView } from '@codemirror/view';
import type { TextRange } from '@/lib/documents/client/continuation';
import { marksChanged } from './author-marks';
import { emptyWidget } from './empty-widget';

const SEAM = emptyWidget('cm-seam');
const NEW = Decoration.mark({ class: 'cm-inserted' });

/** What a run has just put into the middle of the text, and where the older text goes on. */
export function insertedMark(inserted: () => TextRange | null): Extension {
  const marks = (length: number) => {
    const range = inserted();
    if (range === null || range.to > length) return RangeSet.empty;
    return Decoration.set([NEW.range(range.from, range.to), SEAM.range(range.to)], true);
  };
  return StateField.define({
    create: ({ doc }) => marks(doc.length),
    update(before, transaction) {
      const isRequested = transaction.effects.some((effect) => effect.is(marksChanged));
      return transaction.docChanged || isRequested ? marks(transaction.newDoc.length) : before;
    },
    provide: (field) => EditorView.decorations.from(field),
  });
}
