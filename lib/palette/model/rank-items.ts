import { matchWords, queryWords, type SearchedText, searchedText, type WordMatch } from './match-words';

/** Something that the palette offers. */
export interface PaletteItem {
  /** Unique in the palette. */
  readonly id: string;
  readonly label: string;
  /** The heading that it stands under. */
  readonly group: string;
  /** Behind the label, fainter: where a model is, when a run was. It is searched as well. */
  readonly detail?: string;
  readonly keys?: string | undefined;
  /** Other words by which it is found; not shown. */
  readonly also?: string | undefined;
  /** Why it cannot be used now. */
  readonly blocked?: string | null | undefined;
  /** It is what holds now: the model or preset in use. */
  readonly current?: boolean;
  readonly run: () => unknown;
}

export interface FoundItem {
  readonly item: PaletteItem;
  /** Ranges of the label and of the detail that were found. */
  readonly label: WordMatch['ranges'];
  readonly detail: WordMatch['ranges'];
}

export interface FoundGroup {
  readonly group: string;
  readonly found: readonly FoundItem[];
  /** How many more there are. */
  readonly more: number;
}

/** In a group before anything is typed, and then. */
const FEW = 4;
const MANY = 8;
export const RECENT_GROUP = 'Recently used';
/** What a use adds to the score: most for the newest, less for each older one. */
const RECENT = 4;
/** What is found in other words than the label counts less. */
const IN_DETAIL = 0.6;

interface Searched {
  readonly item: PaletteItem;
  readonly label: SearchedText;
  readonly detail: SearchedText;
  readonly also: SearchedText;
}

/** Folds the items once, for all queries. */
export function searchItems(items: readonly PaletteItem[]): readonly Searched[] {
  return items.map((item) => ({
    item,
    label: searchedText(item.label),
    detail: searchedText(item.detail ?? ''),
    also: searchedText(`${item.also ?? ''} ${item.group}`),
  }));
}

/**
 * What matches, best first, by group: the group of the best match first. Without a query the first few of each
 * group, after those that were used last.
 * @param recent ids of used items, newest first
 */
export function rankItems(
  searched: readonly Searched[],
  query: string,
  recent: readonly string[],
): readonly FoundGroup[] {
  const words = queryWords(query);
  const used = new Map(recent.map((id, at) => [id, at]));
  if (words.length === 0) return firstOfAll(searched, used);
  const scored = searched.flatMap((one, order) => {
    const match = matchItem(words, one);
    if (!match) return [];
    const at = used.get(one.item.id);
    const recency = at === undefined ? 0 : RECENT / (1 + at / 4);
    // A short label is the nearer one: more of it was typed. And what cannot be used stands last among equals.
    const { length } = one.label.folded;
    const score = match.score + recency - length / 60 - (one.item.blocked ? 0.5 : 0);
    return [{ ...match, score, order }];
  });
  scored.sort((a, b) => b.score - a.score || a.order - b.order);
  return grouped(scored, MANY);
}

/** Each word in the label, or else in the detail, or else in the words that are not shown. */
function matchItem(words: readonly string[], { item, label, detail, also }: Searched) {
  let score = 0;
  const inLabel: string[] = [];
  const inDetail: string[] = [];
  for (const word of words) {
    const own = matchWords([word], label);
    // Elsewhere only as it is typed: scattered letters are found in almost any longer text.
    const other = detail.folded.includes(word) ? matchWords([word], detail) : null;
    const hidden = also.folded.includes(word) ? matchWords([word], also) : null;
    const best = Math.max(
      own?.score ?? Number.NEGATIVE_INFINITY,
      (other?.score ?? Number.NEGATIVE_INFINITY) * IN_DETAIL,
      (hidden?.score ?? Number.NEGATIVE_INFINITY) * IN_DETAIL,
    );
    if (best === Number.NEGATIVE_INFINITY) return null;
    score += best;
    if (own && own.score === best) inLabel.push(word);
    else if (other && other.score * IN_DETAIL === best) inDetail.push(word);
  }
  return {
    item,
    score,
    label: matchWords(inLabel, label)?.ranges ?? [],
    detail: matchWords(inDetail, detail)?.ranges ?? [],
  };
}

function firstOfAll(searched: readonly Searched[], used: ReadonlyMap<string, number>): readonly FoundGroup[] {
  const plain = searched.map(({ item }) => ({ item, label: [], detail: [] }));
  const last = plain
    .filter(({ item }) => used.has(item.id))
    .sort((a, b) => (used.get(a.item.id) ?? 0) - (used.get(b.item.id) ?? 0))
    .slice(0, FEW);
  const others = grouped(
    plain.filter((found) => !last.includes(found)),
    FEW,
  );
  return last.length === 0 ? others : [{ group: RECENT_GROUP, found: last, more: 0 }, ...others];
}

function grouped(items: readonly FoundItem[], most: number): readonly FoundGroup[] {
  const groups = new Map<string, FoundItem[]>();
  for (const { item, label, detail } of items) {
    const group = groups.get(item.group) ?? [];
    if (group.length === 0) groups.set(item.group, group);
    group.push({ item, label, detail });
  }
  return [...groups].map(([group, found]) => ({
    group,
    found: found.slice(0, most),
    more: Math.max(0, found.length - most),
  }));
}
