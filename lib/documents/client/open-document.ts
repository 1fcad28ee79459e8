import type { StoreApi } from 'zustand/vanilla';
import type { DocumentNode } from '@/lib/documents/model/document-node';
import type { DocumentDetail } from '@/lib/documents/model/documents';
import { createBrowserStore } from '@/lib/platform/client/browser-store';
import { ApiError } from '@/lib/platform/client/http/api-error';
import { onSessionChange } from '@/lib/platform/client/http/send';
import { newUuid } from '@/lib/platform/client/uuid';
import { completeOpenSteps } from './complete-open-steps';
import * as server from './document-api';
import { announceDocument, onDocumentNews } from './document-channel';
import { createDocumentSaver, type DocumentSaver } from './document-saver';
import { createDocumentSession, type DocumentSession } from './document-session';
import { joinTabs } from './document-tabs';
import { keepTitle } from './document-title';
import { type DocumentToShow, documentToShow, NOTHING_YET } from './document-to-show';
import { headOfTab, notePlaceOfBrowser, notePlaceOfTab, trailTo } from './trail-of-tab';
import { unsavedSteps } from './unsaved-steps';

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
  return showDocument(newUuid(), NOTHING_YET);
}

/**
 * The document with what this browser has of it and the server does not. Completes a generation that was still bringing
 * text. Throws `ApiError`: 404 where there is none.
 */
export async function openDocument(id: string, signal?: AbortSignal): Promise<OpenDocument> {
  // The page may have shown it a moment ago.
  await closing.get(id)?.stop();
  const stored = unsavedSteps(id);
  const detail = await fetchOrNull(id, stored.read().place?.isCreated !== false, signal);
  // Read after the answer: another tab may have saved some of it meanwhile.
  const shown = documentToShow(detail, stored.read(), headOfTab(id));
  return showDocument(id, shown);
}

/** Documents that are not shown any more, and that still save. */
const closing = new Map<string, DocumentSaver>();

/** Null: the server cannot be asked, or does not know it; then this browser has all of it. */
async function fetchOrNull(
  id: string,
  isCreated: boolean,
  signal: AbortSignal | undefined,
): Promise<DocumentDetail | null> {
  try {
    return await server.fetchDocument(id, signal);
  } catch (error) {
    if (!isCreated && error instanceof ApiError) return null;
    throw error;
  }
}

function showDocument(id: string, shown: DocumentToShow): OpenDocument {
  const stored = unsavedSteps(id);
  const { nodes, head, text, unsaved, pending, title } = shown;
  const session = createDocumentSession({
    ...{ nodes, head, text: text ?? undefined, unsaved },
    trail: trailTo(id, head),
  });
  const place = () => ({ id, head: session.view().head, trail: session.trail() });
  const forgetSteps = session.onSteps(() => notePlaceOfTab(place()));
  const status = createBrowserStore<DocumentStatus>({ title, saving: 'saved', why: null, elsewhere: null });
  let isAnnounced = shown.detail !== null;
  const tab = joinTabs(
    id,
    (areThere) => {
      const { elsewhere } = status.getState();
      if (elsewhere !== 'changed') status.setState({ elsewhere: areThere ? 'open' : null });
    },
    (steps) => {
      session.addForeign(steps);
      onForeign(steps);
    },
  );
  const generations = completeOpenSteps(session);
  const onForeign = (nodes: readonly DocumentNode[]) => {
    status.setState({ elsewhere: 'changed' });
    generations.complete(nodes.filter(({ runId }) => runId !== null));
  };
  const saver = createDocumentSaver({
    session,
    stored,
    send(save, keepalive) {
      if (save.since === 0) titles.onCreating(save.title ?? null);
      return server.saveSteps(id, save, keepalive);
    },
    pending,
    revision: shown.detail?.revision ?? 0,
    head: shown.detail?.head ?? null,
    title: () => status.getState().title,
    onState: (state) => {
      status.setState(state);
      if (state.saving === 'saved') titles.send();
      if (state.saving !== 'saved' || isAnnounced || !saver.isCreated()) return;
      isAnnounced = true;
      announceDocument(id);
    },
    onForeign,
    onOwn(nodes) {
      generations.noteOwn(nodes);
      tab.announce(nodes);
    },
  });
  const titles = keepTitle({
    title,
    isCreated: saver.isCreated,
    rename: (next) => server.renameDocument(id, next),
    onRenamed: (next) => announceDocument(id, next),
    onRefused: (why) => status.setState({ why }),
  });
  const forgetNews = onDocumentNews((renamed, next) => {
    if (renamed !== id || next === undefined || titles.isUnsent()) return;
    titles.take(next);
    status.setState({ title: next });
  });
  const retry = () => {
    saver.retry();
    titles.send();
  };
  const forgetPage = whileOpen(saver, retry, () => {
    notePlaceOfTab(place());
    notePlaceOfBrowser(place());
  });
  generations.complete([...session.view().tree.nodes.values()]);

  return {
    id,
    session,
    status,
    rename(title) {
      status.setState({ title });
      titles.rename(title);
    },
    close() {
      generations.leave();
      forgetSteps();
      notePlaceOfBrowser(place());
      forgetNews();
      closing.set(id, saver);
      void saver.close().then(() => {
        titles.send();
        if (saver.isCreated()) announceDocument(id);
      });
      forgetPage();
      tab.close();
    },
  };
}

/** Saves when the page is left or hidden, and tries again when the network or the session is back. */
function whileOpen(saver: DocumentSaver, retry: () => void, onLeave: () => void): () => void {
  const leave = () => {
    saver.leave();
    onLeave();
  };
  const onVisibility = () => {
    if (document.visibilityState === 'hidden') leave();
    else retry();
  };
  window.addEventListener('pagehide', leave);
  window.addEventListener('online', retry);
  document.addEventListener('visibilitychange', onVisibility);
  const forgetSession = onSessionChange(retry);
  return () => {
    window.removeEventListener('pagehide', leave);
    window.removeEventListener('online', retry);
    document.removeEventListener('visibilitychange', onVisibility);
    forgetSession();
  };
}
