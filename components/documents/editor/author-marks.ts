import { type Extension, RangeSetBuilder, StateEffect } from '@codemirror/state';
import {
  Decoration,
  type DecorationSet,
  type EditorView,
  ViewPlugin,
  type ViewUpdate,
} from '@codemirror/view';
import type { OpenWhatIf } from '@/components/runs/what-if/use-what-if-text';
import type { DocumentSession } from '@/lib/documents/client/document-session';
import type { RunRecords } from '@/lib/documents/client/run-records';
import type { Span } from '@/lib/documents/model/document-text';
import type { TokenColours } from '@/lib/runs/client/token-colours';

/** The colours have changed, or a run was loaded. */
export const marksChanged = StateEffect.define<null>();

export interface MarkSource {
  readonly session: DocumentSession;
  readonly records: RunRecords;
  readonly colours: () => TokenColours;
  /** While it is open. */
  readonly whatIf: () => OpenWhatIf | null;
}

const MODEL = Decoration.mark({ class: 'cm-model' });

/** Who wrote what: over what is visible only. */
export function authorMarks(source: MarkSource): Extension {
  return ViewPlugin.fromClass(
    class {
      decorations: DecorationSet;
      constructor(view: EditorView) {
        this.decorations = marks(view, source);
      }
      update(update: ViewUpdate) {
        const isRequested = update.transactions.some((transaction) =>
          transaction.effects.some((effect) => effect.is(marksChanged)),
        );
        if (update.docChanged || update.viewportChanged || isRequested) {
          this.decorations = marks(update.view, source);
        }
      }
    },
    { decorations: (plugin) => plugin.decorations },
  );
}

function marks(view: EditorView, source: MarkSource): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>();
  const { spans } = source.session.view().text;
  const length = view.state.doc.length;
  let at = 0;
  let start = 0;
  for (const { from, to } of view.visibleRanges) {
    // The spans are walked once, over all ranges.
    while (at < spans.length && start + (spans[at]?.length ?? 0) <= from) {
      start += spans[at]?.length ?? 0;
      at += 1;
    }
    for (let next = at, begin = start; next < spans.length && begin < to; next += 1) {
      const span = spans[next] as Span;
      const end = begin + span.length;
      if (span.source) {
        const first = Math.max(begin, from);
        const last = Math.min(end, to, length);
        if (last > first) builder.add(first, last, MODEL);
      }
      begin = end;
    }
  }
  return builder.finish();
}
