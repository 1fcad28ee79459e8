import type { CompletionRequest } from '@/lib/protocol/request/completion-request';
import type { SharedText } from './find-sensitive';
import { promptOf } from './share-run';
import type { SharedComparison } from './shared-comparison';
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
  const { axes = [], parameters, cells } = compared;
  texts.push(...settingsOf(compared));
  for (const text of stringsIn(axes.map(({ values }) => values))) texts.push({ field: 'parameters', text });
  for (const { row, column, answer } of cells) {
    if (!answer) continue;
    const varied = Object.fromEntries(
      axes.map(({ parameter, values }, axis) => [parameter, values[axis === 0 ? row : column]]),
    );
    const requested = { ...parameters, ...varied };
    texts.push(...outputsOf(answer, prompts, suffixOf(requested), requested.n));
  }
  return texts;
}

function titleOf({ title }: { readonly title: string | null }): SharedText[] {
  return title === null ? [] : [{ field: 'title', text: title }];
}

function promptsOf(prompt: string | string[] | undefined): string[] {
  return prompt === undefined ? [] : [prompt].flat();
}

function settingsOf({ model, parameters }: Pick<SharedRun, 'model' | 'parameters'>): SharedText[] {
  return [
    ...(model === undefined ? [] : [{ field: 'model' as const, text: model }]),
    ...stringsIn(parameters).map((text) => ({ field: 'parameters' as const, text })),
  ];
}

function suffixOf(parameters: Record<string, unknown> | undefined): string {
  return typeof parameters?.suffix === 'string' ? parameters.suffix : '';
}

function outputsOf(
  { outputs = [] }: Pick<SharedRun, 'outputs'>,
  prompts: readonly string[],
  suffix: string,
  n: unknown,
): SharedText[] {
  const texts: SharedText[] = [];
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

function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(stringsIn);
}
