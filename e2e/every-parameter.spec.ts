import { expect } from '@playwright/test';
import type { ParameterName, ParameterValues } from '@/lib/protocol/request/parameters';
import { EXTRA_FIELDS, MORE_FIELDS } from '@/lib/testing/more-fields';
import { answers } from '@/lib/testing/upstream-answers';
import type { RecordedRequest } from '@/lib/testing/upstream-wire';
import type { Playground } from './support/playground';
import { test } from './support/test';

const KEY = 'sk-canary-4f1d9c2e7b';

/** None of these is a control's initial value, so that a control without effect is caught. */
const COMMON = {
  temperature: 0.73,
  top_p: 0.9,
  seed: 20240917,
  max_tokens: 37,
  stop: ['\n', 'THE END', '\t\\'],
  suffix: 'and that was that.\n',
  n: 2,
  frequency_penalty: -0.4,
  presence_penalty: 1.25,
  logit_bias: { '50256': -100, '1010': 12 },
  logprobs: 3,
  echo: false,
  user: 'reader-7 “quoted”',
  ...MORE_FIELDS,
} as const satisfies Partial<Record<ParameterName, unknown>>;

const RETRIES = {
  strategy: 'backoff',
  backoff: { initialInterval: 20, maxInterval: 3000, exponent: 1.2, maxElapsedTime: 60_000 },
  retryConnectionErrors: false,
} as const;

async function setAll(playground: Playground, values: Partial<Required<ParameterValues>>): Promise<void> {
  for (const name of Object.keys(values) as ParameterName[]) {
    const value = values[name];
    if (value !== undefined) await playground.setParameter(name, value);
  }
}

/** Checks the body's exact fields, and that the key is in its header and nowhere else. */
function expectExactly(request: RecordedRequest, body: unknown): void {
  expect(request.json).toEqual(body);
  expect(request.method).toBe('POST');
  expect(request.path).toBe('/v1/completions');
  const { authorization, ...others } = request.headers;
  expect(authorization).toBe(`Bearer ${KEY}`);
  expect(JSON.stringify([others, request.body])).not.toContain(KEY);
}

/** The request that the curl command of “Code” would send. */
async function requestInCode(playground: Playground): Promise<unknown> {
  const { page } = playground;
  await page.getByRole('button', { name: 'Code', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Code', exact: true });
  const client = dialog.getByRole('combobox', { name: 'Client' });
  await client.selectOption('curl');
  const code = (await dialog.getByRole('region', { name: 'curl code' }).textContent()) ?? '';
  for (const name of ['OpenAI, Python', 'OpenAI, TypeScript']) await client.selectOption(name);
  expect(code).not.toContain(KEY);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  const body = /--data-raw '([\s\S]*)'\n$/.exec(code)?.[1] ?? '';
  return JSON.parse(body.replaceAll(`'\\''`, "'"));
}

test.beforeEach(async ({ playground, upstream }) => {
  await playground.open();
  await playground.addConnection({ name: 'Local server', baseUrl: upstream.url, key: KEY });
  await playground.chooseModel('test-model');
});

test('with every switch off the server receives model, prompt and stream only', async ({
  playground,
  upstream,
}) => {
  await playground.prompt.fill('Once upon a');
  await playground.allOff();
  await playground.runToEnd();
  const body = { model: 'test-model', prompt: 'Once upon a', stream: true };
  expectExactly(await upstream.received(1), body);
  expect(await requestInCode(playground)).toEqual(body);
  await expect(playground.completion).toHaveText('Once upon a time');

  await playground.setParameter('stream', false);
  upstream.enqueue(answers.plain('in one piece'));
  await playground.runToEnd();
  expectExactly(await upstream.received(2), { ...body, stream: false });
  await expect(playground.completion).toHaveText('in one piece');
});

test('a streamed run sends every parameter as its control says, and tries again as asked', async ({
  playground,
  upstream,
}) => {
  upstream.enqueue(
    answers.error(429, 'Too many requests', { headers: { 'retry-after-ms': '1' }, type: 'rate_limit' }),
  );
  const prompts = ['First \\ "prompt"\nin two lines', "Second prompt, it's ünïcode 🙂"];
  await playground.setPrompts(prompts);
  await setAll(playground, {
    ...COMMON,
    stop: [...COMMON.stop],
    stop_token_ids: [...COMMON.stop_token_ids],
    extra_body: EXTRA_FIELDS,
    stream: true,
    stream_options: { include_usage: true },
    retries: RETRIES,
  });
  await playground.runToEnd();

  const body = {
    model: 'test-model',
    prompt: prompts,
    ...COMMON,
    ...EXTRA_FIELDS,
    stream: true,
    stream_options: { include_usage: true },
  };
  expectExactly(await upstream.received(1), body);
  expectExactly(await upstream.received(2), body);
  expect(upstream.requests).toHaveLength(2);
  expect((await upstream.received(2)).headers.accept).toContain('text/event-stream');
  expect(await requestInCode(playground)).toEqual(body);
});

test('a whole answer sends best_of with the rest', async ({ playground, upstream }) => {
  upstream.always(answers.plain(' there was'));
  await playground.prompt.fill("It's a “prompt”\n");
  await setAll(playground, {
    ...COMMON,
    stop: [...COMMON.stop],
    stop_token_ids: [...COMMON.stop_token_ids],
    extra_body: EXTRA_FIELDS,
    echo: true,
    best_of: 4,
    stream: false,
  });
  await playground.runToEnd();

  const body = {
    model: 'test-model',
    prompt: "It's a “prompt”\n",
    ...COMMON,
    ...EXTRA_FIELDS,
    echo: true,
    best_of: 4,
    stream: false,
  };
  expectExactly(await upstream.received(1), body);
  expect(await requestInCode(playground)).toEqual(body);
});

test('a parameter that is switched off again is not sent, and keeps its value', async ({
  playground,
  upstream,
}) => {
  await playground.allOff();
  await playground.prompt.fill('Once');
  await playground.setParameter('temperature', 0.2);
  await playground.send('temperature', false);
  await playground.runToEnd();
  expectExactly(await upstream.received(1), { model: 'test-model', prompt: 'Once', stream: true });

  await playground.send('temperature');
  await playground.runToEnd();
  expectExactly(await upstream.received(2), {
    model: 'test-model',
    prompt: 'Once',
    temperature: 0.2,
    stream: true,
  });
});
