import { describe, expect, it } from 'vitest';
import { emptyRunState, type RunState } from '@/lib/protocol/run/run-state';
import { runFigures } from './run-metrics';
import { createRunStore } from './run-store';

const view = ({ echo = false, stream = true, runId = 'r' as string | null } = {}) =>
  createRunStore({
    startRequest: {
      connectionId: 'c',
      connectionName: null,
      request: { model: 'm', prompt: 'Once upon a time', stream, ...(echo ? { echo } : {}) },
      retries: null,
    },
    choiceCount: 1,
    ...(runId !== null && { runId }),
    startedAt: 1_000,
    requestFrame: () => () => undefined,
  }).view();

function state(change: Partial<RunState>, text = ''): RunState {
  return { ...emptyRunState(1), choices: [{ index: 0, text, finishReason: null, tokens: null }], ...change };
}

describe('the figures of a run', () => {
  it('take the counts of the server where it gave them', () => {
    const figures = runFigures(
      view(),
      state({
        status: 'complete',
        usage: { promptTokens: 4, completionTokens: 101, totalTokens: 105 },
        timings: { sentMs: 1, headersMs: 2, firstTokenMs: 500, durationMs: 2_500 },
      }),
      0,
    );
    expect(figures.promptTokens).toEqual({ value: 4, isEstimated: false });
    expect(figures.completionTokens).toEqual({ value: 101, isEstimated: false });
    expect(figures.tokensPerSecond).toBe(50);
    expect(figures.firstTextMs).toBe(500);
    expect(figures.durationMs).toBe(2_500);
  });

  it('have no first token where all came at once', () => {
    const timings = { sentMs: 1, headersMs: 2_400, firstTokenMs: 2_490, durationMs: 2_500 };
    expect(runFigures(view({ stream: false }), state({ status: 'complete', timings }), 0).firstTextMs).toBe(
      null,
    );
  });

  it('are marked as a guess where it gave none', () => {
    const figures = runFigures(view(), state({}, 'there was a lighthouse'), 3_000);
    expect(figures.promptTokens).toEqual({ value: 4, isEstimated: true });
    expect(figures.completionTokens).toEqual({ value: 6, isEstimated: true });
    expect(figures.durationMs).toBe(2_000);
  });

  it('have no time before the server knows of the run', () => {
    expect(runFigures(view({ runId: null }), state({}), 3_000).durationMs).toBe(0);
  });

  it('count tokens that came with probabilities, but not those of an echoed prompt', () => {
    const tokens = [
      { text: 'a', logprob: -1, top: [] },
      { text: 'b', logprob: -1, top: [] },
    ];
    const choices = [{ index: 0, text: 'ab', finishReason: null, tokens }];
    expect(runFigures(view(), state({ choices }), 0).completionTokens).toEqual({
      value: 2,
      isEstimated: false,
    });
    expect(runFigures(view({ echo: true }), state({ choices }), 0).completionTokens?.isEstimated).toBe(true);
  });

  it('know no speed before there is text', () => {
    expect(runFigures(view(), state({}), 2_000)).toMatchObject({
      tokensPerSecond: null,
      completionTokens: null,
    });
  });

  it('measure an answer in one piece over its whole time', () => {
    const figures = runFigures(
      view(),
      state({
        status: 'complete',
        usage: { promptTokens: 1, completionTokens: 100, totalTokens: 101 },
        timings: { sentMs: 1, headersMs: 2, firstTokenMs: 1_999, durationMs: 2_000 },
      }),
      0,
    );
    expect(figures.tokensPerSecond).toBe(50);
  });
});
