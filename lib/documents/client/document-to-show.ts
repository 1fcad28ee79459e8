import { derivedId } from '@/lib/documents/model/derived-id';
import type { DocumentNode } from '@/lib/documents/model/document-node';
import type { DocumentText } from '@/lib/documents/model/document-text';
import { type NodeId, parentsFirst } from '@/lib/documents/model/document-tree';
import type { DocumentDetail } from '@/lib/documents/model/documents';
import type { Unsaved } from './session-generations';
import type { StoredDocument, StoredStep } from './unsaved-steps';

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
  readonly unsaved: Unsaved | null;
}

export const NOTHING_YET: DocumentToShow = {
  ...{ detail: null, title: null, nodes: [], head: null, text: null, pending: [], unsaved: null },
};

/** What the server has of a document together with what this browser has beside. */
export function documentToShow(
  detail: DocumentDetail | null,
  stored: StoredDocument,
  headOfTab: NodeId | undefined,
): DocumentToShow {
  const { place, steps } = stored;
  const nodes = new Map(detail?.nodes.map((node) => [node.id, node]));
  const { pending, idOf, replaces } = mergeStored(nodes, steps);
  const isThere = (id: NodeId | undefined): id is string => typeof id === 'string' && nodes.has(id);
  const ofPlace = place && idOf(place.head);
  const head = [headOfTab && idOf(headOfTab), ofPlace, detail?.head].find(isThere) ?? null;
  const isSavedText = detail !== null && head === detail.head && !replaces;
  return {
    detail,
    title: place && !place.isCreated ? place.title : (detail?.title ?? null),
    nodes: parentsFirst([...nodes.values()]),
    head,
    text: isSavedText ? { text: detail.text, spans: detail.spans } : null,
    pending,
    unsaved: place !== null && head === ofPlace && nodes.get(head ?? '')?.open ? place.unsaved : null,
  };
}

/** Adds to the server's steps those that this browser has, and says which of them the server does not have. */
function mergeStored(nodes: Map<string, DocumentNode>, steps: readonly StoredStep[]) {
  const ofPage = new Map(steps.map((step) => [`${step.page} ${step.node.id}`, step]));
  const ofAny = new Map(steps.map((step) => [step.node.id, step]));
  const saved = new Map(nodes);
  /** Under which ids they are now; null: they are left out. */
  const newIds = new Map<StoredStep, string | null>();
  const pending: DocumentNode[] = [];
  let replaces = false;
  const parentStep = ({ page, node: { parentId } }: StoredStep) =>
    ofPage.get(`${page} ${parentId}`) ?? (saved.has(parentId ?? '') ? undefined : ofAny.get(parentId ?? ''));

  function add(step: StoredStep): string | null {
    const parent = parentStep(step);
    const parentId = parent ? (newIds.get(parent) ?? null) : step.node.parentId;
    if (step.node.parentId !== null && (parentId === null || !nodes.has(parentId))) return null;
    const node = { ...step.node, parentId };
    const other = nodes.get(node.id);
    if (other === undefined) return put(node);
    // Name, star or pruning of a step; or the end of a generation that is still open elsewhere.
    if (other.open || hasSameText(other, node)) {
      if (other.open && saved.has(node.id)) replaces = true;
      return put(node);
    }
    // From before the generation has ended; or another page has ended it with another text.
    return node.open ? node.id : put({ ...node, id: derivedId(node, parentId) });
  }

  function put(node: DocumentNode): string {
    nodes.set(node.id, node);
    pending.push(node);
    return node.id;
  }

  for (const first of steps) {
    const line: StoredStep[] = [];
    for (
      let step: StoredStep | undefined = first;
      step && !newIds.has(step) && line.length <= steps.length;
    ) {
      line.push(step);
      step = parentStep(step);
    }
    for (const step of line.reverse()) newIds.set(step, add(step));
  }
  const idOf = (id: NodeId) => {
    const step = ofAny.get(id ?? '');
    return step ? (newIds.get(step) ?? id) : id;
  };
  return { pending: [...new Map(pending.map((node) => [node.id, node])).values()], idOf, replaces };
}

function hasSameText(a: DocumentNode, b: DocumentNode): boolean {
  return a.parentId === b.parentId && JSON.stringify(a.changes) === JSON.stringify(b.changes);
}
