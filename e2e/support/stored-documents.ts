import { type APIRequestContext, expect } from '@playwright/test';
import type { DocumentNode } from '@/lib/documents/model/document-node';
import { aStep, written } from '@/lib/documents/model/testing/steps';
import type { NewShare, Share } from '@/lib/links/model/shares';
import { aFinishedRun } from './shares';

/** Saves steps as a document of this session; the last one is its head. Returns its id. */
export async function saveDocument(
  request: APIRequestContext,
  nodes: readonly DocumentNode[],
  title?: string,
): Promise<string> {
  const id = crypto.randomUUID();
  const data = { nodes, head: nodes.at(-1)?.id ?? null, since: 0, title };
  const answer = await request.post(`/api/documents/${id}/steps`, { data });
  expect(answer.status(), await answer.text()).toBe(200);
  return id;
}

export interface Story {
  readonly documentId: string;
  /** What a person wrote first. */
  readonly beginning: string;
  /** The generations after it, with alternatives for each token; the last one is shown. */
  readonly generated: readonly string[];
}

/** A text, and generations beside each other after it; the second is named and has a star. */
export async function aStory(
  request: APIRequestContext,
  { beginning = 'Once upon a time there was a', title = 'A story', generations = 3 } = {},
): Promise<Story> {
  const root = aStep(null, [written(0, beginning)]);
  const nodes = [root];
  const generated: string[] = [];
  for (let seed = 0; generated.length < generations && seed < 40; seed += 1) {
    const runId = await aFinishedRun(request, {
      prompt: beginning,
      max_tokens: 8,
      logprobs: 4,
      temperature: 1.2,
      seed,
    });
    const { state } = await (await request.get(`/api/runs/${runId}`)).json();
    const text: string = state.choices[0].text;
    // Some seeds write the same, and some end at once.
    if (text.trim() === '' || generated.includes(text)) continue;
    const change = {
      at: beginning.length,
      removed: [],
      inserted: [{ text, source: { runId, choice: 0, at: 0 } }],
    };
    nodes.push(
      aStep(root.id, [change], {
        ...{ kind: 'generated', runId, createdAt: new Date(Date.now() + seed).toISOString() },
        ...(generated.length === 1 && { name: 'The second', starred: true }),
      }),
    );
    generated.push(text);
  }
  expect(generated).toHaveLength(generations);
  return { documentId: await saveDocument(request, nodes, title), beginning, generated };
}

/** A link to a document with everything, all its branches included; made through the API. */
export async function aShareOfDocument(
  request: APIRequestContext,
  documentId: string,
  change: Partial<NewShare> = {},
): Promise<Share> {
  const runs = { prompt: true, parameters: true, outputs: true, probabilities: true, timings: true };
  const include = { ...runs, authors: true, branches: true };
  const data = { documentId, title: null, include, redactions: [], expiresAt: null, ...change };
  const answer = await request.post('/api/shares', { data });
  expect(answer.status(), await answer.text()).toBe(201);
  return answer.json();
}
