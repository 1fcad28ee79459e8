import { describe, expect, it } from 'vitest';
import type { Token } from '@/lib/protocol/run/run-events';
import { emptyRunState } from '@/lib/protocol/run/run-state';
import { charactersAt } from '@/lib/runs/model/pace';
import { copyRun, type SharableRun } from './copy-run';
import { findingsIn } from './find-sensitive';
import { REDACTED } from './redact';
import { type SharedRun, sharedRunSchema } from './shared-run';
import { sharedTexts } from './shared-texts';
import type { ShareChoice } from './shares';
import { withholdCosts } from './withhold-costs';

const pause = async () => {};
const ALL: ShareChoice = {
  prompt: true,
  parameters: true,
  outputs: true,
  probabilities: true,
  timings: true,
};

interface Given {
  request?: Partial<SharableRun['request']>;
  /** By choice; with tokens when they are given as lists. */
  outputs?: readonly (string | readonly string[])[];
  pace?: SharableRun['pace'];
  alternatives?: Record<string, string[]>;
}

function aRun({ request, outputs = ['An output.'], pace = null, alternatives = {} }: Given): SharableRun {
  const state = emptyRunState(0);
  state.status = 'complete';
  state.choices = outputs.map((output, index) => ({
    index,
    text: [output].flat().join(''),
    finishReason: 'stop',
    tokens:
      typeof output === 'string'
        ? null
        : output.map((text): Token => {
            const others = (alternatives[text] ?? []).map((other) => ({ text: other, logprob: -2 }));
            return { text, logprob: -0.5, top: [{ text, logprob: -0.5 }, ...others] };
          }),
  }));
  state.usage = { promptTokens: 3, completionTokens: 4, totalTokens: 7 };
  state.timings = { sentMs: 1, headersMs: 2, firstTokenMs: 3, durationMs: 40 };
  state.response = {
    status: 200,
    id: 'cmpl-response-id',
    model: 'model-as-answered',
    systemFingerprint: 'fp_fingerprint',
    requestId: 'req-request-id',
  };
  state.error = {
    kind: 'stream',
    message: 'raw message',
    status: null,
    code: null,
    type: null,
    param: null,
    retryAfterMs: null,
    requestId: 'req-request-id',
    rawBody: 'raw body',
  };
  return { status: 'complete', request: { model: 'm', prompt: 'A prompt', ...request }, state, pace };
}

function share(run: SharableRun, redactions: string[] = [], include: Partial<ShareChoice> = {}): SharedRun {
  const terms = { title: null, redactions, sharedAt: '2026-11-25T00:00:00.000Z' };
  const shared = copyRun(run, { ...terms, include: { ...ALL, ...include } });
  // Through JSON, as it is kept.
  return sharedRunSchema.parse(JSON.parse(JSON.stringify(shared)));
}

/** With everything that is shown only where its owner says so. */
function aPaidRun(request: Given['request'] = {}): SharableRun {
  const run = aRun({ request });
  const usage = { promptTokens: 3, completionTokens: 4, totalTokens: 7, cost: 0.00123 };
  const response = run.state.response && {
    ...run.state.response,
    provider: 'Somebody',
    raw: '{"id":"cmpl-raw"}',
  };
  const price = { input: 1, output: 2, currency: 'USD' };
  const cost = { amount: 0.00123, currency: 'USD', isEstimated: false };
  return { ...run, cost, state: { ...run.state, usage, response, price } };
}

describe('the cost and the raw response', () => {
  it('are not shown unless their owner says so', () => {
    const text = JSON.stringify(share(aPaidRun()));
    for (const hidden of ['0.00123', 'cmpl-raw', 'Somebody', 'price']) expect(text).not.toContain(hidden);
    const shown = share(aPaidRun(), [], { cost: true, raw: true });
    expect(shown).toMatchObject({ cost: { amount: 0.00123 }, raw: '{"id":"cmpl-raw"}' });
    expect(shown.usage).toEqual({ promptTokens: 3, completionTokens: 4, totalTokens: 7 });
  });

  it('are not shown beside redactions, which they would help to guess', () => {
    const shown = share(aPaidRun(), ['output'], { cost: true, raw: true });
    expect(shown.cost).toBeUndefined();
    expect(shown.raw).toBeUndefined();
  });

  it('the raw response is not shown without what it may repeat, nor with `user`', () => {
    for (const part of ['prompt', 'outputs', 'parameters'] as const) {
      expect(share(aPaidRun(), [], { raw: true, [part]: false }).raw).toBeUndefined();
    }
    expect(share(aPaidRun({ user: 'cmpl-raw' }), [], { raw: true }).raw).toBeUndefined();
  });
});

