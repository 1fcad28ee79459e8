import { ownStorage } from '@/lib/platform/client/browser-storage';

/** Models used on each connection, newest first, remembered in this browser. */
const STORAGE_KEY = 'playground.recent-models';
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
  return readStored()[connectionId] ?? [];
}

/** Called when a run starts: looking at a model is not using it. */
export function noteModelUsed(connectionId: string, model: string): void {
  try {
    ownStorage('local').setItem(
      STORAGE_KEY,
      JSON.stringify(withRecentModel(readStored(), connectionId, model)),
    );
  } catch {
    // Storage is blocked or full: only a convenience is lost.
  }
}

function readStored(): Recent {
  try {
    return readRecentModels(ownStorage('local').getItem(STORAGE_KEY));
  } catch {
    return {};
  }
}
