import {
  type MeasuredOutput,
  measuredLightOutput,
  measuredOutput,
} from '@/lib/compare/model/measured-output';
import { fetchRun } from '@/lib/runs/client/run-detail';
import { storeOfRun } from '@/lib/runs/client/run-session';
import type { CellRun } from './cell-run';

/** All outputs of a run that has ended. For a light cell the mean log-probability comes from the server. */
export function outputsOf(run: CellRun): readonly MeasuredOutput[] {
  const { state } = run.store;
  const { request } = run.store.view().startRequest;
  return state.choices.flatMap((_, index) => {
    const output = run.light
      ? measuredLightOutput(run.light, request, index)
      : measuredOutput(state, request, index);
    return output ? [output] : [];
  });
}

/** The outputs of light runs whose texts were cut, with all of their texts. */
const whole = new WeakMap<CellRun, readonly MeasuredOutput[]>();
const requested = new WeakMap<CellRun, Promise<boolean>>();
/** One after the other: each may be as large as all cells together. */
let last: Promise<unknown> = Promise.resolve();

/** With all of their texts, where these have come (`loadWholeOutputs`). */
export function wholeOutputsOf(run: CellRun): readonly MeasuredOutput[] {
  return whole.get(run) ?? outputsOf(run);
}

/**
 * Loads what the comparison's detail left out of a run, once. Resolves to whether there is more now than
 * `wholeOutputsOf` had before.
 */
export function loadWholeOutputs(run: CellRun): Promise<boolean> {
  const isCut = run.light?.choices.some(({ text, length }) => text.length < length) ?? false;
  if (!isCut || whole.has(run)) return Promise.resolve(false);
  const under = requested.get(run) ?? last.then(() => load(run));
  requested.set(run, under);
  last = under;
  return under;
}

async function load(run: CellRun): Promise<boolean> {
  try {
    const { state, view } = storeOfRun(await fetchRun(run.runId));
    const { request } = view().startRequest;
    whole.set(
      run,
      state.choices.flatMap((_, index) => measuredOutput(state, request, index) ?? []),
    );
    return true;
  } catch {
    // What was cut has no verdict then, which is better than a message about it.
    return false;
  }
}
