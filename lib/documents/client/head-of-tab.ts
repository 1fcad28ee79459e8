import type { NodeId } from '@/lib/documents/model/document-tree';
import { ownStorage } from '@/lib/platform/client/browser-storage';

/** Where this tab is in its document: a reload comes back to the same text, whatever other tabs show. */
const KEY = 'playground.document-of-tab';

interface Place {
  readonly id: string;
  readonly head: NodeId;
}

export function noteHeadOfTab(id: string, head: NodeId): void {
  try {
    ownStorage('session').setItem(KEY, JSON.stringify({ id, head } satisfies Place));
  } catch {
    // Storage is blocked: a reload shows the text that was saved last.
  }
}

/** Undefined: this tab did not show the document. */
export function headOfTab(id: string): NodeId | undefined {
  try {
    const place = JSON.parse(ownStorage('session').getItem(KEY) ?? 'null') as Place | null;
    return place?.id === id ? place.head : undefined;
  } catch {
    return undefined;
  }
}
