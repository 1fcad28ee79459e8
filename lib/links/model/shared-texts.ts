import { templateParts } from '@/lib/compare/model/variables';
import type { CompletionRequest } from '@/lib/protocol/request/completion-request';
import { parseWireJson } from '@/lib/protocol/response/json-reader';
import { isRecord } from '@/lib/protocol/response/wire-json';
import { promptOf } from './copy-run';
import type { SharedText } from './find-sensitive';
import { namedTexts } from './named-texts';
import { eachCellRun } from './shared-cell-runs';
import type { SharedAxis, SharedComparison, SharedSweep } from './shared-comparison';
import type { SharedDocument } from './shared-document';
import { lineOfBranch, textOf } from './shared-document-text';
import type { SharedRun } from './shared-run';

/** Longer than any pattern that could be cut in two at a seam. */
const SEAM = 300;

/** Of a table: beyond these, what stands across a value and the text around it is not searched. */
const MAX_SEAMS = 20_000;

/**
 * Every text of a shared run that a person or a model wrote, in the order of the page, and the seams between
 * prompt, output and suffix.
 */
export function sharedTexts(shared: SharedRun, request: Pick<CompletionRequest, 'n'>): SharedText[] {
  const prompts = shared.prompt === undefined ? [] : [shared.prompt].flat();
  return [
    ...titleOf(shared),
    ...prompts.map((text) => ({ field: 'prompt' as const, text })),
    ...settingsOf(shared),
    ...outputsOf(shared, prompts, suffixOf(shared.parameters), request.n),
  ];
}

/** The same for a comparison. @param pause lets other work run */
export async function sharedComparisonTexts(
  shared: SharedComparison,
  pause: () => Promise<void>,
): Promise<SharedText[]> {
  const { compared } = shared;
  const prompts = promptsOf(shared.prompt);
  const texts: SharedText[] = [
    ...titleOf(shared),
    ...prompts.map((text) => ({ field: 'prompt' as const, text })),
    ...checkTexts(shared),
  ];
  if (compared.kind === 'columns') {
    for (const { name, answer, ...requested } of compared.columns) {
      const own = promptsOf(requested.prompt);
      if (name !== null) texts.push({ field: 'name', text: name });
      for (const text of own) texts.push({ field: 'prompt', text });
      texts.push(...settingsOf(requested));
      const read = requested.prompt === undefined ? prompts : own;
      if (answer)
        texts.push(...outputsOf(answer, read, suffixOf(requested.parameters), requested.parameters?.n));
    }
    return texts;
  }
  texts.push(...settingsOf(compared));
  for (const axis of compared.axes ?? []) texts.push(...textsOfAxis(axis));
  texts.push(...tableTexts(texts, compared.inputs));
  for (const { run, isRun } of eachCellRun(shared)) {
    await pause();
    const { parameters } = run;
    if (isRun) texts.push(...outputsOf(run, promptsOf(run.prompt), suffixOf(parameters), parameters?.n));
  }
  return texts;
}

function textsOfAxis(axis: SharedAxis): SharedText[] {
  switch (axis.kind) {
    case 'variants':
      return axis.variants.flatMap(({ name, prompt, ...requested }): SharedText[] => [
        ...(name === null ? [] : [{ field: 'name' as const, text: name }]),
        ...promptsOf(prompt).map((text) => ({ field: 'prompt' as const, text })),
        ...settingsOf(requested),
      ]);
    case 'model':
      return axis.models.map(({ model }) => ({ field: 'model', text: model }));
    case 'prompt':
      return axis.prompts
        .flatMap(({ prompt }) => promptsOf(prompt))
        .map((text) => ({ field: 'prompt', text }));
    case 'parameter':
      return namedTexts(axis.values, axis.parameter).map((named) => ({ field: 'parameters', ...named }));
  }
}

/**
 * The same for a document without redactions: the whole text that its owner was in, and of other branches what they add,
 * with what stands around it. Of these only what reaches into the added text counts: the rest is in another text.
 */
