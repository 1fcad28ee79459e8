import { uuidv7 } from 'uuidv7';
import { toStored } from '@/lib/platform/db/stored-json';
import { emptyRunState, type RunState } from '@/lib/protocol/run/run-state';
import { insertRun, type NewRun } from '@/lib/runs/db/insert-run';
import { outputPreview, promptPreview } from '@/lib/runs/db/preview';
import { deleteRuns } from '@/lib/runs/db/run-history';
import { settleRun } from '@/lib/runs/db/save-run';
import { getDb } from '../client';
import { aRun } from './records';

/** Texts that databases like to change. */
const TEXTS = [
  'nul \0, \u001a0000 and half \ud83d of \udc00 an emoji',
  ' spaces around \r\n and\ttabs\u2028',
  '漢字 é e\u0301 🎈 "quoted" \\ back',
  '',
];
const error = {
  kind: 'rate_limit',
  message: TEXTS[2] ?? '',
  status: 429,
  code: '',
  type: null,
  param: 'max_tokens',
  retryAfterMs: 1500.5,
  requestId: 'req_1',
  rawBody: TEXTS[0] ?? '',
} as const;

/**
 * A user's runs with everything that a run can have: each status, errors, attempts, probabilities, lists of
 * prompts, several choices, existing parents and a missing one, odd texts and numbers. Returns how many of
 * them are visible.
 */
export async function hardRuns(userId: string): Promise<number> {
  const make = async (fields: Partial<NewRun>, change: (state: RunState) => void = complete) => {
    const run = aRun(userId, fields);
    const full = { ...run, promptPreview: promptPreview(run.request.prompt) };
    await insertRun(full);
    const state = emptyRunState(full.choiceCount);
    change(state);
    if (state.status !== 'streaming') {
      const pace = state.choices[0]?.text ? ([[120.25, 0, 3]] as [number, number, number][]) : null;
      await settleRun(run.id, { state, outputPreview: outputPreview(state.choices), pace });
    }
    return run.id;
  };

  const root = await make({}, (state) => {
    complete(state);
    state.choices[0] = { index: 0, text: TEXTS[0] ?? '', finishReason: 'stop', tokens: [] };
    state.usage = { promptTokens: 1, completionTokens: null, totalTokens: 9_007_199_254_740_991 };
    state.timings = { sentMs: 0.1, headersMs: 1e-7, firstTokenMs: 12345.678901234567, durationMs: 99.5 };
  });
  for (const status of [
    'complete',
    'truncated',
    'failed',
    'stopped',
    'interrupted',
    'refused',
    'streaming',
  ] as const) {
    await make(
      { parentId: root, branch: { kind: 'edit' }, connectionId: 'server', connectionName: 'r9s' },
      (state) => {
        state.status = status;
        if (status === 'failed') state.error = error;
      },
    );
  }
  const lists = await make(
    {
      request: {
        model: 'm',
        prompt: TEXTS,
        n: 2,
        stop: TEXTS.slice(0, 3),
        logit_bias: { '50256': -100, '7': 0.1 },
        temperature: 0.1 + 0.2,
        stream: false,
        user: TEXTS[0],
        suffix: '',
      },
      retries: {
        strategy: 'backoff',
        backoff: { initialInterval: 1, maxInterval: 2, exponent: 1.5, maxElapsedTime: 0 },
        retryConnectionErrors: true,
      },
      choiceCount: 8,
      source: 'api',
      sourceName: 'My token',
      connectionId: 'gone',
      connectionName: `${TEXTS[2]}`,
      model: 'm',
    },
    (state) => {
      complete(state);
      state.choices = TEXTS.map((text, index) => ({
        index: index * 2,
        text,
        finishReason: index === 0 ? null : 'length',
        // A text that looks like a number stays a text.
        ...(index > 0 && { stopReason: [TEXTS[0] ?? '', '13', 151643][index - 1] ?? '' }),
        tokens: [
          { text, logprob: null, top: [] },
          {
            text: ' b',
            logprob: -0.0000001234567890123,
            top: [
              { text, logprob: -1e-300 },
              { text: 'c', logprob: -12.5 },
            ],
          },
        ],
      }));
      state.attempts = [
        { number: 1, error, waitMs: 12.5 },
        { number: 2, error: { ...error, kind: 'connect', status: null, rawBody: null }, waitMs: 0 },
      ];
      state.response = {
        status: 200,
        id: 'cmpl-1',
        model: null,
        systemFingerprint: TEXTS[2] ?? null,
        requestId: null,
        form: 'json',
        serviceTier: 'flex',
        provider: TEXTS[2] ?? '',
        serverTimings: { prompt_ms: 1e-7, predicted_per_second: 1326.2599469496022 },
        raw: JSON.stringify({ id: 'cmpl-1', odd: TEXTS }),
        rawIsCut: true,
      };
      state.usage = {
        promptTokens: 5,
        completionTokens: 7,
        totalTokens: null,
        cachedTokens: 2,
        reasoningTokens: 0,
      };
      state.price = { input: 0.1, output: 0.2, cachedInput: 0, currency: 'EUR' };
      state.cost = { amount: 0.0000017, currency: 'EUR', isEstimated: true };
    },
  );
  const branched = await make({ parentId: lists, branch: { kind: 'branch', choiceIndex: 2, tokenIndex: 0 } });
  await make({ parentId: branched, branch: { kind: 'append' } });
  const lost = await make({});
  await make({ parentId: lost, branch: { kind: 'regenerate' } });
  await deleteRuns(userId, [lost]);
  await getDb().run.update({
    where: { id: branched },
    data: { title: TEXTS[2], note: TEXTS[0], starred: true },
  });
  const tags = ['z', 'a', 'É', 'B', 'two words', '漢字', '🎈'];
  await getDb().runTag.createMany({ data: tags.map((tag) => ({ runId: branched, userId, tag })) });
  return 12;
}

function complete(state: RunState): void {
  state.status = 'complete';
}

/** Runs of one millisecond, at adjacent positions. Returns their ids, newest first. */
export async function neighbours(userId: string, count: number, createdAt: Date): Promise<string[]> {
  const ids: string[] = [];
  for (let at = 0; at < count; at += 1) {
    const id = uuidv7();
    const { retries: _r, branch: _b, request, processId: _p, ...run } = aRun(userId, { id });
    const position = BigInt(createdAt.getTime() * 1024 + 10 + at);
    await getDb().run.create({
      data: {
        ...run,
        request: toStored({ ...request, prompt: `Neighbour ${at}` }),
        status: 'complete',
        createdAt,
        position,
      },
    });
    ids.unshift(id);
  }
  return ids;
}
