import { parseWireJson } from '@/lib/protocol/response/json-reader';
import type { Shared } from './shared';
import type { SharedAnswer } from './shared-comparison';

/** Anywhere in a name or a text, joined to other words or not: `totalcost`, `USDCost`, `billed_units`, `payment`. */
const COST_PARTS =
  /cost|pric(?:e|ing)|bill(?!ion)|charg|credit|(?<!su)spen[dt]|expens|dollar|payment|balance(?!r)|invoice|usd|gbp|cny|rmb|jpy|[€£¥¢]|\$ ?\d|^\$$/;
/** Only as a word or at an end of one, since these are also parts of others: not `percent`, `neuron`, `coffee`. */
const COST_WORDS =
  /(?<!\p{L})(?:(?:micro|milli|nano|total|amount|us|in)?(?:cent|eur|euro)s?|eur(?:amount|total|cent)s?|paid|pay)(?!\p{L})|(?<!cof|tof)fees?(?!\p{L})/u;

/** Fields that say what the value beside them is. */
const NAMING =
  /^(?:name|key|header|label|type|kind|metric|field|property|attribute|unit|currency|title|code|description)s?$/i;
/** An object as small as this is such a pair whatever its fields are called. */
const PAIR_FIELDS = 2;
/** A name, and no sentence and no JSON. */
const NAME = /^[\p{L}\p{M}\p{Cf}\p{N}\p{Sc} _./()-]{1,64}$/u;

/** JSON in a text of JSON is read this often. */
const MAX_LAYERS = 3;

/**
 * A raw answer without what it cost, at any depth; null when that cannot be told.
 *
 * @param raw as stored: JSON (lib/protocol/response/raw-answer.ts)
 */
export function withoutCosts(raw: string): string | null {
  const parsed = parseWireJson(raw);
  if (!parsed.ok) return null;
  const cleaned = withoutCostFields(parsed.value, MAX_LAYERS);
  // As it came where there is nothing to leave out; see `withoutCostText`.
  return cleaned === parsed.value && !saysCost(raw) ? raw : JSON.stringify(cleaned);
}

/** The same value where nothing in it is about costs. */
function withoutCostFields(value: unknown, layers: number): unknown {
  if (typeof value === 'string') return withoutCostText(value, layers);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const isPair = value.some(isCostName);
    const items = value
      .filter((item) => !isPair || isCostName(item) || !hasFigures(item))
      .map((item) => withoutCostFields(item, layers));
    return items.length === value.length && items.every((item, at) => item === value[at]) ? value : items;
  }
  const fields = Object.entries(value);
  const isPair = fields.some(
    ([name, item]) => (fields.length <= PAIR_FIELDS || NAMING.test(name)) && isCostName(item),
  );
  const remaining = fields.flatMap(([name, item]) =>
    isCost(name) || (isPair && !isCostName(item) && hasFigures(item))
      ? []
      : [[name, withoutCostFields(item, layers)] as const],
  );
  const isSame =
    remaining.length === fields.length && remaining.every(([, item], at) => item === fields[at]?.[1]);
  return isSame ? value : Object.fromEntries(remaining);
}

function withoutCostText(text: string, layers: number): string {
  const inner = /^\s*[[{"]/.test(text) ? parseWireJson(text) : null;
  // Lines of JSON, a header, a sentence, JSON that was cut off: what in it is the cost cannot be told.
  if (!inner?.ok) return saysCost(text) ? '' : text;
  // JSON in JSON in JSON: nobody reads that far, and nobody will.
  if (layers === 0) return '';
  const cleaned = withoutCostFields(inner.value, layers - 1);
  // Written anew also where nothing was found: of two fields of one name only the last was read.
  return cleaned === inner.value && !saysCost(text) ? text : JSON.stringify(cleaned);
}

/** `"total_cost"` beside its value. */
function isCostName(value: unknown): boolean {
  return typeof value === 'string' && NAME.test(value) && isCost(value);
}

function hasFigures(value: unknown): boolean {
  if (typeof value === 'number') return true;
  if (typeof value === 'string') return /\p{N}/u.test(value);
  return typeof value === 'object' && value !== null && Object.values(value).some(hasFigures);
}

/** Whether a text may say a cost: such a word, and a figure. */
function saysCost(text: string): boolean {
  const unescaped = text.replace(/\\u([\da-f]{4})/gi, (_, hex) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return /\p{N}/u.test(unescaped) && isCost(unescaped);
}

/** Of a name or a text. Full-width letters, accents and invisible signs make no difference. */
function isCost(name: string): boolean {
  const words = name
    .normalize('NFKD')
    .replace(/[\p{M}\p{Cf}]/gu, '')
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase();
  return COST_PARTS.test(words) || COST_WORDS.test(words);
}

/**
 * A copy that shows no cost shows none in its raw answers either. Also applied to copies made before this function existed, when they
 * are read: a cost that was shared is a field of the answer.
 */
export function withholdCosts(shared: Shared): Shared {
  if (shared.kind === 'run') return answerWithoutCosts(shared);
  // It has no answers.
  if (shared.kind === 'document') return shared;
  const { compared } = shared;
  if (compared.kind === 'columns') {
    const columns = compared.columns.map((column) => ({
      ...column,
      answer: column.answer && answerWithoutCosts(column.answer),
    }));
    return { ...shared, compared: { ...compared, columns } };
  }
  const cells = compared.cells.map((cell) => ({
    ...cell,
    answer: cell.answer && answerWithoutCosts(cell.answer),
  }));
  return { ...shared, compared: { ...compared, cells } };
}

function answerWithoutCosts<Answer extends SharedAnswer>(answer: Answer): Answer {
  if (answer.cost !== undefined) return answer;
  const { raw: before, usage, ...rest } = answer;
  const raw = before === undefined ? null : withoutCosts(before);
  return {
    ...(rest as Answer),
    ...(usage !== undefined && { usage: usage && withoutCost(usage) }),
    ...(raw !== null && { raw }),
  };
}

/** Prices and costs are shown only where their owner says so. */
export function withoutCost<Usage extends { readonly cost?: unknown }>({ cost: _cost, ...usage }: Usage) {
  return usage;
}
