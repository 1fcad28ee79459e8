import { isForeignRun } from '@/lib/documents/model/foreign-run';
import { ownStorage } from '@/lib/platform/client/browser-storage';

/** The document last shown in this tab, or else in this browser. */
export interface LastDocument {
  readonly id: string;
  /** Whose text comes first in it. */
  readonly runId: string | null;
}

const LAST = 'playground.last-document';
const LAST_RUN = 'playground.last-document-run';

export function noteLastDocument({ id, runId }: LastDocument): void {
  for (const which of ['session', 'local'] as const) {
    try {
      const storage = ownStorage(which);
      storage.setItem(LAST, id);
      storage.setItem(LAST_RUN, `${id} ${runId === null || isForeignRun(runId) ? '' : runId}`);
    } catch {
      // Storage is blocked: the address still names it.
    }
  }
}

export function lastDocument(): LastDocument | null {
  for (const which of ['session', 'local'] as const) {
    try {
      const storage = ownStorage(which);
      const id = storage.getItem(LAST);
      const [of, runId] = (storage.getItem(LAST_RUN) ?? '').split(' ');
      if (id !== null) return { id, runId: (of === id && runId) || null };
    } catch {
      // Storage is blocked.
    }
  }
  return null;
}
