import { ownCopy } from '@/lib/protocol/text/own-copy';
import { alignItems } from './json-align';
import { jsonIds } from './json-ids';
import { type JsonMember, type JsonTree, type NoJsonReason, parseJsonTree } from './json-tree';

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
  return { ok: true, differences: differencesOf(reference, before.tree, other, after.tree) };
}

const WHY: Readonly<Record<NoJsonReason, string>> = {
  empty: 'is empty',
  'cut-off': 'ends in the middle of its JSON',
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

function spot(tree: JsonTree, path: JsonPath, { start, end }: JsonRange = tree): Spot {
  return { tree, path, range: { start, end } };
}

function differencesOf(reference: string, before: JsonTree, other: string, after: JsonTree) {
  const idOf = jsonIds();
  const found: JsonDifference[] = [];

  /** @param elsewhere the two paths differ */
  function compare(was: Spot, is: Spot, elsewhere: boolean): void {
    const [a, b] = [was.tree, is.tree];
    if (idOf(a) === idOf(b)) return;
    if (a.kind === 'object' && b.kind === 'object') {
      const inner = (of: Spot, key: string, member: JsonMember | undefined) =>
        member ? spot(member.value, [...of.path, shortKey(key)], member) : null;
      for (const [key, member] of b.members) {
        pair(inner(was, key, a.members.get(key)), inner(is, key, member), elsewhere);
      }
      for (const [key, member] of a.members) {
        if (!b.members.has(key)) pair(inner(was, key, member), null, elsewhere);
      }
    } else if (a.kind === 'array' && b.kind === 'array') {
      const inner = (of: Spot, items: readonly JsonTree[], at: number | null) => {
        const tree = at === null ? undefined : items[at];
        return tree ? spot(tree, [...of.path, at as number]) : null;
      };
      for (const { before, after, moved } of alignItems(a.items, b.items, idOf)) {
        const isElsewhere = elsewhere || before !== after;
        pair(inner(was, a.items, before), inner(is, b.items, after), isElsewhere, moved);
      }
    } else note('changed', was, is, elsewhere);
  }

  function pair(was: Spot | null, is: Spot | null, elsewhere: boolean, moved = false): void {
    if (was && is && !moved) compare(was, is, elsewhere);
    else note(moved ? 'moved' : was ? 'removed' : 'added', was, is, elsewhere);
  }

  function note(kind: JsonDifference['kind'], was: Spot | null, is: Spot | null, elsewhere: boolean): void {
    found.push({
      kind,
      path: is?.path ?? was?.path ?? [],
      referencePath: was !== null && is !== null && elsewhere ? was.path : null,
      before: was && reference.slice(was.tree.start, was.tree.end),
      after: is && other.slice(is.tree.start, is.tree.end),
      referenceRange: was?.range ?? null,
      otherRange: is?.range ?? null,
    });
  }

  compare(spot(before, []), spot(after, []), false);
  return found;
}
