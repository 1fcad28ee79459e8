import type { DocumentNode } from '@/lib/documents/model/document-node';
import type { NodeId } from '@/lib/documents/model/document-tree';
import { ownStorage } from '@/lib/platform/client/browser-storage';
import type { Unsaved } from './document-session';

/**
 * What the server does not have yet of a document, in this browser's storage: each step by itself, so that a long time
 * without a network costs no more with every step. Other tabs of the document add theirs beside.
 */
export interface UnsavedSteps {
  /** False: it does not fit, or storage is blocked. */
  put(nodes: readonly DocumentNode[]): boolean;
  putPlace(place: UnsavedPlace): boolean;
  /** The server has them. */
  remove(ids: readonly string[]): void;
  /** Nothing is unsaved any more. */
  clearPlace(): void;
  /** Steps in the order in which they were written. */
  read(): { readonly nodes: DocumentNode[]; readonly place: UnsavedPlace | null };
}

export interface UnsavedPlace {
  readonly head: NodeId;
  readonly title: string | null;
  /** The server knows the document. */
  readonly isCreated: boolean;
  /** The generation at the head, and what was typed meanwhile. */
  readonly unsaved: Unsaved | null;
}

const PREFIX = 'playground.document.';

interface StoredNode {
  readonly at: number;
  readonly node: DocumentNode;
}

export function unsavedSteps(documentId: string): UnsavedSteps {
  const placeKey = `${PREFIX}${documentId}`;
  const nodePrefix = `${placeKey}.`;
  let count = Date.now();
  return {
    put(nodes) {
      const storage = ownStorage('local');
      return attempt(() => {
        for (const node of nodes) {
          count += 1;
          const stored: StoredNode = { at: count, node };
          storage.setItem(nodePrefix + node.id, JSON.stringify(stored));
        }
      });
    },
    putPlace: (place) => attempt(() => ownStorage('local').setItem(placeKey, JSON.stringify(place))),
    remove(ids) {
      attempt(() => {
        for (const id of ids) ownStorage('local').removeItem(nodePrefix + id);
      });
    },
    clearPlace() {
      attempt(() => ownStorage('local').removeItem(placeKey));
    },
    read() {
      const storage = ownStorage('local');
      const found: StoredNode[] = [];
      let place: UnsavedPlace | null = null;
      attempt(() => {
        place = parsed<UnsavedPlace>(storage.getItem(placeKey));
        const keys = Array.from({ length: storage.length }, (_, at) => storage.key(at) ?? '');
        for (const key of keys) {
          const stored = key.startsWith(nodePrefix) ? parsed<StoredNode>(storage.getItem(key)) : null;
          if (stored) found.push(stored);
        }
      });
      return { nodes: parentsFirst(found), place };
    },
  };
}

/**
 * A step that was written again (an opened generation that has ended) has a later number than what came after it, and
 * two tabs count for themselves.
 */
function parentsFirst(stored: readonly StoredNode[]): DocumentNode[] {
  const nodes = new Map([...stored].sort((a, b) => a.at - b.at).map(({ node }) => [node.id, node]));
  const sorted = new Map<string, DocumentNode>();
  for (const first of nodes.values()) {
    const line: DocumentNode[] = [];
    for (let node: DocumentNode | undefined = first; node && !sorted.has(node.id); ) {
      line.push(node);
      node = nodes.get(node.parentId ?? '');
    }
    for (const node of line.reverse()) sorted.set(node.id, node);
  }
  return [...sorted.values()];
}

function parsed<Value>(text: string | null): Value | null {
  if (text === null) return null;
  try {
    return JSON.parse(text) as Value;
  } catch {
    return null;
  }
}

function attempt(work: () => void): boolean {
  try {
    work();
    return true;
  } catch {
    return false;
  }
}
