/** A vocabulary as js-tiktoken ships it (`js-tiktoken/ranks/…`). */
export interface BytePairRanks {
  /** The pattern that splits a text into words before any are merged. */
  readonly pat_str: string;
  /** Lines of `! <first id> <token in base64> …`, ids ascending. */
  readonly bpe_ranks: string;
  readonly special_tokens: Readonly<Record<string, number>>;
}

export interface BytePairTokens {
  readonly ids: Uint32Array;
  /** For each token, where it ends in the text's UTF-8. */
  readonly ends: Uint32Array;
}

export interface BytePairEncoder {
  encode(text: string): BytePairTokens;
  /** Null: there is no such token. */
  bytesOf(id: number): Uint8Array | null;
}

/**
 * OpenAI's tokenizers. js-tiktoken has the vocabularies and an encoder, whose time grows with the square of a word's
 * length: four thousand equal signs take it two seconds. This one merges by a heap and takes O(n log n); the tests compare them.
 * Special tokens that are written in the text are read as such, as completions do.
 */
export function createBytePairEncoder({
  pat_str,
  bpe_ranks,
  special_tokens,
}: BytePairRanks): BytePairEncoder {
  /** By the token's bytes as characters up to U+00FF. */
  const rankOf = new Map<string, number>();
  const bytesOf = new Map<number, string>();
  const add = (bytes: string, id: number) => {
    rankOf.set(bytes, id);
    bytesOf.set(id, bytes);
  };
  for (const line of bpe_ranks.split('\n')) {
    const [, first, ...tokens] = line.split(' ');
    for (const [index, token] of tokens.entries()) add(atob(token), Number(first) + index);
  }
  const utf8 = new TextEncoder();
  const special = new Map(Object.entries(special_tokens));
  const specialBytes = new Map([...special].map(([text, id]) => [id, utf8.encode(text)]));
  const words = new RegExp(pat_str, 'gu');
  const specials = new RegExp([...special.keys()].map(escapePattern).join('|'), 'g');
  /** Words repeat: most of a text is looked up. */
  const seen = new Map<string, readonly number[]>();

  function encodeWord(word: string): readonly number[] {
    const known = seen.get(word);
    if (known !== undefined) return known;
    const bytes = latin1(utf8.encode(word));
    const whole = rankOf.get(bytes);
    const ids = whole === undefined ? merge(bytes, rankOf) : [whole];
    if (word.length <= MAX_SEEN_LENGTH) {
      if (seen.size >= MAX_SEEN) seen.clear();
      seen.set(word, ids);
    }
    return ids;
  }

  return {
    encode(text) {
      const ids: number[] = [];
      const ends: number[] = [];
      let end = 0;
      const push = (id: number, length: number) => {
        end += length;
        ids.push(id);
        ends.push(end);
      };
      const pushPlain = (part: string) => {
        for (const [word] of part.matchAll(words)) {
          for (const id of encodeWord(word)) push(id, bytesOf.get(id)?.length ?? 0);
        }
      };
      let at = 0;
      if (special.size > 0) {
        for (const { 0: found, index } of text.matchAll(specials)) {
          pushPlain(text.slice(at, index));
          push(special.get(found) ?? 0, found.length);
          at = index + found.length;
        }
      }
      pushPlain(text.slice(at));
      return { ids: Uint32Array.from(ids), ends: Uint32Array.from(ends) };
    },
    bytesOf(id) {
      const bytes = bytesOf.get(id);
      if (bytes === undefined) return specialBytes.get(id) ?? null;
      return Uint8Array.from(bytes, (character) => character.charCodeAt(0));
    },
  };
}

const MAX_SEEN = 50_000;
const MAX_SEEN_LENGTH = 100;

/** Merges the pair of the lowest rank, the leftmost first, until none is in the vocabulary. */
function merge(bytes: string, rankOf: ReadonlyMap<string, number>): number[] {
  const { length } = bytes;
  /** Where the part that begins here ends; 0: none begins here any more. */
  const end = Uint32Array.from({ length }, (_, at) => at + 1);
  /** Where the part before the one that begins here begins. */
  const before = Int32Array.from({ length }, (_, at) => at - 1);
  const heap = createHeap();
  const offer = (at: number) => {
    const next = end[at] as number;
    if (next >= length) return;
    const rank = rankOf.get(bytes.slice(at, end[next]));
    if (rank !== undefined) heap.push({ rank, at, until: end[next] as number });
  };
  for (let at = 0; at < length; at += 1) offer(at);
  for (let pair = heap.pop(); pair !== undefined; pair = heap.pop()) {
    const { at, until } = pair;
    const next = end[at] as number;
    // One of its parts has been merged with another meanwhile.
    if (next === 0 || next >= length || end[next] !== until) continue;
    end[at] = until;
    end[next] = 0;
    if (until < length) before[until] = at;
    offer(at);
    const previous = before[at] as number;
    if (previous >= 0) offer(previous);
  }
  const ids: number[] = [];
  for (let at = 0; at < length; at = end[at] as number) {
    const id = rankOf.get(bytes.slice(at, end[at]));
    if (id !== undefined) ids.push(id);
  }
  return ids;
}

interface Pair {
  readonly rank: number;
  readonly at: number;
  readonly until: number;
}

/** A binary heap, the first pair to merge on top. */
function createHeap() {
  const pairs: Pair[] = [];
  const isFirst = (a: number, b: number) => {
    const [one, other] = [pairs[a] as Pair, pairs[b] as Pair];
    return one.rank < other.rank || (one.rank === other.rank && one.at < other.at);
  };
  const swap = (a: number, b: number) => {
    [pairs[a], pairs[b]] = [pairs[b] as Pair, pairs[a] as Pair];
  };
  return {
    push(pair: Pair) {
      pairs.push(pair);
      for (let at = pairs.length - 1; at > 0; ) {
        const above = (at - 1) >> 1;
        if (!isFirst(at, above)) break;
        swap(at, above);
        at = above;
      }
    },
    pop(): Pair | undefined {
      if (pairs.length === 0) return undefined;
      swap(0, pairs.length - 1);
      const first = pairs.pop();
      for (let at = 0; ; ) {
        let least = at;
        for (const below of [2 * at + 1, 2 * at + 2]) {
          if (below < pairs.length && isFirst(below, least)) least = below;
        }
        if (least === at) return first;
        swap(at, least);
        at = least;
      }
    },
  };
}

function latin1(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}

function escapePattern(text: string): string {
  return text.replace(/[\\^$*+?.()|[\]{}]/g, '\\$&');
}