/** What real servers and gateways put into their answers. */
const PAID_RAW = {
  id: 'gen-1',
  provider: 'Somebody',
  usage: {
    prompt_tokens: 3,
    cost: 0.00123,
    is_byok: false,
    cost_details: { upstream_inference_cost: 0.00123, upstreamInferencePromptCost: 0.0004 },
    prompt_tokens_details: { cached_tokens: 1, cached_price: '0.00123' },
  },
  total_cost: '0.00123',
  'x-litellm-response-cost': 0.00123,
  _hidden_params: { response_cost: 0.00123, region: 'eu' },
  pricing: { prompt: '0.00123' },
  steps: [{ name: 'search', priceUsd: 0.00123, ms: 4 }, [{ billed_units: 0.00123 }]],
  metadata: JSON.stringify({
    kept: 1,
    inner: JSON.stringify({ credits_spent: 0.00123, note: 'the cost of it' }),
  }),
};

describe('the raw response of a link that shows no cost', () => {
  const paid = () => {
    const run = aPaidRun();
    const response = run.state.response && { ...run.state.response, raw: JSON.stringify(PAID_RAW) };
    return { ...run, state: { ...run.state, response } };
  };

  it('has no field that says what something cost, at any depth', () => {
    const { raw = '' } = share(paid(), [], { raw: true });
    expect(raw).not.toContain('0.00123');
    expect(JSON.parse(raw)).toEqual({
      id: 'gen-1',
      provider: 'Somebody',
      usage: { prompt_tokens: 3, is_byok: false, prompt_tokens_details: { cached_tokens: 1 } },
      _hidden_params: { region: 'eu' },
      steps: [{ name: 'search', ms: 4 }, [{}]],
      metadata: JSON.stringify({ kept: 1, inner: JSON.stringify({ note: 'the cost of it' }) }),
    });
  });

  it('is as it came where the cost is shown, or none is in it', () => {
    expect(share(paid(), [], { raw: true, cost: true }).raw).toBe(JSON.stringify(PAID_RAW));
    expect(share(aPaidRun(), [], { raw: true }).raw).toBe('{"id":"cmpl-raw"}');
  });

  it('shows none either where the link is older than this', () => {
    const shown = share(paid(), [], { raw: true, cost: true });
    const { cost: _cost, ...older } = {
      ...shown,
      usage: { ...shown.usage, cost: 0.00123 } as SharedRun['usage'],
    };
    expect(JSON.stringify(withholdCosts(older))).not.toContain('0.00123');
    expect(withholdCosts(shown)).toEqual(shown);
  });
});

/** Put together here, so that no scanner of secrets takes this file for a leak. */
const KEY = ['sk', 'proj-Ab1Cd2Ef3Gh4Ij5Kl6Mn7'].join('-');

