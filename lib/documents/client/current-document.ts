'use client';

import { useStore } from 'zustand';
import { createBrowserStore } from '@/lib/platform/client/browser-store';
import { ApiError } from '@/lib/platform/client/http/api-error';
import { documentIdInUrl, NEW_DOCUMENT, putDocumentInUrl } from './document-url';
import { lastDocument, noteLastDocument } from './last-document';
import { newDocument, type OpenDocument, openDocument } from './open-document';
import { sendUnsavedDocuments } from './unsaved-documents';

interface Current {
  readonly document: OpenDocument | null;
  /** Why the document could not be opened, and which one. */
  readonly failure: { readonly id: string; readonly error: ApiError } | null;
}

/** The document that the page shows. */
const store = createBrowserStore<Current>({ document: null, failure: null });

export function getCurrentDocument(): OpenDocument | null {
  return store.getState().document;
}

export function getOpeningFailure(): Current['failure'] {
  return store.getState().failure;
}

export function useCurrentDocument(): Current {
  return useStore(store);
}

/** Shows the document instead of the one before, which is saved and closed. */
export function showDocument(document: OpenDocument): void {
  const before = getCurrentDocument();
  if (before === document) return;
  store.setState({ document, failure: null });
  before?.close();
  note(document);
}

export function startNewDocument(): void {
  openings += 1;
  showDocument(newDocument());
}

/** Opens another document. */
export async function openDocumentHere(id: string): Promise<void> {
  const ticket = ++openings;
  try {
    const document = await openDocument(id);
    if (ticket === openings) showDocument(document);
    else document.close();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (ticket === openings) store.setState({ failure: { id, error } });
  }
}
let openings = 0;

/** When the editor comes up: the document of the address, else the one that is here, else the last one. */
export async function openDocumentOfPage(): Promise<void> {
  await openNamed();
  void sendUnsavedDocuments(getCurrentDocument()?.id ?? null);
}

async function openNamed(): Promise<void> {
  const current = getCurrentDocument();
  const named = documentIdInUrl();
  if (named === NEW_DOCUMENT) {
    // It has no name before it has a step: the address names nothing until then.
    if (current && isEmpty(current)) keep(current);
    else startNewDocument();
    return;
  }
  if (current && (named === null || named === current.id)) {
    keep(current);
    return;
  }
  const id = named ?? lastDocument()?.id ?? null;
  if (id === null) startNewDocument();
  else await openDocumentHere(id);
  const { failure } = store.getState();
  // One that nobody asked for: it was deleted, or belongs to somebody else.
  if (named === null && failure?.error.status === 404) startNewDocument();
}

/** Shows what is here already, whatever else was asked for before. */
function keep(current: OpenDocument): void {
  openings += 1;
  store.setState({ failure: null });
  note(current);
}

function isEmpty({ session }: OpenDocument): boolean {
  const { tree, typed } = session.view();
  return tree.nodes.size === 0 && typed.length === 0;
}

let noting: (() => void) | undefined;
/** In the address and in the storage, once there is something in it. */
function note(document: OpenDocument): void {
  const write = () => {
    if (getCurrentDocument() !== document) return;
    putDocumentInUrl(document.id);
    const { spans } = document.session.view().text;
    const runId = spans.find(({ source }) => source !== null)?.source?.runId ?? null;
    noteLastDocument({ id: document.id, runId });
  };
  let isNoted = document.session.view().tree.nodes.size > 0;
  if (isNoted) write();
  else putDocumentInUrl(null);
  noting?.();
  noting = document.session.onSteps(() => {
    // Somebody may have left the document's page meanwhile. Its first text may come from another run now.
    if (location.pathname !== '/' || (isNoted && documentIdInUrl() !== document.id)) return;
    isNoted = true;
    write();
  });
}
