import { derivedId } from '@/lib/documents/model/derived-id';
import { MAX_NODES_OF_SAVE } from '@/lib/documents/model/document-limits';
import type { DocumentNode } from '@/lib/documents/model/document-node';
import { type NodeId, parentsFirst } from '@/lib/documents/model/document-tree';
import type { Saved, StepsToSave } from '@/lib/documents/model/documents';
import { ApiError } from '@/lib/platform/client/http/api-error';
import type { DocumentSession } from './document-session';
import type { UnsavedSteps } from './unsaved-steps';

/** Where the text is safe: see `DocumentStatus.saving`. */
export interface SavingState {
  readonly saving: 'saved' | 'saving' | 'local' | 'full' | 'refused';
  readonly why: string | null;
}

export interface SaverOptions {
  readonly session: DocumentSession;
  readonly stored: UnsavedSteps;
  /** Sends a save. Throws `ApiError`. */
  readonly send: (save: StepsToSave, keepalive: boolean) => Promise<Saved>;
  /** Steps that the server does not have yet. */
  readonly pending: readonly DocumentNode[];
  /** The revision that the page knows; 0: the server does not have the document. */
  readonly revision: number;
  /** As the server has it. */
  readonly head: NodeId;
  readonly title: () => string | null;
  readonly onState: (state: SavingState) => void;
  /** Steps of others have come. */
  readonly onForeign: (nodes: readonly DocumentNode[]) => void;
  /** Steps that this page has written. */
  readonly onOwn: (nodes: readonly DocumentNode[]) => void;
}

export interface DocumentSaver {
  /** Tries now: the network or the session is back. */
  retry(): void;
  /** The page may end at any moment: sends what there is. */
  leave(): void;
  /** The server has the document. */
  isCreated(): boolean;
  /** Nobody shows the document any more: saves the rest, and what its run still brings. Ends when all is saved or refused. */
  close(): Promise<void>;
  /** Somebody shows the document anew: sends no more. Ends with the save that is under way. */
  stop(): Promise<void>;
}

export const SAVE_EVERY_MS = 1_000;
const MAX_WAIT_MS = 30_000;
/** Characters of JSON of one save, unless a single step has more. */
const MAX_SAVE_LENGTH = 500_000;