describe('a secret in Other fields', () => {
  it.each<[string, Record<string, unknown>, string]>([
    ['a key by its form', { trace: KEY }, KEY],
    ['a name that is a key', { routes: { [KEY]: true } }, KEY],
    ['deep inside', { router: { auth: { headers: { 'X-Api-Key': 'short-one' } } } }, 'short-one'],
    ['a list', { fallbacks: ['none', { providers: [{ apiKey: 'key of letters' }] }] }, 'key of letters'],
    ['a list of secrets', { api_keys: ['first one', 'x'] }, 'first one'],
    ['a header by name', { headers: { Authorization: 'Basic dXNlcjpwYXNz' } }, 'Basic dXNlcjpwYXNz'],
    ['a bearer in a line', { headers: ['Authorization: Bearer abc123def456ghi789'] }, 'abc123def456ghi789'],
    ['a pair', { headers: [{ name: 'Cookie', value: 'session=abc' }] }, 'session=abc'],
    ['JSON in a text', { metadata: '{"db": {"password": "correct horse"}}' }, 'correct horse'],
    [
      'JSON in JSON in a text',
      { m: JSON.stringify({ n: JSON.stringify({ secret: 'say "hi"' }) }) },
      'say "hi"',
    ],
    ['figures', { login: { pin: 73519482 } }, '73519482'],
    ['a token', { hub_token: 'abcd1234efgh' }, 'abcd1234efgh'],
  ])('is found before it is shared: %s', async (_shape, extra_body, found) => {
    const request = { extra_body };
    const run = aRun({ request });
    const findings = await findingsIn(sharedTexts(share(run), run.request), pause);
    expect(findings).toEqual([{ kind: 'key', text: found, count: 1, fields: ['parameters'] }]);
    const redacted = JSON.stringify(share(run, [found]));
    expect(redacted).not.toContain(found);
    expect(redacted).not.toContain(JSON.stringify(found).slice(1, -1));
  });

  it.each<[Record<string, unknown>]>([
    [{ stop_token: '</s>', eos_token: '<|im_end|>', max_tokens: 2048, key: 'C minor', tokens: ['a', 'b'] }],
    [{ keyboard: 'qwerty', secretary: 'Miss Lemon', monkey: 'yes', pineapple: 12345 }],
    [{ metadata: '{"kept": [1, 2]}', cache_key: 'page one', response_format: { type: 'json_object' } }],
  ])('is not seen in %j', async (extra_body) => {
    const run = aRun({ request: { extra_body } });
    expect(await findingsIn(sharedTexts(share(run), run.request), pause)).toEqual([]);
  });

  it('is found in the raw response, too, but not in the ids that servers make up', async () => {
    const run = aPaidRun();
    const id = 'chatcmpl-P6XuLZDoBYQnEZLyqyKCnWrfWCLgiAMi';
    const raw = JSON.stringify({ id, system_fingerprint: id, echo: { api_key: 'as it came' } });
    const response = run.state.response && { ...run.state.response, raw };
    const shared = share({ ...run, state: { ...run.state, response } }, [], { raw: true });
    const findings = await findingsIn(sharedTexts(shared, run.request), pause);
    expect(findings).toEqual([{ kind: 'key', text: 'as it came', count: 1, fields: ['outputs'] }]);
  });
});

const tokenTexts = (shared: SharedRun, choice = 0) =>
  shared.outputs?.[choice]?.tokens?.map(({ text }) => text) ?? null;

describe('the copy of a run', () => {
  it('holds what was chosen, each part for itself', () => {
    const run = aRun({
      request: { temperature: 0.5, stop: ['END'], user: 'the user' },
      outputs: [['An', ' output']],
      pace: [[5, 0, 9]],
    });
    const everything = share(run);
    expect(Object.keys(everything).sort()).toEqual(
      'kind model outputs pace parameters prompt sharedAt status timings title usage version'.split(' '),
    );
    const parts: [keyof ShareChoice, string[]][] = [
      ['prompt', ['prompt']],
      ['parameters', ['model', 'parameters']],
      ['outputs', ['outputs']],
      ['probabilities', []],
      ['timings', ['timings', 'usage']],
    ];
    const nothing = {
      prompt: false,
      parameters: false,
      outputs: false,
      probabilities: false,
      timings: false,
    };
    const bare = Object.keys(share(run, [], nothing));
    for (const [part, fields] of parts) {
      const alone = share(run, [], { ...nothing, [part]: true });
      expect(
        Object.keys(alone)
          .filter((field) => !bare.includes(field))
          .sort(),
        part,
      ).toEqual(fields);
    }
    expect(share(run, [], { probabilities: false }).outputs?.[0]).not.toHaveProperty('tokens');
    expect(tokenTexts(everything)).toEqual(['An', ' output']);
  });

  it('holds nothing that shows who called which server', () => {
    const text = JSON.stringify(share(aRun({ request: { user: 'the user' } })));
    for (const secret of ['the user', 'response-id', 'fingerprint', 'request-id', 'raw', 'as-answered'])
      expect(text).not.toContain(secret);
  });

  it('of a run that goes on is refused', () => {
    expect(() => share({ ...aRun({}), status: 'streaming' })).toThrow('in progress');
  });

  it('without the prompt reveals it neither by an echo nor by the suffix', () => {
    const run = aRun({
      request: { prompt: 'My own words', echo: true, suffix: 'and the end' },
      outputs: [['My', ' own', ' words', ' and', ' more']],
      pace: [
        [1, 0, 12],
        [2, 0, 9],
      ],
    });
    const shared = share(run, [], { prompt: false });
    expect(shared.outputs?.[0]?.text).toBe(`${REDACTED} and more`);
    expect(tokenTexts(shared)).toEqual([REDACTED, ' and', ' more']);
    expect(shared.parameters).toEqual({ echo: true });
    expect(JSON.stringify(shared)).not.toContain('words');
    expect(shared.pace).toEqual([
      [1, 0, 4],
      [2, 0, 9],
    ]);
  });
});

