import type { StoreApi } from 'zustand/vanilla';
import { createBrowserStore } from '@/lib/platform/client/browser-store';
import { newUuid } from '@/lib/platform/client/uuid';
import { createDocumentSession, type DocumentSession } from './document-session';

/**
 * Where the document's text is safe. `local`: in this browser, until the server answers again; `full`: nowhere but on
 * this page, since the browser's storage is full or blocked, and the server does not take it; `refused`: the server
 * will not take it (the quota, or the document is gone), see `why`.
 */
export type Saving = 'saved' | 'saving' | 'local' | 'full' | 'refused';

export interface DocumentStatus {
  /** Null: its first words stand for it. */
  readonly title: string | null;
  readonly saving: Saving;
  /** Said about `saving`, in a sentence; null: nothing to say. */
  readonly why: string | null;
  /** `open`: another tab shows it too; `changed`: it has written there, and both texts are branches now. */
  readonly elsewhere: 'open' | 'changed' | null;
}

/** A document that this page shows, and saves as it grows. */
export interface OpenDocument {
  readonly id: string;
  readonly session: DocumentSession;
  readonly status: StoreApi<DocumentStatus>;
  rename(title: string | null): void;
  /** Saves what is not saved yet, and forgets the document. */
  close(): void;
}

/** A document that exists on the server from its first step on. */
export function newDocument(): OpenDocument {
  return {
    id: newUuid(),
    session: createDocumentSession({ nodes: [], head: null }),
    status: createBrowserStore<DocumentStatus>({ title: null, saving: 'saved', why: null, elsewhere: null }),
    rename: () => undefined,
    close: () => undefined,
  };
}
