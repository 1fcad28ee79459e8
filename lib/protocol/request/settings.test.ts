import { describe, expect, it } from 'vitest';
import { randomRequest } from '../fixtures/random-request';
import { seededRandom } from '../fixtures/seeded-random';
import { type BuiltRun, checkRun } from './completion-request';
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

  it('holds all seventeen parameters, with retries beside the body', () => {
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
      values: { temperature: 9, n: 'three', top_k: 4, stop: null },
      sent: ['top_k', 'n', 'temperature'],
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
  /** Of the page's check, and of the server's schema, which must blame the same field first. */
  const issuesOf = (body: Record<string, unknown>) => {
    const request = { ...MODEL, ...body };
    const checked = checkRun({ request } as BuiltRun);
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

  it('leaves out fields that a value should not have, and keeps a single stop text', () => {
    const request = { ...MODEL, stop: 'END', stream: true, stream_options: { include_usage: true } };
    const given = { ...request, model: ' m ', stream_options: { include_usage: true, more: 1 } };
    expect(completionRequestSchema.parse(given)).toEqual(request);
    const retries = PARAMETERS.retries.initial;
    expect(retriesSchema.parse({ ...retries, more: 1, backoff: { ...retries.backoff, more: 1 } })).toEqual(
      retries,
    );
  });

  it('has the server refuse an unknown field', () => {
    const { error } = completionRequestSchema.safeParse({ ...MODEL, top_k: 4 });
    expect(error?.issues).toMatchObject([{ code: 'unrecognized_keys', keys: ['top_k'] }]);
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
