import { type OnePrompt, promptList, promptText } from '@/lib/protocol/request/prompts';
import { promptIndex } from '@/lib/protocol/run/echoed-prompt';
import { plainAmount } from '@/lib/protocol/run/money';
import type { ExportedRun } from '../run-export';
import type { RunEncoder } from './export-formats';
import { plainText, withFormulaGuard } from './plain-text';

export type CsvCell = string | number | boolean | null;
type Output = ExportedRun['outputs'][number];

/** The columns of the table; a row is one choice of one run. */
const COLUMNS: readonly (readonly [name: string, cell: (row: Row) => CsvCell])[] = [
  ['run', ({ number }) => number],
  ['id', ({ run }) => run.id],
  ['created_at', ({ run }) => run.createdAt],
  ['ended_at', ({ run }) => run.endedAt],
  ['status', ({ run }) => run.status],
  ['source', ({ run }) => run.source],
  ['title', ({ run }) => run.title],
  ['note', ({ run }) => run.note],
  ['starred', ({ run }) => run.starred],
  ['tags', ({ run }) => run.tags.join(', ')],
  ['connection', ({ run }) => run.connectionName],
  ['model', ({ run }) => run.model],
  ['prompt', ({ prompt }) => prompt],
  ['suffix', ({ run }) => run.request.suffix ?? null],
  ['parameters', ({ parameters }) => parameters],
  ['choice', ({ output }) => output?.index ?? null],
  ['output', ({ output }) => output?.text ?? null],
  ['finish_reason', ({ output }) => output?.finishReason ?? null],
  ['stop_reason', ({ output }) => output?.stopReason ?? null],
  ['prompt_tokens', ({ run }) => run.usage?.promptTokens ?? null],
  ['completion_tokens', ({ run }) => run.tokenCount],
  ['cached_tokens', ({ run }) => run.usage?.cachedTokens ?? null],
  ['reasoning_tokens', ({ run }) => run.usage?.reasoningTokens ?? null],
  // Of the whole run: repeated for each of its choices.
  ['cost', ({ run }) => (run.cost === undefined ? null : plainAmount(run.cost.amount))],
  ['currency', ({ run }) => run.cost?.currency ?? null],
  ['first_token_ms', ({ run }) => run.timings?.firstTokenMs ?? null],
  ['duration_ms', ({ run }) => run.durationMs],
  ['error_kind', ({ run }) => run.error?.kind ?? null],
  ['error_message', ({ run }) => run.error?.message ?? null],
  ['parent_id', ({ run }) => run.parentId],
];

interface Row {
  readonly number: number;
  readonly run: ExportedRun;
  /** That the choice answers. */
  readonly prompt: string;
  readonly parameters: string;
  /** Null: the run has written nothing. */
  readonly output: Output | null;
}

/**
 * CSV by RFC 4180 (commas, CRLF, quotes doubled) with a header and one row per choice. It begins with a byte
 * order mark, because spreadsheets otherwise misread UTF-8.
 */
export function createCsvEncoder(): RunEncoder {
  let number = 0;
  const line = createCsvLines();
  return {
    begin: () => `\ufeff${line(COLUMNS.map(([name]) => name))}`,
    *run(run) {
      number += 1;
      const outputs = run.outputs.length === 0 ? [null] : run.outputs;
      const ofRun = { number, run, parameters: parametersOf(run) };
      // Made once for all choices that answer it: thousands may, and it may be long.
      let prompt = '';
      let promptAt: number | null = null;
      const prompts = promptList(run.request.prompt);
      for (const output of outputs) {
        const at = Math.min(promptIndex(run.request, output?.index ?? 0), prompts.length);
        if (at !== promptAt) prompt = promptOf(prompts, at);
        promptAt = at;
        const row: Row = { ...ofRun, prompt, output };
        yield line(COLUMNS.map(([, cell]) => cell(row)));
      }
    },
    end: () => '',
  };
}

/** Shorter texts are written faster than compared. */
const LONG_CELL = 1_000;

/**
 * Writes the lines of a table; null, and numbers that spreadsheets can't read, are empty. A long text that stands in a
 * column below itself is read for quotes and formulas only once.
 */
export function createCsvLines(): (cells: readonly CsvCell[]) => string {
  const above = new Map<number, { readonly cell: string; readonly text: string }>();
  return (cells) => {
    const texts = cells.map((cell, at) => {
      if (typeof cell !== 'string' || cell.length < LONG_CELL) return cellText(cell);
      const known = above.get(at);
      if (known?.cell === cell) return known.text;
      const text = cellText(cell);
      above.set(at, { cell, text });
      return text;
    });
    return `${texts.join(',')}\r\n`;
  };
}

/** The guard looks like an apostrophe of the text itself; JSON is the lossless format. */
function cellText(cell: CsvCell): string {
  if (typeof cell === 'number') return Number.isFinite(cell) ? String(cell) : '';
  if (typeof cell !== 'string') return cell === null ? '' : String(cell);
  const guarded = withFormulaGuard(plainText(cell));
  const isPlain = !/[",\r\n]/.test(guarded) && guarded === guarded.trim();
  return isPlain ? guarded : `"${guarded.replaceAll('"', '""')}"`;
}

/** For a list of prompts, the one that its choices belong to. */
function promptOf(prompts: readonly OnePrompt[], at: number): string {
  const own = prompts[at];
  return own === undefined ? prompts.map(promptText).join('\n') : promptText(own);
}

/** The request's other fields, as JSON. */
function parametersOf(run: ExportedRun): string {
  const { model: _model, prompt: _prompt, suffix: _suffix, ...parameters } = run.request;
  return JSON.stringify(parameters);
}
