import { describe, expect, it } from 'vitest';
import { randomRequest } from '../fixtures/random-request';
import { seededRandom } from '../fixtures/seeded-random';
import { type BuiltRun, checkRun, fieldNamed, openAiNotes, type Rules, wireBody } from './completion-request';
import { PARAMETER_NAMES, PARAMETERS, parameterSpec } from './parameters';
import { completionRequestSchema, retriesSchema, settingsSchema } from './request-schema';
import {
  allOff,
  buildRequest,
  changedParameters,
  DEFAULT_SETTINGS,
  type Settings,
  settingsFromRequest,
} from './settings';

const MODEL = { model: 'm', prompt: 'p' };

function everything(): Settings {
  return settingsSchema.parse({ values: { best_of: 5, n: 3, stream: false }, sent: [...PARAMETER_NAMES] });
}

describe('a request built from settings', () => {
  it('holds what is switched on and nothing else', () => {
    expect(buildRequest({ ...MODEL, settings: DEFAULT_SETTINGS })).toEqual({
      request: { model: 'm', prompt: 'p', max_tokens: 200, stream: true },
    });
  });

  it('holds model, prompt and stream alone when all is off, and keeps the values', () => {
    const off = allOff(DEFAULT_SETTINGS);
    expect(buildRequest({ ...MODEL, settings: off }).request).toEqual({ ...MODEL, stream: true });
    expect(off.values.max_tokens).toBe(200);
  });

  it('says stream: false rather than nothing', () => {
    const settings = settingsSchema.parse({ values: { stream: false }, sent: [] });
    expect(buildRequest({ ...MODEL, settings }).request).toEqual({ ...MODEL, stream: false });
  });

  it('holds every parameter, with retries beside the body', () => {
    const { request, retries } = buildRequest({ ...MODEL, settings: everything() });
    const names = PARAMETER_NAMES.filter((name) => name !== 'retries');
    expect(Object.keys(request)).toEqual(['model', 'prompt', ...names]);
    expect(retries).toEqual(PARAMETERS.retries.initial);
  });

  it('sends the first value of a control that was switched on and never touched', () => {
    const settings = settingsSchema.parse({ values: {}, sent: ['temperature', 'suffix'] });
    expect(buildRequest({ ...MODEL, settings }).request).toEqual({
      ...MODEL,
      temperature: 1,
      suffix: '',
      stream: true,
    });
  });

  it('comes back as the same settings, and they as the same request', () => {
    const random = seededRandom(2);
    for (let round = 0; round < 500; round += 1) {
      const { request, retries } = randomRequest(random);
      const settings = settingsFromRequest(request, retries);
      expect(settingsSchema.parse(JSON.parse(JSON.stringify(settings)))).toEqual(settings);
      const built = buildRequest({ model: request.model, prompt: request.prompt, settings });
      expect(built).toEqual(retries === undefined ? { request } : { request, retries });
      expect(settingsFromRequest(built.request, built.retries)).toEqual(settings);
      expect(checkRun(built)).toEqual({ ok: true, ...built });
      expect(completionRequestSchema.parse(built.request)).toEqual(request);
    }
  });

  it('turns a single stop text into a list of one', () => {
    expect(settingsFromRequest({ ...MODEL, stop: 'END' }).values).toEqual({ stop: ['END'], stream: false });
  });

  it('keeps the values of a base that the request does not have', () => {
    const base = settingsSchema.parse({ values: { temperature: 0.3, n: 2 }, sent: ['n'] });
    const settings = settingsFromRequest({ ...MODEL, n: 4, stream: true }, undefined, base);
    expect(settings).toEqual({ values: { temperature: 0.3, n: 4, stream: true }, sent: ['n', 'stream'] });
  });
});

describe('stored settings', () => {
  it('lose what has the wrong type and keep what is out of bounds', () => {
    const stored = {
      values: { temperature: 9, n: 'three', top_a: 4, stop: null },
      sent: ['top_a', 'n', 'temperature'],
    };
    expect(settingsSchema.parse(stored)).toEqual({
      values: { temperature: 9 },
      sent: ['temperature', 'n', 'stream'],
    });
  });

  it('differ where one sends and the other does not, or both send different values', () => {
    const a = settingsSchema.parse({
      values: { temperature: 1, logit_bias: { '1': 2, '33333333333': 1 }, stop: ['a'], seed: 1 },
      sent: ['temperature', 'logit_bias', 'stop'],
    });
    const b = settingsSchema.parse({
      values: { logit_bias: { '33333333333': 1, '1': 2 }, stop: ['b'], seed: 2 },
      sent: ['temperature', 'logit_bias', 'stop', 'n'],
    });
    expect(changedParameters(a, b)).toEqual(['stop', 'n']);
    expect(changedParameters(a, a)).toEqual([]);
  });
});

