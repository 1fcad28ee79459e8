import { EditorView } from '@codemirror/view';
import type { DocumentSession } from '@/lib/documents/client/document-session';
import type { RunRecords } from '@/lib/documents/client/run-records';
import { type Source, spanAt } from '@/lib/documents/model/document-text';
import type { NoToken } from './document-controller';
import type { FoundToken } from './found-token';
import { rectOf, tokenAt } from './token-pointer';

type Text = Pick<DocumentSession, 'view'>;
type Records = Pick<RunRecords, 'isLoading' | 'hasFailed' | 'requestOf'>;

/** Behind a cursor counts as well: there it stands after a text was written. */
export function tokenAtCursor(source: Parameters<typeof tokenAt>[0], cursor: number): FoundToken | null {
  return tokenAt(source, cursor) ?? tokenAt(source, cursor - 1);
}

/** What a model wrote without a break around the cursor; null: a person wrote it. */
export function passageAtCursor(
  session: Text,
  cursor: number,
): { readonly source: Source; readonly from: number; readonly to: number } | null {
  const { spans } = session.view().text;
  for (const offset of [cursor, cursor - 1]) {
    const { span, start } = spanAt(spans, offset) ?? {};
    if (span?.source && start !== undefined)
      return { source: span.source, from: start, to: start + span.length };
  }
  return null;
}

/** Why there is no menu of a token at the cursor, where none was found; `loading`: it is not known yet. */
export function whyNoToken(session: Text, records: Records, cursor: number): NoToken | 'loading' {
  if (session.view().generating !== null) return 'running';
  const runId = passageAtCursor(session, cursor)?.source.runId;
  if (runId === undefined) return 'own text';
  if (records.isLoading(runId)) return 'loading';
  if (records.hasFailed(runId)) return 'not loaded';
  return records.requestOf(runId)?.logprobs == null ? 'no probabilities' : 'not returned';
}

/** Whether a menu can stand beside the token: its line is drawn, and in view. */
export function isInView(view: EditorView, found: FoundToken): boolean {
  const rect = rectOf(view, found);
  const { top, bottom } = view.scrollDOM.getBoundingClientRect();
  return rect !== null && rect.top >= Math.max(0, top) && rect.bottom <= Math.min(innerHeight, bottom);
}

/** Scrolls to the offset, and calls `then` once that is done, as long as the editor is there. */
export function scrollToOffset(view: EditorView, offset: number, y: 'nearest' | 'center', then: () => void) {
  const at = Math.min(offset, view.state.doc.length);
  view.dispatch({ effects: EditorView.scrollIntoView(at, { y }) });
  // The editor scrolls in the next frame.
  requestAnimationFrame(() => requestAnimationFrame(() => view.dom.isConnected && then()));
}
