import { indexChangedRuns } from '@/lib/history/db/search/index-runs';
import type { RunStatus } from '@/lib/protocol/run/run-events';
import { outputPreview, promptPreview } from '@/lib/runs/db/preview';
import { somePosition } from '@/lib/runs/db/run-position';
import { getDb } from '../client';

/**
 * Fills a user's history with runs of realistic sizes, always the same for a seed: word frequencies as in a
 * natural language, prompts from a line to some pages, a few models with most of the runs, occasional
 * failures, probabilities, tags and stars.
 */

const BATCH = 500;
const SPAN_MS = 2 * 365 * 86_400_000;
/** The words that searches look for, and the share of all words that each has. */
export const SEARCHED_WORDS = {
  common: 'river',
  usual: 'lantern',
  rare: 'zephyrine',
} as const;
const SEARCHED_PARTS = [
  [SEARCHED_WORDS.common, 0.004],
  [SEARCHED_WORDS.usual, 0.0001],
  [SEARCHED_WORDS.rare, 0.000_000_4],
] as const;

const MODELS = [
  'gpt-3.5-turbo-instruct',
  'r9s/completion-large',
  'deepseek-chat',
  'codestral',
  'llama-3-8b',
  'practice-1',
];
const TAGS = ['keep', 'draft', 'for the talk', 'regression', 'poem', 'code', 'idea', 'seldom'];

export interface GenerateOptions {
  readonly userId: string;
  readonly count: number;
  readonly seed?: number;
  /** How many of them are there already: the rest is added. */
  readonly from?: number;
  /** For a database of an earlier version. */
  readonly index?: (userId: string) => Promise<void>;
  /** Called after each batch with the number of runs so far. */
  readonly onProgress?: (made: number) => void;
}

export async function generateRuns({
  userId,
  count,
  seed = 1,
  from = 0,
  index = (user) => indexChangedRuns(user, BATCH),
  onProgress,
}: GenerateOptions): Promise<void> {
  const inventing = randomOf(seed);
  const random = from === 0 ? inventing : randomOf(seed + from);
  const words = vocabulary(inventing, random);
  const begun = Date.now() - SPAN_MS;
  for (let made = from; made < count; ) {
    const runs = Array.from({ length: Math.min(BATCH, count - made) }, (_, at) =>
      oneRun(random, words, new Date(begun + ((made + at) / count) * SPAN_MS), `${seed}-${made + at}`),
    );
    await insert(userId, runs);
    await index(userId);
    made += runs.length;
    onProgress?.(made);
  }
}

type Made = ReturnType<typeof oneRun>;

/** Each run is indexed only once, because its texts and tags are there when it is inserted. */
async function insert(userId: string, runs: readonly Made[]): Promise<void> {
  await getDb().$transaction(async (db) => {
    await db.run.createMany({ data: runs.map(({ run }) => ({ ...run, userId })) });
    await db.runChoice.createMany({
      data: runs.flatMap(({ run, choices }) => choices.map((choice) => ({ ...choice, runId: run.id }))),
    });
    await db.runTag.createMany({
      data: runs.flatMap(({ run, tags }) => tags.map((tag) => ({ runId: run.id, userId, tag }))),
    });
  });
}

function oneRun(random: () => number, words: () => string, createdAt: Date, name: string) {
  const text = (average: number) => {
    const length = Math.max(3, Math.round(average * -Math.log(1 - random() * 0.999)));
    return Array.from({ length }, words).join(' ');
  };
  const status: RunStatus = random() < 0.9 ? 'complete' : random() < 0.5 ? 'failed' : 'stopped';
  const prompt = text(60);
  const withTokens = random() < 0.05;
  const choices = Array.from({ length: random() < 0.9 ? 1 : 3 }, (_, index) => {
    const output = status === 'failed' && random() < 0.7 ? '' : text(120);
    return {
      index,
      text: output,
      finishReason: status !== 'complete' ? null : random() < 0.6 ? 'length' : 'stop',
      tokens: withTokens
        ? output.split(' ').map((word) => ({
            text: ` ${word}`,
            logprob: -random() * 3,
            top: [{ text: ` ${word}`, logprob: -random() }],
          }))
        : undefined,
    };
  });
  const model = MODELS[Math.floor(random() ** 2.5 * MODELS.length)] ?? 'practice-1';
  const durationMs = Math.round(200 + random() ** 3 * 30_000);
  const tokenCount = choices.reduce((sum, choice) => sum + Math.ceil(choice.text.length / 5), 0);
  const run = {
    id: `generated-${name}`,
    position: somePosition(createdAt),
    createdAt,
    endedAt: new Date(createdAt.getTime() + durationMs),
    status,
    source: random() < 0.85 ? 'playground' : 'api',
    connectionId: model === 'practice-1' ? 'practice' : `connection-${model.length % 3}`,
    connectionName: model === 'practice-1' ? 'Practice model' : `Server ${model.length % 3}`,
    model,
    request: { model, prompt, stream: true, temperature: Math.round(random() * 20) / 10, max_tokens: 256 },
    promptPreview: promptPreview(prompt),
    outputPreview: outputPreview(choices),
    choiceCount: choices.length,
    title: random() < 0.05 ? text(4) : null,
    starred: random() < 0.01,
    durationMs: status === 'failed' ? null : durationMs,
    tokenCount: random() < 0.8 ? tokenCount : null,
    timings: { sentMs: 2, headersMs: 80, firstTokenMs: 120, durationMs },
    usage: { promptTokens: 80, completionTokens: tokenCount, totalTokens: tokenCount + 80 },
  };
  const tags = random() < 0.1 ? [TAGS[Math.floor(random() ** 3 * TAGS.length)] ?? 'keep'] : [];
  return { run, choices, tags };
}

/** Zipf's law: the word of rank r is 1/r as common as the first. */
function vocabulary(inventing: () => number, random: () => number): () => string {
  const size = 30_000;
  const list = Array.from({ length: size }, (_, rank) =>
    invented(inventing, 1 + Math.floor(Math.log2(rank + 2) / 4)),
  );
  return () => {
    let chance = random();
    for (const [word, part] of SEARCHED_PARTS) {
      if (chance < part) return word;
      chance -= part;
    }
    return list[Math.floor(size ** random()) - 1] ?? 'the';
  };
}

const SYLLABLES =
  'ba be bo da de do fa fi ga go ha he in ka ko la le li lo ma me mi mo na ne no or pa po ra re ri ro sa se so ta te ti to un va ve wa we'.split(
    ' ',
  );

function invented(random: () => number, syllables: number): string {
  return Array.from(
    { length: syllables + (random() < 0.5 ? 1 : 0) },
    () => SYLLABLES[Math.floor(random() * SYLLABLES.length)],
  ).join('');
}

/** mulberry32 */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
