import { describe, expect, it } from 'vitest';
import { aSharedComparison, aSharedSweep } from '@/lib/protocol/fixtures/shared-comparison';
import { aSharedRun } from '@/lib/protocol/fixtures/shared-run';
import type { Token } from '@/lib/protocol/run/run-events';
import { emptyRunState } from '@/lib/protocol/run/run-state';
import { charactersAt } from '@/lib/runs/model/pace';
import { copyRun, type SharableRun } from './copy-run';
import { REDACTED } from './redact';
import { sharedSchema } from './shared';
import { type SharedRun, sharedRunSchema } from './shared-run';
import type { ShareChoice } from './shares';
import { withholdHints } from './withhold-hints';

const ALL: ShareChoice = {
  prompt: true,
  parameters: true,
  outputs: true,
  probabilities: true,
  timings: true,
};

/** Every token with the others that could have stood there; 20 ms a token. */
function aRun(
  tokens: readonly (readonly [string, ...string[]])[],
  request: Partial<SharableRun['request']> = {},
): SharableRun {
  const state = emptyRunState(0);
  state.status = 'complete';
  const written = tokens.map(([text, ...others]): Token => {
    const top = [text, ...others].map((other, at) => ({ text: other, logprob: -0.25 - at }));
    return { text, logprob: -0.25, top };
  });
  state.choices = [
    { index: 0, text: written.map(({ text }) => text).join(''), finishReason: 'stop', tokens: written },
  ];
  state.usage = { promptTokens: 31, completionTokens: written.length, totalTokens: 31 + written.length };
  state.timings = { sentMs: 1, headersMs: 2, firstTokenMs: 20, durationMs: 20 * written.length };
  const pace = written.map(({ text }, at): [number, number, number] => [20 * (at + 1), 0, text.length]);
  return { status: 'complete', request: { model: 'm', prompt: 'Who wrote it?', ...request }, state, pace };
}

function share(run: SharableRun, redactions: string[], include: Partial<ShareChoice> = {}): SharedRun {
  const terms = { title: null, redactions, sharedAt: '2026-11-25T00:00:00.000Z' };
  const shared = copyRun(run, { ...terms, include: { ...ALL, ...include } });
  return sharedRunSchema.parse(JSON.parse(JSON.stringify(shared)));
}

const LETTER: readonly [string, ...string[]][] = [
  ['It', ' Alice', 'Alice'],
  [' was', ' is'],
  [' Al', ' Alice', ' ALICE', ' Bob'],
  ['ice', 'ison'],
  [' John', ' Johnson', ' Smith', '\nJohnson'],
  ['son', 'stone', 'son’s'],
  [',', ' Johnson', ' (Johnson)', ' née Johnson'],
  [' who', ' AJ', ' Alice', ' JOHNSON'],
  [' wrote', ' J'],
];

describe('a copy with something hidden in it', () => {
  const request = { seed: 4711, logit_bias: { '50256': -100, '1234': 5 }, temperature: 0.5, max_tokens: 50 };
  const shared = share(aRun(LETTER, request), ['Alice Johnson']);

  it('holds no part of it, in no alternative, and nothing to try a guess with', () => {
    expect(shared.outputs?.[0]?.text).toBe(`It was ${REDACTED}, who wrote`);
    const json = JSON.stringify(shared).replaceAll('finishReason', '');
    for (const part of [/al|lice|ison/i, /john|son/i, /4711/, /50256|1234/]) expect(json).not.toMatch(part);
    expect(shared.parameters).toEqual({ temperature: 0.5, max_tokens: 50 });
    expect(shared).not.toHaveProperty('usage');
  });

  it('has the tokens around it, with their probabilities', () => {
    expect(shared.outputs?.[0]?.tokens).toEqual([
      { text: 'It', logprob: -0.25, top: [] },
      { text: ' was', logprob: -0.25, top: [] },
      { text: ` ${REDACTED}`, logprob: null, top: [] },
      { text: ',', logprob: -0.25, top: [] },
      { text: ' who', logprob: -0.25, top: [] },
      { text: ' wrote', logprob: -0.25, top: [] },
    ]);
  });

  it('is the same however long what is hidden is', () => {
    const longer = [...LETTER.slice(0, 5), ...Array(40).fill(['son'] as const), ...LETTER.slice(5)];
    const long = share(aRun(longer, request), ['Alice John', 'son', 'Alice Johnson']);
    expect({ ...long, pace: null }).toEqual({ ...shared, pace: null });
    // But for when its last token came, within one token.
    expect(long.pace?.map(([, index, characters]) => [index, characters])).toEqual(
      shared.pace?.map(([, index, characters]) => [index, characters]),
    );
    expect(Math.abs((long.pace?.at(-1)?.[0] ?? 0) - (shared.pace?.at(-1)?.[0] ?? 0))).toBeLessThanOrEqual(30);
    expect(shared.timings).toMatchObject({ firstTokenMs: 20, durationMs: null });
  });

  it('plays on right behind it', () => {
    const text = shared.outputs?.[0]?.text ?? '';
    const at = (ms: number) => text.slice(0, charactersAt(shared.pace ?? [], ms).get(0) ?? 0);
    expect([at(40), at(60), at(90), at(1_000)]).toEqual([
      'It was',
      `It was ${REDACTED}`,
      `It was ${REDACTED},`,
      text,
    ]);
  });

  it('holds no alternative either where what is to be hidden was not written', () => {
    const copy = share(
      aRun(
        [
          ['It', ' Alice'],
          [' was', ' Johnson'],
        ],
        { seed: 4711 },
      ),
      ['Alice Johnson'],
    );
    expect(JSON.stringify(copy)).not.toMatch(/alice|johnson|4711/i);
    expect(copy.outputs?.[0]?.tokens?.map(({ logprob }) => logprob)).toEqual([-0.25, -0.25]);
  });

  it('hides it also where a text breaks off in its middle, in any spelling', () => {
    for (const end of [' Alice Johnso', ' ALICE', ' Alice\nJohn', ' al\u00adice j']) {
      const cut = share(aRun([['It'], [' was', ' Alice'], [end]]), ['Alice Johnson']);
      expect(cut.outputs?.[0]?.text, end).toBe(`It was ${REDACTED}`);
    }
    const across = share(aRun([['ohn']], { prompt: 'It was Alice J' }), ['Alice Johnson']);
    expect([across.prompt, across.outputs?.[0]?.text]).toEqual([`It was ${REDACTED}`, REDACTED]);
    for (const end of [' Al', ' malice', ' Alice Jones']) {
      expect(share(aRun([['It was'], [end]]), ['Alice Johnson']).outputs?.[0]?.text).toBe(`It was${end}`);
    }
  });

  it('does not show with how many tokens it ended', () => {
    const run = aRun(LETTER, request);
    run.state.choices = run.state.choices.map((choice) => ({ ...choice, finishReason: 'length' }));
    expect(share(run, ['Alice Johnson']).parameters).toEqual({ temperature: 0.5 });
    expect(share(run, []).parameters).toEqual(request);
  });
});

