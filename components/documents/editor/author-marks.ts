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
import type { Token } from '@/lib/protocol/run/run-events';
import { type TokenColours, tokenLevel } from '@/lib/runs/client/token-colours';
import { whatIfMark } from '@/lib/runs/model/what-if';
import { settingsOfRun } from './known-tokens';

/** The colours have changed, or a run was loaded. */
export const marksChanged = StateEffect.define<null>();

export interface MarkSource {
  readonly session: DocumentSession;
  readonly records: RunRecords;
  readonly colours: () => TokenColours;
  /** While it is open. */
  readonly whatIf: () => OpenWhatIf | null;
}

const LEVELS = [1, 2, 3].map((level) => Decoration.mark({ class: `token-level-${level}` }));
const WHAT_IF = {
  branch: Decoration.mark({ class: 'what-if-branch' }),
  halved: Decoration.mark({ class: 'what-if-halved' }),
};
const MODEL = Decoration.mark({ class: 'cm-model' });

/** Who wrote what, and how expected each token was: over what is visible only. */
export function authorMarks(source: MarkSource): Extension {
  return ViewPlugin.fromClass(
    class {
      decorations: DecorationSet;
      constructor(view: EditorView) {
        this.decorations = marks(view, source);
      }
      update(update: ViewUpdate) {
        const isAsked = update.transactions.some((transaction) =>
          transaction.effects.some((effect) => effect.is(marksChanged)),
        );
        if (update.docChanged || update.viewportChanged || isAsked) {
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
        if (last > first) {
          builder.add(first, last, MODEL);
          addTokens(builder, source, span, begin, first, last);
        }
      }
      begin = end;
    }
  }
  return builder.finish();
}

function addTokens(
  builder: RangeSetBuilder<Decoration>,
  { records, colours, whatIf }: MarkSource,
  { source }: Span,
  begin: number,
  first: number,
  last: number,
): void {
  const trying = whatIf();
  // Two marks over each other could not be told apart.
  const by = trying ? 'off' : colours();
  if (!source || !(trying || by !== 'off')) return;
  const known = records.tokensOf(source.runId, source.choice, !records.isKnown(source.runId));
  if (!known) return;
  const { index, tokens } = known;
  const own = trying && (settingsOfRun(records, source.runId) ?? trying.own);
  const markOf = (token: Token) => {
    if (!trying || !own) return LEVELS[tokenLevel(token, by) - 1];
    const mark = whatIfMark(token, own, trying.other);
    return mark === null ? undefined : WHAT_IF[mark];
  };
  // From offsets in the choice's text to offsets in the document.
  const shift = begin - source.at;
  for (let at = index.firstAfter(first - shift); at < index.count; at += 1) {
    const from = Math.max(index.start(at) + shift, first);
    const to = Math.min(index.end(at) + shift, last);
    if (index.start(at) + shift >= last) break;
    const token = tokens[at];
    const mark = token && markOf(token);
    if (mark && to > from) builder.add(from, to, mark);
  }
}
