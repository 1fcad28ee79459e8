import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import * as models from '@/app/api/connections/[connectionId]/models/route';
import * as testOne from '@/app/api/connections/[connectionId]/test/route';
import * as one from '@/app/api/runs/[runId]/route';
import * as exported from '@/app/api/runs/export/route';
import { made } from '@/app/api/testing/share-calls';
import * as completions from '@/app/v1/completions/route';
import * as v1Models from '@/app/v1/models/route';
import { openShare } from '@/lib/links/server/open-share';
import { createToken } from '@/lib/public-api/server/tokens';
import { runRegistry } from '@/lib/runs/server/registry';
import { callRoute, captureLogs, newAccount } from '@/lib/testing/call-route';
import { describeRuns } from '@/lib/testing/describe-runs';
import { openStream, runBody } from '@/lib/testing/runs';
import { steppedStream } from '@/lib/testing/stepped-stream';
import { answers } from '@/lib/testing/upstream-answers';
import { type Answer, DONE, SSE_HEADERS } from '@/lib/testing/upstream-wire';
import * as runs from './route';

/** A plausible answer with the key in every field that can hold it. */
function echoing(key: string): Answer {
  const spelled = [
    key,
    Buffer.from(`user:${key}`).toString('base64'),
    Buffer.from(key).toString('hex').toUpperCase(),
  ];
  const chunks = ['Sent: ', ...(`${spelled.join(', ')}.`.match(/[\s\S]{1,5}/g) ?? [])];
  const outer = {
    id: `cmpl-${key}`,
    object: 'text_completion',
    model: `m-${key}`,
    system_fingerprint: `fp_${key}`,
  };
  const choice = (text: string, finish: string | null) => ({
    index: 0,
    text,
    finish_reason: finish,
    logprobs: { tokens: [text], token_logprobs: [-1], top_logprobs: [{ [text]: -1, [`${key} `]: -2 }] },
  });
  const usage = { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3, note: key };
  return (response, request) => {
    const headers = { 'x-request-id': `req-${key}`, 'x-other': key };
    if ((request.json as { stream?: boolean }).stream !== true) {
      response.writeHead(200, { 'content-type': 'application/json', ...headers });
      response.end(
        JSON.stringify({ ...outer, choices: [choice(chunks.join(''), `stop ${key}`)], usage, key }),
      );
      return;
    }
    response.writeHead(200, { ...SSE_HEADERS, ...headers });
    for (const chunk of chunks) {
      response.write(`: ${key}\ndata: ${JSON.stringify({ ...outer, choices: [choice(chunk, null)] })}\n\n`);
    }
    response.end(
      `data: ${JSON.stringify({ ...outer, choices: [choice('', `stop ${key}`)], usage })}\n\n${DONE}`,
    );
  };
}

describeRuns('a key that a server repeats in its answers', (api) => {
  const newKey = () => `sk-canary-${randomBytes(16).toString('hex')}`;
  /** The text contains the key neither as it is nor in base64 or hexadecimal. */
  const none = (text: string, key: string) => {
    for (const form of [
      key,
      Buffer.from(key).toString('hex'),
      Buffer.from(`user:${key}`).toString('base64'),
    ]) {
      expect(text.toLowerCase()).not.toContain(form.toLowerCase());
      expect(text.toLowerCase()).not.toContain(form.slice(6, 22).toLowerCase());
    }
  };

  it.each([true, false])('is in no event, row, log, link or export (stream: %s)', async (stream) => {
    const logs = captureLogs();
    const { user, cookie } = await newAccount('a good long password');
    const key = newKey();
    const connectionId = await api.connect(user.id, key);
    api.upstream().always(echoing(key));
    const body = runBody({ model: 'test-model', logprobs: 2, stream }, { connectionId });
    const emitted = await openStream(runs.POST, { method: 'POST', cookie, body });
    const state = await emitted.toEnd();
    expect(state.status).toBe('complete');
    expect(state.choices[0]?.text.match(/•••/g)).toHaveLength(3);
    none(JSON.stringify(emitted.events), key);

    const { runId } = emitted;
    if (api.kind === 'sqlite') {
      const file = fileURLToPath(api.url);
      const bytes = Buffer.concat([await readFile(file), await readFile(`${file}-wal`)]).toString('latin1');
      expect(bytes).toContain(runId);
      none(bytes, key);
    }
    none((await callRoute(one.GET, { cookie, params: { runId } })).text, key);
    for (const format of ['json', 'jsonl', 'csv', 'markdown']) {
      const { text } = await callRoute(exported.GET, { cookie, path: `/api/runs/export?format=${format}` });
      none(text, key);
    }
    const include = { prompt: true, parameters: true, outputs: true, probabilities: true, timings: true };
    const link = await made(cookie, { runId, title: null, include, redactions: [], expiresAt: null });
    const opened = await openShare(link.path?.slice(3) ?? '');
    expect(opened.state).toBe('open');
    none(JSON.stringify(opened), key);
    none(logs.text(), key);
    logs.stop();
  });

  it.each([true, false])('is in no answer of our own API (stream: %s)', async (stream) => {
    const { user } = await newAccount('a good long password');
    const key = newKey();
    const connectionId = await api.connect(user.id, key);
    api.upstream().always(echoing(key));
    api.upstream().alwaysModels(answers.models([`m-${key}`, 'plain']));
    const { secret } = await createToken(user.id, { name: 'A program', expiresInDays: null });
    const headers = { authorization: `Bearer ${secret}`, 'x-connection': connectionId };
    const body = { model: 'test-model', prompt: 'p', logprobs: 2, stream };
    const answer = await callRoute(completions.POST, { method: 'POST', headers, body });
    expect(answer.status).toBe(200);
    expect(answer.text).toContain('•••');
    none(answer.text + JSON.stringify([...answer.headers]), key);
    const listed = await callRoute(v1Models.GET, { headers });
    expect(listed.text).toContain('m-•••');
    none(listed.text, key);
  });

  it('is in no list of models', async () => {
    const { user, cookie } = await newAccount('a good long password');
    const key = newKey();
    const connectionId = await api.connect(user.id, key);
    const data = [{ id: `m-${key}`, owned_by: `${'x'.repeat(90)}${key}` }, { id: 'plain' }];
    api.upstream().alwaysModels(answers.body(200, 'application/json', JSON.stringify({ data })));
    const listed = await callRoute(models.GET, { cookie, params: { connectionId } });
    expect(listed.json).toMatchObject({ models: [{ id: 'm-•••' }, { id: 'plain' }] });
    const tested = await callRoute(testOne.POST, { method: 'POST', cookie, params: { connectionId } });
    none(listed.text + tested.text, key);
    expect(listed.text).not.toContain(key.slice(0, 10));
  });

  it('does not cost a run that is stopped the text that could have become one', async () => {
    const { user, cookie } = await newAccount('a good long password');
    const key = newKey();
    const connectionId = await api.connect(user.id, key);
    const slow = steppedStream();
    api.upstream().always(slow.answer);
    const body = runBody({ model: 'test-model' }, { connectionId });
    const emitted = await openStream(runs.POST, { method: 'POST', cookie, body });
    await slow.begun;
    slow.text('Keys begin with ');
    slow.text(key.slice(0, 5));
    await emitted.until((state) => state.choices[0]?.text.startsWith('Keys begin with ') === true);
    runRegistry().find(user.id, emitted.runId)?.stop('stop');
    const state = await emitted.toEnd();
    expect(state.status).toBe('stopped');
    expect(state.choices[0]?.text).toBe(`Keys begin with ${key.slice(0, 5)}`);
  });
});
