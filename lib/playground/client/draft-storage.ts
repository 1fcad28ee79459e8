import type { OwnedStorage } from '@/lib/platform/client/browser-owner';
import { type Draft, type ReadDraft, readDraft, serializeDraft } from './draft';

/**
 * Drafts in the browser's storage: one per tab in `localStorage` (which survives a crash), found by an id in
 * `sessionStorage` (which survives a reload). A new tab starts from the newest draft of all tabs.
 */

/** More than people have tabs open; the oldest drafts beyond that are deleted. */
const MAX_DRAFTS = 12;
const DRAFT_PREFIX = 'playground.draft.';
const UNREADABLE_PREFIX = 'playground.unreadable-draft.';
const TAB_KEY = 'playground.tab';

export interface DraftStorages {
  readonly local: OwnedStorage;
  readonly session: OwnedStorage;
  readonly now: () => number;
  readonly newTabId: () => string;
}

/** `full`: the browser's storage is full. `blocked`: it allows none at all (private mode, policy). */
export type SaveOutcome = 'saved' | 'full' | 'blocked';

/** The id of this tab, created at its first use. */
export function tabId(storages: DraftStorages): string {
  const known = attempt(() => storages.session.getItem(TAB_KEY));
  return known ?? renewTabId(storages);
}

/**
 * A new id for this tab: a duplicated tab copies the id of the original, and both would write to one draft.
 */
export function renewTabId(storages: DraftStorages): string {
  const id = storages.newTabId();
  attempt(() => storages.session.setItem(TAB_KEY, id));
  return id;
}

/** This tab's draft, else the newest of any tab, else null. Deletes drafts beyond `MAX_DRAFTS`. */
export function loadDraft(storages: DraftStorages, tab: string): Draft | null {
  const key = DRAFT_PREFIX + tab;
  const all = listDrafts(storages);
  const own = all.find((stored) => stored.key === key);
  const others = all.filter((stored) => stored.key !== key);
  for (const old of others.slice(MAX_DRAFTS - 1)) attempt(() => storages.local.removeItem(old.key));
  const found = own ?? others[0];
  if (!found) return null;
  // A draft that this version cannot fully read is stashed before it is overwritten.
  if (!found.whole) attempt(() => storages.local.setItem(UNREADABLE_PREFIX + storages.now(), found.text));
  return found.draft;
}

/** Writes the draft; when storage is full, the oldest drafts of other tabs are deleted. */
export function saveDraft(storages: DraftStorages, tab: string, draft: Draft): SaveOutcome {
  const key = DRAFT_PREFIX + tab;
  const text = serializeDraft(draft, storages.now());
  let others: StoredDraft[] | null = null;
  for (;;) {
    try {
      storages.local.setItem(key, text);
      return 'saved';
    } catch (error) {
      if (!isQuotaError(error)) return 'blocked';
      others ??= listDrafts(storages).filter((other) => other.key !== key);
      const oldest = others.pop();
      if (!oldest) return 'full';
      attempt(() => storages.local.removeItem(oldest.key));
    }
  }
}

interface StoredDraft extends ReadDraft {
  readonly key: string;
  readonly text: string;
}

/** Newest first. */
function listDrafts(storages: DraftStorages): StoredDraft[] {
  const found: StoredDraft[] = [];
  const count = attempt(() => storages.local.length) ?? 0;
  for (let position = 0; position < count; position += 1) {
    const key = attempt(() => storages.local.key(position));
    if (!key?.startsWith(DRAFT_PREFIX)) continue;
    const text = attempt(() => storages.local.getItem(key));
    const read = text === null ? null : readDraft(text);
    if (read && text !== null) found.push({ ...read, key, text });
  }
  return found.sort((a, b) => b.savedAt - a.savedAt);
}

function isQuotaError(error: unknown): boolean {
  return error instanceof Error && /quota/i.test(`${error.name} ${error.message}`);
}

/** Any access to storage throws when a browser forbids it. */
function attempt<Value>(work: () => Value): Value | null {
  try {
    return work();
  } catch {
    return null;
  }
}
