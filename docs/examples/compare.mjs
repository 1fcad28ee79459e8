// Runs a grid of models, prompts and inputs in Completions Playground, and fails when too few outputs are right: for CI.
// Needs Node 20 and nothing else. docs/comparisons-api.md explains each step.
//
//   PLAYGROUND_TOKEN=cpt_… node compare.mjs
//
// The token (Settings → API) has to be one for completions and comparisons.
// PLAYGROUND_URL (http://localhost:3000), CONNECTION (practice), MODELS (practice-1), ATTEMPT (a new one each time),
// LIMIT (0: the least share of outputs that have to pass, from 0 to 1).
import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';

const {
  PLAYGROUND_URL = 'http://localhost:3000',
  PLAYGROUND_TOKEN,
  CONNECTION = 'practice',
  MODELS = 'practice-1',
  ATTEMPT = randomUUID(),
  LIMIT = '0',
} = process.env;

const models = MODELS.split(',').map((model) => ({ connectionId: CONNECTION, model }));
const plan = {
  base: {
    ...models[0],
    prompt: '',
    settings: { values: { max_tokens: 20, temperature: 0 }, sent: ['max_tokens', 'temperature'] },
  },
  // Two or more values make an axis.
  axes: [
    ...(models.length > 1 ? [{ kind: 'model', models }] : []),
    {
      kind: 'prompt',
      prompts: [
        { prompt: 'The capital of {{country}} is' },
        { prompt: 'Q: What is the capital of {{country}}?\nA:' },
      ],
    },
  ],
  repeats: 1,
  variables: true,
  inputs: {
    columns: ['country', 'expected'],
    rows: [
      { id: 'fr', values: ['France', 'Paris'] },
      { id: 'pe', values: ['Peru', 'Lima'] },
    ],
  },
  checks: [{ id: 'words', kind: 'length', unit: 'characters', min: 1, max: 400 }],
  // No page watches it.
  background: true,
};

async function call(path, body) {
  for (;;) {
    const response = await fetch(`${PLAYGROUND_URL}/api/comparisons${path}`, {
      method: body ? 'POST' : 'GET',
      headers: { authorization: `Bearer ${PLAYGROUND_TOKEN}`, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
    if (response.ok) return response;
    const text = await response.text();
    // Too many at once: the answer says when to come back.
    if (response.status !== 429) throw new Error(`${response.status} ${text}`);
    await setTimeout(1_000 * Number(response.headers.get('retry-after') ?? 1));
  }
}

const { id } = await (await call('', { title: 'From CI', plan })).json();
console.log(`${PLAYGROUND_URL}/compare?id=${id}`);
// The same key starts once, also when this script is run again for the same comparison.
await call(`/${id}/start`, { idempotencyKey: ATTEMPT });

for (;;) {
  const { waiting, live, done, total, refused } = await (await call(`/${id}/queue`)).json();
  for (const { cell, message } of refused) console.error(`${cell}: ${message}`);
  if (waiting.length === 0 && live.length === 0) break;
  console.log(`${done} of ${total} done`);
  await setTimeout(2_000);
}

const text = await (await call(`/${id}/export?format=jsonl`)).text();
const outputs = text
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line));
const passed = (some) => some.filter((output) => output.passed === true).length;
for (const model of new Set(outputs.map((output) => output.model))) {
  const ofModel = outputs.filter((output) => output.model === model);
  console.log(`${model}: ${passed(ofModel)} of ${ofModel.length} passed`);
}
if (passed(outputs) / outputs.length < Number(LIMIT)) {
  console.error(`Fewer than ${LIMIT} of the outputs passed.`);
  process.exitCode = 1;
}
