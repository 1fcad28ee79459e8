import type { CompletionRequest } from '@/lib/completions/request/request-schema';
import type { SharedText } from './find-sensitive';
import { promptOf } from './share-run';
import type { SharedRun } from './shared-run';

/** Longer than anything that is looked for by its form and could be cut in two. */
const SEAM = 300;

/**
 * Every text of a shared run that a person wrote or a model did, in the order of the page, and the joints between
 * prompt, output and suffix.
 */
export function sharedTexts(shared: SharedRun, request: Pick<CompletionRequest, 'n'>): SharedText[] {
  const texts: SharedText[] = [];
  const prompts = shared.prompt === undefined ? [] : [shared.prompt].flat();
  const outputs = shared.outputs ?? [];
  const suffix = typeof shared.parameters?.suffix === 'string' ? shared.parameters.suffix : '';

  if (shared.title !== null) texts.push({ place: 'title', text: shared.title });
  for (const text of prompts) texts.push({ place: 'prompt', text });
  if (shared.model !== undefined) texts.push({ place: 'model', text: shared.model });
  for (const text of stringsIn(shared.parameters)) texts.push({ place: 'parameters', text });
  for (const { index, text } of outputs) {
    texts.push({ place: 'outputs', text });
    const prompt = prompts[promptOf(index, request, prompts.length)] ?? '';
    for (const [before, after] of [
      [prompt, text],
      [text, suffix],
    ] as const) {
      if (before === '' || after === '') continue;
      const seam = Math.min(SEAM, before.length);
      texts.push({ place: 'outputs', text: before.slice(-SEAM) + after.slice(0, SEAM), seam });
    }
  }
  return texts;
}

function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(stringsIn);
}
