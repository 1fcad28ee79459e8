import { curlyQuoteMessage, findCurlyQuote } from '@/lib/playground/model/import/curly-quotes';
import { excessMessage, jsonExcess, RUN_JSON_BOUNDS } from '@/lib/protocol/response/json-meter';
import { EXPORT_VERSION, type ExportedRun, exportedRunSchema, RUN_FORMAT } from '../run-export';
import { MAX_RUN_BYTES } from '../run-import';
import type { FileRun } from './run-file-reader';

export type ReadRun = { ok: true; run: ExportedRun } | { ok: false; reason: string };

/** For a run that no server accepts. */
export const TOO_LARGE = "It's larger than 16 MB.";

/** Reads a run of a file. When it is not valid, a sentence says why. Never throws. */
export function readFileRun({ text, line }: FileRun): ReadRun {
  if (text === null || isTooLarge(text)) return refused(TOO_LARGE);
  const excess = jsonExcess(text, RUN_JSON_BOUNDS);
  if (excess !== null) return refused(excessMessage('It', excess));
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    const quote = findCurlyQuote(text);
    if (quote === null) return refused("It isn't valid JSON.");
    return refused(`It isn't valid JSON. ${curlyQuoteMessage({ ...quote, line: line + quote.line - 1 })}`);
  }
  return readExportedRun(value);
}

/** In bytes. A UTF-16 unit has at most three, so most texts need not be counted. */
export function isTooLarge(text: string): boolean {
  return text.length * 3 > MAX_RUN_BYTES && new TextEncoder().encode(text).length > MAX_RUN_BYTES;
}

/** A run from a document, or a line of a JSONL file, which names its format. */
export function readExportedRun(value: unknown): ReadRun {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return refused("It isn't a run.");
  // JSON.parse makes it an own property, which copies would take for the prototype.
  if (Object.hasOwn(value, '__proto__')) return refused('Unknown field "__proto__".');
  const { format = RUN_FORMAT, version = EXPORT_VERSION, ...run } = value as Record<string, unknown>;
  if (format !== RUN_FORMAT) return refused("It isn't a run.");
  if (version !== EXPORT_VERSION)
    return refused(`Its version, ${String(version).slice(0, 20)}, isn't supported.`);
  const read = exportedRunSchema.safeParse(run);
  if (read.success) return { ok: true, run: read.data };
  const [issue] = read.error.issues;
  return refused(issue ? sentence(issue) : "It isn't a run.");
}

function refused(reason: string): ReadRun {
  return { ok: false, reason };
}

function sentence(issue: {
  readonly code?: string;
  readonly path: PropertyKey[];
  readonly message: string;
}): string {
  const where = issue.path.map(String).join('.').slice(0, 100);
  if (issue.code === 'unrecognized_keys' && 'keys' in issue) {
    const unknown = String((issue.keys as string[])[0]).slice(0, 60);
    return `Unknown field "${where === '' ? unknown : `${where}.${unknown}`}".`;
  }
  const isStandard = /^(Invalid|Too (big|small)|Unrecognized)/.test(issue.message);
  return isStandard ? `${where === '' ? 'The run' : where} is missing or invalid.` : issue.message;
}
