import { parseWireJson } from '@/lib/protocol/response/json-reader';
import type { Shared } from './shared';
import type { SharedAnswer } from './shared-comparison';

/** Words of names that say what something costs: `cost`, `total_cost`, `costDetails`, `response-cost`, `price_usd` … */
const COST_WORDS =
  /^(?:cost|costing|price|priced|pricing|fee|bill|billed|billing|charge|charged|credit|spend|spent|usd|eur|dollar|cent|balance)s?$/;

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
  // As it came where there is nothing to leave out.
  return cleaned === parsed.value ? raw : JSON.stringify(cleaned);
}

/** The same value where nothing in it is about costs. */
function withoutCostFields(value: unknown, layers: number): unknown {
  if (typeof value === 'string') return withoutCostText(value, layers);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const items = value.map((item) => withoutCostFields(item, layers));
    return items.every((item, at) => item === value[at]) ? value : items;
  }
  const fields = Object.entries(value);
  const kept = fields.flatMap(([name, item]) =>
    isCost(name) ? [] : [[name, withoutCostFields(item, layers)] as const],
  );
  const isSame = kept.length === fields.length && kept.every(([, item], at) => item === fields[at]?.[1]);
  return isSame ? value : Object.fromEntries(kept);
}

function withoutCostText(text: string, layers: number): string {
  if (!/^\s{0,8}[[{"]/.test(text)) return text;
  const inner = parseWireJson(text);
  if (!inner.ok) return text;
  // JSON in JSON in JSON: nobody reads that far, and nobody will.
  if (layers === 0) return '';
  const cleaned = withoutCostFields(inner.value, layers - 1);
  return cleaned === inner.value ? text : JSON.stringify(cleaned);
}

function isCost(name: string): boolean {
  return name
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}]/u)
    .some((word) => COST_WORDS.test(word));
}

/**
 * A copy that shows no cost shows none in its raw answers either. Also applied to copies made before this function existed, when they
 * are read: a cost that was shared is a field of the answer.
 */
export function withholdCosts(shared: Shared): Shared {
  if (shared.kind === 'run') return answerWithoutCosts(shared);
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
