import { type Dialect, NOT_LITERAL } from './literal-cursor';
import { literalReader } from './read-literal';

/** The variables of a code, so that `json=payload` is read as what `payload` holds. */
export interface Variables {
  /** What a variable was given, whatever it is; `NOT_LITERAL` when that cannot be known. */
  whole(name: string): unknown;
  /** The same within another value: only what has no further levels. */
  readonly within: (name: string) => unknown;
}

/** `name = `, `const name: Type = `, `name["key"] = `; a sign before the `=` makes it a change of what it was. */
const ASSIGNMENT =
  /^[ \t]*(?:(?:const|let|var)[ \t]+)?([A-Za-z_$][\w$]*)(?:\[["']([\w-]{1,60})["']\])?[ \t]{0,20}(?::[^=\n]{1,80})?([-+*/|]?)=(?![=>])/gm;

/**
 * A variable may stand in many places: of texts and lists that are named again and again, no more than this many
 * characters and items are handed out.
 */
const BUDGET = 2_000_000;
/** `a = b`, `b = c` … */
const MAX_CHAIN = 20;

interface Assigned {
  readonly from: number;
  /** For `name["key"] = …`. */
  readonly key: string | undefined;
  readonly isChange: boolean;
}

/**
 * Finds what each variable is given before an offset. One that is given several values has none that is known;
 * only keys may be added to an object. Nothing is evaluated.
 */
export function variablesIn(code: string, before: number, dialect: Dialect): Variables {
  const assigned = new Map<string, Assigned[]>();
  for (const found of code.slice(0, before).matchAll(ASSIGNMENT)) {
    const [text, name = '', key, sign] = found;
    const list = assigned.get(name) ?? [];
    if (list.length === 0) assigned.set(name, list);
    list.push({ from: found.index + text.length, key, isChange: sign !== '' });
  }
  const known = new Map<string, unknown>();
  const underWay = new Set<string>();
  let budget = BUDGET;

  const readAt = (from: number) => literalReader(code, from, dialect, within).assigned();

  function whole(name: string): unknown {
    if (known.has(name)) return known.get(name);
    if (underWay.has(name) || underWay.size >= MAX_CHAIN) return NOT_LITERAL;
    underWay.add(name);
    const value = given(assigned.get(name) ?? []);
    underWay.delete(name);
    known.set(name, value);
    return value;
  }

  /** Calls and their arguments on lines of their own look like assignments, but are no statements. */
  function given(places: readonly Assigned[]): unknown {
    const values = places
      .filter(({ key }) => key === undefined)
      .map(({ from, isChange }) => (isChange ? NOT_LITERAL : readAt(from)));
    const [value, ...others] = values;
    if (value === undefined || others.length > 0) return NOT_LITERAL;
    const added = places.flatMap(({ from, key }) =>
      key === undefined ? [] : [[key, readAt(from)] as const],
    );
    if (added.length === 0) return value;
    return isObject(value) ? { ...value, ...Object.fromEntries(added) } : NOT_LITERAL;
  }

  function within(name: string): unknown {
    const value = whole(name);
    const size = sizeOf(value);
    if (size === null || size > budget) return NOT_LITERAL;
    budget -= size;
    return value;
  }

  return { whole, within };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Characters and items of a value without further levels; null for one that has them. */
function sizeOf(value: unknown): number | null {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null) return 1;
  let size = 1;
  for (const item of Object.values(value)) {
    if (typeof item === 'object' && item !== null) return null;
    size += typeof item === 'string' ? item.length + 1 : 1;
  }
  return size;
}
