import { type Extension, StateEffect, StateField } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView } from '@codemirror/view';
import { spanAt } from '@/lib/documents/model/document-text';
import type { MarkSource } from './author-marks';
import type { FoundToken } from './found-token';

/** The token of the model that holds the character at the offset; null where a person wrote it, or it is not known. */
export function tokenAt({ session, records }: MarkSource, offset: number): FoundToken | null {
  const found = spanAt(session.view().text.spans, offset);
  const source = found?.span.source;
  if (!found || !source) return null;
  const known = records.tokensOf(source.runId, source.choice, true);
  const shift = found.start - source.at;
  const tokenIndex = known?.index.at(offset - shift) ?? -1;
  const token = known?.tokens[tokenIndex];
  if (!known || !token) return null;
  return {
    token,
    tokenIndex,
    source: { ...source, at: known.index.start(tokenIndex) },
    from: Math.max(known.index.start(tokenIndex) + shift, found.start),
    to: Math.min(known.index.end(tokenIndex) + shift, found.start + found.span.length),
  };
}

/** Where a token is in the window; null when it is not drawn. */
export function rectOf(view: EditorView, { from, to }: FoundToken): DOMRect | null {
  const start = view.coordsAtPos(from, 1);
  const end = view.coordsAtPos(to, -1);
  if (!start) return null;
  const right = end && end.top === start.top ? end.right : start.right;
  return new DOMRect(start.left, start.top, Math.max(1, right - start.left), start.bottom - start.top);
}

const setCurrent = StateEffect.define<{ from: number; to: number } | null>();
const CURRENT = Decoration.mark({ class: 'cm-token-current' });

/** Marks the token that is being looked at. */
export const currentToken = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, transaction) {
    for (const effect of transaction.effects) {
      if (!effect.is(setCurrent)) continue;
      return effect.value
        ? Decoration.set([CURRENT.range(effect.value.from, effect.value.to)])
        : Decoration.none;
    }
    return transaction.docChanged ? Decoration.none : marks;
  },
  provide: (field) => EditorView.decorations.from(field),
});

export function markCurrent(view: EditorView, found: FoundToken | null): void {
  view.dispatch({ effects: setCurrent.of(found && found.to > found.from ? found : null) });
}

export interface TokenPointerOptions {
  /** The pointer rests on a token, or left. */
  readonly onLook: (found: FoundToken | null) => void;
  readonly onPress: (found: FoundToken, byTouch: boolean) => void;
}

/** Long enough that moving the pointer across the text shows nothing. */
const HOVER_MS = 140;

/** Finds tokens under the pointer. A press also puts the cursor there, as anywhere in the text. */
export function tokenPointer(source: MarkSource, { onLook, onPress }: TokenPointerOptions): Extension {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let frame = 0;
  let looked: FoundToken | null = null;
  let byTouch = false;

  function look(found: FoundToken | null): void {
    clearTimeout(timer);
    if (found?.from === looked?.from && found?.to === looked?.to) return;
    if (found && !looked) {
      timer = setTimeout(() => {
        looked = found;
        onLook(found);
      }, HOVER_MS);
      return;
    }
    looked = found;
    onLook(found);
  }

  function under(view: EditorView, x: number, y: number): FoundToken | null {
    const at = view.posAndSideAtCoords({ x, y });
    if (!at) return null;
    const found = tokenAt(source, at.assoc < 0 ? at.pos - 1 : at.pos);
    const rect = found && rectOf(view, found);
    // Beside the end of a line there is no token.
    return rect && y >= rect.top - 3 && (x >= rect.left - 1 || y > rect.bottom) ? found : null;
  }

  return EditorView.domEventHandlers({
    pointermove(event, view) {
      if (event.pointerType === 'touch' || event.buttons !== 0) return;
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => look(under(view, event.clientX, event.clientY)));
    },
    pointerleave() {
      cancelAnimationFrame(frame);
      look(null);
    },
    pointerdown(event) {
      byTouch = event.pointerType === 'touch';
      look(null);
    },
    scroll: () => look(null),
    keydown: () => look(null),
    click(event, view) {
      if (event.detail !== 1 || event.button !== 0 || !view.state.selection.main.empty) return;
      const found = under(view, event.clientX, event.clientY);
      if (found) onPress(found, byTouch);
    },
  });
}
