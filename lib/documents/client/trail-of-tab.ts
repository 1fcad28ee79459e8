import type { NodeId } from '@/lib/documents/model/document-tree';
import { readTrail, type Trail } from '@/lib/documents/model/trail';
import { ownStorage } from '@/lib/platform/client/browser-storage';

/** Where this tab is in its document: a reload comes back to the same text, whatever other tabs show. */
const OF_TAB = 'playground.document-of-tab';
/** The same of the documents that this browser has shown last, for a tab that is opened later. */
const OF_BROWSER = 'playground.document-trails';
const MAX_KEPT = 10;

/** Where a document is shown, and where its text was before: undo leads along it. */
export interface DocumentPlace {
  readonly id: string;
  readonly head: NodeId;
  /** Null: not known. */
  readonly trail: Trail | null;
}

export function notePlaceOfTab(place: DocumentPlace): void {
  write('session', OF_TAB, place);
}

/** When a document is left: it costs more than in the tab. */
export function notePlaceOfBrowser(place: DocumentPlace): void {
  const before = placesOfBrowser();
  const others = before.filter(({ id }) => id !== place.id);
  // Where undo leads to the parents anyway, there is nothing to know.
  const { trail, head } = place;
  const isPlain = trail === null || (trail.stretches.length === 1 && trail.stretches[0]?.end === head);
  const places = isPlain ? others : [place, ...others].slice(0, MAX_KEPT);
  if (places.length > 0 || before.length > 0) write('local', OF_BROWSER, places);
}

/** Undefined: this tab did not show the document. */
export function headOfTab(id: string): NodeId | undefined {
  return placeOfTab(id)?.head;
}

/** Where the text was before it came to this place; null: not known. */
export function trailTo(id: string, head: NodeId): Trail | null {
  const known = [placeOfTab(id), ...placesOfBrowser()];
  return readTrail(known.find((place) => place?.id === id && place.head === head)?.trail);
}

function placeOfTab(id: string): DocumentPlace | null {
  const place = read('session', OF_TAB) as DocumentPlace | null;
  return place?.id === id ? place : null;
}

function placesOfBrowser(): DocumentPlace[] {
  const places = read('local', OF_BROWSER);
  return Array.isArray(places) ? places.filter((place) => typeof place?.id === 'string') : [];
}

function write(which: 'session' | 'local', key: string, value: unknown): void {
  try {
    ownStorage(which).setItem(key, JSON.stringify(value));
  } catch {
    // Storage is blocked: a reload shows the text that was saved last, and undo leads to the parent.
  }
}

function read(which: 'session' | 'local', key: string): unknown {
  try {
    return JSON.parse(ownStorage(which).getItem(key) ?? 'null');
  } catch {
    return null;
  }
}
