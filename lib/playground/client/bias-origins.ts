import { useStore } from 'zustand';
import type { TokenSource } from '@/lib/connections/client/tokens/count-tokens';
import { ownStorage } from '@/lib/platform/client/browser-storage';
import { createBrowserStore } from '@/lib/platform/client/browser-store';
import { isRecord, parseOwnJson } from '@/lib/protocol/response/wire-json';

/** Which word an id was chosen for, and by whose tokenizer: the same number is another token elsewhere. */
export interface BiasOrigin {
  readonly label: string;
  /** Of the tokenizer. */
  readonly key: string;
  readonly name: string;
}

const STORAGE_KEY = 'playground.bias-origins';
/** Ids that are remembered; the oldest are forgotten. */
const MAX_ORIGINS = 300;

interface State {
  /** By id, oldest first. */
  readonly origins: ReadonlyMap<string, BiasOrigin>;
}

const store = createBrowserStore<State>({ origins: new Map() }, () => ({ origins: readStored() }));

/** Remembers what an id meant when it was chosen. */
export function noteBiasOrigin(id: string, label: string, { key, name }: TokenSource): void {
  const others = [...store.getState().origins].filter(([other]) => other !== id);
  const entries = [...others, [id, { label, key, name }] as const].slice(-MAX_ORIGINS);
  store.setState({ origins: new Map(entries) });
  try {
    ownStorage('local').setItem(STORAGE_KEY, JSON.stringify(entries));
  } catch {
    // Full or blocked: remembered until the page is reloaded.
  }
}

export function useBiasOrigins(): State['origins'] {
  return useStore(store, ({ origins }) => origins);
}

/**
 * What an id meant where it was chosen, when it means something else now; null: nothing is known against it.
 *
 * @param now the model's tokenizer and the id's text by it; null: they are not known
 */
export function strangeOrigin(
  origin: BiasOrigin | undefined,
  now: { readonly key: string; readonly label: string | undefined } | null,
): BiasOrigin | null {
  if (origin === undefined || now === null || origin.key === now.key) return null;
  return origin.label === now.label ? null : origin;
}

function readStored(): State['origins'] {
  try {
    return readBiasOrigins(ownStorage('local').getItem(STORAGE_KEY));
  } catch {
    return new Map();
  }
}

/** Reads what was stored; anything else is ignored. */
export function readBiasOrigins(text: string | null): State['origins'] {
  const stored = parseOwnJson(text ?? '');
  const origins = new Map<string, BiasOrigin>();
  if (!Array.isArray(stored)) return origins;
  for (const entry of stored.slice(-MAX_ORIGINS)) {
    const [id, origin]: unknown[] = Array.isArray(entry) ? entry : [];
    if (typeof id !== 'string' || !isRecord(origin)) continue;
    const { label, key, name } = origin;
    if (typeof label !== 'string' || typeof key !== 'string' || typeof name !== 'string') continue;
    origins.set(id, { label, key, name });
  }
  return origins;
}
