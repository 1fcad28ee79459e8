/** The document that the playground shows, in the address (`?document=`), so that a reload comes back to it. */
const PARAMETER = 'document';

/** Names one that does not exist yet. */
export const NEW_DOCUMENT = 'new';

/** `NEW_DOCUMENT`: one that does not exist yet. */
export function documentIdInUrl(): string | null {
  return new URLSearchParams(location.search).get(PARAMETER) || null;
}

/** Changes the address without a new entry in the browser's history. */
export function putDocumentInUrl(documentId: string | null): void {
  if (documentIdInUrl() === documentId) return;
  const url = new URL(location.href);
  if (documentId === null) url.searchParams.delete(PARAMETER);
  else url.searchParams.set(PARAMETER, documentId);
  // With null the router adopts the new address; with its own state it would put the old one back later.
  history.replaceState(null, '', url);
}

/** Where a document is opened. */
export function documentHref(documentId: string): string {
  return `/?${PARAMETER}=${encodeURIComponent(documentId)}`;
}

/** The playground with a document that does not exist yet. */
export const NEW_DOCUMENT_HREF = `/?${PARAMETER}=${NEW_DOCUMENT}`;
