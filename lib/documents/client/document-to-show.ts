import type { DocumentNode } from '@/lib/documents/model/document-node';
import type { DocumentText } from '@/lib/documents/model/document-text';
import type { NodeId } from '@/lib/documents/model/document-tree';
import type { DocumentDetail } from '@/lib/documents/model/documents';
import { newUuid } from '@/lib/platform/client/uuid';
import type { Unsaved } from './document-session';
import type { UnsavedPlace } from './unsaved-steps';

/** A document as a page begins to show it. */
export interface DocumentToShow {
  /** Null: the server does not have it. */
  readonly detail: Pick<DocumentDetail, 'revision' | 'head'> | null;
  readonly title: string | null;
  /** Parents before their children. */
  readonly nodes: readonly DocumentNode[];
  readonly head: NodeId;
  /** At the head; null: to be derived from the steps. */
  readonly text: DocumentText | null;
  /** Steps that the server does not have. */
  readonly pending: readonly DocumentNode[];
  /** Ids of stored steps that are pending under other ids, or that the server has. */
  readonly stale: readonly string[];
  readonly unsaved: Unsaved | null;
}

export const NOTHING_YET: DocumentToShow = {
  ...{ detail: null, title: null, nodes: [], head: null, text: null, pending: [], stale: [], unsaved: null },
};

/** What the server has of a document together with what this browser has beside. */
export function documentToShow(
  detail: DocumentDetail | null,
  stored: { readonly nodes: readonly DocumentNode[]; readonly place: UnsavedPlace | null },
  headOfTab: NodeId | undefined,
): DocumentToShow {
  const { place } = stored;
  const nodes = new Map(detail?.nodes.map((node) => [node.id, node]));
  const pending: DocumentNode[] = [];
  const newIds = new Map<string, string>();
  const stale: string[] = [];
  const idOf = (id: NodeId) => (id === null ? null : (newIds.get(id) ?? id));
  let replaces = false;
  for (const node of stored.nodes) {
    const saved = nodes.get(node.id);
    const isOlder = saved !== undefined && !saved.open && node.open;
    if (isOlder || (node.parentId !== null && !nodes.has(idOf(node.parentId) ?? ''))) {
      if (isOlder) stale.push(node.id);
      continue;
    }
    // Another page has ended the generation with another text, or this step comes after such a one.
    const differs = saved !== undefined && !saved.open && !hasSameText(saved, node);
    if (differs || idOf(node.parentId) !== node.parentId) {
      newIds.set(node.id, newUuid());
      stale.push(node.id);
    } else if (saved !== undefined) replaces = true;
    const added = { ...node, id: idOf(node.id) ?? node.id, parentId: idOf(node.parentId) };
    nodes.set(added.id, added);
    pending.push(added);
  }
  const isThere = (id: NodeId | undefined): id is NodeId =>
    id === null || (id !== undefined && nodes.has(id));
  const heads = [headOfTab && idOf(headOfTab), place && idOf(place.head), detail?.head];
  const head = heads.find((id) => id !== null && isThere(id)) ?? null;
  const isSavedText = detail !== null && head === detail.head && !replaces;
  return {
    detail,
    title: place && !place.isCreated ? place.title : (detail?.title ?? null),
    nodes: [...nodes.values()],
    head,
    text: isSavedText ? { text: detail.text, spans: detail.spans } : null,
    pending,
    stale,
    unsaved:
      place !== null && head === idOf(place.head) && nodes.get(head ?? '')?.open ? place.unsaved : null,
  };
}

function hasSameText(a: DocumentNode, b: DocumentNode): boolean {
  return a.parentId === b.parentId && JSON.stringify(a.changes) === JSON.stringify(b.changes);
}
