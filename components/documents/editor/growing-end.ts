import { type Extension, RangeSet, StateField } from '@codemirror/state';
import { Decoration, EditorView, WidgetType } from '@codemirror/view';
import { marksChanged } from './author-marks';

/** Where the next text of the generation goes, after what was typed meanwhile; null: none is growing. */
export type GrowingEnd = () => number | null;

class GrowingWidget extends WidgetType {
  toDOM() {
    const mark = document.createElement('span');
    mark.className = 'cm-growing';
    mark.ariaHidden = 'true';
    return mark;
  }
  override eq() {
    return true;
  }
}

const WIDGET = Decoration.widget({ widget: new GrowingWidget(), side: -1 });

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
