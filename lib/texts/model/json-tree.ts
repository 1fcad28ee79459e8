import { type Node, parseTree } from 'jsonc-parser';
import { createJsonReader } from '@/lib/protocol/response/json-reader';
import { trimSignsEnd } from '@/lib/protocol/text/trim-signs';

/**
 * JSON parsed with the range of every value, so that a structural difference can be marked in the text that a
 * model wrote. Numbers are kept as written: two that a double cannot distinguish are still two.
 */
interface Span {
  /** UTF-16 offsets in the whole text. */
  readonly start: number;
  readonly end: number;
}

export interface JsonMember {
  /** From the key's quotation mark to the end of the value. */
  readonly start: number;
  readonly end: number;
  readonly value: JsonTree;
}

export type JsonTree =
  | (Span & { readonly kind: 'object'; readonly members: ReadonlyMap<string, JsonMember> })
  | (Span & { readonly kind: 'array'; readonly items: readonly JsonTree[] })
  | (Span & { readonly kind: 'string'; readonly value: string })
  /** `value`: sign, digits without zeros around them, exponent; equal for 1, 1.0 and 10e-1. */
  | (Span & { readonly kind: 'number'; readonly value: string })
  | (Span & { readonly kind: 'word'; readonly value: 'true' | 'false' | 'null' });

/** `cut-off`: it ends too early. `too-deep`: nested deeper than the comparison allows. */
export type NoJsonReason = 'empty' | 'cut-off' | 'not-json' | 'too-deep';

export type ParsedTree =
  | { readonly ok: true; readonly tree: JsonTree }
  | { readonly ok: false; readonly reason: NoJsonReason };

const BOUNDS = { depth: 200, containers: Number.POSITIVE_INFINITY };
const FENCE = /^\s*(?:```|~~~)[^\n]*\n/;

/** Reads one JSON value. White space and a Markdown code fence around it are ignored. */
export function parseJsonTree(text: string): ParsedTree {
  const fence = FENCE.exec(text)?.[0] ?? '';
  let end = text.trimEnd().length;
  if (fence !== '' && /\n\s*(?:```|~~~)$/.test(text.slice(Math.max(0, end - 20), end))) end -= 3;
  const json = text.slice(fence.length, end).trimEnd();
  const reason = whyNoJson(json);
  if (reason !== null) return { ok: false, reason };
  // Only valid JSON that is not too deep gets here: the parser is lenient, and recursive.
  const root = parseTree(json);
  if (root === undefined) return { ok: false, reason: 'not-json' };
  return { ok: true, tree: treeOf(root, json, fence.length) };
}

function whyNoJson(json: string): NoJsonReason | null {
  if (json === '') return 'empty';
  const reader = createJsonReader(BOUNDS);
  const fault = reader.push(json);
  if (fault !== null) return fault === 'not_json' ? 'not-json' : 'too-deep';
  if (!reader.finish().isWhole) return 'cut-off';
  try {
    JSON.parse(json);
    return null;
  } catch {
    // Python's NaN and Infinity, which the parser accepts.
    return 'not-json';
  }
}

/** @param before how much of the whole text precedes `json` */
function treeOf(node: Node, json: string, before: number): JsonTree {
  const start = before + node.offset;
  const span = { start, end: start + node.length };
  const children = node.children ?? [];
  switch (node.type) {
    case 'object': {
      const members = new Map<string, JsonMember>();
      for (const { offset, children: [key, inner] = [] } of children) {
        if (key === undefined || inner === undefined) continue;
        const value = treeOf(inner, json, before);
        // A key that occurs twice means its last value, as for every JSON parser.
        members.set(String(key.value), { start: before + offset, end: value.end, value });
      }
      return { kind: 'object', members, ...span };
    }
    case 'array':
      return { kind: 'array', items: children.map((item) => treeOf(item, json, before)), ...span };
    case 'string':
      return { kind: 'string', value: String(node.value), ...span };
    case 'number': {
      const written = json.slice(node.offset, node.offset + node.length);
      return { kind: 'number', value: plainNumber(written), ...span };
    }
    default:
      return { kind: 'word', value: `${node.value as true | false | null}`, ...span };
  }
}

/** Exponents with more digits than this are not calculated with. */
const MAX_EXPONENT_LENGTH = 20;

/** One notation for each number: `-12.50e1` → `-125e0`. */
function plainNumber(written: string): string {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(written) ?? [];
  const digits = (whole + fraction).replace(/^0+/, '');
  const trimmed = trimSignsEnd(digits, '0');
  if (trimmed === '') return '0';
  // Exponents with hundreds of digits are slow to parse, and nobody writes two such exponents in different
  // ways.
  if (exponent.length > MAX_EXPONENT_LENGTH) return `${sign}${digits}e${fraction.length}:${exponent}`;
  const power = BigInt(exponent) - BigInt(fraction.length) + BigInt(digits.length - trimmed.length);
  return `${sign}${trimmed}e${power}`;
}
