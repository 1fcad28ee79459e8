import { MAX_RUNS_READ } from '@/lib/compare/model/comparisons';
import {
  type MeasuredOutput,
  measuredLightOutputs,
  measuredOutputs,
} from '@/lib/compare/model/measured-output';
import { fetchRun } from '@/lib/runs/client/run-detail';
import { storeOfRun } from '@/lib/runs/client/run-session';
import type { CellRun, LightCellRun } from './cell-run';
import { fetchCellRuns } from './comparison-api';

/** What the detail gave of light runs: read once, since their requests are derived for it. */
const short = new WeakMap<LightCellRun, readonly MeasuredOutput[]>();

/** All outputs of a run that has ended. For a light cell the mean log-probability comes from the server. */
export function outputsOf(run: CellRun): readonly MeasuredOutput[] {
  const { light } = run;
  if (light) {
    const known = short.get(light) ?? measuredLightOutputs(light, light.request());
    short.set(light, known);
    return known;
  }
  const { state } = run.store;
  const { request } = run.store.view().startRequest;
  return measuredOutputs(state, request);
}

/** The outputs of light runs of which the detail left out something, with all of it. */
const whole = new WeakMap<CellRun, readonly MeasuredOutput[]>();
const requested = new WeakMap<CellRun, Promise<boolean>>();
/** Those that are read next, together. */
let waiting: { readonly run: CellRun; readonly take: (isMore: boolean) => void }[] = [];
/** One after the other: each answer may be as large as that with all cells. */
let last: Promise<unknown> = Promise.resolve();

/** With all of their texts, where these have come (`loadWholeOutputs`). */
export function wholeOutputsOf(run: CellRun): readonly MeasuredOutput[] {
  return whole.get(run) ?? outputsOf(run);
}

/**
 * Loads what the comparison's detail left out of a run, once, together with others that are asked for at the same time.
 * Resolves to whether there is more now than `wholeOutputsOf` had before.
 */
export function loadWholeOutputs(run: CellRun): Promise<boolean> {
  if (!run.light?.isPart || whole.has(run)) return Promise.resolve(false);
  const before = requested.get(run);
  if (before !== undefined) return before;
  const under = new Promise<boolean>((take) => waiting.push({ run, take }));
  requested.set(run, under);
  last = last.then(loadSome);
  return under;
}

/** Never rejects. */
async function loadSome(): Promise<void> {
  const comparisonId = waiting[0]?.run.light?.comparisonId;
  if (comparisonId === undefined) return;
  const some = waiting.filter(({ run }) => run.light?.comparisonId === comparisonId).slice(0, MAX_RUNS_READ);
  waiting = waiting.filter((one) => !some.includes(one));
  try {
    const { runs } = await fetchCellRuns(
      comparisonId,
      some.map(({ run }) => run.runId),
    );
    const read = new Map(runs.map((run) => [run.id, run]));
    for (const { run } of some) {
      const light = read.get(run.runId);
      if (light === undefined || !run.light) continue;
      whole.set(run, light.isPart ? await wholeRun(run) : measuredLightOutputs(light, run.light.request()));
    }
  } catch {
    // What was cut has no verdict then, which is better than a message about it.
  }
  for (const { run, take } of some) {
    // Asked for again with the next need.
    if (!whole.has(run)) requested.delete(run);
    take(whole.has(run));
  }
}

async function wholeRun({ runId }: CellRun): Promise<readonly MeasuredOutput[]> {
  const { state, view } = storeOfRun(await fetchRun(runId));
  const { request } = view().startRequest;
  return measuredOutputs(state, request);
}
