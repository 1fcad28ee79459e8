import type { Model } from '@/lib/connections/model/connections';

export interface FoundModels {
  /** Used here before, newest first. */
  readonly recent: readonly Model[];
  /** All others: better matches first, otherwise in the server's order. */
  readonly others: readonly Model[];
  /** Whether the search is exactly the name of a shown model. */
  readonly exact: boolean;
}

/** UTF-16 units of a search: no name is longer, and each word is searched in thousands of names. */
const MAX_SEARCH = 300;

/** Finds models by words in any order, all of which must occur: `llama 8b` finds `meta/Llama-3.1-8B`. */
export function findModels(
  models: readonly Model[],
  recentIds: readonly string[],
  search: string,
): FoundModels {
  const words = search.slice(0, MAX_SEARCH).toLowerCase().split(/\s+/).filter(Boolean);
  const matches = (id: string) => {
    const lower = id.toLowerCase();
    return words.every((word) => lower.includes(word));
  };
  const listed = new Map(models.map((model) => [model.id, model]));
  const recent = recentIds.filter(matches).map((id) => listed.get(id) ?? { id, ownedBy: null });
  const recentSet = new Set(recentIds);
  const first = words[0];
  const others = models
    .filter((model) => !recentSet.has(model.id) && matches(model.id))
    .map((model, position) => ({ model, position, starts: first !== undefined && starts(model.id, first) }))
    .sort((a, b) => Number(b.starts) - Number(a.starts) || a.position - b.position)
    .map(({ model }) => model);
  const name = search.trim();
  return { recent, others, exact: [...recent, ...others].some((model) => model.id === name) };
}

/** A match at the start of a part of the name ranks above one inside it. */
function starts(id: string, word: string): boolean {
  const lower = id.toLowerCase();
  const at = lower.indexOf(word);
  return at === 0 || '/-_:. '.includes(lower.charAt(at - 1));
}