describe('an echo of a prompt that is not shared', () => {
  const prompt = 'My own words,\n and nobody else’s';
  const echo = (outputs: Given['outputs'], redactions: string[] = []) =>
    share(aRun({ request: { prompt, echo: true }, ...(outputs && { outputs }) }), redactions, {
      prompt: false,
    });
  const emitted = (text: string) => echo([text]).outputs?.[0]?.text;

  it('is hidden also when it broke off, or stands there in another spelling', () => {
    expect(emitted('My own wo')).toBe(REDACTED);
    expect(emitted(`<s> ${prompt} and more`)).toBe(`${REDACTED} and more`);
    expect(emitted('My own words, and nobody else’s and more')).toBe(`${REDACTED} and more`);
    expect(emitted('<|begin_of_text|>My own')).toBe(REDACTED);
    // Where it ends is not known, so all of it goes.
    expect(emitted('My own words, and nobody else\ufffds and more')).toBe(REDACTED);
  });

  it('is not seen where the server gave none', () => {
    expect(emitted('My friend writes')).toBe('My friend writes');
    expect(emitted('<p>A page</p>')).toBe('<p>A page</p>');
    expect(emitted('')).toBe('');
  });

  it('is in no token, also of a server that spells tokens in another way', () => {
    const run = aRun({ request: { prompt, echo: true }, outputs: [['ĠMy own words', ' and', ' more']] });
    const [choice] = run.state.choices;
    run.state.choices = choice ? [{ ...choice, text: `${prompt} and more` }] : [];
    // One span in the text and one in the tokens: not the same one.
    const shared = share(run, ['own'], { prompt: false });
    expect(JSON.stringify(shared)).not.toContain('words');
    expect(tokenTexts(shared)).toBeNull();
  });
});