describe('validation', () => {
  const issuesOf = (body: Record<string, unknown>, rules: Rules = 'openai') => {
    const checked = checkRun({ request: { ...MODEL, ...body } } as BuiltRun, rules);
    return checked.ok ? [] : checked.issues.map(({ param }) => param);
  };
  /** Of the page's check, and of the server's schema, which must blame the same field first. */
  const wideIssuesOf = (body: Record<string, unknown>) => {
    const request = { ...MODEL, ...body };
    const checked = checkRun({ request } as BuiltRun, 'wide');
    const issues = checked.ok ? [] : checked.issues;
    const first = completionRequestSchema.safeParse(request).error?.issues[0];
    expect(first && { param: first.path[0], message: first.message }).toEqual(issues[0]);
    return issues.map(({ param }) => param);
  };

  it('blames the field, nested ones by their parameter', () => {
    expect(issuesOf({ model: ' ' })).toEqual(['model']);
    expect(issuesOf({ prompt: 7 })).toEqual(['prompt']);
    expect(issuesOf({ stop: ['a', ''] })).toEqual(['stop']);
    expect(issuesOf({ stop: [] })).toEqual(['stop']);
    expect(issuesOf({ logit_bias: { x: 1 } })).toEqual(['logit_bias']);
    expect(issuesOf({ logit_bias: { '1': 101 } })).toEqual(['logit_bias']);
    expect(issuesOf({ temperature: 3, n: 0.5 }).sort()).toEqual(['n', 'temperature']);
    expect(issuesOf({ stream_options: { include_usage: true } })).toEqual(['stream_options']);
    expect(issuesOf({ n: 3, best_of: 2 })).toEqual(['best_of']);
    expect(issuesOf({ max_tokens: 0 })).toEqual(['max_tokens']);
    expect(issuesOf({ max_tokens: 0, echo: true })).toEqual([]);
  });

  it('keeps to the bounds of the table', () => {
    for (const name of PARAMETER_NAMES) {
      const { min, max } = parameterSpec(name);
      if (min === undefined || max === undefined || name === 'logit_bias') continue;
      const base = { echo: true, n: 1 };
      expect(issuesOf({ ...base, [name]: min }), name).toEqual([]);
      expect(issuesOf({ ...base, [name]: max }), name).toEqual([]);
      expect(issuesOf({ ...base, [name]: min - 1 }), name).toContain(name);
      expect(issuesOf({ ...base, [name]: max + 1 }), name).toContain(name);
    }
    expect(issuesOf({ stop: Array(5).fill('s') })).toEqual(['stop']);
    expect(issuesOf({ prompt: Array(64).fill('p') })).toEqual([]);
    expect(issuesOf({ prompt: Array(65).fill('p') })).toEqual(['prompt']);
    expect(issuesOf({ model: '🧵'.repeat(300), user: '🧵'.repeat(500) })).toEqual([]);
    expect(issuesOf({ model: '🧵'.repeat(301), user: '🧵'.repeat(501) })).toEqual(['model', 'user']);
  });

  it('refuses by wide rules only what no server takes', () => {
    const taken: Record<string, unknown>[] = [
      { logprobs: 10 },
      { logprobs: -1 },
      { stop: [] },
      { stop: Array(12).fill('s') },
      { prompt: Array(200).fill('p') },
      { prompt: [1, 2, 3] },
      { prompt: [[1, 2], [3]] },
      { max_tokens: -1 },
      { max_tokens: 0 },
      { temperature: 5, top_p: 0, frequency_penalty: 3 },
      { n: 3, best_of: 2 },
      { best_of: 3, stream: true },
      { stream_options: {} },
      { stream_options: { include_usage: true, continuous_usage_stats: true }, stream: true },
      { top_k: -1, min_p: 0.1, extra_body: { top_a: 0.2, dry_multiplier: 0, nested: { a: [null] } } },
    ];
    for (const body of taken) expect(wideIssuesOf(body), JSON.stringify(body)).toEqual([]);
    const refused: [Record<string, unknown>, string][] = [
      [{ temperature: 'hot' }, 'temperature'],
      [{ n: 0 }, 'n'],
      [{ n: 2000 }, 'n'],
      [{ max_tokens: 1.5 }, 'max_tokens'],
      [{ prompt: [] }, 'prompt'],
      [{ prompt: [[]] }, 'prompt'],
      [{ prompt: ['a', 1] }, 'prompt'],
      [{ prompt: [1, -2] }, 'prompt'],
      [{ prompt: [1.5] }, 'prompt'],
      [{ prompt: Array(400).fill('p'), n: 4 }, 'n'],
      [{ stop_token_ids: ['x'] }, 'stop_token_ids'],
      [{ json_schema: 'x' }, 'json_schema'],
      [{ extra_body: { temperature: 1 } }, 'extra_body'],
      [{ extra_body: { '': 1 } }, 'extra_body'],
      [{ extra_body: [1] }, 'extra_body'],
    ];
    for (const [body, param] of refused) expect(wideIssuesOf(body), JSON.stringify(body)).toEqual([param]);
  });

  it('keeps to the bounds of the practice model where it can do more', () => {
    expect(issuesOf({ logprobs: 10, stop: [], prompt: [1, 2], max_tokens: -1 }, 'practice')).toEqual([]);
    expect(issuesOf({ temperature: 3 }, 'practice')).toEqual(['temperature']);
    expect(issuesOf({ n: 3, best_of: 2 }, 'practice')).toEqual(['best_of']);
  });

  it('notes what OpenAI would refuse, unless it is refused anyway', () => {
    const run: BuiltRun = { request: { ...MODEL, logprobs: 10, n: 0, stop: [] } };
    expect(openAiNotes(run, 'wide').map(({ param }) => param)).toEqual(['stop', 'logprobs']);
    expect(openAiNotes({ request: { ...MODEL, logprobs: 5 } }, 'wide')).toEqual([]);
  });

  it('sends other fields at the top level, whatever they are called', () => {
    const extra = JSON.parse('{"top_a":0.1,"__proto__":{"x":1},"constructor":2}');
    const body = wireBody({ ...MODEL, top_k: 4, extra_body: extra });
    expect(JSON.parse(JSON.stringify(body))).toEqual({ ...MODEL, top_k: 4, ...extra });
    expect(JSON.stringify(body)).toContain('"__proto__":{"x":1}');
  });

  it('names the field that a server means', () => {
    expect(fieldNamed('top_k')).toBe('top_k');
    expect(fieldNamed('top_a', { top_a: 1 })).toBe('extra_body');
    expect(fieldNamed('top_a')).toBeNull();
    expect(fieldNamed('toString', {})).toBeNull();
    expect(fieldNamed(null)).toBeNull();
  });

  it('leaves out fields that a value should not have, and keeps a single stop text', () => {
    const request = { ...MODEL, stop: 'END', stream: true, stream_options: { include_usage: true } };
    expect(completionRequestSchema.parse({ ...request, model: ' m ' })).toEqual(request);
    const retries = PARAMETERS.retries.initial;
    expect(retriesSchema.parse({ ...retries, more: 1, backoff: { ...retries.backoff, more: 1 } })).toEqual(
      retries,
    );
  });

  it('has the server refuse an unknown field', () => {
    const { error } = completionRequestSchema.safeParse({ ...MODEL, top_a: 4 });
    expect(error?.issues).toMatchObject([{ code: 'unrecognized_keys', keys: ['top_a'] }]);
    expect(completionRequestSchema.safeParse(null).success).toBe(false);
  });

  it('checks retries under their own name', () => {
    const retries = { ...PARAMETERS.retries.initial, strategy: 'other' };
    const checked = checkRun({ request: MODEL, retries } as unknown as BuiltRun);
    expect(checked).toMatchObject({ ok: false, issues: [{ param: 'retries' }] });
    expect(retriesSchema.safeParse(retries).error?.issues).toMatchObject([{ path: ['strategy'] }]);
  });

  it('finds nothing wrong with what the sidebar starts from', () => {
    const run = buildRequest({ ...MODEL, settings: { ...everything(), sent: ['n', 'retries', 'stream'] } });
    expect(checkRun(run)).toEqual({ ok: true, ...run });
  });
});

it('has a default for each number that fits into its narrow field', () => {
  for (const name of PARAMETER_NAMES) {
    const { kind, fallback, shortFallback = fallback } = parameterSpec(name);
    if (kind === 'number' || kind === 'integer') expect(shortFallback.length, name).toBeLessThanOrEqual(6);
  }
});
