import { setImmediate } from 'node:timers/promises';
import type { RunHit } from '@/lib/history/model/run-page';
import type { SearchPattern } from '@/lib/history/model/search/search-pattern';
import { searchPattern, snippetAround } from '@/lib/history/model/search/search-terms';
import { createYielder } from '@/lib/platform/db/yield-to-event-loop';
import type { RunLine } from '@/lib/runs/db/run-history';
import { type RunTexts, readTexts } from './run-texts';

/** Characters of each text that are searched first: most hits are there. */
const NEAR = 8_000;
/** How many runs are searched to the end; reading more would cost more than their hits are worth. */
const MAX_FAR = 8;

const FIELDS = ['note', 'prompt', 'output'] as const;

/** Finds the hit in runs whose line does not show it. By run id. */
export async function findHits(lines: readonly RunLine[], query: string): Promise<Record<string, RunHit>> {
  const anywhere = searchPattern(query, { substrings: true });
  const pattern = searchPattern(query);
  if (anywhere === null || pattern === null) return {};
  const hidden = lines
    .filter(
      ({ title, promptPreview, outputPreview }) =>
        // A title stands in the prompt's place.
        !anywhere.test(`${title ?? promptPreview}\n${outputPreview}`),
    )
    .map(({ position }) => Number(position));
  const hits: Record<string, RunHit> = {};
  const far: number[] = [];
  const yieldToEventLoop = createYielder();
  for (const texts of await readTexts(hidden, NEAR)) {
    await yieldToEventLoop();
    const hit = hitIn(texts, pattern);
    if (hit !== null) hits[texts.runId] = hit;
    else if (texts.prompt.length >= NEAR || texts.output.length >= NEAR) far.push(texts.position);
  }
  // One at a time: reading and folding a long text occupies a turn of the event loop.
  for (const position of far.slice(0, MAX_FAR)) {
    await setImmediate();
    for (const texts of await readTexts([position])) {
      const hit = hitIn(texts, pattern);
      if (hit !== null) hits[texts.runId] = hit;
    }
  }
  return hits;
}

function hitIn(texts: RunTexts, pattern: SearchPattern): RunHit | null {
  for (const field of FIELDS) {
    const text = snippetAround(texts[field], pattern);
    if (text !== null) return { field, text };
  }
  return null;
}