describe('redactions', () => {
  it('are made in every text', () => {
    const run = aRun({
      request: {
        model: 'ft:SECRET:1',
        prompt: ['one SECRET', 'two'],
        stop: ['SECRET', 'x'],
        suffix: 'SECRETSECRET!',
        n: 1,
        logit_bias: { '7': 1 },
      },
      outputs: ['a SECRET', 'none'],
    });
    run.state.choices[1] = { index: 1, text: 'none', finishReason: 'SECRET', tokens: null };
    const terms = { include: ALL, redactions: ['SECRET'], sharedAt: '2026-11-25T00:00:00.000Z' };
    const shared = copyRun(run, { ...terms, title: 'The SECRET' });
    expect(JSON.stringify(shared)).not.toContain('SECRET');
    expect(shared).toMatchObject({
      title: `The ${REDACTED}`,
      model: `ft:${REDACTED}:1`,
      prompt: [`one ${REDACTED}`, 'two'],
      parameters: { stop: [REDACTED, 'x'], suffix: `${REDACTED}!` },
      outputs: [{ text: `a ${REDACTED}` }, { text: 'none', finishReason: REDACTED }],
    });
  });

  it('is in no stop text, not even a word of it', () => {
    const run = aRun({ request: { stop: ['Johnson', 'END', ' JOHNSON', 'son'] } });
    expect(share(run, ['Alice Johnson']).parameters).toEqual({ stop: [REDACTED, 'END', REDACTED, 'son'] });
    const one = aRun({ request: { stop: 'Alice%20Johnson' } });
    expect(share(one, ['Alice Johnson']).parameters).toEqual({ stop: REDACTED });
  });

  it('is in no token, in any spelling', () => {
    for (const tokens of [
      ['To ', 'Alice', '%20', 'John', 'son'],
      ['To ', 'Ali', 'ce&nb', 'sp;Johnson'],
      ['To ', 'Alice', ' <b>', 'Johnson'],
      ['To ', 'Johnson', ',', ' Alice'],
    ]) {
      const { outputs } = share(aRun({ outputs: [[...tokens, ' now']] }), ['Alice Johnson']);
      expect(outputs?.[0]?.text).toBe(`To ${REDACTED} now`);
      expect(outputs?.[0]?.tokens?.map(({ text }) => text)).toEqual(['To ', REDACTED, ' now']);
    }
  });

  it('do not show their length, in text, tokens or number of tokens', () => {
    for (const secret of ['ab', 'a much longer secret of many tokens']) {
      const shared = share(aRun({ outputs: [['It is ', ...secret.split(/(?=\W)/), ', see?']] }), [secret]);
      expect(shared.outputs?.[0]?.text).toBe(`It is ${REDACTED}, see?`);
      expect(tokenTexts(shared)).toEqual(['It is ', REDACTED, ', see?']);
      expect(shared.outputs?.[0]?.tokens?.[1]).toEqual({ text: REDACTED, logprob: null, top: [] });
    }
  });

  it('keep of a token what stands beside them', () => {
    const tokens = ['mail: bo', 'b@ex', 'ample.com.', ' And', ' bob@example.com', '!'];
    const shared = share(aRun({ outputs: [tokens] }), ['bob@example.com']);
    expect(tokenTexts(shared)).toEqual([`mail: ${REDACTED}.`, ' And', ` ${REDACTED}`, '!']);
    expect(tokenTexts(shared)?.join('')).toBe(shared.outputs?.[0]?.text);
  });

  it('join tokens that two of them share', () => {
    const shared = share(aRun({ outputs: [['A', 'da-B', 'ob', ' end']] }), ['Ada', 'Bob']);
    expect(tokenTexts(shared)).toEqual([`${REDACTED}-${REDACTED}`, ' end']);
  });

  it('go over the seams between prompt, output and suffix', () => {
    const run = aRun({
      request: { prompt: ['write to bob@exa', 'or to ann@'], suffix: 'org, please', n: 2 },
      outputs: [['mp', 'le.'], 'mple.com', 'example.', 'b'],
    });
    const shared = share(run, ['bob@example.org', 'ann@example.org', 'ann@b']);
    expect(shared.prompt).toEqual([`write to ${REDACTED}`, `or to ${REDACTED}`]);
    expect(shared.outputs?.map(({ text }) => text)).toEqual([REDACTED, 'mple.com', REDACTED, REDACTED]);
    expect(tokenTexts(shared)).toEqual([REDACTED]);
    expect(shared.parameters?.suffix).toBe(`${REDACTED}, please`);
  });

  it('drop tokens in which the hidden text is not found as it stands in the output', () => {
    const run = aRun({ outputs: [['Ġsec', 'Ġret']] });
    run.state.choices[0] = { ...(run.state.choices[0] as (typeof run.state.choices)[0]), text: ' sec ret' };
    expect(tokenTexts(share(run))).toEqual(['Ġsec', 'Ġret']);
    expect(tokenTexts(share(run, ['sec ret']))).toBeNull();
    expect(tokenTexts(share(run, ['ret', 'sec']))).toEqual([`Ġ${REDACTED}Ġ${REDACTED}`]);
  });

  it('drop them as well where two that touch in the text are one that is found and one that is not', () => {
    const run = aRun({ outputs: [['Ann', 'bytes:\\xc3\\x96', 'zil']] });
    run.state.choices[0] = { ...(run.state.choices[0] as (typeof run.state.choices)[0]), text: 'AnnÖzil' };
    expect(tokenTexts(share(run, ['Ann', 'Özil']))).toBeNull();
  });

  it('move the pace, so that a replay ends with the whole text', () => {
    const text = 'Hello bob@example.com, and bye';
    const pace: SharableRun['pace'] = [];
    for (let at = 0; at < text.length; at += 3) pace.push([at, 0, Math.min(3, text.length - at)]);
    const shared = share(aRun({ outputs: [text], pace }), ['bob@example.com']);
    const redacted = shared.outputs?.[0]?.text ?? '';
    expect(redacted).toBe(`Hello ${REDACTED}, and bye`);
    const at = (ms: number) => redacted.slice(0, charactersAt(shared.pace ?? [], ms).get(0) ?? 0);
    expect(at(3)).toBe('Hello ');
    expect(at(6)).toBe(`Hello ${REDACTED}`);
    // Nothing comes while the rest of it is replayed.
    expect(at(17)).toBe(`Hello ${REDACTED}`);
    expect(at(24)).toBe(`Hello ${REDACTED}, and `);
    expect(at(1_000)).toBe(redacted);
    expect(shared.pace?.every(([, , characters]) => characters > 0)).toBe(true);
  });
});

