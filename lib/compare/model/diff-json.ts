import { ownCopy } from '@/lib/protocol/text/own-copy';
import { alignItems, type Pairing } from './json-align';
import { type JsonIds, jsonIds } from './json-ids';
import { type JsonTree, type NoJsonReason, parseJsonTree } from './json-tree';

/** Steps from the outermost value: keys of objects, shortened where they are very long, and indexes of lists. */
export type JsonPath = readonly (string | number)[];

export interface JsonRange {
  /** UTF-16 offsets. */
  readonly start: number;
  readonly end: number;
}

export interface JsonDifference {
  readonly kind: 'added' | 'removed' | 'changed' | 'moved';
  /** Where it is in the other text; for something removed, where it was in the reference. */
  readonly path: JsonPath;
  /** Where it was in the reference, when that differs: for what moved, or follows something that moved. */
  readonly referencePath: JsonPath | null;
  /** The values as written in the texts; null on the side without one. */
  readonly before: string | null;
  readonly after: string | null;
  /** Their ranges in the texts, a key with its value; null on the side without one. */
  readonly referenceRange: JsonRange | null;
  readonly otherRange: JsonRange | null;
}

export type JsonDiff =
  | { readonly ok: true; readonly differences: readonly JsonDifference[] }
  /** Compare by lines or words instead, and show why. */
  | {
      readonly ok: false;
      readonly side: 'reference' | 'other' | 'both';
      readonly reason: NoJsonReason;
      /** A sentence for people. */
      readonly message: string;
    };

/**
 * The structural difference of two JSON texts. The order of keys and white space do not matter, 1 and 1.0 are
 * equal. Items of lists are aligned by equality, then by `id`, `key` or `name`, then by index.
 */
export function diffJson(reference: string, other: string): JsonDiff {
  const before = parseJsonTree(reference);
  const after = parseJsonTree(other);
  if (!before.ok || !after.ok) {
    const side = before.ok ? 'other' : after.ok ? 'reference' : 'both';
    const reason = !after.ok ? after.reason : !before.ok ? before.reason : 'not-json';
    return { ok: false, side, reason, message: whyNot(side, reason) };
  }
  const differences: JsonDifference[] = [];
  const walk = new DifferenceWalk(reference, other, jsonIds(), differences);
  walk.values(whole(before.tree), whole(after.tree), false);
  return { ok: true, differences };
}

const WHY: Readonly<Record<NoJsonReason, string>> = {
  empty: 'is empty',
  'cut-off': 'ends before its JSON does',
  'not-json': "isn't JSON",
  'too-deep': 'is nested too deeply to compare by structure',
};

/** With faults on both sides, one reason may not be true of the other. */
function whyNot(side: 'reference' | 'other' | 'both', reason: NoJsonReason): string {
  if (side === 'both') return 'Neither output can be compared by structure.';
  return `${side === 'reference' ? 'The reference' : 'This output'} ${WHY[reason]}.`;
}

/** `a.b[0]["odd key"]`; empty for the outermost value. */
export function formatJsonPath(path: JsonPath): string {
  let written = '';
  for (const step of path) {
    if (typeof step === 'number') written += `[${step}]`;
    else if (/^[\p{L}_$][\p{L}\p{N}_$-]*$/u.test(step)) written += written === '' ? step : `.${step}`;
    else written += `[${JSON.stringify(step)}]`;
  }
  return written;
}

/** Length limit of a key in a path, in UTF-16 units: every difference inside the key's value repeats it. */
const MAX_KEY_LENGTH = 200;

function shortKey(key: string): string {
  return key.length <= MAX_KEY_LENGTH ? key : ownCopy(`${key.slice(0, MAX_KEY_LENGTH)}…`);
}

/** A value with where it is: its path, and its range together with its key. */
interface Spot {
  readonly tree: JsonTree;
  readonly path: JsonPath;
  readonly range: JsonRange;
}

function whole(tree: JsonTree): Spot {
  return { tree, path: [], range: { start: tree.start, end: tree.end } };
}

class DifferenceWalk {
  readonly #reference: string;
  readonly #other: string;
  readonly #ids: JsonIds;
  readonly #found: JsonDifference[];

  constructor(reference: string, other: string, ids: JsonIds, found: JsonDifference[]) {
    this.#reference = reference;
    this.#other = other;
    this.#ids = ids;
    this.#found = found;
  }

  /** @param elsewhere the two paths differ */
  values(before: Spot, after: Spot, elsewhere: boolean): void {
    const [a, b] = [before.tree, after.tree];
    if (this.#ids.of(a) === this.#ids.of(b)) return;
    if (a.kind === 'object' && b.kind === 'object') this.#members(before, a, after, b, elsewhere);
    else if (a.kind === 'array' && b.kind === 'array') this.#items(before, a, after, b, elsewhere);
    else this.#note('changed', before, after, elsewhere);
  }

  #members(
    before: Spot,
    a: JsonTree & { kind: 'object' },
    after: Spot,
    b: JsonTree & { kind: 'object' },
    elsewhere: boolean,
  ): void {
    const spot = (of: Spot, key: string, { value, start, end }: { value: JsonTree } & JsonRange): Spot => ({
      tree: value,
      path: [...of.path, shortKey(key)],
      range: { start, end },
    });
    for (const [key, member] of b.members) {
      const was = a.members.get(key);
      if (was) this.values(spot(before, key, was), spot(after, key, member), elsewhere);
      else this.#note('added', null, spot(after, key, member), elsewhere);
    }
    for (const [key, member] of a.members) {
      if (!b.members.has(key)) this.#note('removed', spot(before, key, member), null, elsewhere);
    }
  }

  #items(
    before: Spot,
    a: JsonTree & { kind: 'array' },
    after: Spot,
    b: JsonTree & { kind: 'array' },
    elsewhere: boolean,
  ): void {
    const spot = (of: Spot, items: readonly JsonTree[], at: number): Spot | null => {
      const tree = items[at];
      return tree ? { tree, path: [...of.path, at], range: { start: tree.start, end: tree.end } } : null;
    };
    for (const pairing of alignItems(a.items, b.items, this.#ids)) {
      const was = pairing.before === null ? null : spot(before, a.items, pairing.before);
      const is = pairing.after === null ? null : spot(after, b.items, pairing.after);
      this.#pair(pairing, was, is, elsewhere || pairing.before !== pairing.after);
    }
  }

  #pair({ moved }: Pairing, was: Spot | null, is: Spot | null, elsewhere: boolean): void {
    if (was && is && !moved) this.values(was, is, elsewhere);
    else this.#note(moved ? 'moved' : was ? 'removed' : 'added', was, is, elsewhere);
  }

  #note(kind: JsonDifference['kind'], was: Spot | null, is: Spot | null, elsewhere: boolean): void {
    const path = is?.path ?? was?.path ?? [];
    this.#found.push({
      kind,
      path,
      referencePath: was !== null && is !== null && elsewhere ? was.path : null,
      before: was && this.#reference.slice(was.tree.start, was.tree.end),
      after: is && this.#other.slice(is.tree.start, is.tree.end),
      referenceRange: was?.range ?? null,
      otherRange: is?.range ?? null,
    });
  }
}
