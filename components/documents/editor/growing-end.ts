import { type Extension, RangeSet, StateField } from '@codemirror/state';
import { Decoration, EditorView } from '@codemirror/view';
import { marksChanged } from './author-marks';
import { emptyWidget } from './empty-widget';

/** Where the next text of the generation goes, after what was typed meanwhile; null: none is growing. */
export type GrowingEnd = () => number | null;

const WIDGET = emptyWidget('cm-growing');

/** A block at the end of the text that is coming. */
export function growingEnd(end: GrowingEnd): Extension {
  return StateField.define({
    create: () => Decoration.none,
    update(marks, transaction) {
      const isRequested = transaction.effects.some((effect) => effect.is(marksChanged));
      if (!transaction.docChanged && !isRequested) return marks;
      const at = end();
      if (at === null || at > transaction.newDoc.length) return RangeSet.empty;
      return Decoration.set([WIDGET.range(at)]);
    },
    provide: (field) => EditorView.decorations.from(field),
  });
}