describe('a copy with nothing hidden in it', () => {
  it('is as it was', () => {
    const run = aRun(LETTER, { seed: 4711 });
    const shared = share(run, []);
    expect(shared.outputs?.[0]?.tokens).toEqual(run.state.choices[0]?.tokens);
    expect(shared).toMatchObject({ usage: run.state.usage, timings: run.state.timings, pace: run.pace });
    for (const one of [aSharedRun(), aSharedComparison(), aSharedSweep()])
      expect(withholdHints(one)).toBe(one);
  });
});

describe('a copy of before hints were withheld', () => {
  it('of a run is shown without them, and a second time changes nothing', () => {
    const old = aSharedRun({ prompt: `To ${REDACTED}`, parameters: { seed: 4711, temperature: 1 } });
    const now = withholdHints(old);
    expect(sharedSchema.parse(now)).toEqual(now);
    expect(now).toMatchObject({ prompt: old.prompt, parameters: { temperature: 1 }, pace: old.pace });
    expect(now.parameters).not.toHaveProperty('seed');
    expect(now).not.toHaveProperty('usage');
    expect(now.outputs?.[0]?.tokens?.flatMap(({ top }) => top)).toEqual([]);
    expect(withholdHints(now)).toEqual(now);
  });

  it('of columns is as well: every column, also where it is hidden in one alone', () => {
    const old = aSharedComparison();
    const columns = old.compared.kind === 'columns' ? old.compared.columns : [];
    const [first, second] = columns;
    if (!first?.answer?.outputs?.[0] || !second) throw new Error('no columns');
    first.answer.outputs[0].text = `${REDACTED} and a cat`;
    second.parameters = { ...second.parameters, seed: 4711, logit_bias: { '50256': 1 } };
    const now = withholdHints(old);
    expect(sharedSchema.parse(now)).toEqual(now);
    const json = JSON.stringify(now);
    for (const hint of ['4711', '50256', ' tree', 'promptTokens']) expect(json).not.toContain(hint);
    expect(json).toContain('"logprob":-0.3');
  });

  it('of a sweep has no seeds along its axis, and a grid all the same', () => {
    const old = aSharedSweep();
    if (old.compared.kind !== 'sweep') throw new Error('no sweep');
    old.compared.axes = [
      { kind: 'parameter', parameter: 'seed', values: [4711, 4712] },
      { kind: 'parameter', parameter: 'temperature', values: [0, 0.5, 1] },
    ];
    const now = withholdHints({ ...old, title: `About ${REDACTED}` });
    expect(sharedSchema.parse(now)).toEqual(now);
    expect(now.compared).toMatchObject({
      axes: [{ values: [REDACTED, REDACTED] }, { values: [0, 0.5, 1] }],
      parameters: { max_tokens: 20, stream: true },
    });
    expect(JSON.stringify(now)).not.toMatch(/471\d|"seed":1|promptTokens/);
  });
});
