import type { DocumentNode } from '@/lib/documents/model/document-node';
import type { NodeId } from '@/lib/documents/model/document-tree';
import { ownStorage } from '@/lib/platform/client/browser-storage';
import { newUuid } from '@/lib/platform/client/uuid';
import type { Unsaved } from './session-generations';

/**
 * What the server does not have yet of a document, in this browser's storage. Each step is stored by itself, so that a
 * long time without a network costs no more with every step; and each page stores its own, since two pages may end one
 * generation with different texts.
 */
export interface UnsavedSteps {
  /** False: it does not fit, or storage is blocked. */
  put(nodes: readonly DocumentNode[]): boolean;
  putPlace(place: UnsavedPlace): boolean;
  /** The server has them: those of other pages that are the same are removed, too. */
  remove(nodes: readonly DocumentNode[]): void;
  /** Nothing is unsaved any more. */
  clear(): void;
  read(): StoredDocument;
}

export interface StoredStep {
  /** Of the page that has written it. */
  readonly page: string;
  readonly node: DocumentNode;
}

export interface StoredDocument {
  /** In the order in which they were written. */
  readonly steps: readonly StoredStep[];
  readonly place: UnsavedPlace | null;
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
/** Then a page that has stored something is taken for gone. */
const KEEP_MS = 24 * 60 * 60_000;

interface StoredNode {
  /** Milliseconds since 1970, or later: each step has a higher one. */
  readonly at: number;
  readonly node: DocumentNode;
}

export function unsavedSteps(documentId: string): UnsavedSteps {
  const placeKey = PREFIX + documentId;
  const page = newUuid();
  const keyOf = (id: string) => `${placeKey}.${page}.${id}`;
  let count = 0;

  /** What is stored of the document's steps. */
  function entries(): { key: string; page: string; id: string }[] {
    const storage = ownStorage('local');
    const keys = Array.from({ length: storage.length }, (_, at) => storage.key(at) ?? '');
    return keys.flatMap((key) => {
      const [page, id] = key.startsWith(`${placeKey}.`) ? key.slice(placeKey.length + 1).split('.') : [];
      return page !== undefined && id !== undefined ? [{ key, page, id }] : [];
    });
  }

  const readNode = (key: string) => parsed<StoredNode>(ownStorage('local').getItem(key));

  return {
    put(nodes) {
      return attempt(() => {
        for (const node of nodes) {
          count = Math.max(Date.now(), count + 1);
          ownStorage('local').setItem(
            keyOf(node.id),
            JSON.stringify({ at: count, node } satisfies StoredNode),
          );
        }
      });
    },
    putPlace: (place) => attempt(() => ownStorage('local').setItem(placeKey, JSON.stringify(place))),
    remove(nodes) {
      const saved = new Map(nodes.map((node) => [node.id, JSON.stringify(node)]));
      attempt(() => {
        for (const { key, page: of, id } of entries()) {
          if (!saved.has(id)) continue;
          const isSame = of === page || saved.get(id) === JSON.stringify(readNode(key)?.node);
          if (isSame) ownStorage('local').removeItem(key);
        }
      });
    },
    clear() {
      attempt(() => {
        ownStorage('local').removeItem(placeKey);
        // What a page that has crashed had written, and is saved under another id.
        for (const { key, page: of } of entries()) {
          const isOld = (readNode(key)?.at ?? 0) < Date.now() - KEEP_MS;
          if (of === page || isOld) ownStorage('local').removeItem(key);
        }
      });
    },
    read() {
      const found: (StoredStep & { at: number })[] = [];
      let place: UnsavedPlace | null = null;
      attempt(() => {
        place = parsed<UnsavedPlace>(ownStorage('local').getItem(placeKey));
        for (const { key, page: of } of entries()) {
          const stored = readNode(key);
          if (stored) found.push({ page: of, node: stored.node, at: stored.at });
        }
      });
      return { steps: found.sort((a, b) => a.at - b.at), place };
    },
  };
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

/** The documents of which this browser has something that the server does not. */
export function unsavedDocumentIds(): readonly string[] {
  const ids = new Set<string>();
  attempt(() => {
    const storage = ownStorage('local');
    for (let at = 0; at < storage.length; at += 1) {
      const key = storage.key(at) ?? '';
      if (key.startsWith(PREFIX)) ids.add(key.slice(PREFIX.length).split('.')[0] ?? '');
    }
  });
  ids.delete('');
  return [...ids];
}

/** Forgets all of it, whichever page has written it: nobody can take it any more. */
export function discardUnsaved(documentId: string): void {
  attempt(() => {
    const storage = ownStorage('local');
    const keys = Array.from({ length: storage.length }, (_, at) => storage.key(at) ?? '');
    const own = PREFIX + documentId;
    for (const key of keys) if (key === own || key.startsWith(`${own}.`)) storage.removeItem(key);
  });
}