export function sharedDocumentTexts(shared: SharedDocument): SharedText[] {
  const texts: SharedText[] = titleOf(shared);
  for (const run of shared.runs) texts.push(...settingsOf(run));
  const { branches, shown } = shared;
  const shownPath = new Set(lineOfBranch(shared, shown));
  const whole: string[] = [];
  for (const [at, { parent, start, end, pieces, name }] of branches.entries()) {
    const before = parent === null ? '' : (whole[parent] ?? '');
    const added = textOf(pieces);
    const after = before.slice(before.length - end);
    const text = before.slice(0, start) + added + after;
    whole.push(text);
    if (name !== null) texts.push({ field: 'name', text: name });
    if (at === shown) texts.push({ field: 'text', text });
    if (shownPath.has(at)) continue;
    const from = Math.max(0, start - SEAM);
    const around = before.slice(from, start) + added + after.slice(0, SEAM);
    texts.push({ field: 'text', text: around, within: [start - from, start - from + added.length] });
  }
  return texts;
}

/** The values of a table, and the seams between them and the texts that they are filled into. */
function tableTexts(texts: readonly SharedText[], inputs: SharedSweep['inputs']): SharedText[] {
  if (!inputs) return [];
  const { columns, rows } = inputs;
  const found: SharedText[] = columns.flatMap((column, at) => [
    { field: 'inputs' as const, text: column },
    ...rows.flatMap((row) =>
      namedTexts(row[at] ?? '', column).map((named) => ({ field: 'inputs' as const, ...named })),
    ),
  ]);
  let seams = 0;
  const templates = new Set(texts.filter(({ text }) => text.includes('{{')).map(({ text }) => text));
  for (const template of templates) {
    const parts = templateParts(template);
    for (const row of rows) {
      if (seams >= MAX_SEAMS) break;
      const written = parts.flatMap((part) => {
        if (part.kind === 'fault') return [];
        return [part.kind === 'text' ? part.text : (row[columns.indexOf(part.name)] ?? part.source)];
      });
      for (const [at, after] of written.entries()) {
        const before = written[at - 1] ?? '';
        if (before === '' || after === '' || seams >= MAX_SEAMS) continue;
        seams += 1;
        const seam = Math.min(SEAM, before.length);
        found.push({ field: 'inputs', text: before.slice(-SEAM) + after.slice(0, SEAM), seam });
      }
    }
  }
  return found;
}

function titleOf({ title }: { readonly title: string | null }): SharedText[] {
  return title === null ? [] : [{ field: 'title', text: title }];
}

function checkTexts({ checks = [] }: SharedComparison): SharedText[] {
  return checks
    .flatMap((check) => ('value' in check ? [check.value] : 'keys' in check ? check.keys : []))
    .map((text) => ({ field: 'checks', text }));
}

function promptsOf(prompt: string | string[] | undefined): string[] {
  return prompt === undefined ? [] : [prompt].flat();
}

function settingsOf({ model, parameters }: Pick<SharedRun, 'model' | 'parameters'>): SharedText[] {
  return [
    ...(model === undefined ? [] : [{ field: 'model' as const, text: model }]),
    ...namedTexts(parameters).map((named) => ({ field: 'parameters' as const, ...named })),
  ];
}

function suffixOf(parameters: Record<string, unknown> | undefined): string {
  return typeof parameters?.suffix === 'string' ? parameters.suffix : '';
}

function outputsOf(
  { outputs = [], raw }: Pick<SharedRun, 'outputs' | 'raw'>,
  prompts: readonly string[],
  suffix: string,
  n: unknown,
): SharedText[] {
  const texts: SharedText[] = [];
  for (const named of namedTexts(rawFields(raw))) texts.push({ field: 'outputs', ...named });
  const request = typeof n === 'number' && n >= 1 ? { n } : {};
  for (const { index, text } of outputs) {
    texts.push({ field: 'outputs', text });
    const prompt = prompts[promptOf(index, request, prompts.length)] ?? '';
    for (const [before, after] of [
      [prompt, text],
      [text, suffix],
    ] as const) {
      if (before === '' || after === '') continue;
      const seam = Math.min(SEAM, before.length);
      texts.push({ field: 'outputs', text: before.slice(-SEAM) + after.slice(0, SEAM), seam });
    }
  }
  return texts;
}

/** Of a raw answer, without what servers make up for each: it looks like a key, and opens nothing. */
function rawFields(raw = ''): unknown {
  const parsed = parseWireJson(raw);
  if (!parsed.ok || !isRecord(parsed.value)) return raw;
  const { id: _id, system_fingerprint: _fingerprint, ...fields } = parsed.value;
  return fields;
}
