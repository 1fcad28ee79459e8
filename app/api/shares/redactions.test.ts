import { expect, it } from 'vitest';
import * as runs from '@/app/api/runs/route';
import { shareBody } from '@/app/api/testing/owner';
import { made } from '@/app/api/testing/share-calls';
import * as embed from '@/app/s/[slug]/embed/route';
import * as json from '@/app/s/[slug]/json/route';
import { REDACTED } from '@/lib/links/model/redact';
import type { SharedRun } from '@/lib/links/model/shared-run';
import { aSharedRun } from '@/lib/protocol/fixtures/shared-run';
import { callRoute, newVisitor } from '@/lib/testing/call-route';
import { describeRuns } from '@/lib/testing/describe-runs';
import { openStream, runBody } from '@/lib/testing/runs';
import { aShare, storedShare } from '@/lib/testing/shares';
import { type Answer, DONE, ENVELOPE, SSE_HEADERS } from '@/lib/testing/upstream-wire';

/** Two choices that mention a person, each token with its alternatives. */
const letter: Answer = (response) => {
  response.writeHead(200, SSE_HEADERS);
  const tokens: readonly (readonly [string, ...string[]])[] = [
    [' It', ' Alice'],
    [' was', ' is'],
    [' Alice', ' ALICE'],
    [' Johnson', ' Smith', '\nJohnson', 'son'],
    ['.', ' Johnson', ' (AJ)'],
    [' Yes', ' alice'],
  ];
  for (const index of [0, 1]) {
    for (const [text, ...others] of tokens) {
      const top = Object.fromEntries([text, ...others].map((other, at) => [other, -0.25 - at]));
      const logprobs = { tokens: [text], token_logprobs: [-0.25], top_logprobs: [top] };
      const choice = { index, text: index === 1 ? text.toUpperCase() : text, logprobs, finish_reason: null };
      response.write(`data: ${JSON.stringify({ ...ENVELOPE, choices: [choice] })}\n\n`);
    }
    const end = { index, text: '', logprobs: null, finish_reason: 'stop' };
    response.write(`data: ${JSON.stringify({ ...ENVELOPE, choices: [end] })}\n\n`);
  }
  const usage = { prompt_tokens: 317, completion_tokens: 12, total_tokens: 329 };
  response.end(`data: ${JSON.stringify({ ...ENVELOPE, choices: [], usage })}\n\n${DONE}`);
};

describeRuns('a link with something hidden in it', ({ upstream, connect }) => {
  it('helps nobody to guess it, in no form that it can be read in', async () => {
    const { user, cookie } = await newVisitor();
    const connectionId = await connect(user.id);
    upstream().enqueue(letter);
    const request = {
      model: 'test-model',
      prompt: 'About Alice\u00a0Johnson',
      suffix: '— ａｌｉｃｅ－ｊｏｈｎｓｏｎ',
      stop: ['ALICE JOHNSON'],
      seed: 4711,
      logit_bias: { '50256': -100 },
      logprobs: 4,
      n: 2,
    };
    const body = runBody(request, { connectionId });
    const stream = await openStream(runs.POST, { method: 'POST', cookie, body });
    const state = await stream.toEnd();
    expect(state.choices.map(({ text }) => text)).toEqual([
      ' It was Alice Johnson. Yes',
      ' IT WAS ALICE JOHNSON. YES',
    ]);
    const terms = { title: 'Who is alice johnson?', redactions: ['Alice Johnson'] };
    const { id, path } = await made(cookie, shareBody(stream.runId, terms));
    const params = { slug: path?.slice(3) ?? '' };
    const forms = [
      JSON.stringify((await storedShare(id)).snapshot),
      (await callRoute(json.GET, { params })).text,
      (await callRoute(embed.GET, { params })).text,
    ];
    for (const form of forms) {
      expect(form).toContain(REDACTED);
      expect(form.normalize('NFKC')).not.toMatch(/alice|johnson|\bAJ\b|4711|50256|317|329/i);
    }
    const shared = (await callRoute(json.GET, { params })).json as SharedRun;
    expect(shared).toMatchObject({
      title: `Who is ${REDACTED}?`,
      prompt: `About ${REDACTED}`,
      parameters: { suffix: `— ${REDACTED}`, stop: [REDACTED], logprobs: 4, n: 2 },
    });
    expect(shared.outputs?.map(({ text }) => text)).toEqual([
      ` It was ${REDACTED}. Yes`,
      ` IT WAS ${REDACTED}. YES`,
    ]);
    expect(shared.outputs?.flatMap(({ tokens = [] }) => tokens.flatMap(({ top }) => top))).toEqual([]);
  });

  it('that was made before is read without what helps, too', async () => {
    const { user } = await newVisitor();
    const top = [{ text: ' Johnson', logprob: -1 }];
    const old = aSharedRun({
      prompt: `About ${REDACTED}`,
      parameters: { seed: 4711, logit_bias: { '50256': -100 }, temperature: 1 },
      outputs: [
        { index: 0, text: ' Yes', finishReason: 'stop', tokens: [{ text: ' Yes', logprob: -0.5, top }] },
      ],
      usage: { promptTokens: 317, completionTokens: 1, totalTokens: 318 },
    });
    const { slug } = await aShare(user.id, old);
    const { text } = await callRoute(json.GET, { params: { slug } });
    expect(text).toContain(`About ${REDACTED}`);
    expect(text).not.toMatch(/Johnson|4711|50256|317/);
    const plain = aSharedRun();
    const open = await aShare(user.id, plain);
    expect((await callRoute(json.GET, { params: { slug: open.slug } })).json).toEqual(plain);
  });
});
