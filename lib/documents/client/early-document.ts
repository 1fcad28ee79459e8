import { ownStorage } from '@/lib/platform/client/browser-storage';
import { askEarly } from '@/lib/platform/client/http/send';
import { documentIdInUrl } from './document-url';
import { lastDocument } from './last-document';

/**
 * Asks for the document that the page will show, and for the run of its first text, while the editor's code is still
 * on its way: one after the other they would take twice as long.
 */
export function askForDocument(): void {
  const last = lastDocument();
  const id = documentIdInUrl() ?? last?.id;
  if (!id || id === 'new') return;
  askEarly(`/api/documents/${encodeURIComponent(id)}`);
  if (last?.id === id && last.runId !== null && isColoured()) {
    askEarly(`/api/runs/${encodeURIComponent(last.runId)}`);
  }
}

/** Without colours, no run is needed until one looks at a token. */
function isColoured(): boolean {
  try {
    return ownStorage('local').getItem('playground.token-colours') !== 'off';
  } catch {
    return true;
  }
}
