import type { CompletionRequest } from '@/lib/protocol/request/completion-request';
import { parseWireJson } from '@/lib/protocol/response/json-reader';
import { isRecord } from '@/lib/protocol/response/wire-json';
import { promptOf } from './copy-run';
import type { SharedText } from './find-sensitive';
import { namedTexts } from './named-texts';
import { sharedCellRuns } from './shared-cell-runs';
import type { SharedAxis, SharedComparison } from './shared-comparison';
import type { SharedRun } from './shared-run';

/** Longer than any pattern that could be cut in two at a seam. */
const SEAM = 300;

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

/** The same for a comparison. */
export function sharedComparisonTexts(shared: SharedComparison): SharedText[] {
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
  for (const { run, isRun } of sharedCellRuns(shared)) {
    const { parameters } = run;
    if (isRun) texts.push(...outputsOf(run, promptsOf(run.prompt), suffixOf(parameters), parameters?.n));
  }
  return texts;
}

function textsOfAxis(axis: SharedAxis): SharedText[] {
  switch (axis.kind) {
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