/** Saves a document as it grows, one request at a time; keeps in this browser what the server does not have. */
export function createDocumentSaver(options: SaverOptions): DocumentSaver {
  const { session, stored, send, onState, onForeign, onOwn } = options;
  /** Steps that others have written. */
  const others = new Set<string>();
  const pending = new Map(options.pending.map((node) => [node.id, node]));
  let savedHead = options.head;
  let { revision } = options;
  let failures = 0;
  let fits = true;
  /** The save that is under way. */
  let sending: Promise<void> | null = null;
  let isStopped = false;
  /** Of a closed document: it is all saved, or will not be. */
  let onRest: (() => void) | null = null;
  /** Steps of others that have come, while the server has more of them. */
  let incoming: DocumentNode[] = [];
  let isBehind = false;
  let problem: SavingState | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const isDirty = () => pending.size > 0 || isBehind || (session.view().head !== savedHead && revision > 0);

  function report(): void {
    if (!isDirty()) {
      problem = null;
      failures = 0;
      onState({ saving: 'saved', why: null });
    } else onState(problem ?? { saving: 'saving', why: null });
  }

  function keep(nodes: readonly DocumentNode[]): void {
    const { head } = session.view();
    const place = { head, title: options.title(), isCreated: revision > 0, unsaved: session.unsaved() };
    const fitted = [stored.put(nodes), stored.putPlace(place)].every(Boolean);
    fits = fitted && (fits || stored.put([...pending.values()]));
    if (problem !== null && problem.saving !== 'refused' && problem.why !== BUSY_WHY) problem = awaiting();
  }

  function schedule(wait: number): void {
    clearTimeout(timer);
    if (isStopped) return;
    timer = setTimeout(() => {
      timer = undefined;
      save();
    }, wait);
  }

  function nextSave(all: boolean): { body: StepsToSave; nodes: DocumentNode[] } {
    const nodes: DocumentNode[] = [];
    let length = 0;
    for (const node of pending.values()) {
      length += all ? 0 : JSON.stringify(node).length;
      if (nodes.length === MAX_NODES_OF_SAVE || (length > MAX_SAVE_LENGTH && nodes.length > 0)) break;
      nodes.push(node);
    }
    const current = session.view().head;
    const isKnown = nodes.length === pending.size;
    const title = revision === 0 ? options.title() : null;
    const head = isKnown ? current : savedHead;
    return { body: { nodes, head, since: revision, ...(title !== null && { title }) }, nodes };
  }

  function save(): void {
    if (isStopped || sending !== null) return;
    if (isDirty()) sending = sendNext();
    else onRest?.();
  }

  async function sendNext(): Promise<void> {
    const { body, nodes } = nextSave(false);
    try {
      accept(await send(body, false), body, nodes);
      failures = 0;
      problem = null;
    } catch (error) {
      failures += 1;
      problem = problemOf(error);
    } finally {
      sending = null;
    }
    report();
    // Nobody waits for a closed document to be taken after all.
    if (!isDirty() || (onRest !== null && problem?.saving === 'refused')) onRest?.();
    else if (problem !== null) schedule(waitAfter(failures));
    else schedule(onRest === null ? SAVE_EVERY_MS : 0);
  }

  function accept(saved: Saved, { head }: StepsToSave, nodes: readonly DocumentNode[]): void {
    revision = Math.max(revision, saved.revision);
    const refused = new Set(saved.conflicts);
    if (!refused.has(head ?? '')) savedHead = head;
    const done = nodes.filter((node) => pending.get(node.id) === node && !refused.has(node.id));
    for (const { id } of done) pending.delete(id);
    stored.remove(done);
    for (const { id } of saved.nodes) others.add(id);
    if (saved.conflicts.length > 0) moveAside(saved);
    else if (saved.nodes.length > 0) incoming.push(...saved.nodes);
    isBehind = saved.more === true;
    if (!isBehind && incoming.length > 0) {
      session.addForeign(inOrder(incoming));
      incoming = [];
    }
    if (saved.nodes.length > 0) onForeign(saved.nodes);
    if (!isDirty() && session.unsaved() === null) stored.clear();
  }

  /** A parent that has changed later comes after its children. */
  function inOrder(nodes: readonly DocumentNode[]): DocumentNode[] {
    const ids = new Set(nodes.map(({ id }) => id));
    return parentsFirst([...session.view().tree.nodes.values(), ...nodes]).filter(({ id }) => ids.has(id));
  }

  /** Another page has closed a generation with another text: this page's version and what follows become a branch. */
  function moveAside({ conflicts, nodes }: Saved): void {
    const { tree } = session.view();
    const theirs = new Set(nodes.map(({ id }) => id));
    const ids = new Map<string, string>();
    for (const id of conflicts) {
      const node = tree.nodes.get(id);
      if (node && theirs.has(id)) ids.set(id, derivedId(node, node.parentId));
    }
    // What others have written after the generation comes after theirs.
    const own = [...tree.nodes.values()].filter(({ id }) => pending.has(id) && !others.has(id));
    const follow = new Set(
      own.flatMap(({ id, parentId }) => (ids.has(parentId ?? '') && !ids.has(id) ? [id] : [])),
    );
    const gone = [...ids.keys()].flatMap((id) => pending.get(id) ?? []);
    for (const { id } of gone) pending.delete(id);
    session.moveAside(ids, follow, nodes);
    // Parents first: the steps with their new ids have come last.
    const ordered = [...session.view().tree.nodes.keys()].flatMap((id) => pending.get(id) ?? []);
    pending.clear();
    for (const node of ordered) pending.set(node.id, node);
    stored.remove(gone);
  }

  function awaiting(): SavingState {
    return fits ? { saving: 'local', why: OFFLINE_WHY } : { saving: 'full', why: FULL_WHY };
  }

  function problemOf(error: unknown): SavingState {
    if (!(error instanceof ApiError)) return awaiting();
    const passes =
      error.status === 0 || error.status === 429 || (error.status >= 500 && error.status !== 507);
    if (error.status === 429 && fits) return { saving: 'local', why: BUSY_WHY };
    if (passes) return awaiting();
    return { saving: 'refused', why: error.status === 404 ? DELETED_WHY : error.message };
  }

  const forget = session.onSteps((nodes) => {
    for (const node of nodes) pending.set(node.id, node);
    if (nodes.length > 0) onOwn(nodes);
    keep(nodes);
    report();
    // Each step is saved a second later at the latest: a later one does not put that off.
    if (timer === undefined) schedule(SAVE_EVERY_MS);
  });
  // What is typed while a generation brings text is no step yet.
  const keeping = setInterval(() => {
    if (session.unsaved() !== null) keep([]);
  }, SAVE_EVERY_MS);

  if (isDirty()) {
    schedule(0);
    report();
  } else if (session.unsaved() === null) {
    // What a page that has crashed had noted: all of it is there.
    stored.clear();
  }

  return {
    isCreated: () => revision > 0,
    retry() {
      if (!isDirty()) return;
      failures = 0;
      schedule(0);
    },
    leave() {
      session.seal();
      if (session.unsaved() !== null) keep([]);
      if (!isDirty()) return;
      // Also what is on the way: it may not arrive.
      const { body, nodes } = nextSave(true);
      void send(body, true)
        .then(
          (saved) => accept(saved, body, nodes),
          () => undefined,
        )
        .then(report);
    },
    close() {
      session.seal();
      clearInterval(keeping);
      if (session.unsaved() !== null) keep([]);
      return new Promise((resolve) => {
        onRest = resolve;
        clearTimeout(timer);
        timer = undefined;
        save();
      });
    },
    async stop() {
      isStopped = true;
      forget();
      clearTimeout(timer);
      onRest?.();
      await sending;
    },
  };
}

function waitAfter(failures: number): number {
  return Math.min(SAVE_EVERY_MS * 2 ** failures, MAX_WAIT_MS);
}

const BUSY_WHY = 'Too many saves at once. Your text is kept in this browser and will be saved in a moment.';
const OFFLINE_WHY = "Can't reach the server. Your text is kept in this browser until it's back.";
const FULL_WHY =
  "Can't reach the server, and this browser's storage is full or blocked. Your text is only on this page. Don't close it.";
const DELETED_WHY = 'This document was deleted. Its text is only on this page. Copy it to keep it.';