describe('what may be private in a run', () => {
  it('is looked for in all that is shared, over the seams too, and in nothing else', async () => {
    const run = aRun({
      request: { prompt: ['to one@a.io', 'to two@exa'], stop: ['three@a.io'], suffix: '.io', n: 2 },
      outputs: ['x', 'four@a.io', 'mple.org', 'five@a'],
    });
    const found = async (include: Partial<ShareChoice> = {}, redactions: string[] = []) => {
      const texts = sharedTexts(share(run, redactions, include), run.request);
      return (await findingsIn(texts, pause)).map(({ text }) => text);
    };
    expect((await found()).sort()).toEqual(
      ['one@a.io', 'two@example.org', 'three@a.io', 'four@a.io', 'five@a.io'].sort(),
    );
    expect(await found({ prompt: false })).toEqual(['three@a.io', 'four@a.io']);
    expect(await found({ outputs: false, parameters: false })).toEqual(['one@a.io']);
    expect(await found({}, await found())).toEqual([]);
  });

  it('hides every prompt of token ids as soon as something is hidden, since ids spell texts', () => {
    const request = { prompt: [[464, 3200], [11]] };
    expect(share(aRun({ request })).prompt).toEqual(['[464, 3200]', '[11]']);
    const hidden = share(aRun({ request, outputs: ['Nothing of it.'] }), ['a secret']);
    expect(hidden).toMatchObject({ prompt: [REDACTED, REDACTED], promptAsIds: true });
    expect(share(aRun({ request: { prompt: [464] } }), ['a secret']).prompt).toBe(REDACTED);
    expect(share(aRun({ request: { prompt: 'Texts [464] stay' } }), ['a secret']).prompt).toBe(
      'Texts [464] stay',
    );
  });
});

describe('a hidden text across the end of an echo', () => {
  const echoed = (prompt: string, output: string) =>
    share(aRun({ request: { prompt, echo: true }, outputs: [output] }), ['Alice Johnson']);

  it('is hidden in the prompt, too, which the output repeats', () => {
    const shared = echoed('A letter to Alice', 'A letter to Alice Johnson, who wrote back');
    expect(shared.prompt).toBe(`A letter to ${REDACTED}`);
    expect(shared.outputs?.[0]?.text).toBe(`A letter to ${REDACTED}, who wrote back`);
  });

  it('is found by its letters where the server changed white space', () => {
    const shared = echoed('A letter\n to  Alice ', '<s> A letter to Alice Johnson, who wrote back');
    expect(shared.prompt).toBe(`A letter\n to  ${REDACTED}`);
  });

  it('leaves a prompt as it is after which nothing hidden comes', () => {
    const shared = echoed('A letter to Alice', 'A letter to Alice Smith, and not to Alice Johnson');
    expect(shared.prompt).toBe('A letter to Alice');
    expect(shared.outputs?.[0]?.text).toBe(`A letter to Alice Smith, and not to ${REDACTED}`);
  });
});

it('a stop text that overlaps a hidden text at an end is hidden as a whole', () => {
  const stopsOf = (...stop: string[]) =>
    share(aRun({ request: { stop } }), ['Alice Johnson']).parameters?.stop;
  expect(stopsOf('Johnson today', 'Dear Alice', 'to Ali', 'son of')).toEqual([
    REDACTED,
    REDACTED,
    'to Ali',
    'son of',
  ]);
  expect(stopsOf('THE END', 'Joh')).toEqual(['THE END', 'Joh']);
});
