import { ownStorage } from '@/lib/platform/client/browser-storage';

/** Models used on each connection, newest first, remembered in this browser. */
const STORAGE_KEY = 'playground.recent-models';
/** The model that a new connection starts with, until one was used there: of each connection one. */
const FIRST_KEY = 'playground.first-models';
const MAX_MODELS = 6;
const MAX_CONNECTIONS = 30;

type Recent = Readonly<Record<string, readonly string[]>>;

/** The same record with a model moved to the front of its connection's list, and its connection to the end. */
export function withRecentModel(recent: Recent, connectionId: string, model: string): Recent {
  const { [connectionId]: models = [], ...others } = recent;
  const recentOthers = Object.entries(others).slice(-(MAX_CONNECTIONS - 1));
  return {
    ...Object.fromEntries(recentOthers),
    [connectionId]: [model, ...models.filter((other) => other !== model)].slice(0, MAX_MODELS),
  };
}

/** Reads what was stored; anything but lists of names is ignored. */
export function readRecentModels(text: string | null): Recent {
  const recent: Record<string, readonly string[]> = {};
  try {
    const stored: unknown = JSON.parse(text ?? '{}');
    if (typeof stored !== 'object' || stored === null) return recent;
    for (const [connectionId, models] of Object.entries(stored)) {
      if (!Array.isArray(models)) continue;
      recent[connectionId] = models.filter((model) => typeof model === 'string').slice(0, MAX_MODELS);
    }
  } catch {
    // Not valid: as if there were none.
  }
  return recent;
}

export function recentModels(connectionId: string): readonly string[] {
  return readStored(STORAGE_KEY)[connectionId] ?? [];
}

/** What `noteFirstModel` said of this connection. */
export function firstModel(connectionId: string): string | undefined {
  return readStored(FIRST_KEY)[connectionId]?.[0];
}

/** Called when a run starts: looking at a model is not using it. */
export function noteModelUsed(connectionId: string, model: string): void {
  store(STORAGE_KEY, connectionId, model);
}

/** Called when somebody was told which model a connection starts with. */
export function noteFirstModel(connectionId: string, model: string): void {
  store(FIRST_KEY, connectionId, model);
}

function store(key: string, connectionId: string, model: string): void {
  try {
    ownStorage('local').setItem(key, JSON.stringify(withRecentModel(readStored(key), connectionId, model)));
  } catch {
    // Storage is blocked or full: only a convenience is lost.
  }
}

function readStored(key: string): Recent {
  try {
    return readRecentModels(ownStorage('local').getItem(key));
  } catch {
    return {};
  }
}
